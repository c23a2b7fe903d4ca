"""Facts this room announces."""

from dataclasses import dataclass
from uuid import UUID

from tinhso.kernel.events import Event, event


@event("transfers.sent.v1")
@dataclass(frozen=True, slots=True)
class PapersSent(Event):
    """A slip went out with the papers of so many dossiers."""

    transfer_id: UUID
    from_unit_id: UUID
    to_unit_id: UUID
    dossiers: int


@event("transfers.arrived.v1")
@dataclass(frozen=True, slots=True)
class PapersArrived(Event):
    """The unit that decides has the papers of one dossier."""

    transfer_id: UUID
    dossier_id: UUID


@event("transfers.missing.v1")
@dataclass(frozen=True, slots=True)
class PapersMissing(Event):
    """The papers of one dossier were not in what arrived."""

    transfer_id: UUID
    dossier_id: UUID
