"""Typed builders for tests: open desks, a booking, a ticket, a person at a desk."""

from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from tinhso.government.appointments import content
from tinhso.government.appointments import public as appointments
from tinhso.government.appointments.actions.rules import BOUNDS
from tinhso.government.appointments.data import BookingInfo, TicketInfo
from tinhso.government.appointments.models import DeskRule
from tinhso.kernel.actors import ANONYMOUS, Actor

MONDAY: Final = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)
"""09:00 on Monday 16 November 2026 in Vietnam: a working day."""

TUESDAY_NINE: Final = datetime(2026, 11, 17, 2, 0, tzinfo=UTC)
KEY: Final = "kiosk-of-a-test"


def open_desks(unit_id: UUID, *, now: datetime = MONDAY, **values: int) -> DeskRule:
    """Open a unit's desks with the content's defaults, changed as told; its kiosk key is KEY."""
    wanted = {**{name: content.desks().defaults[name] for name in BOUNDS}, **values}
    return DeskRule.objects.create(unit_id=unit_id, kiosk_key=KEY, changed_at=now, **wanted)


def make_booking(
    unit_id: UUID,
    *,
    actor: Actor = ANONYMOUS,
    starts_at: datetime = TUESDAY_NINE,
    phone: str = "0912345678",
    letter: str = "A",
    now: datetime = MONDAY,
) -> BookingInfo:
    """Book a place at nine on Tuesday."""
    return appointments.book(
        actor, unit_id=unit_id, letter=letter, starts_at=starts_at, name="Nguyễn Văn Thử", phone=phone, now=now
    )


def make_ticket(unit_id: UUID, *, letter: str = "A", precedence: str = "", now: datetime = TUESDAY_NINE) -> TicketInfo:
    """Take a number at the unit's machine."""
    return appointments.take_ticket_at_kiosk(unit_id=unit_id, key=KEY, letter=letter, precedence=precedence, now=now)
