"""Words others may hold."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

KEEP_SEAL: Final = "csc.keep_seal"
SYSTEMS: Final = "csc.systems"
CONSENT_WORK: Final = "csc.consent"


class AskState(StrEnum):
    """How far an authorisation is. GRANTED: consented to, not collected yet; OPEN: may be used once until it ends."""

    WAITING = "waiting"
    GRANTED = "granted"
    OPEN = "open"
    USED = "used"
    REFUSED = "refused"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class SystemInfo:
    """A system that may connect."""

    id: UUID
    name: str
    contact: str
    client_id: str
    made_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class RuleInfo:
    """A custodian's standing permission: this system, this seal, so many signatures a day, until a day."""

    id: UUID
    system_id: UUID
    system_name: str
    key_id: UUID
    daily_limit: int
    until: date
    reason: str
    set_by: str
    set_at: datetime
    ended_at: datetime | None
    used_today: int = 0


@dataclass(frozen=True, slots=True)
class AuthorisationInfo:
    """One authorisation: who asked for what, how it was decided, what became of it."""

    id: UUID
    system_id: UUID
    system_name: str
    key_id: UUID
    unit_id: UUID
    count: int
    purpose: str
    state: AskState
    by_rule: bool
    asked_at: datetime
    expires_at: datetime
    decided_by: str
    decided_at: datetime | None
    used_at: datetime | None
    note: str


@dataclass(frozen=True, slots=True)
class Granted:
    """What a system gets: activation data good once for `lasts` seconds, or a handle to ask again with."""

    sad: str = ""
    lasts: int = 0
    handle: str = ""
