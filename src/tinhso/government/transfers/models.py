"""Tables of transfers. Dossiers, units and accounts are named by their ids."""

from dataclasses import replace
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tinhso.government.transfers.data import LineInfo, LineState, TransferInfo, Way
from tinhso.kernel.ids import uuid7


class PaperTransfer(models.Model):
    """One slip with which paper goes from one unit to another (phiếu bàn giao hồ sơ). Never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.CharField(_("số phiếu"), max_length=60, unique=True)
    from_unit_id = models.UUIDField()
    from_unit_name = models.CharField(max_length=200)
    to_unit_id = models.UUIDField()
    to_unit_name = models.CharField(max_length=200)
    way = models.CharField(max_length=8)
    carrier = models.CharField(max_length=200, blank=True)
    tracking = models.CharField(max_length=60, blank=True)
    sent_by_id = models.UUIDField()
    sent_by = models.CharField(max_length=200)
    sent_at = models.DateTimeField()
    due_at = models.DateTimeField()
    raised_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("phiếu bàn giao hồ sơ giấy")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="transfer_between_two_units", condition=~Q(from_unit_id=models.F("to_unit_id"))
            ),
        ]
        indexes: ClassVar = [
            models.Index(name="transfer_from", fields=["from_unit_id", "-id"]),
            models.Index(name="transfer_to", fields=["to_unit_id", "-id"]),
            models.Index(name="transfer_due", fields=["due_at", "id"], condition=Q(closed_at=None, raised_at=None)),
        ]

    def to_info(self) -> TransferInfo:
        """Return it as others see it."""
        return TransferInfo(
            id=self.id,
            number=self.number,
            from_unit_id=self.from_unit_id,
            from_unit_name=self.from_unit_name,
            to_unit_id=self.to_unit_id,
            to_unit_name=self.to_unit_name,
            way=Way(self.way),
            carrier=self.carrier,
            tracking=self.tracking,
            sent_by=self.sent_by,
            sent_at=self.sent_at,
            due_at=self.due_at,
            closed_at=self.closed_at,
            closed_by=self.closed_by,
        )


class PaperLine(models.Model):
    """The paper of one dossier, from the desk that holds it to the unit that decides."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    dossier_id = models.UUIDField()
    code = models.CharField(max_length=48)
    applicant = models.CharField(max_length=200)
    procedure = models.CharField(max_length=300)
    papers = models.JSONField(default=list)
    from_unit_id = models.UUIDField()
    from_unit_name = models.CharField(max_length=200)
    to_unit_id = models.UUIDField()
    to_unit_name = models.CharField(max_length=200)
    state = models.CharField(max_length=10, default=LineState.WAITING)
    transfer = models.ForeignKey(PaperTransfer, null=True, on_delete=models.PROTECT, related_name="lines")
    noted_at = models.DateTimeField()
    confirmed_by = models.CharField(max_length=200, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    remark = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="paper_line_once", fields=["dossier_id", "from_unit_id", "to_unit_id"]),
            models.CheckConstraint(
                name="paper_line_with_its_slip",
                condition=Q(state__in=["waiting", "not_needed"])
                | Q(state__in=["sent", "arrived", "missing"], transfer__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            models.Index(name="paper_line_waiting", fields=["from_unit_id", "id"], condition=Q(state="waiting")),
        ]

    def to_info(self) -> LineInfo:
        """Return it as others see it."""
        return LineInfo(
            id=self.id,
            dossier_id=self.dossier_id,
            code=self.code,
            applicant=self.applicant,
            procedure=self.procedure,
            papers=tuple(self.papers),
            from_unit_id=self.from_unit_id,
            from_unit_name=self.from_unit_name,
            to_unit_id=self.to_unit_id,
            to_unit_name=self.to_unit_name,
            state=LineState(self.state),
            transfer_id=self.transfer_id,
            noted_at=self.noted_at,
            confirmed_by=self.confirmed_by,
            confirmed_at=self.confirmed_at,
            remark=self.remark,
        )


class StruckLine(models.Model):
    """A line of a slip whose paper did not arrive and was taken back, to go with another slip. Never changed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    line = models.ForeignKey(PaperLine, on_delete=models.PROTECT, related_name="struck")
    transfer = models.ForeignKey(PaperTransfer, on_delete=models.PROTECT, related_name="struck")
    remark = models.CharField(max_length=500, blank=True)
    reported_by = models.CharField(max_length=200)
    reported_at = models.DateTimeField()
    taken_back_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="struck_line_once", fields=["line", "transfer"]),
        ]

    def to_info(self) -> LineInfo:
        """Return the line as the slip it was on shows it."""
        return replace(
            self.line.to_info(),
            state=LineState.MISSING,
            transfer_id=self.transfer_id,
            confirmed_by=self.reported_by,
            confirmed_at=self.reported_at,
            remark=self.remark,
            taken_back_at=self.taken_back_at,
        )
