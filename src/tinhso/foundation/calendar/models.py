"""Tables of the calendar. Rows are added, never changed: a later row for the same day or week takes its place."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tinhso.foundation.calendar.data import DayKind
from tinhso.kernel.ids import uuid7


class DecidedDay(models.Model):
    """What an official decision makes of one day (ngày nghỉ, ngày làm bù), for everyone or for one unit."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    day = models.DateField(_("ngày"))
    kind = models.CharField(_("loại"), max_length=8, choices=[(k.value, k.value) for k in DayKind])
    windows = models.CharField(_("giờ làm việc"), max_length=60, blank=True)
    unit_id = models.UUIDField(null=True, blank=True)
    reason = models.CharField(_("lý do"), max_length=200)
    legal_document = models.CharField(_("văn bản"), max_length=200, blank=True)
    source = models.CharField(_("nguồn"), max_length=200, blank=True)
    mark = models.CharField(_("độ tin cậy"), max_length=8, blank=True)
    recorded_at = models.DateTimeField(editable=False)

    class Meta:
        db_table = "calendar_decided_day"
        verbose_name = _("ngày theo quyết định")
        verbose_name_plural = _("ngày theo quyết định")
        constraints: ClassVar = [
            models.CheckConstraint(name="decided_day_kind_known", condition=Q(kind__in=[k.value for k in DayKind])),
        ]
        indexes: ClassVar = [models.Index(name="decided_day_by_day", fields=["day", "id"])]


class WorkingWeek(models.Model):
    """The ordinary week from a day on, for everyone or for one unit. `sessions` is a list of seven, Monday first."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    valid_from = models.DateField(_("từ ngày"))
    sessions = models.JSONField(_("giờ làm việc"))
    unit_id = models.UUIDField(null=True, blank=True)
    legal_document = models.CharField(_("văn bản"), max_length=200, blank=True)
    source = models.CharField(_("nguồn"), max_length=200, blank=True)
    mark = models.CharField(_("độ tin cậy"), max_length=8, blank=True)
    recorded_at = models.DateTimeField(editable=False)

    class Meta:
        db_table = "calendar_working_week"
        verbose_name = _("tuần làm việc")
        verbose_name_plural = _("tuần làm việc")
