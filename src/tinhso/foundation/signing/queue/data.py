"""What others may hold of a request."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from tinhso.foundation.signing.data import Appearance, Profile


class RequestState(StrEnum):
    """How far a request is. CANCELLED, DONE and FAILED are for ever; FAILED may be asked for again."""

    WAITING = "waiting"
    WORKING = "working"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


OPEN: Final = (RequestState.WAITING.value, RequestState.WORKING.value)


@dataclass(frozen=True, slots=True)
class Wanted:
    """One signature of a batch: on which file of which subject, and how it looks. `title` names it to the asker."""

    subject_kind: str
    subject_id: UUID
    file_id: UUID
    appearance: Appearance
    title: str = ""


@dataclass(frozen=True, slots=True)
class RequestInfo:
    """One request. `problem` says in Vietnamese why it waits or failed; `result_file_id` is the signed file."""

    id: UUID
    batch_id: UUID | None
    subject_kind: str
    subject_id: UUID
    file_id: UUID
    title: str
    key_ref: str
    profile: Profile
    state: RequestState
    problem: str
    tries: int
    asked_at: datetime
    next_try_at: datetime
    ended_at: datetime | None
    result_file_id: UUID | None
    result_sha256: str
