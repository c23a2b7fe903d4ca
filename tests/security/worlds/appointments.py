"""An's booking and ticket in commune A, whose desks are open. Who holds a token may see, move and cancel."""

from datetime import timedelta

from tinhso.government.appointments import public as appointments
from tinhso.government.appointments.testing import KEY, open_desks
from tinhso.kernel import clock

PRIVATE = {"subject_id"}


def things(cast):
    """Make a booking for one of the next days, and a number of today."""
    unit, now = cast["units"].commune_a, clock.now()
    open_desks(unit.id, now=now)
    later = now + timedelta(days=1)
    day = next(day for day in appointments.list_days(unit.id, now=later))
    slot = appointments.list_slots(unit.id, day=day, now=later)[0]
    booking = appointments.book(
        cast["an"],
        unit_id=unit.id,
        letter="A",
        starts_at=slot.starts_at,
        name="Nguyễn Thị An",
        phone="0912345678",
        now=now,
    )
    ticket = appointments.take_ticket_at_kiosk(unit_id=unit.id, key=KEY, letter="A", now=now)
    return {
        "unit_code": unit.code,
        "booking_token": booking.token,
        "ticket_token": ticket.token,
        "subject_id": booking.id,
    }
