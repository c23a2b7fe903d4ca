"""Words and shapes about the archive that others may hold (Thông tư 05/2025/TT-BNV)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.utils.translation import gettext, gettext_noop

SEE: Final = "archive.see"
RECEIVE: Final = "archive.receive"
CHECK: Final = "archive.check"
READ: Final = "archive.read"
LEND: Final = "archive.lend"
ALLOW: Final = "archive.allow"

TAKE_WORK: Final = "archive.take"
ANSWER_WORK: Final = "archive.answer"
ALLOW_WORK: Final = "archive.allow"
RETURN_WORK: Final = "archive.return"
MEND_WORK: Final = "archive.mend"

MAX_LINES: Final = 50


class PackageState(StrEnum):
    """Where a package is: waiting to be made, kept, or not to be made as things stand."""

    WAITING = "waiting"
    KEPT = "kept"
    FAILED = "failed"


PACKAGE_TITLES: Final[Mapping[PackageState, str]] = {
    PackageState.WAITING: gettext_noop("Đang đóng gói"),
    PackageState.KEPT: gettext_noop("Đang bảo quản"),
    PackageState.FAILED: gettext_noop("Chưa đóng gói được"),
}
PACKAGE_TONES: Final[Mapping[PackageState, str]] = {
    PackageState.WAITING: "hold",
    PackageState.KEPT: "ok",
    PackageState.FAILED: "late",
}


class ReceiptState(StrEnum):
    """What became of a package from outside."""

    REFUSED = "refused"
    SOUND = "sound"
    TAKEN = "taken"


RECEIPT_TITLES: Final[Mapping[ReceiptState, str]] = {
    ReceiptState.REFUSED: gettext_noop("Không đạt"),
    ReceiptState.SOUND: gettext_noop("Đạt, chờ duyệt"),
    ReceiptState.TAKEN: gettext_noop("Đã nhận vào kho"),
}
RECEIPT_TONES: Final[Mapping[ReceiptState, str]] = {
    ReceiptState.REFUSED: "late",
    ReceiptState.SOUND: "warn",
    ReceiptState.TAKEN: "ok",
}


@dataclass(frozen=True, slots=True)
class PackageInfo:
    """One preserved package. `size` in bytes, `sha256` of its ZIP; `copies`: how many were whole when last checked."""

    id: UUID
    objid: str
    kind: str
    code: str
    title: str
    maintenance: str
    mode: str
    unit_id: UUID
    unit_name: str
    state: PackageState
    documents: int
    size: int
    sha256: str
    copies: int
    remarks: tuple[str, ...]
    error: str
    casefile_id: UUID | None
    receipt_id: UUID | None
    received_by: str
    received_at: datetime
    kept_at: datetime | None
    checked_at: datetime | None

    @property
    def state_title(self) -> str:
        """The state in words."""
        return gettext(PACKAGE_TITLES[self.state])

    @property
    def tone(self) -> str:
        """The tone of the state's tag."""
        return PACKAGE_TONES[self.state]


@dataclass(frozen=True, slots=True)
class ReceiptInfo:
    """A package that came from outside, and what was found in it: (rule, sentence, path, severity)."""

    id: UUID
    name: str
    objid: str
    kind: str
    code: str
    title: str
    unit_id: UUID
    state: ReceiptState
    documents: int
    size: int
    findings: tuple[tuple[str, str, str, str], ...]
    received_by: str
    received_at: datetime

    @property
    def state_title(self) -> str:
        """The state in words."""
        return gettext(RECEIPT_TITLES[self.state])

    @property
    def tone(self) -> str:
        """The tone of the state's tag."""
        return RECEIPT_TONES[self.state]


@dataclass(frozen=True, slots=True)
class CheckInfo:
    """One check of the whole holding: how many packages were looked at, and what was wrong with which copy."""

    id: UUID
    started_at: datetime
    finished_at: datetime | None
    packages: int
    problems: tuple[tuple[str, str, str], ...]
