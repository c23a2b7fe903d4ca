"""Telling who booked: the unit, the moment, the code; a calendar file goes with the letter."""

from datetime import datetime, timedelta

from tinhso.foundation.notifications import public as notifications
from tinhso.foundation.organisations import public as organisations
from tinhso.foundation.organisations.public import UnitInfo
from tinhso.government.appointments.data import BookingInfo, BookingState
from tinhso.government.appointments.models import Booking


def tell(booking: Booking, *, template: str, once_key: str, now: datetime) -> None:
    """Tell one person about their booking by account or by telephone, in the caller's transaction, once per key."""
    unit = organisations.get_unit(booking.unit_id)
    context: dict[str, notifications.Value] = {"code": booking.code, "unit": unit.name, "at": booking.starts_at}
    if booking.account_id:
        notifications.notify(
            booking.account_id,
            template=template,
            context=context,
            subject_kind="booking",
            subject_id=booking.id,
            token=booking.token,
            once_key=once_key,
            event=calendar_event(booking, unit),
            now=now,
        )
        return
    notifications.tell_phone(
        booking.phone,
        template=template,
        context=context,
        subject_kind="booking",
        subject_id=booking.id,
        token=booking.token,
        once_key=once_key,
        now=now,
    )


def calendar_event(booking: Booking | BookingInfo, unit: UnitInfo) -> notifications.CalendarEvent:
    """Return a booking as an entry of the person's own calendar: half an hour at the unit. No name in it."""
    return notifications.CalendarEvent(
        uid=f"lich-hen-{booking.id.hex}",
        starts_at=booking.starts_at,
        ends_at=booking.starts_at + timedelta(minutes=30),
        summary=f"Hẹn làm việc tại {unit.name}",
        location=unit.address or unit.name,
        sequence=booking.version,
        cancelled=booking.state == BookingState.CANCELLED,
    )
