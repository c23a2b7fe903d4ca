"""Tables of digitisation. Nothing is deleted: pages are put aside, papers replaced by later ones."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tinhso.government.digitisation.data import (
    CheckInfo,
    ComponentState,
    DigitisedInfo,
    DigitisedState,
    Exemption,
    LineInfo,
    PageInfo,
    Review,
    Suggestions,
)
from tinhso.kernel.ids import uuid7


class PaperCheck(models.Model):
    """What lies on the desk for one dossier (phiếu kiểm tra giấy tờ). `pending`: lines still to be digitised."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    dossier_id = models.UUIDField(unique=True)
    dossier_code = models.CharField(_("mã hồ sơ"), max_length=48)
    procedure_code = models.CharField(_("mã thủ tục"), max_length=40)
    unit_id = models.UUIDField()
    receiving_unit_id = models.UUIDField(null=True)
    person_id = models.UUIDField(null=True)
    channel = models.CharField(_("kênh nộp"), max_length=12)
    checked_at = models.DateTimeField(_("kiểm tra lúc"), null=True)
    checked_by = models.CharField(_("người kiểm tra"), max_length=200, blank=True)
    revision = models.PositiveIntegerField(default=0)
    pending = models.PositiveIntegerField(default=0)
    result_on = models.DateField(_("có kết quả ngày"), null=True)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("phiếu kiểm tra giấy tờ")
        verbose_name_plural = _("phiếu kiểm tra giấy tờ")
        indexes: ClassVar = [
            models.Index(fields=["unit_id", "id"], name="digi_pending", condition=Q(pending__gt=0)),
            models.Index(
                fields=["receiving_unit_id", "id"],
                name="digi_pending_at_desk",
                condition=Q(pending__gt=0, receiving_unit_id__isnull=False),
            ),
            models.Index(fields=["id"], name="digi_pending_all", condition=Q(pending__gt=0)),
            models.Index(fields=["result_on", "unit_id"], name="digi_results"),
        ]

    def to_info(self) -> CheckInfo:
        """Return it with its lines, in the order of the procedure; lines fetched before are not asked for again."""
        return CheckInfo(
            id=self.id,
            dossier_id=self.dossier_id,
            dossier_code=self.dossier_code,
            procedure_code=self.procedure_code,
            unit_id=self.unit_id,
            channel=self.channel,
            checked_at=self.checked_at,
            checked_by=self.checked_by,
            revision=self.revision,
            pending=self.pending,
            lines=tuple(line.to_info() for line in sorted(self.lines.all(), key=lambda line: (line.ordinal, line.id))),
        )


class PaperCheckLine(models.Model):
    """One component on the check."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    check_of = models.ForeignKey(PaperCheck, on_delete=models.PROTECT, related_name="lines")
    ordinal = models.PositiveSmallIntegerField(default=0)
    component = models.CharField(_("mã thành phần"), max_length=32)
    name = models.CharField(_("thành phần hồ sơ"), max_length=300)
    originals = models.PositiveSmallIntegerField(_("bản chính"), default=0)
    certified = models.PositiveSmallIntegerField(_("bản chứng thực"), default=0)
    photos = models.PositiveSmallIntegerField(_("bản photo"), default=0)
    pages = models.PositiveSmallIntegerField(_("số trang"), default=0)
    note = models.CharField(_("ghi chú"), max_length=300, blank=True)
    exemption = models.CharField(_("không phải số hóa vì"), max_length=12, blank=True)
    state = models.PositiveSmallIntegerField(_("tình trạng số hóa"), default=ComponentState.NOT_YET)
    paper_id = models.UUIDField(null=True)

    class Meta:
        verbose_name = _("dòng phiếu kiểm tra")
        verbose_name_plural = _("dòng phiếu kiểm tra")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["check_of", "component"], name="digi_line_once"),
            models.CheckConstraint(name="digi_line_state", condition=Q(state__gte=0, state__lte=3)),
        ]

    def to_info(self) -> LineInfo:
        """Return what others may hold."""
        return LineInfo(
            id=self.id,
            component=self.component,
            name=self.name,
            originals=self.originals,
            certified=self.certified,
            photos=self.photos,
            pages=self.pages,
            note=self.note,
            exemption=Exemption(self.exemption),
            state=ComponentState(self.state),
            paper_id=self.paper_id,
        )


class ScanPage(models.Model):
    """One page of a scan or photograph (trang quét). Its file is the original and is never changed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    check_of = models.ForeignKey(PaperCheck, on_delete=models.PROTECT, related_name="pages")
    file_id = models.UUIDField()
    index = models.PositiveSmallIntegerField()
    position = models.PositiveIntegerField()
    turn = models.PositiveSmallIntegerField(default=0)
    component = models.CharField(max_length=32, blank=True)
    dpi = models.PositiveIntegerField(null=True)
    removed_at = models.DateTimeField(null=True)
    used = models.BooleanField(default=False)
    added_by_id = models.UUIDField(null=True)
    added_at = models.DateTimeField()

    class Meta:
        verbose_name = _("trang quét")
        verbose_name_plural = _("trang quét")
        indexes: ClassVar = [models.Index(fields=["check_of", "position"], name="digi_pages_in_order")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["check_of", "file_id", "index"], name="digi_page_once"),
            models.CheckConstraint(name="digi_page_turn", condition=Q(turn__in=[0, 90, 180, 270])),
        ]

    def to_info(self) -> PageInfo:
        """Return what others may hold."""
        return PageInfo(self.id, self.file_id, self.index, self.position, self.turn, self.component, self.dpi)


