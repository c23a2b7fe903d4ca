"""Facts the calendar announces."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from tinhso.kernel.events import Event, event


@event("calendar.day_decided.v1")
@dataclass(frozen=True, slots=True)
class DayDecided(Event):
    """A day is off, worked or half, by decision. Promises already made stand; whoever keeps them decides."""

    day: date
    kind: str
    unit_id: UUID | None = None


@event("calendar.week_decided.v1")
@dataclass(frozen=True, slots=True)
class WeekDecided(Event):
    """The ordinary week changes on a day."""

    valid_from: date
    unit_id: UUID | None = None
