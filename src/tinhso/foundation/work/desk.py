"""Tables of the desk: filters kept under a name, acts on many rows, papers waiting to be printed."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tinhso.foundation.work.data import BatchInfo, BatchLineInfo, LineState, PrintJobInfo, PrintState, SavedViewInfo
from tinhso.kernel.ids import uuid7


class SavedView(models.Model):
    """A filter kept under a name (bộ lọc đã lưu): its owner's, or shared with the officers of one unit.

    It holds words of an address and nothing that was found with them: whoever opens it sees what they may see.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    owner_id = models.UUIDField()
    owner_name = models.CharField(max_length=200)
    unit_id = models.UUIDField(null=True)
    page = models.CharField(max_length=20)
    title = models.CharField(_("tên bộ lọc"), max_length=80)
    query = models.CharField(max_length=1000)
    is_pinned = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("bộ lọc đã lưu")
        verbose_name_plural = _("bộ lọc đã lưu")
        indexes: ClassVar = [
            models.Index("owner_id", "id", name="work_view_of_owner", condition=Q(removed_at=None)),
            models.Index(
                "unit_id", "id", name="work_view_of_unit", condition=Q(removed_at=None, unit_id__isnull=False)
            ),
        ]

    def to_info(self) -> SavedViewInfo:
        """Return what others may hold."""
        return SavedViewInfo(
            self.id, self.owner_id, self.owner_name, self.unit_id, self.page, self.title, self.query, self.is_pinned
        )


class Batch(models.Model):
    """One act on many rows (xử lý hàng loạt). Its id is the token of the page that asked for it: twice is once."""

    id = models.UUIDField(primary_key=True, editable=False)
    account_id = models.UUIDField()
    act = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    facts = models.JSONField(default=dict)
    undo_of = models.UUIDField(null=True, unique=True)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("xử lý hàng loạt")
        verbose_name_plural = _("xử lý hàng loạt")

    def to_info(self) -> BatchInfo:
        """Return what others may hold, with its lines in order."""
        lines = tuple(line.to_info() for line in self.lines.order_by("ordinal"))
        return BatchInfo(
            self.id, self.account_id, self.act, self.title, self.facts, self.undo_of, self.created_at, lines
        )


class BatchLine(models.Model):
    """One row of an act on many: waiting, done, or refused with the reason."""

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="lines")
    ordinal = models.PositiveSmallIntegerField()
    subject_id = models.UUIDField()
    item_id = models.UUIDField(null=True)
    version = models.PositiveIntegerField(null=True)
    code = models.CharField(max_length=60, blank=True)
    who = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=8, choices=[(s.value, s.value) for s in LineState], default=LineState.WAITING)
    refusal = models.CharField(max_length=1000, blank=True)
    before = models.JSONField(default=dict)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["batch", "ordinal"], name="work_batch_line_once")]

    def to_info(self) -> BatchLineInfo:
        """Return what others may hold."""
        return BatchLineInfo(
            self.subject_id,
            self.item_id,
            self.version,
            self.code,
            self.who,
            LineState(self.state),
            self.refusal,
            self.before,
        )


class PrintJob(models.Model):
    """A paper the desk is printing (hàng chờ in): it waits here until the officer has it in hand."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account_id = models.UUIDField()
    subject_id = models.UUIDField()
    paper = models.CharField(max_length=20)
    code = models.CharField(max_length=60)
    state = models.CharField(max_length=8, choices=[(s.value, s.value) for s in PrintState], default=PrintState.WAITING)
    created_at = models.DateTimeField()
    printed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("bản in đang chờ")
        verbose_name_plural = _("bản in đang chờ")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account_id", "subject_id", "paper"], name="work_print_once"),
        ]
        indexes: ClassVar = [
            models.Index("account_id", "id", name="work_print_waiting", condition=~Q(state="printed")),
        ]

    def to_info(self) -> PrintJobInfo:
        """Return what others may hold."""
        return PrintJobInfo(self.id, self.subject_id, self.paper, self.code, PrintState(self.state), self.created_at)
