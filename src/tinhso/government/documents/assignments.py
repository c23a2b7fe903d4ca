"""Tables of instructions: who was told what about a document, by whom, and what became of it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tinhso.foundation.work.data import Part
from tinhso.government.documents.instruction_data import InstructionInfo, InstructionState
from tinhso.kernel.ids import uuid7


class Instruction(models.Model):
    """What one person was told to do about a document (bút phê, giao việc): a node of a tree of any depth.

    The root nodes are the leader's; whoever has one may give parts of it on. `part` is main, cooperating or to know
    (then there is nothing to do but to read it). Never deleted: one given by mistake is taken back.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="instructions")
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="parts")
    depth = models.PositiveSmallIntegerField(default=0)
    part = models.CharField(max_length=12)
    state = models.CharField(max_length=12, default="given")
    text = models.CharField(_("ý kiến chỉ đạo"), max_length=2000, blank=True)
    giver_id = models.UUIDField()
    giver_name = models.CharField(max_length=200)
    given_at = models.DateTimeField()
    assignee_id = models.UUIDField()
    assignee_name = models.CharField(_("người thực hiện"), max_length=200)
    unit_id = models.UUIDField()
    due_at = models.DateTimeField(_("thời hạn"), null=True)
    acknowledged_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    result = models.CharField(_("kết quả"), max_length=2000, blank=True)
    answer_id = models.UUIDField(null=True)
    asked_until = models.DateTimeField(_("xin gia hạn đến"), null=True)
    urged_at = models.DateTimeField(null=True)
    rises_at = models.DateTimeField(null=True)
    """Late and put before the head of whoever has it: when it rises on, to whoever gave it."""
    raised_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = verbose_name_plural = _("ý kiến chỉ đạo")
        constraints: ClassVar = [
            models.CheckConstraint(name="instruction_part", condition=Q(part__in=[one.value for one in Part])),
            models.CheckConstraint(
                name="instruction_ended_iff_closed",
                condition=Q(state__in=["done", "returned", "taken_back"], done_at__isnull=False)
                | Q(state__in=["given", "acknowledged"], done_at=None),
            ),
            models.CheckConstraint(
                name="instruction_owned_and_due", condition=Q(part="to_follow") | Q(due_at__isnull=False)
            ),
            models.CheckConstraint(
                name="instruction_depth", condition=Q(parent=None, depth=0) | Q(parent__isnull=False, depth__gt=0)
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["document", "id"], name="instruction_of_document"),
            models.Index(fields=["parent"], name="instruction_parts", condition=Q(parent__isnull=False)),
            models.Index(
                fields=["assignee_id", "due_at", "id"],
                name="instruction_open",
                condition=Q(state__in=["given", "acknowledged"]),
            ),
            models.Index(
                fields=["due_at", "id"],
                name="instruction_late",
                condition=Q(state__in=["given", "acknowledged"], due_at__isnull=False, raised_at=None),
            ),
            models.Index(fields=["unit_id", "assignee_id", "-id"], name="instruction_history"),
            models.Index(fields=["giver_id", "-id"], name="instruction_of_giver"),
        ]

    def to_info(self) -> InstructionInfo:
        """Return it as others see it."""
        return InstructionInfo(
            id=self.id,
            document_id=self.document_id,
            parent_id=self.parent_id,
            depth=self.depth,
            part=Part(self.part),
            state=InstructionState(self.state),
            text=self.text,
            giver_id=self.giver_id,
            giver_name=self.giver_name,
            given_at=self.given_at,
            assignee_id=self.assignee_id,
            assignee_name=self.assignee_name,
            unit_id=self.unit_id,
            due_at=self.due_at,
            acknowledged_at=self.acknowledged_at,
            done_at=self.done_at,
            result=self.result,
            answer_id=self.answer_id,
            asked_until=self.asked_until,
            urged_at=self.urged_at,
            version=self.version,
        )
