"""Facts organisations announces. Days travel as ISO dates."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from tinhso.kernel.events import Event, event


@event("organisations.unit_changed.v1")
@dataclass(frozen=True, slots=True)
class UnitChanged(Event):
    """A unit was created, renamed, moved or closed with effect on a day. `change` says which."""

    unit_id: UUID
    change: str
    on: date


@event("organisations.unit_succeeded.v1")
@dataclass(frozen=True, slots=True)
class UnitSucceeded(Event):
    """A unit took over `share` (whole, main, part) of another on a day; work in hand may follow it."""

    old_id: UUID
    new_id: UUID
    share: str
    on: date


@event("organisations.appointment_changed.v1")
@dataclass(frozen=True, slots=True)
class AppointmentChanged(Event):
    """An officer began or ended a post. `change` is "began" or "ended"."""

    appointment_id: UUID
    officer_id: UUID
    unit_id: UUID
    change: str
    on: date
