"""Tables of schedules. Units and accounts are named by their ids."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tinhso.government.schedules.data import EntryInfo, State
from tinhso.kernel.ids import uuid7


class WeekEntry(models.Model):
    """One entry of an agency's week (mục lịch công tác). Never deleted: what was published and is off says so."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit_id = models.UUIDField(_("cơ quan"))
    starts_at = models.DateTimeField(_("bắt đầu"))
    ends_at = models.DateTimeField(_("kết thúc"))
    title = models.CharField(_("nội dung"), max_length=500)
    place = models.CharField(_("địa điểm"), max_length=200, blank=True)
    chair_id = models.UUIDField(_("chủ trì"), null=True)
    chair = models.CharField(max_length=200, blank=True)
    people = ArrayField(models.UUIDField(), default=list)
    names = ArrayField(models.CharField(max_length=200), default=list)
    others = models.CharField(_("thành phần khác"), max_length=1000, blank=True)
    prepared_by = models.CharField(_("chuẩn bị"), max_length=300, blank=True)
    note = models.CharField(_("ghi chú"), max_length=500, blank=True)
    is_private = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=[(s.value, s.value) for s in State], default=State.DRAFT.value)
    reason = models.CharField(max_length=300, blank=True)
    made_by = models.UUIDField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = verbose_name_plural = _("lịch công tác")
        constraints: ClassVar = [
            models.CheckConstraint(name="week_entry_ends_after_it_begins", condition=Q(ends_at__gt=F("starts_at"))),
            models.CheckConstraint(name="week_entry_state_known", condition=Q(state__in=[s.value for s in State])),
        ]
        indexes: ClassVar = [
            models.Index(name="week_entry_of_unit", fields=["unit_id", "starts_at"]),
            models.Index(name="week_entry_of_chair", fields=["chair_id", "starts_at"]),
            GinIndex(name="week_entry_of_people", fields=["people"]),
        ]

    def to_info(self, *, hidden: bool = False) -> EntryInfo:
        """Return it as others see it; hidden, only its time."""
        return EntryInfo(
            id=self.id,
            unit_id=self.unit_id,
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            title="" if hidden else self.title,
            place="" if hidden else self.place,
            chair_id=None if hidden else self.chair_id,
            chair="" if hidden else self.chair,
            people=() if hidden else tuple(self.people),
            names="" if hidden else ", ".join(self.names),
            others="" if hidden else self.others,
            prepared_by="" if hidden else self.prepared_by,
            note="" if hidden else self.note,
            is_private=self.is_private,
            is_hidden=hidden,
            state=State(self.state),
            reason="" if hidden else self.reason,
            version=self.version,
        )


class CalendarFeed(models.Model):
    """The secret address at which somebody's calendar program reads their entries; only its hash is kept."""

    account_id = models.UUIDField(primary_key=True)
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = _("địa chỉ lịch công tác")
