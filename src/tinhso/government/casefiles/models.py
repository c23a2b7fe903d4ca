"""Tables of case files. Documents, dossiers, units and accounts are named by their ids; nothing is ever deleted."""

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tinhso.government.casefiles import content
from tinhso.government.casefiles.data import (
    EntryInfo,
    FileInfo,
    FileState,
    HoldInfo,
    LineState,
    ListInfo,
    ListState,
    Rule,
    SlipInfo,
    SlipState,
)
from tinhso.kernel.ids import uuid7


class CaseList(models.Model):
    """The files an agency means to keep in a year (danh mục hồ sơ)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit_id = models.UUIDField(_("cơ quan"))
    unit_name = models.CharField(max_length=200)
    year = models.PositiveSmallIntegerField(_("năm"))
    state = models.CharField(max_length=8, default=ListState.DRAFT)
    decision_number = models.CharField(_("số quyết định"), max_length=80, blank=True)
    decided_on = models.DateField(_("ngày quyết định"), null=True)
    approved_by = models.CharField(max_length=200, blank=True)
    approved_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = _("danh mục hồ sơ")
        constraints: ClassVar = [
            models.UniqueConstraint(name="case_list_once_a_year", fields=["unit_id", "year"]),
            models.CheckConstraint(
                name="case_list_approved_by_decision",
                condition=Q(state="draft")
                | (Q(decided_on__isnull=False, approved_at__isnull=False) & ~Q(decision_number="")),
            ),
        ]

    def to_info(self, *, entries: int = 0) -> ListInfo:
        """Return it as others see it."""
        return ListInfo(
            id=self.id,
            unit_id=self.unit_id,
            unit_name=self.unit_name,
            year=self.year,
            state=ListState(self.state),
            entries=entries,
            decision_number=self.decision_number,
            decided_on=self.decided_on,
            approved_by=self.approved_by,
        )


class CaseListEntry(models.Model):
    """One file to be kept, as the list says it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    of_list = models.ForeignKey(CaseList, on_delete=models.PROTECT, related_name="entries")
    heading = models.CharField(_("đề mục"), max_length=300, blank=True)
    notation = models.CharField(_("số, ký hiệu hồ sơ"), max_length=20)
    title = models.CharField(_("tiêu đề"), max_length=500)
    maintenance = models.CharField(_("thời hạn bảo quản"), max_length=2)
    keeper_id = models.UUIDField(null=True)
    keeper_name = models.CharField(_("người lập"), max_length=200, blank=True)
    note = models.CharField(max_length=500, blank=True)
    rule = models.JSONField(default=dict)
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("dòng danh mục hồ sơ")
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="case_list_entry_once", fields=["of_list", "notation"], condition=Q(dropped_at=None)
            ),
        ]

    def to_rule(self) -> Rule:
        """Return its rule of gathering."""
        raw = self.rule or {}
        return Rule(
            kinds=tuple(raw.get("kinds", ())),
            words=tuple(raw.get("words", ())),
            procedures=tuple(raw.get("procedures", ())),
            direction=str(raw.get("direction", "")),
        )

    def to_info(self, *, year: int, file_id: object = None) -> EntryInfo:
        """Return it as others see it."""
        return EntryInfo(
            id=self.id,
            list_id=self.of_list_id,
            year=year,
            heading=self.heading,
            notation=self.notation,
            title=self.title,
            maintenance=self.maintenance,
            maintenance_title=content.maintenance_title(self.maintenance),
            keeper_name=self.keeper_name,
            note=self.note,
            rule=self.to_rule(),
            file_id=file_id,  # type: ignore[arg-type] # a UUID or None, as the query gives it
        )


