"""Facts this room announces."""

from dataclasses import dataclass
from uuid import UUID

from tinhso.kernel.events import Event, event


@event("results.issued.v1")
@dataclass(frozen=True, slots=True)
class ResultIssued(Event):
    """A result is in the register and in force; `replaces_id` is the earlier one it takes the place of."""

    result_id: UUID
    dossier_id: UUID | None
    unit_id: UUID
    procedure_code: str
    replaces_id: UUID | None = None


@event("results.revoked.v1")
@dataclass(frozen=True, slots=True)
class ResultRevoked(Event):
    """A result is no longer in force."""

    result_id: UUID
    dossier_id: UUID | None
    unit_id: UUID
