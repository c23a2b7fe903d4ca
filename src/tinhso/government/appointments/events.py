"""Facts appointments announce: ids and moments; no personal data."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tinhso.kernel.events import Event, event


@event("appointments.booked.v1")
@dataclass(frozen=True, slots=True)
class DeskBooked(Event):
    """Somebody has a place at a unit's desks; also told when it was moved."""

    booking_id: UUID
    unit_id: UUID
    starts_at: datetime
    moved: bool = False


@event("appointments.booking_cancelled.v1")
@dataclass(frozen=True, slots=True)
class BookingCancelled(Event):
    """The place is free again."""

    booking_id: UUID
    unit_id: UUID


@event("appointments.served.v1")
@dataclass(frozen=True, slots=True)
class VisitorServed(Event):
    """A desk has finished with a ticket after so many seconds."""

    ticket_id: UUID
    unit_id: UUID
    seconds: int