class CaseFile(models.Model):
    """What an office keeps together about one matter (hồ sơ công việc)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField(_("mã hồ sơ"), max_length=100, unique=True)
    notation = models.CharField(_("số, ký hiệu"), max_length=20)
    unit_id = models.UUIDField(_("cơ quan"))
    unit_name = models.CharField(max_length=200)
    year = models.PositiveSmallIntegerField(_("năm"))
    entry = models.OneToOneField(CaseListEntry, null=True, on_delete=models.PROTECT, related_name="file")
    title = models.CharField(_("tiêu đề"), max_length=500)
    maintenance = models.CharField(_("thời hạn bảo quản"), max_length=2)
    mode = models.CharField(_("chế độ sử dụng"), max_length=2, default="01")
    language = models.CharField(max_length=30, default="01")
    keyword = models.CharField(_("từ khóa"), max_length=100, blank=True)
    description = models.CharField(_("ghi chú"), max_length=500, blank=True)
    paper_code = models.CharField(_("mã hồ sơ giấy"), max_length=100, blank=True)
    keeper_id = models.UUIDField()
    keeper_name = models.CharField(_("người lập"), max_length=200)
    state = models.CharField(max_length=8, default=FileState.OPEN)
    documents = models.PositiveIntegerField(default=0)
    pages = models.PositiveIntegerField(default=0)
    start_on = models.DateField(null=True)
    end_on = models.DateField(null=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    due_on = models.DateField(_("hạn nộp lưu"), null=True)
    noticed_at = models.DateTimeField(null=True)
    is_held = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    search_words = models.TextField(blank=True)
    search = models.GeneratedField(
        expression=SearchVector("search_words", config="simple"), output_field=SearchVectorField(), db_persist=True
    )

    class Meta:
        verbose_name = verbose_name_plural = _("hồ sơ công việc")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="case_file_closed_has_its_day",
                condition=Q(state="open", closed_at=None)
                | (~Q(state="open") & Q(closed_at__isnull=False, due_on__isnull=False, start_on__isnull=False)),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["unit_id", "state", "-id"], name="case_file_unit"),
            models.Index(fields=["keeper_id", "state", "-id"], name="case_file_keeper"),
            models.Index(fields=["due_on", "id"], name="case_file_due", condition=Q(state="closed", noticed_at=None)),
            GinIndex(fields=["search"], name="case_file_search"),
        ]

    def to_info(self) -> FileInfo:
        """Return it as others see it."""
        return FileInfo(
            id=self.id,
            code=self.code,
            notation=self.notation,
            unit_id=self.unit_id,
            unit_name=self.unit_name,
            year=self.year,
            entry_id=self.entry_id,
            title=self.title,
            maintenance=self.maintenance,
            maintenance_title=content.maintenance_title(self.maintenance),
            mode=self.mode,
            language=self.language,
            keyword=self.keyword,
            description=self.description,
            paper_code=self.paper_code,
            keeper_id=self.keeper_id,
            keeper_name=self.keeper_name,
            state=FileState(self.state),
            documents=self.documents,
            pages=self.pages,
            start_on=self.start_on,
            end_on=self.end_on,
            opened_at=self.opened_at,
            closed_at=self.closed_at,
            due_on=self.due_on,
            is_held=self.is_held,
            version=self.version,
        )


class CaseFileItem(models.Model):
    """One paper in a file: a document or a dossier, named, never copied; of a restricted one only the id."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    file = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="items")
    document_id = models.UUIDField(null=True)
    dossier_id = models.UUIDField(null=True)
    code = models.CharField(max_length=60, blank=True)
    issued_on = models.DateField(null=True)
    kind_title = models.CharField(max_length=100, blank=True)
    subject = models.CharField(max_length=500, blank=True)
    organ = models.CharField(max_length=200, blank=True)
    pages = models.PositiveIntegerField(default=0)
    is_restricted = models.BooleanField(default=False)
    by_rule = models.BooleanField(default=False)
    added_by = models.CharField(max_length=200)
    added_at = models.DateTimeField()
    note = models.CharField(max_length=300, blank=True)
    removed_at = models.DateTimeField(null=True)
    removed_by = models.CharField(max_length=200, blank=True)
    removed_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("tài liệu trong hồ sơ")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="case_item_is_one_thing",
                condition=Q(document_id__isnull=False, dossier_id=None) | Q(document_id=None, dossier_id__isnull=False),
            ),
            models.UniqueConstraint(
                name="case_item_document_once",
                fields=["file", "document_id"],
                condition=Q(removed_at=None, document_id__isnull=False),
            ),
            models.UniqueConstraint(
                name="case_item_dossier_once",
                fields=["file", "dossier_id"],
                condition=Q(removed_at=None, dossier_id__isnull=False),
            ),
            models.CheckConstraint(
                name="case_item_restricted_without_words",
                condition=Q(is_restricted=False) | Q(code="", subject="", organ=""),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["document_id"], name="case_item_document", condition=Q(removed_at=None)),
            models.Index(fields=["dossier_id"], name="case_item_dossier", condition=Q(removed_at=None)),
        ]


class CaseFileHold(models.Model):
    """A hold on a file (phong tỏa)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    file = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="holds")
    reason = models.CharField(max_length=500)
    document = models.CharField(max_length=200, blank=True)
    placed_by = models.CharField(max_length=200)
    placed_at = models.DateTimeField()
    lifted_by = models.CharField(max_length=200, blank=True)
    lifted_at = models.DateTimeField(null=True)
    lift_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("phong tỏa hồ sơ công việc")

    def to_info(self) -> HoldInfo:
        """Return it as others see it."""
        return HoldInfo(self.id, self.reason, self.document, self.placed_by, self.placed_at, self.lifted_at)


class CaseFileEvent(models.Model):
    """One line of a file's story."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    file = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="story")
    at = models.DateTimeField()
    verb = models.CharField(max_length=30)
    who = models.CharField(max_length=200)
    text = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("diễn biến hồ sơ công việc")


class CaseHandOver(models.Model):
    """Closed files going to the archive together (phiếu nộp lưu, biên bản giao nhận)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField(max_length=60)
    unit_id = models.UUIDField()
    unit_name = models.CharField(max_length=200)
    state = models.CharField(max_length=10, default=SlipState.SENT)
    lines_count = models.PositiveIntegerField()
    sender_id = models.UUIDField(null=True)
    sent_by = models.CharField(max_length=200)
    sent_at = models.DateTimeField()
    settled_by = models.CharField(max_length=200, blank=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("phiếu nộp lưu")
        indexes: ClassVar = [models.Index(fields=["unit_id", "-id"], name="case_hand_over_unit")]

    def to_info(self) -> SlipInfo:
        """Return it as others see it."""
        return SlipInfo(
            id=self.id,
            code=self.code,
            unit_id=self.unit_id,
            unit_name=self.unit_name,
            state=SlipState(self.state),
            lines=self.lines_count,
            sent_by=self.sent_by,
            sent_at=self.sent_at,
            settled_by=self.settled_by,
            settled_at=self.settled_at,
        )


class CaseHandOverLine(models.Model):
    """One file of a hand-over."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slip = models.ForeignKey(CaseHandOver, on_delete=models.PROTECT, related_name="lines")
    file = models.ForeignKey(CaseFile, on_delete=models.PROTECT, related_name="sent_lines")
    ordinal = models.PositiveIntegerField()
    state = models.CharField(max_length=10, default=LineState.SENT)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("dòng phiếu nộp lưu")
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="case_sent_once", fields=["file"], condition=Q(state__in=["sent", "accepted"])
            ),
        ]
