"""Words of checking many files."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID


class CheckState(StrEnum):
    """How far a check is. STOPPED: its files were not all read within a day, or its asker stopped it."""

    WAITING = "waiting"
    DONE = "done"
    STOPPED = "stopped"


REFUSED: Final = "refused"
"""The state of a file that could not be checked at all; the other states are a verdict's."""
STATES: Final = ("invalid", "unknown", "unsigned", "refused", "valid")


@dataclass(frozen=True, slots=True)
class CheckInfo:
    """One check. `counts` has a number for each state of files; `left` are not read yet."""

    id: UUID
    title: str
    state: CheckState
    total: int
    asked_at: datetime
    ended_at: datetime | None
    forgotten_at: datetime
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def read(self) -> int:
        """How many files were read."""
        return sum(self.counts.values())

    @property
    def left(self) -> int:
        """How many were not."""
        return self.total - self.read


@dataclass(frozen=True, slots=True)
class CheckedInfo:
    """One file of a check, with its answer in a sentence; empty where it was not read yet."""

    place: int
    name: str
    state: str
    sentence: str
    signer: str
    signed_at: datetime | None
    profile: str
    sha256: str
