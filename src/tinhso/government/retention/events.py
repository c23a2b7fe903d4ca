"""Facts this room announces."""

from dataclasses import dataclass
from uuid import UUID

from tinhso.kernel.events import Event, event


@event("retention.decided.v1")
@dataclass(frozen=True, slots=True)
class DisposalDecided(Event):
    """A disposal was decided; it begins at the moment the decision names."""

    disposal_id: UUID
    unit_id: UUID
    lines: int


@event("retention.destroyed.v1")
@dataclass(frozen=True, slots=True)
class DossierDestroyed(Event):
    """What a dossier held was destroyed; its stub is left."""

    dossier_id: UUID
    disposal_id: UUID


@event("retention.finished.v1")
@dataclass(frozen=True, slots=True)
class DisposalFinished(Event):
    """A disposal was carried out: so many dossiers destroyed, so many refused."""

    disposal_id: UUID
    unit_id: UUID
    destroyed: int
    refused: int


@event("retention.export_ready.v1")
@dataclass(frozen=True, slots=True)
class ExportReady(Event):
    """An export of everything about a person can be downloaded."""

    export_id: UUID
    account_id: UUID
