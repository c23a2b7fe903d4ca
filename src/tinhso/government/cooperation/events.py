"""Facts this room announces: ids and moments only."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tinhso.kernel.events import Event, event


@event("cooperation.asked.v1")
@dataclass(frozen=True, slots=True)
class OpinionAsked(Event):
    """A unit or officer was asked for an opinion."""

    consult_id: UUID
    dossier_id: UUID
    unit_id: UUID
    due_at: datetime


@event("cooperation.answered.v1")
@dataclass(frozen=True, slots=True)
class OpinionGiven(Event):
    """The opinion came, or was declined."""

    consult_id: UUID
    dossier_id: UUID
    declined: bool


@event("cooperation.late.v1")
@dataclass(frozen=True, slots=True)
class OpinionLate(Event):
    """No opinion by its deadline: the head of the unit asked has it now."""

    consult_id: UUID
    dossier_id: UUID
    unit_id: UUID


@event("cooperation.part_moved.v1")
@dataclass(frozen=True, slots=True)
class PartMoved(Event):
    """A part of a linked procedure is in another state."""

    part_id: UUID
    parent_id: UUID
    state: str


@event("cooperation.handed_over.v1")
@dataclass(frozen=True, slots=True)
class WorkHandedOver(Event):
    """All work of one officer was given to another."""

    record_id: UUID
    from_account_id: UUID
    to_account_id: UUID
