"""Tables of appointments."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tinhso.government.appointments.data import (
    BookingInfo,
    BookingState,
    DeskRuleInfo,
    Sitting,
    Source,
    TicketInfo,
    TicketState,
)
from tinhso.kernel.ids import uuid7


class DeskRule(models.Model):
    """How one unit's desks take people. Its row lock is the unit's queue: one call after the other.

    `favoured` counts calls in a row that went before ordinary tickets (rules.order); `kiosk_key` is what a machine in
    the hall must know to give tickets.
    """

    unit_id = models.UUIDField(primary_key=True)
    is_open = models.BooleanField(_("nhận đặt lịch và lấy số"), default=True)
    per_half_hour = models.PositiveSmallIntegerField(_("số người mỗi nửa giờ"))
    days_ahead = models.PositiveSmallIntegerField(_("đặt trước tối đa (ngày)"))
    lead_minutes = models.PositiveSmallIntegerField(_("đặt trước tối thiểu (phút)"))
    per_person = models.PositiveSmallIntegerField(_("số lịch hẹn mỗi người"))
    desks = models.PositiveSmallIntegerField(_("số quầy"))
    favoured = models.PositiveSmallIntegerField(default=0, editable=False)
    kiosk_key = models.CharField(max_length=43, editable=False)
    changed_at = models.DateTimeField(editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("thiết lập quầy")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="desk_rule_bounded",
                condition=Q(
                    per_half_hour__range=(1, 200),
                    days_ahead__range=(1, 60),
                    lead_minutes__lte=1440,
                    per_person__range=(1, 20),
                    desks__range=(1, 50),
                ),
            ),
        ]

    def to_info(self) -> DeskRuleInfo:
        """Return what others may hold."""
        return DeskRuleInfo(
            unit_id=self.unit_id,
            is_open=self.is_open,
            per_half_hour=self.per_half_hour,
            days_ahead=self.days_ahead,
            lead_minutes=self.lead_minutes,
            per_person=self.per_person,
            desks=self.desks,
        )


class Slot(models.Model):
    """How many places of one half hour are taken. Booked by one conditional statement, so never one too many."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit_id = models.UUIDField()
    starts_at = models.DateTimeField()
    taken = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("khung giờ hẹn")
        constraints: ClassVar = [models.UniqueConstraint(name="slot_once", fields=["unit_id", "starts_at"])]


class Booking(models.Model):
    """A place at a unit's desks in one half hour. Never deleted; who holds its token may move or cancel it.

    `person_key` is the account or the telephone number, and bounds how many one person holds.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField(_("mã lịch hẹn"), max_length=8, unique=True)
    token = models.CharField(max_length=32, unique=True)
    unit_id = models.UUIDField()
    letter = models.CharField(max_length=1)
    starts_at = models.DateTimeField()
    name = models.CharField(_("họ và tên"), max_length=100)
    phone = models.CharField(_("số điện thoại"), max_length=11)
    account_id = models.UUIDField(null=True)
    person_key = models.CharField(max_length=40)
    draft_id = models.UUIDField(null=True)
    state = models.CharField(max_length=10, default=BookingState.BOOKED.value)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    version = models.PositiveSmallIntegerField(default=0)
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("lịch hẹn")
        constraints: ClassVar = [
            models.CheckConstraint(name="booking_state_known", condition=Q(state__in=[s.value for s in BookingState])),
        ]
        indexes: ClassVar = [
            models.Index(name="booking_of_day", fields=["unit_id", "starts_at"]),
            models.Index(name="booking_of_person", fields=["person_key", "unit_id"], condition=Q(state="booked")),
            models.Index(name="booking_of_account", fields=["account_id", "-id"]),
            models.Index(name="booking_open", fields=["starts_at"], condition=Q(state="booked")),
        ]

    def to_info(self, ticket_token: str = "") -> BookingInfo:
        """Return what others may hold."""
        return BookingInfo(
            id=self.id,
            code=self.code,
            token=self.token,
            unit_id=self.unit_id,
            letter=self.letter,
            starts_at=self.starts_at,
            name=self.name,
            phone=self.phone,
            account_id=self.account_id,
            draft_id=self.draft_id,
            state=BookingState(self.state),
            ticket_token=ticket_token,
            changed_at=self.changed_at,
            version=self.version,
        )


class DeskSitting(models.Model):
    """An officer at a desk, from opening to closing. One officer sits at one desk, one desk has one officer."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit_id = models.UUIDField()
    desk = models.PositiveSmallIntegerField(_("số quầy"))
    letters = models.CharField(max_length=26, blank=True)
    account_id = models.UUIDField()
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("phiên ngồi quầy")
        constraints: ClassVar = [
            models.UniqueConstraint(name="desk_has_one", fields=["unit_id", "desk"], condition=Q(closed_at=None)),
            models.UniqueConstraint(name="desk_sits_once", fields=["account_id"], condition=Q(closed_at=None)),
        ]

    def to_info(self) -> Sitting:
        """Return what others may hold."""
        return Sitting(self.id, self.unit_id, self.desk, self.letters, self.account_id, self.opened_at)


