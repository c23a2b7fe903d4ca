"""Facts mandates announce."""

from dataclasses import dataclass
from uuid import UUID

from tinhso.kernel.events import Event, event


@event("mandates.mandate_begun.v1")
@dataclass(frozen=True, slots=True)
class MandateBegun(Event):
    """Somebody may act for somebody else from now on, or from the day named in it."""

    mandate_id: UUID
    principal_id: UUID
    agent_id: UUID
    role: str


@event("mandates.mandate_ended.v1")
@dataclass(frozen=True, slots=True)
class MandateEnded(Event):
    """A mandate was ended by one of its parties, or at the desk."""

    mandate_id: UUID
    principal_id: UUID
    agent_id: UUID | None
    role: str