class DigitisedPaper(models.Model):
    """One component made one PDF (bản số hóa): queued, worked on, described, signed, kept, checked.

    `plan` is the list of [file id, page, turn] it is made of. A worker holds it until `lease_until`; one that dies
    leaves it to the next.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    line = models.ForeignKey(PaperCheckLine, on_delete=models.PROTECT, related_name="digitised")
    check_of = models.ForeignKey(PaperCheck, on_delete=models.PROTECT, related_name="digitised")
    state = models.CharField(_("tình trạng"), max_length=12, default=DigitisedState.QUEUED)
    plan = models.JSONField()
    pages = models.PositiveSmallIntegerField(_("số trang"))
    stage = models.CharField(max_length=20, blank=True)
    percent = models.PositiveSmallIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)
    merged_file_id = models.UUIDField(null=True)
    file_id = models.UUIDField(null=True)
    is_searchable = models.BooleanField(default=False)
    text = models.TextField(blank=True)
    suggestions = models.JSONField(default=dict)
    low_reason = models.CharField(_("lý do nhận bản quét dưới chuẩn"), max_length=300, blank=True)
    prepared_by = models.CharField(_("người quét"), max_length=200)
    prepared_by_id = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    signed_by = models.CharField(_("người ký"), max_length=200, blank=True)
    signed_by_id = models.UUIDField(null=True)
    signed_at = models.DateTimeField(null=True)
    paper_id = models.UUIDField(null=True)
    review = models.CharField(_("kiểm tra chất lượng"), max_length=8, blank=True)
    reviewed_by = models.CharField(_("người kiểm tra"), max_length=200, blank=True)
    reviewed_by_id = models.UUIDField(null=True)
    reviewed_at = models.DateTimeField(null=True)
    review_note = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("bản số hóa")
        verbose_name_plural = _("bản số hóa")
        indexes: ClassVar = [
            models.Index(fields=["id"], name="digi_waiting", condition=Q(state__in=["queued", "working"])),
            models.Index(
                fields=["id"], name="digi_under_way", condition=Q(state__in=["queued", "working", "ready", "failed"])
            ),
            models.Index(fields=["id"], name="digi_to_review", condition=Q(review="wanted")),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="digi_kept_is_signed",
                condition=~Q(state="kept") | Q(signed_at__isnull=False, paper_id__isnull=False),
            ),
            models.CheckConstraint(
                name="digi_second_person",
                condition=Q(reviewed_by_id=None)
                | (
                    (Q(prepared_by_id=None) | ~Q(reviewed_by_id=F("prepared_by_id")))
                    & (Q(signed_by_id=None) | ~Q(reviewed_by_id=F("signed_by_id")))
                ),
            ),
            models.UniqueConstraint(
                fields=["line"],
                name="digi_one_at_a_time",
                condition=Q(state__in=["queued", "working", "ready", "failed", "kept"]),
            ),
        ]

    def to_info(self) -> DigitisedInfo:
        """Return what others may hold."""
        return DigitisedInfo(
            id=self.id,
            dossier_id=self.check_of.dossier_id,
            dossier_code=self.check_of.dossier_code,
            unit_id=self.check_of.unit_id,
            component=self.line.component,
            name=self.line.name,
            state=DigitisedState(self.state),
            stage=self.stage,
            percent=self.percent,
            error=self.error,
            pages=self.pages,
            file_id=self.file_id,
            is_searchable=self.is_searchable,
            low_reason=self.low_reason,
            suggestions=self._suggested(),
            prepared_by=self.prepared_by,
            prepared_by_id=self.prepared_by_id,
            created_at=self.created_at,
            signed_by=self.signed_by,
            signed_at=self.signed_at,
            paper_id=self.paper_id,
            review=Review(self.review),
            reviewed_by=self.reviewed_by,
            review_note=self.review_note,
        )

    def _suggested(self) -> Suggestions:
        kept = dict(self.suggestions)
        day = kept.get("issued_on")
        return Suggestions(**{**kept, "issued_on": date.fromisoformat(day) if day else None})
