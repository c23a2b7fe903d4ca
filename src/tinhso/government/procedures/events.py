"""Facts this room announces."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from tinhso.kernel.events import Event, event


@event("procedures.published.v1")
@dataclass(frozen=True, slots=True)
class ProcedurePublished(Event):
    """A version of a procedure was published."""

    version_id: UUID
    code: str
    valid_from: date
