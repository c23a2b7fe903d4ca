"""The source as this room sees it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol
from uuid import UUID

from tinhso.data.population.data import Operation, Outcome, PartialDate, Person


@dataclass(frozen=True, slots=True)
class Question:
    """One question: who is meant, and who asks (mã cán bộ, mã đơn vị, tài khoản). `id` is the request's number."""

    id: UUID
    operation: Operation
    number: str
    name: str
    birth: PartialDate
    officer_code: str
    unit_code: str
    account: str
    within: timedelta


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, and what the record keeps of it: sizes and digests, never the text.

    `person` only for a look-up that MATCHED. `code` is the source's own word for a refusal.
    """

    outcome: Outcome
    person: Person | None = None
    code: str = ""
    http_status: int | None = None
    latency_ms: int = 0
    request_bytes: int = 0
    response_bytes: int = 0
    request_hash: str = ""
    response_hash: str = ""
    differing: tuple[str, ...] = ()


class Source(Protocol):
    """A population database one may ask."""

    def ask(self, question: Question) -> Answer:
        """Ask once, within the time the question allows. Never raises: what goes wrong is an outcome."""
