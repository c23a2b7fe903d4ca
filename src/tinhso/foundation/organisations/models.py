"""Tables of organisations. What a unit is called and where it lies have dates; the tables keep every state."""

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from tinhso.foundation.organisations.data import AppointmentKind, Level, Share, UnitKind
from tinhso.kernel.ids import uuid7


class DateRange(Func):
    """PostgreSQL's `daterange(from, to)`, half-open."""

    function = "DATERANGE"
    output_field = DateRangeField()


_DAYS = DateRange("valid_from", "valid_to")


def _dates_in_order(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(name=name, condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")))


class Unit(models.Model):
    """A unit of the administration (đơn vị), from the day it was set up to the day it was dissolved.

    Its names stand in UnitName, its place in the tree in UnitPlace. `code` names it for ever and is never given anew.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField(_("mã định danh"), max_length=35, unique=True)
    gso_code = models.CharField(_("mã đơn vị hành chính"), max_length=5, blank=True)
    kind = models.CharField(_("loại"), max_length=16, choices=[(k.value, k.value) for k in UnitKind])
    level = models.CharField(_("cấp"), max_length=16, choices=[(k.value, k.value) for k in Level])
    phone = models.CharField(_("điện thoại"), max_length=40, blank=True)
    address = models.CharField(_("địa chỉ"), max_length=300, blank=True)
    valid_from = models.DateField(_("từ ngày"))
    valid_to = models.DateField(_("đến hết ngày trước"), null=True)

    class Meta:
        verbose_name = _("đơn vị")
        verbose_name_plural = _("đơn vị")
        constraints: ClassVar = [_dates_in_order("unit_dates_in_order")]

    def __str__(self) -> str:
        return self.code


class UnitName(models.Model):
    """What a unit is called during an interval of days."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="names")
    name = models.CharField(_("tên"), max_length=200)
    short_name = models.CharField(_("tên viết tắt"), max_length=100, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    document = models.CharField(_("văn bản quyết định"), max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            _dates_in_order("unit_name_dates_in_order"),
            ExclusionConstraint(
                name="unit_name_one_at_a_time",
                expressions=[("unit", RangeOperators.EQUAL), (_DAYS, RangeOperators.OVERLAPS)],
            ),
        ]


class UnitPlace(models.Model):
    """Under which unit a unit lies during an interval of days; without a parent it is a root."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="places")
    parent = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    document = models.CharField(_("văn bản quyết định"), max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            _dates_in_order("unit_place_dates_in_order"),
            models.CheckConstraint(name="unit_place_not_itself", condition=~Q(unit=F("parent"))),
            ExclusionConstraint(
                name="unit_place_one_at_a_time",
                expressions=[("unit", RangeOperators.EQUAL), (_DAYS, RangeOperators.OVERLAPS)],
            ),
        ]


class UnitSuccession(models.Model):
    """Which unit took over how much of which, when, by what document."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    old = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    new = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    share = models.CharField(max_length=8, choices=[(s.value, s.value) for s in Share])
    on = models.DateField()
    document = models.CharField(_("văn bản quyết định"), max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["old", "new", "on"], name="unit_succession_once"),
            models.CheckConstraint(name="unit_succession_not_itself", condition=~Q(old=F("new"))),
        ]


class TreeVersion(models.Model):
    """One row: a token that changes in the transaction of every act on the tree, so that caches know."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    token = models.UUIDField(default=uuid7)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(name="tree_version_one_row", condition=Q(id=1))]


class Position(models.Model):
    """A post known to the administration (chức vụ, chức danh); `rank` orders lists, 1 first."""

    code = models.CharField(primary_key=True, max_length=40)
    title = models.CharField(_("chức vụ, chức danh"), max_length=120)
    rank = models.PositiveSmallIntegerField(default=100)

    class Meta:
        verbose_name = _("chức vụ, chức danh")
        verbose_name_plural = _("chức vụ, chức danh")


class Officer(models.Model):
    """An official known by a staff code, whatever posts they hold (cán bộ, công chức, viên chức)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField(_("mã cán bộ"), max_length=20, unique=True)
    name = models.CharField(_("họ, chữ đệm, tên"), max_length=100)
    name_key = models.TextField(editable=False)
    phone = models.CharField(_("điện thoại"), max_length=20, blank=True)
    email = models.EmailField(_("thư điện tử công vụ"), blank=True)
    is_demo = models.BooleanField(_("dữ liệu minh họa"), default=False)

    class Meta:
        verbose_name = _("cán bộ")
        verbose_name_plural = _("cán bộ")

    def __str__(self) -> str:
        return self.name


class Appointment(models.Model):
    """One post held by one officer in one unit during an interval of days (phân công, bổ nhiệm).

    An officer may hold several at once, of which one at most is the main one. An ACTING appointment stands in for
    `acting_for` and always has an end.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="appointments")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=[(k.value, k.value) for k in AppointmentKind])
    roles = ArrayField(models.CharField(max_length=24), size=8, default=list)
    acting_for = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    document = models.CharField(_("văn bản quyết định"), max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            _dates_in_order("appointment_dates_in_order"),
            models.CheckConstraint(
                name="appointment_acting_for_with_end",
                condition=Q(kind="acting", acting_for__isnull=False, valid_to__isnull=False)
                | (~Q(kind="acting") & Q(acting_for=None)),
            ),
            models.CheckConstraint(
                name="appointment_not_for_oneself", condition=Q(acting_for=None) | ~Q(acting_for=F("officer"))
            ),
            ExclusionConstraint(
                name="appointment_one_main_at_a_time",
                expressions=[("officer", RangeOperators.EQUAL), (_DAYS, RangeOperators.OVERLAPS)],
                condition=Q(kind="main"),
            ),
        ]
