"""Words and facts of the exchange that others may hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext, gettext_noop


class RecordKind(StrEnum):
    """What a record tells: the dossier itself, one step of it, or the dossier again after something was taken back."""

    DOSSIER = "dossier"
    PROGRESS = "progress"
    CORRECTION = "correction"


class RecordState(StrEnum):
    """How far a record is.

    `SENT` means handed to the wire, answer unknown: it may or may not have arrived. `SUPERSEDED`: refused, and left
    behind by a correction that tells what it would have told.
    """

    WAITING = "waiting"
    SENT = "sent"
    ACKNOWLEDGED = "acknowledged"
    FAILED = "failed"
    SUPERSEDED = "superseded"


class FilingState(StrEnum):
    """How far a filing from the portal is."""

    WAITING = "waiting"
    FILED = "filed"
    FAILED = "failed"


class Connection(StrEnum):
    """How this installation reaches the portal."""

    NONE = "none"
    SIMULATOR = "simulator"
    PORTAL = "portal"


KIND_TITLES: Final[Mapping[RecordKind, str]] = MappingProxyType(
    {
        RecordKind.DOSSIER: gettext_noop("Hồ sơ"),
        RecordKind.PROGRESS: gettext_noop("Tiến độ"),
        RecordKind.CORRECTION: gettext_noop("Đính chính"),
    }
)
STATE_TITLES: Final[Mapping[RecordState, str]] = MappingProxyType(
    {
        RecordState.WAITING: gettext_noop("Chờ gửi"),
        RecordState.SENT: gettext_noop("Chờ xác nhận"),
        RecordState.ACKNOWLEDGED: gettext_noop("Đã nhận"),
        RecordState.FAILED: gettext_noop("Lỗi"),
        RecordState.SUPERSEDED: gettext_noop("Đã thay bằng bản đính chính"),
    }
)
UNSETTLED: Final = (RecordState.WAITING, RecordState.SENT)


class Sync(StrEnum):
    """What the line «Đồng bộ» of a dossier says."""

    NOT_CONNECTED = "not_connected"
    NOT_YET = "not_yet"
    WAITING = "waiting"
    ACKNOWLEDGED = "acknowledged"
    FAILED = "failed"


SYNC_TITLES: Final[Mapping[Sync, str]] = MappingProxyType(
    {
        Sync.NOT_CONNECTED: gettext_noop("chưa kết nối"),
        Sync.NOT_YET: gettext_noop("chưa gửi"),
        Sync.WAITING: gettext_noop("chờ"),
        Sync.ACKNOWLEDGED: gettext_noop("đã nhận"),
        Sync.FAILED: gettext_noop("lỗi"),
    }
)
SYNC_TONES: Final[Mapping[Sync, str]] = MappingProxyType(
    {
        Sync.NOT_CONNECTED: "end",
        Sync.NOT_YET: "hold",
        Sync.WAITING: "hold",
        Sync.ACKNOWLEDGED: "ok",
        Sync.FAILED: "late",
    }
)


@dataclass(frozen=True, slots=True)
class SyncState:
    """How one dossier stands at the National Portal, for the line of its page."""

    sync: Sync
    waiting: int = 0
    last_ack_at: datetime | None = None
    error: str = ""

    @property
    def title(self) -> str:
        """The word after «Đồng bộ:»."""
        return gettext(SYNC_TITLES[self.sync])

    @property
    def tone(self) -> str:
        """The tone of its tag."""
        return SYNC_TONES[self.sync]


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One record on its way. `is_doubtful`: an earlier attempt may have arrived."""

    id: UUID
    sequence: int
    kind: RecordKind
    payload: Mapping[str, Any]
    payload_hash: str
    status: int
    is_doubtful: bool


@dataclass(frozen=True, slots=True)
class Lane:
    """What is to be told of one dossier, in order, by whoever holds `claim` until `until`."""

    dossier_id: UUID
    code: str
    claim: UUID
    until: datetime
    records: tuple[Outgoing, ...]


class Ending(StrEnum):
    """How an attempt ended."""

    ACKNOWLEDGED = "acknowledged"
    REFUSED = "refused"
    NOT_ARRIVED = "not_arrived"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the attempt at one record ended; `error` names no person."""

    record: Outgoing
    ending: Ending
    error: str = ""


@dataclass(frozen=True, slots=True)
class LaneResult:
    """How far a lane came. Records without an outcome were not tried."""

    lane: Lane
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True)
class Backlog:
    """The operator's figures. `rate` is acknowledged records a minute over the last five."""

    connection: Connection
    waiting: int
    failed: int
    lanes: int
    oldest_at: datetime | None
    rate: float
    is_paused: bool
    paused_by: str
    paused_at: datetime | None
    open_until: datetime | None
    failures: int
    last_success_at: datetime | None
    last_error: str


@dataclass(frozen=True, slots=True)
class FailedRecord:
    """A record the portal refused; its lane stands still."""

    id: UUID
    code: str
    dossier_id: UUID
    kind: RecordKind
    sequence: int
    error: str
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class ComparisonInfo:
    """What one comparison of the two sides found."""

    id: UUID
    started_at: datetime
    finished_at: datetime | None
    checked: int
    missing: int
    different: int
    unknown: int
    requeued: int
    samples: tuple[str, ...]
    error: str


@dataclass(frozen=True, slots=True)
class FilingInfo:
    """A filing from the portal."""

    id: UUID
    external_code: str
    procedure_code: str
    state: FilingState
    dossier_id: UUID | None
    dossier_code: str
    error: str
    attempts: int
    fetched_at: datetime
    is_confirmed: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """One part of a procedure that stands otherwise in the national catalogue than in ours."""

    part: str
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class CatalogueItem:
    """A procedure in the work list: what differs, or on which side it is missing."""

    code: str
    name: str
    fetched_at: datetime | None
    differences: tuple[Difference, ...]
