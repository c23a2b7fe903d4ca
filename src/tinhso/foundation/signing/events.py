"""What signing announces."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tinhso.kernel.events import Event, event


@event("signing.key_standing_changed.v1")
@dataclass(frozen=True, slots=True)
class KeyStandingChanged(Event):
    """Its authority revoked or suspended a key's certificate, or ended the suspension (`state` as in Standing)."""

    key_id: UUID
    state: str
    since: datetime | None
    reason: str
    checked_at: datetime


@event("signing.prepared_signed.v1")
@dataclass(frozen=True, slots=True)
class PreparedSigned(Event):
    """A prepared document was signed by its holder: `file_id` is the signed file, the subject whatever asked for it."""

    prepared_id: UUID
    subject_kind: str
    subject_id: UUID | None
    file_id: UUID
    key_id: UUID


@event("signing.prepared_failed.v1")
@dataclass(frozen=True, slots=True)
class PreparedFailed(Event):
    """A prepared document will not be signed: dropped, not consented to in time, or refused after its holder consented.

    `problem` says why, in Vietnamese.
    """

    prepared_id: UUID
    subject_kind: str
    subject_id: UUID | None
    problem: str


@event("signing.signature_made.v1")
@dataclass(frozen=True, slots=True)
class SignatureMade(Event):
    """A signature asked for was made: `file_id` was signed, `result_file_id` is the signed file."""

    request_id: UUID
    subject_kind: str
    subject_id: UUID
    file_id: UUID
    result_file_id: UUID
    sha256: str
    profile: str


@event("signing.signature_failed.v1")
@dataclass(frozen=True, slots=True)
class SignatureFailed(Event):
    """A signature asked for will not be made unless somebody asks again; `problem` says why, in Vietnamese."""

    request_id: UUID
    subject_kind: str
    subject_id: UUID
    file_id: UUID
    problem: str


@event("signing.signature_renewed.v1")
@dataclass(frozen=True, slots=True)
class SignatureRenewed(Event):
    """A signed file got a further time-stamp: `file_id` is the file as it was handed in, `new_file_id` its newest form.

    The newest form begins with the bytes of the old one; `newest_of(file_id)` tells it at any time.
    """

    subject_kind: str
    subject_id: UUID
    file_id: UUID
    old_file_id: UUID
    new_file_id: UUID
    sha256: str
