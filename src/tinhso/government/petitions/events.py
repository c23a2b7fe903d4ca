"""Facts petitions announce."""

from dataclasses import dataclass
from uuid import UUID

from tinhso.kernel.events import Event, event


@event("petitions.petition_filed.v1")
@dataclass(frozen=True, slots=True)
class PetitionFiled(Event):
    """A petition came in, its contact confirmed."""

    petition_id: UUID
    unit_id: UUID
    kind: str


@event("petitions.petition_answered.v1")
@dataclass(frozen=True, slots=True)
class PetitionAnswered(Event):
    """The unit answered, refused, or sent a complaint on its way: `outcome` is the status."""

    petition_id: UUID
    unit_id: UUID
    outcome: str


@event("petitions.petition_published.v1")
@dataclass(frozen=True, slots=True)
class PetitionPublished(Event):
    """A petition and its answer stand in the public list."""

    petition_id: UUID
    unit_id: UUID
