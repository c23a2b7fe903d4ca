"""Words others may hold."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class ResultState(StrEnum):
    """Whether a result counts."""

    IN_FORCE = "in_force"
    REPLACED = "replaced"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class ResultInfo:
    """One result, for its owner and for the officers concerned. `sha256` is of the signed file, in hexadecimal."""

    id: UUID
    dossier_id: UUID | None
    procedure_code: str
    person_id: UUID | None
    owner_name: str
    owner_number: str
    number: str
    title: str
    issued_on: date
    unit_id: UUID
    signer_name: str
    signer_title: str
    file_id: UUID
    sha256: str
    token: str
    state: ResultState
    replaced_by: UUID | None
    revoked_at: datetime | None
    revoked_reason: str


@dataclass(frozen=True, slots=True)
class PublicResult:
    """What anybody may know who holds the paper: enough to compare it with, and no more.

    `owner` is masked («N*** T** H***»). `replaced_by_token` leads on to the result now in force.
    """

    token: str
    title: str
    number: str
    issued_on: date
    unit_id: UUID
    signer_name: str
    signer_title: str
    owner: str
    sha256: str
    state: ResultState
    revoked_at: datetime | None
    replaced_by_token: str
