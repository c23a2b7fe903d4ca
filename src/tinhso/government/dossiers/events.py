"""Facts dossiers announce: ids, codes and moments; no personal data."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tinhso.kernel.events import Event, event


@event("dossiers.submitted.v1")
@dataclass(frozen=True, slots=True)
class DossierSubmitted(Event):
    """A dossier came in."""

    dossier_id: UUID
    procedure_code: str
    unit_id: UUID
    channel: str


@event("dossiers.received.v1")
@dataclass(frozen=True, slots=True)
class DossierReceived(Event):
    """The one-stop took it in and promised a time."""

    dossier_id: UUID
    promised_at: datetime


@event("dossiers.refused.v1")
@dataclass(frozen=True, slots=True)
class DossierRefused(Event):
    """The one-stop refused it."""

    dossier_id: UUID


@event("dossiers.supplement_asked.v1")
@dataclass(frozen=True, slots=True)
class SupplementAsked(Event):
    """The applicant must bring something; the clock stands."""

    dossier_id: UUID
    supplement_id: UUID


@event("dossiers.supplemented.v1")
@dataclass(frozen=True, slots=True)
class DossierSupplemented(Event):
    """The applicant brought it; the clock runs again. `promised_at` is empty while not yet received."""

    dossier_id: UUID
    supplement_id: UUID
    promised_at: datetime | None


@event("dossiers.step_taken.v1")
@dataclass(frozen=True, slots=True)
class StepTaken(Event):
    """One step of the internal process is done."""

    dossier_id: UUID
    task: str
    outcome: str


@event("dossiers.result_signed.v1")
@dataclass(frozen=True, slots=True)
class ResultSigned(Event):
    """The head signed; the result is there."""

    dossier_id: UUID
    result_id: UUID


@event("dossiers.handed_over.v1")
@dataclass(frozen=True, slots=True)
class ResultHandedOver(Event):
    """The applicant has the result."""

    dossier_id: UUID


@event("dossiers.ended.v1")
@dataclass(frozen=True, slots=True)
class DossierEnded(Event):
    """Withdrawn by the applicant or stopped by the agency."""

    dossier_id: UUID
    status: int
