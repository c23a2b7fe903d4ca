"""Facts ratings announce."""

from dataclasses import dataclass
from uuid import UUID

from tinhso.kernel.events import Event, event


@event("ratings.rated.v1")
@dataclass(frozen=True, slots=True)
class HandlingRated(Event):
    """Somebody rated how their dossier was handled, or changed their mind."""

    rating_id: UUID
    unit_id: UUID
    level: int
