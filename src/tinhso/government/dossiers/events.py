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


@event("dossiers.fee_asked.v1")
@dataclass(frozen=True, slots=True)
class FeeAsked(Event):
    """The applicant must pay before it goes on; the clock stands."""

    dossier_id: UUID
    request_id: UUID


@event("dossiers.fee_paid.v1")
@dataclass(frozen=True, slots=True)
class FeePaid(Event):
    """The fee is there; the clock runs again."""

    dossier_id: UUID
    request_id: UUID
    promised_at: datetime


@event("dossiers.fee_waived.v1")
@dataclass(frozen=True, slots=True)
class FeeWaived(Event):
    """The applicant is exempt: they pay less, asked anew, or nothing, and the clock runs again."""

    dossier_id: UUID


@event("dossiers.fee_cancelled.v1")
@dataclass(frozen=True, slots=True)
class FeeCancelled(Event):
    """The fee is asked no longer; the clock runs again."""

    dossier_id: UUID
    request_id: UUID


@event("dossiers.fee_reopened.v1")
@dataclass(frozen=True, slots=True)
class FeeReopened(Event):
    """The bank took the fee back; a dossier still open waits for it again."""

    dossier_id: UUID
    request_id: UUID


@event("dossiers.extended.v1")
@dataclass(frozen=True, slots=True)
class DossierExtended(Event):
    """The head apologised and set a new day (Mẫu số 04). `is_late`: after the promise had passed."""

    dossier_id: UUID
    old_promise: datetime
    new_promise: datetime
    is_late: bool


@event("dossiers.recomputed.v1")
@dataclass(frozen=True, slots=True)
class PromiseRecomputed(Event):
    """The promise was reckoned again."""

    dossier_id: UUID
    old_promise: datetime
    new_promise: datetime


@event("dossiers.returned.v1")
@dataclass(frozen=True, slots=True)
class ResultReturned(Event):
    """The signed result was revoked and goes back to be corrected."""

    dossier_id: UUID
    result_id: UUID


@event("dossiers.corrected.v1")
@dataclass(frozen=True, slots=True)
class DossierCorrected(Event):
    """An act was undone: the dossier is again in `status`. What was sent to others of that act needs correcting."""

    dossier_id: UUID
    event_id: UUID
    verb: str
    status: int


@event("dossiers.transferred.v1")
@dataclass(frozen=True, slots=True)
class DossierTransferred(Event):
    """A desk received it for another unit of the province and passed it on."""

    dossier_id: UUID
    from_unit_id: UUID
    to_unit_id: UUID


@event("dossiers.stood_still.v1")
@dataclass(frozen=True, slots=True)
class DossierStoodStill(Event):
    """Nothing happened for too long. `level`: owner, or head who is told next."""

    dossier_id: UUID
    level: str


@event("dossiers.overdue.v1")
@dataclass(frozen=True, slots=True)
class DossierOverdue(Event):
    """The promise has passed; the head has the task to apologise."""

    dossier_id: UUID
    promised_at: datetime


@event("dossiers.linked_concluded.v1")
@dataclass(frozen=True, slots=True)
class LinkedConcluded(Event):
    """All parts of a linked procedure are finished, and so is the dossier they came from."""

    dossier_id: UUID
