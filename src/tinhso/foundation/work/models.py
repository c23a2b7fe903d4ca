"""Tables of work.

The live items (open and claimed) are a small part of all there ever were; every index the inbox uses is partial, so
that lists cost the same after ten years as on the first day.
"""

from datetime import UTC, datetime
from typing import ClassVar, Final

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from tinhso.foundation.work.data import Part, State, WorkItemInfo
from tinhso.foundation.work.desk import Batch, BatchLine, PrintJob, SavedView
from tinhso.kernel.ids import uuid7

__all__ = ["FAR", "LIVE", "Batch", "BatchLine", "Follow", "PrintJob", "SavedView", "WorkItem"]

FAR: Final = datetime(9999, 1, 1, tzinfo=UTC)
"""Where an item without a due time stands in the order: after all others."""

_TO_SIGN: Final = Q(state="open", act="sign")
LIVE: Final = Q(state__in=[State.OPEN.value, State.CLAIMED.value])


class WorkItem(models.Model):
    """Something one officer has to do about one subject (việc). Never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    title = models.CharField(_("việc"), max_length=300)
    code = models.CharField(_("mã"), max_length=60, blank=True)
    unit_id = models.UUIDField(_("đơn vị"))
    role = models.CharField(_("vai trò"), max_length=40)
    assignee_id = models.UUIDField(_("người xử lý"), null=True)
    assignee_name = models.CharField(max_length=200, blank=True)
    state = models.CharField(
        _("trạng thái"), max_length=10, choices=[(s.value, s.value) for s in State], default=State.OPEN
    )
    act = models.CharField(max_length=20, blank=True)
    part = models.CharField(_("vai trò trong việc"), max_length=12, default=Part.MAIN, db_default="main")
    due_at = models.DateTimeField(_("hạn xử lý"), null=True)
    warn_at = models.DateTimeField(null=True)
    due_order = models.GeneratedField(
        expression=Coalesce("due_at", Value(FAR)), output_field=models.DateTimeField(), db_persist=True
    )
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.UUIDField(null=True)
    facts = models.JSONField(default=dict)
    search = models.TextField(editable=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("việc")
        verbose_name_plural = _("việc")
        indexes: ClassVar = [
            models.Index("unit_id", "role", "due_order", "id", name="work_open_by_unit", condition=Q(state="open")),
            models.Index("role", "due_order", "id", name="work_open_by_role", condition=Q(state="open")),
            models.Index("unit_id", "role", "due_order", "id", name="work_sign_by_unit", condition=_TO_SIGN),
            models.Index("role", "due_order", "id", name="work_sign_by_role", condition=_TO_SIGN),
            models.Index("assignee_id", "due_order", "id", name="work_claimed", condition=Q(state="claimed")),
            models.Index("unit_id", "due_order", "id", name="work_live_by_unit", condition=LIVE),
            models.Index("due_order", "id", name="work_live", condition=LIVE),
            models.Index("subject_id", name="work_live_by_subject", condition=LIVE),
            models.Index("done_by", "done_at", "id", name="work_done", condition=Q(state="done")),
            GinIndex(name="work_live_search", fields=["search"], opclasses=["gin_trgm_ops"], condition=LIVE),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="work_item_claimed_by_somebody",
                condition=Q(state="open", assignee_id=None)
                | Q(state="claimed", assignee_id__isnull=False, started_at__isnull=False)
                | Q(state__in=["done", "cancelled"]),
            ),
            models.CheckConstraint(
                name="work_item_closed_when_closed",
                condition=Q(state__in=["done", "cancelled"], done_at__isnull=False)
                | Q(state__in=["open", "claimed"], done_at=None, done_by=None),
            ),
            models.CheckConstraint(
                name="work_item_warned_before_due",
                condition=Q(warn_at=None) | Q(warn_at__lte=F("due_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}".strip()

    def to_info(self) -> WorkItemInfo:
        """Return what others may hold."""
        return WorkItemInfo(
            id=self.id,
            kind=self.kind,
            subject_kind=self.subject_kind,
            subject_id=self.subject_id,
            title=self.title,
            code=self.code,
            unit_id=self.unit_id,
            role=self.role,
            assignee_id=self.assignee_id,
            assignee_name=self.assignee_name,
            state=State(self.state),
            due_at=self.due_at,
            warn_at=self.warn_at,
            started_at=self.started_at,
            created_at=self.created_at,
            done_at=self.done_at,
            version=self.version,
            facts=self.facts,
            part=Part(self.part),
        )


class Follow(models.Model):
    """An officer keeps an eye on a subject (theo dõi)."""

    account_id = models.UUIDField()
    subject_id = models.UUIDField()
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("theo dõi")
        verbose_name_plural = _("theo dõi")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account_id", "subject_id"], name="work_follow_once"),
        ]
