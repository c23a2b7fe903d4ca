"""Tables of the road to a disposal. Triggers hold that a decision, a stub and a hold stay as they were."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tinhso.government.retention.data import (
    CouncilMember,
    DisposalInfo,
    DisposalState,
    HoldInfo,
    LineInfo,
    LineState,
    Opinion,
    StubInfo,
)
from tinhso.kernel.ids import uuid7


class Disposal(models.Model):
    """A list of dossiers past their term, on its road to a decision (đợt hủy tài liệu hết giá trị). Never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField(_("số danh mục"), max_length=40)
    unit_id = models.UUIDField()
    unit_name = models.CharField(max_length=200)
    state = models.CharField(max_length=10, default=DisposalState.LISTED.value)
    lines_count = models.PositiveIntegerField()
    proposed_by_id = models.UUIDField(null=True)
    proposed_by = models.CharField(max_length=200)
    proposed_at = models.DateTimeField()
    council = models.JSONField(_("thành viên Hội đồng"), default=list)
    met_on = models.DateField(_("ngày họp"), null=True)
    minutes_file_id = models.UUIDField(_("biên bản"), null=True)
    opined_by = models.CharField(max_length=200, blank=True)
    opined_at = models.DateTimeField(null=True)
    decision_number = models.CharField(_("số quyết định"), max_length=80, blank=True)
    decided_on = models.DateField(_("ngày quyết định"), null=True)
    signer_name = models.CharField(_("người ký"), max_length=200, blank=True)
    decision_file_id = models.UUIDField(_("quyết định"), null=True)
    decided_by_id = models.UUIDField(null=True)
    decided_by = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True)
    starts_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)
    dropped_by = models.CharField(max_length=200, blank=True)
    dropped_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("đợt hủy tài liệu")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit_id", "code"], name="disposal_code_once"),
            models.CheckConstraint(
                name="disposal_opined_has_minutes",
                condition=Q(state__in=["listed", "dropped"]) | Q(minutes_file_id__isnull=False, met_on__isnull=False),
            ),
            models.CheckConstraint(
                name="disposal_decided_is_on_record",
                condition=~Q(state__in=["decided", "done"])
                | (
                    Q(
                        decided_at__isnull=False,
                        decided_on__isnull=False,
                        decision_file_id__isnull=False,
                        decided_by_id__isnull=False,
                        starts_at__isnull=False,
                    )
                    & ~Q(decision_number="")
                    & ~Q(signer_name="")
                ),
            ),
            models.CheckConstraint(
                name="disposal_decided_by_another",
                condition=Q(decided_by_id=None) | ~Q(decided_by_id=F("proposed_by_id")),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["unit_id", "-id"], name="disposal_of_unit"),
            models.Index(fields=["starts_at"], name="disposal_to_do", condition=Q(state="decided")),
        ]

    def to_info(self) -> DisposalInfo:
        """Return what others may hold."""
        return DisposalInfo(
            id=self.id,
            code=self.code,
            unit_id=self.unit_id,
            unit_name=self.unit_name,
            state=DisposalState(self.state),
            lines=self.lines_count,
            proposed_by=self.proposed_by,
            proposed_by_id=self.proposed_by_id,
            proposed_at=self.proposed_at,
            council=tuple(CouncilMember(**one) for one in self.council),
            met_on=self.met_on,
            minutes_file_id=self.minutes_file_id,
            decision_number=self.decision_number,
            decided_on=self.decided_on,
            signer_name=self.signer_name,
            decision_file_id=self.decision_file_id,
            decided_at=self.decided_at,
            starts_at=self.starts_at,
            started_at=self.started_at,
            finished_at=self.finished_at,
            dropped_reason=self.dropped_reason,
        )