class Ticket(models.Model):
    """A number in the queue of one unit on one day. Numbers of a letter run from 1 without a gap.

    A ticket that is called stays with its desk until it is finished, given up or passed on: one for each sitting.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    token = models.CharField(max_length=32, unique=True)
    unit_id = models.UUIDField()
    day = models.DateField()
    letter = models.CharField(max_length=1)
    number = models.PositiveIntegerField(_("số thứ tự"))
    state = models.CharField(max_length=8, default=TicketState.WAITING.value)
    source = models.CharField(max_length=8)
    precedence = models.CharField(max_length=20, blank=True)
    booking = models.OneToOneField(Booking, null=True, on_delete=models.PROTECT, related_name="ticket")
    due_at = models.DateTimeField(null=True)
    account_id = models.UUIDField(null=True)
    draft_id = models.UUIDField(null=True)
    issued_at = models.DateTimeField()
    for_desk = models.PositiveSmallIntegerField(null=True)
    desk = models.PositiveSmallIntegerField(null=True)
    sitting = models.ForeignKey(DeskSitting, null=True, on_delete=models.PROTECT, related_name="+")
    calls = models.PositiveSmallIntegerField(default=0)
    first_called_at = models.DateTimeField(null=True)
    called_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    service_seconds = models.PositiveIntegerField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("phiếu số thứ tự")
        constraints: ClassVar = [
            models.UniqueConstraint(name="ticket_number_once", fields=["unit_id", "day", "letter", "number"]),
            models.UniqueConstraint(name="ticket_one_a_desk", fields=["sitting"], condition=Q(state="called")),
            models.CheckConstraint(name="ticket_state_known", condition=Q(state__in=[s.value for s in TicketState])),
            models.CheckConstraint(
                name="ticket_called_has_desk",
                condition=~Q(state="called") | Q(sitting__isnull=False, desk__isnull=False, called_at__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            models.Index(name="ticket_waiting", fields=["unit_id", "day"], condition=Q(state="waiting")),
            models.Index(name="ticket_called", fields=["unit_id", "day", "-called_at"]),
            models.Index(name="ticket_served", fields=["unit_id", "-finished_at"], condition=Q(state="done")),
        ]

    @property
    def label(self) -> str:
        """What is called: the letter and at least three digits."""
        return f"{self.letter}{self.number:03d}"

    def to_info(self) -> TicketInfo:
        """Return what others may hold."""
        return TicketInfo(
            id=self.id,
            token=self.token,
            unit_id=self.unit_id,
            day=self.day,
            label=self.label,
            letter=self.letter,
            state=TicketState(self.state),
            precedence=self.precedence,
            source=Source(self.source),
            issued_at=self.issued_at,
            due_at=self.due_at,
            desk=self.desk,
            called_at=self.called_at,
            calls=self.calls,
            for_desk=self.for_desk,
            account_id=self.account_id,
            draft_id=self.draft_id,
            finished_at=self.finished_at,
        )
