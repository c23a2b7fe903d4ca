"""Words of a draft that is being signed."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

SUBJECT: Final = "drafting.draft"
"""Under which kind the queue knows drafts."""


class SigningStage(StrEnum):
    """Whose signature is made now: the leader's hand, or, after number and date, the agency's seal."""

    LEADER = "leader"
    SEAL = "seal"


class SigningState(StrEnum):
    """What became of an order to sign: made, given up because it failed, or taken back."""

    OPEN = "open"
    DONE = "done"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class SigningInfo:
    """A signature under way: who ordered it, whose it is, and why it waits ("" when it does not).

    `has_failed`: it will not be made unless somebody acts; otherwise it is tried again by itself at `next_try_at`.
    `awaits_holder`: the signer has still to consent with their own device or PIN, until `consent_until`.
    """

    stage: SigningStage
    who: str
    code: str
    asked_at: datetime
    problem: str = ""
    has_failed: bool = False
    next_try_at: datetime | None = None
    awaits_holder: bool = False
    consent_until: datetime | None = None

    @property
    def mark(self) -> str:
        """Another word for every state a reader would be told apart."""
        again = f"-{self.next_try_at:%H%M%S}" if self.next_try_at else ""
        return f"{self.stage}{again}{'-holder' if self.awaits_holder else ''}{'-failed' if self.has_failed else ''}"