class DisposalLine(models.Model):
    """One dossier on a list, with the term it is measured by, as it was on that day."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    disposal = models.ForeignKey(Disposal, on_delete=models.PROTECT, related_name="lines")
    ordinal = models.PositiveIntegerField()
    dossier_id = models.UUIDField()
    dossier_code = models.CharField(max_length=48)
    procedure_code = models.CharField(max_length=40)
    procedure_name = models.CharField(max_length=300)
    closed_on = models.DateField()
    term_code = models.CharField(max_length=40)
    term_title = models.CharField(max_length=200)
    years = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    opinion = models.CharField(max_length=8, default=Opinion.DESTROY.value)
    state = models.CharField(max_length=10, default=LineState.LISTED.value)
    reason = models.CharField(max_length=500, blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("dòng danh mục hủy")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["disposal", "ordinal"], name="disposal_line_in_order"),
            models.UniqueConstraint(
                fields=["dossier_id"], name="disposal_line_on_one_list", condition=Q(state="listed")
            ),
            models.CheckConstraint(name="disposal_line_was_due", condition=Q(due_on__gt=F("closed_on"))),
        ]
        indexes: ClassVar = [
            models.Index(fields=["disposal", "ordinal"], name="disposal_line_to_do", condition=Q(state="listed")),
        ]

    def to_info(self) -> LineInfo:
        """Return what others may hold."""
        return LineInfo(
            id=self.id,
            ordinal=self.ordinal,
            dossier_id=self.dossier_id,
            code=self.dossier_code,
            procedure_name=self.procedure_name,
            closed_on=self.closed_on,
            term_title=self.term_title,
            years=self.years,
            due_on=self.due_on,
            opinion=Opinion(self.opinion),
            state=LineState(self.state),
            reason=self.reason,
            done_at=self.done_at,
        )


class DisposalStub(models.Model):
    """What stays of a destroyed dossier: its codes and days, the decision, the hashes of its files. Never changed."""

    dossier_id = models.UUIDField(primary_key=True, editable=False)
    code = models.CharField(max_length=48, unique=True)
    procedure_code = models.CharField(max_length=40)
    procedure_name = models.CharField(max_length=300)
    unit_id = models.UUIDField()
    unit_name = models.CharField(max_length=200)
    channel = models.CharField(max_length=8)
    received_at = models.DateTimeField(null=True)
    closed_on = models.DateField()
    disposal = models.ForeignKey(Disposal, on_delete=models.PROTECT, related_name="+")
    hashes = models.JSONField(default=list)
    rows = models.JSONField(default=dict)
    destroyed_at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = _("phần còn lại của hồ sơ đã hủy")

    def to_info(self) -> StubInfo:
        """Return what others may hold; the decision's row must be at hand."""
        return StubInfo(
            dossier_id=self.dossier_id,
            code=self.code,
            procedure_code=self.procedure_code,
            procedure_name=self.procedure_name,
            unit_id=self.unit_id,
            unit_name=self.unit_name,
            channel=self.channel,
            received_at=self.received_at,
            closed_on=self.closed_on,
            disposal_id=self.disposal_id,
            decision_number=self.disposal.decision_number,
            decided_on=self.disposal.decided_on or self.closed_on,
            destroyed_at=self.destroyed_at,
            files=tuple((one["sha256"], one["size"], one["pages"], one["kept"]) for one in self.hashes),
        )


class RetentionHold(models.Model):
    """A hold on a dossier, or on everything of one person (phong tỏa). Lifted, never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    dossier_id = models.UUIDField(null=True)
    dossier_code = models.CharField(max_length=48, blank=True)
    number = models.CharField(_("số định danh"), max_length=20, blank=True)
    reason = models.CharField(_("lý do"), max_length=500)
    document = models.CharField(_("văn bản yêu cầu"), max_length=200)
    unit_id = models.UUIDField()
    placed_by_id = models.UUIDField(null=True)
    placed_by = models.CharField(max_length=200)
    placed_at = models.DateTimeField()
    lifted_by = models.CharField(max_length=200, blank=True)
    lifted_at = models.DateTimeField(null=True)
    lift_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("phong tỏa")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="hold_names_one_thing",
                condition=(Q(dossier_id__isnull=False, number="") & ~Q(dossier_code=""))
                | (Q(dossier_id=None, dossier_code="") & ~Q(number="")),
            ),
            models.CheckConstraint(name="hold_has_reason", condition=~Q(reason="") & ~Q(document="")),
        ]
        indexes: ClassVar = [
            models.Index(fields=["unit_id", "-id"], name="hold_of_unit"),
            models.Index(fields=["dossier_id"], name="hold_on_dossier", condition=Q(lifted_at=None)),
            models.Index(fields=["number"], name="hold_on_person", condition=Q(lifted_at=None) & ~Q(number="")),
        ]

    def to_info(self) -> HoldInfo:
        """Return what others may hold."""
        return HoldInfo(
            id=self.id,
            dossier_code=self.dossier_code,
            number=self.number,
            reason=self.reason,
            document=self.document,
            unit_id=self.unit_id,
            placed_by=self.placed_by,
            placed_at=self.placed_at,
            lifted_by=self.lifted_by,
            lifted_at=self.lifted_at,
            lift_reason=self.lift_reason,
        )
