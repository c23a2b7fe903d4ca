"""Words others may hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

READ_VERB: Final = "personal_data.read"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the record (một dòng nhật ký).

    `at` is the database's clock at writing; `seq` grows with writing and breaks ties. `actor_name` is the name at that
    time. `unit_id` is the unit whose matter it was; `person_id` the person whose data it was about.
    """

    id: UUID
    seq: int
    at: datetime
    actor_kind: str
    account_id: UUID | None
    actor_name: str
    appointment_id: UUID | None
    acting_for: UUID | None
    request_id: str
    address: str
    verb: str
    subject_kind: str
    subject_id: UUID | None
    unit_id: UUID | None
    person_id: UUID | None
    purpose: str
    detail: Mapping[str, Any]


Position = tuple[int, int, int]
"""Where an entry stands in the order of sealing: epoch, transaction, sequence."""


@dataclass(frozen=True, slots=True)
class Seal:
    """One link of the chain: the tree over a run of entries, and the link before it."""

    id: int
    first: Position
    last: Position
    count: int
    root: bytes
    marks: bytes
    previous_digest: bytes
    digest: bytes
    signature: bytes
    key_id: str
    sealed_at: datetime


@dataclass(frozen=True, slots=True)
class SealInfo:
    """The newest seal as others see it, and how many entries wait for the next one (counted up to 10,000).

    `fingerprint` is the digest of the seal, 64 hexadecimal digits: printed or noted elsewhere, it holds the whole
    chain up to it in place.
    """

    number: int
    sealed_at: datetime
    entries: int
    fingerprint: str
    tail: int


@dataclass(frozen=True, slots=True)
class Broken:
    """The first thing that is not as it was sealed. `seq` and `entry_id` name the row when there is one."""

    seal_id: int
    sentence: str
    seq: int | None = None
    entry_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """What a walk over the whole record found.

    `entries` sealed rows and `seals` were checked and found whole; `unsealed` rows came after the last seal and nothing
    can be said of them yet. `anchored` tells how many seals were also found in this machine's own log. `sentence` says
    all this in Vietnamese.
    """

    ok: bool
    entries: int
    seals: int
    unsealed: int
    anchored: int
    first_broken: Broken | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Proof:
    """That one entry is under a seal: the entry's canonical text, its place in the tree, the seal's statement."""

    entry: str
    index: int
    path: tuple[str, ...]
    seal: Mapping[str, Any]
    signature: str

    def to_json(self) -> dict[str, Any]:
        """Return the proof as JSON values, to be handed out and checked anywhere with `check_proof`."""
        return {
            "entry": self.entry,
            "index": self.index,
            "path": list(self.path),
            "seal": dict(self.seal),
            "signature": self.signature,
        }
