"""Words and shapes others may hold."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID


class Outcome(StrEnum):
    """What came of one question to the source.

    ASKING is what the record says until the answer is there: a process that died in between leaves it so.
    """

    ASKING = "asking"
    MATCHED = "matched"
    MISMATCH = "mismatch"
    NOT_FOUND = "not_found"
    REFUSED = "refused"
    UNAVAILABLE = "unavailable"
    UNREADABLE = "unreadable"


FINAL: Final = frozenset({Outcome.MATCHED, Outcome.MISMATCH, Outcome.NOT_FOUND})
"""Outcomes that say something of the person; the others say something of the line to the source."""


class Operation(StrEnum):
    """What is asked of the source."""

    LOOK_UP = "look_up"
    VERIFY = "verify"


class Sex(StrEnum):
    """Sex as the source has it."""

    MALE = "male"
    FEMALE = "female"
    OTHER = "other"


class Part(StrEnum):
    """The parts of a person's record that one may ask for; name, number and birth date always come."""

    SEX = "sex"
    ETHNICITY = "ethnicity"
    NATIONALITY = "nationality"
    MARITAL = "marital"
    ADDRESSES = "addresses"
    ORIGIN = "origin"
    FAMILY = "family"
    HOUSEHOLD = "household"


IDENTITY: Final = frozenset({Part.SEX, Part.ETHNICITY, Part.NATIONALITY, Part.ADDRESSES})
"""What intake of a dossier needs. Religion and blood group are never taken over: sensitive, and no procedure asks."""

EVERYTHING: Final = frozenset(Part)


class CheckState(StrEnum):
    """How far a later verification has come."""

    WAITING = "waiting"
    ASKING = "asking"
    DONE = "done"
    GIVEN_UP = "given_up"


class Standing(StrEnum):
    """What is known of the applicant of a subject, for a page to say.

    UNVERIFIED is «chưa xác minh»: the source did not answer in time and a verification waits. NOT_CONNECTED: this
    installation has no line to the source.
    """

    VERIFIED = "verified"
    MISMATCH = "mismatch"
    UNVERIFIED = "unverified"
    NOT_CONNECTED = "not_connected"


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date of which only the year, or year and month, may be known (QCVN 109:2017/BTTTT)."""

    year: int
    month: int | None = None
    day: int | None = None

    def __str__(self) -> str:
        """ISO 8601 with what is known: 1950, 1950-03 or 1950-03-27."""
        parts = [f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part is not None)]
        return "-".join(parts)

    @property
    def words(self) -> str:
        """As Vietnamese people write it: 1950, 03/1950, 27/03/1950."""
        parts = [f"{part:02}" for part in (self.day, self.month) if part is not None]
        return "/".join([*parts, f"{self.year:04}"])

    @property
    def whole(self) -> date | None:
        """The day, None when only a part is known."""
        return date(self.year, self.month, self.day) if self.month and self.day else None


@dataclass(frozen=True, slots=True)
class Address:
    """A place with the codes it had when it was written down, and the whole in words.

    `commune_now` is the code of the commune that answers for it today, "" when it lies elsewhere or was split.
    """

    province_code: str = ""
    district_code: str = ""
    commune_code: str = ""
    detail: str = ""
    country: str = ""
    commune_now: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Relative:
    """Somebody named in a person's record; `relation` only for the head of the household."""

    name: str
    number: str = ""
    old_number: str = ""
    nationality: str = ""
    relation: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """A person as the source has them, cut down to the parts asked for; `fetched_at` is when it answered."""

    number: str
    name: str
    birth: PartialDate
    fetched_at: datetime
    old_number: str = ""
    sex: Sex | None = None
    ethnicity: str = ""
    nationality: str = ""
    marital: str = ""
    birth_place: Address | None = None
    origin: Address | None = None
    permanent: Address | None = None
    current: Address | None = None
    father: Relative | None = None
    mother: Relative | None = None
    spouse: Relative | None = None
    guardian: Relative | None = None
    head: Relative | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the source says of number, name and birth date together.

    `differing` names what differs as far as the source lets one tell ("name", "birth"); empty when it does not say.
    """

    outcome: Outcome
    differing: tuple[str, ...]
    checked_at: datetime


@dataclass(frozen=True, slots=True)
class CheckInfo:
    """A verification in the queue. Holds no personal data."""

    id: UUID
    subject_kind: str
    subject_id: UUID
    subject_code: str
    account_id: UUID | None
    purpose: str
    state: CheckState
    attempts: int
    next_at: datetime
    reason: str
    outcome: Outcome | None
    differing: tuple[str, ...]
    created_at: datetime
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class LookUpInfo:
    """One line of the record of look-ups. Holds no personal data: the person is a pseudonym."""

    id: UUID
    at: datetime
    account_id: UUID | None
    actor_name: str
    unit_name: str
    purpose: str
    subject_code: str
    operation: Operation
    outcome: Outcome
    latency_ms: int | None


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """What a portal may fill in for an applicant, and what it says about it.

    `person` is None unless `standing` is VERIFIED.
    """

    standing: Standing
    person: Person | None = None
    checked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SourceState:
    """How the line to the source is: `open_until` while the circuit breaker holds questions back."""

    connected: bool
    paused: bool
    failures: int
    open_until: datetime | None
    last_ok_at: datetime | None
    last_error: str
    asked_last_hour: int
    failed_last_hour: int
    median_ms: int | None
    slowest_ms: int | None
    waiting: int
    given_up: int
    oldest_at: datetime | None


@dataclass(frozen=True, slots=True)
class Card:
    """What the QR code of an identity card says.

    `name` and `address` are "" when the scanner's input method destroyed their letters. `birth` and `issued_on` are
    None when they cannot be read.
    """

    number: str
    old_number: str = ""
    name: str = ""
    birth: PartialDate | None = None
    sex: Sex | None = None
    address: str = ""
    issued_on: date | None = None
