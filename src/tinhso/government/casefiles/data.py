"""Words and shapes about case files that others may hold (Nghị định 30/2020/NĐ-CP, Điều 28 đến 31, Phụ lục VI)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.utils.translation import gettext, gettext_noop

USE: Final = "casefiles.use"
SEE: Final = "casefiles.see"
LISTS: Final = "casefiles.lists"
APPROVE: Final = "casefiles.approve"
HOLD: Final = "casefiles.hold"
SEND: Final = "casefiles.send"

MAX_ITEMS: Final = 5000
MAX_ENTRIES: Final = 2000
MAX_SENT: Final = 200
SEND_WORK: Final = "casefiles.send_due"
RETURN_WORK: Final = "casefiles.returned"


class ListState(StrEnum):
    """How far a yearly list is."""

    DRAFT = "draft"
    APPROVED = "approved"


class FileState(StrEnum):
    """Where a case file is."""

    OPEN = "open"
    CLOSED = "closed"
    SENT = "sent"
    ARCHIVED = "archived"


FILE_TITLES: Final[Mapping[FileState, str]] = {
    FileState.OPEN: gettext_noop("Đang lập"),
    FileState.CLOSED: gettext_noop("Đã kết thúc"),
    FileState.SENT: gettext_noop("Đang nộp lưu"),
    FileState.ARCHIVED: gettext_noop("Đã nộp lưu"),
}
FILE_TONES: Final[Mapping[FileState, str]] = {
    FileState.OPEN: "new",
    FileState.CLOSED: "hold",
    FileState.SENT: "warn",
    FileState.ARCHIVED: "ok",
}


class SlipState(StrEnum):
    """How far a hand-over is."""

    SENT = "sent"
    DONE = "done"
    TAKEN_BACK = "taken_back"


SLIP_TITLES: Final[Mapping[SlipState, str]] = {
    SlipState.SENT: gettext_noop("Chờ lưu trữ tiếp nhận"),
    SlipState.DONE: gettext_noop("Đã giao nhận xong"),
    SlipState.TAKEN_BACK: gettext_noop("Đã rút lại"),
}


class LineState(StrEnum):
    """What became of one file of a hand-over."""

    SENT = "sent"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    TAKEN_BACK = "taken_back"


LINE_TITLES: Final[Mapping[LineState, str]] = {
    LineState.SENT: gettext_noop("Chờ tiếp nhận"),
    LineState.ACCEPTED: gettext_noop("Đã tiếp nhận"),
    LineState.RETURNED: gettext_noop("Trả lại"),
    LineState.TAKEN_BACK: gettext_noop("Đã rút lại"),
}
LINE_TONES: Final[Mapping[LineState, str]] = {
    LineState.SENT: "warn",
    LineState.ACCEPTED: "ok",
    LineState.RETURNED: "late",
    LineState.TAKEN_BACK: "end",
}


VERB_TITLES: Final[Mapping[str, str]] = {
    "opened": gettext_noop("Mở hồ sơ"),
    "described": gettext_noop("Sửa thông tin"),
    "gathered": gettext_noop("Thêm tài liệu"),
    "removed": gettext_noop("Bỏ tài liệu"),
    "noted": gettext_noop("Ghi chú tài liệu"),
    "closed": gettext_noop("Kết thúc hồ sơ"),
    "reopened": gettext_noop("Mở lại hồ sơ"),
    "held": gettext_noop("Phong tỏa"),
    "released": gettext_noop("Gỡ phong tỏa"),
    "sent": gettext_noop("Gửi nộp lưu"),
    "taken_back": gettext_noop("Rút phiếu nộp lưu"),
    "archived": gettext_noop("Lưu trữ đã tiếp nhận"),
    "returned": gettext_noop("Lưu trữ trả lại"),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """What is put into files of a list's entry by itself. Nothing set matches nothing.

    `kinds` are kinds of document, `procedures` codes of procedures; `words` stand in the subject, without marks and all
    of one line; `direction` "" is both ways.
    """

    kinds: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    procedures: tuple[str, ...] = ()
    direction: str = ""

    @property
    def is_set(self) -> bool:
        """Whether it matches anything at all."""
        return bool(self.kinds or self.words or self.procedures)


@dataclass(frozen=True, slots=True)
class ListInfo:
    """One list of a year (danh mục hồ sơ)."""

    id: UUID
    unit_id: UUID
    unit_name: str
    year: int
    state: ListState
    entries: int
    decision_number: str
    decided_on: date | None
    approved_by: str

    @property
    def is_draft(self) -> bool:
        """Whether it may still be changed."""
        return self.state is ListState.DRAFT

    @property
    def title(self) -> str:
        """The state in words."""
        return gettext("Đang soạn") if self.is_draft else gettext("Đã ban hành")

    @property
    def tone(self) -> str:
        """The tone of the state's tag."""
        return "hold" if self.is_draft else "ok"


@dataclass(frozen=True, slots=True)
class EntryInfo:
    """One line of a list: a file that is to be kept in the year. `file_id` once it was opened."""

    id: UUID
    list_id: UUID
    year: int
    heading: str
    notation: str
    title: str
    maintenance: str
    maintenance_title: str
    keeper_name: str
    note: str
    rule: Rule
    file_id: UUID | None


@dataclass(frozen=True, slots=True)
class FileInfo:
    """One case file. `code` is mã hồ sơ: agency, year, number and symbol. Counts and days are final once closed."""

    id: UUID
    code: str
    notation: str
    unit_id: UUID
    unit_name: str
    year: int
    entry_id: UUID | None
    title: str
    maintenance: str
    maintenance_title: str
    mode: str
    language: str
    keyword: str
    description: str
    paper_code: str
    keeper_id: UUID
    keeper_name: str
    state: FileState
    documents: int
    pages: int
    start_on: date | None
    end_on: date | None
    opened_at: datetime
    closed_at: datetime | None
    due_on: date | None
    is_held: bool
    version: int

    @property
    def state_title(self) -> str:
        """The state in words."""
        return gettext(FILE_TITLES[self.state])

    @property
    def tone(self) -> str:
        """The tone of the state's tag."""
        return FILE_TONES[self.state]


@dataclass(frozen=True, slots=True)
class ItemInfo:
    """One line of a file's list of papers (mục lục văn bản). What this actor may not open says nothing of itself."""

    id: UUID
    ordinal: int
    document_id: UUID | None
    dossier_id: UUID | None
    code: str
    issued_on: date | None
    kind_title: str
    subject: str
    organ: str
    pages: int
    by_rule: bool
    added_by: str
    added_at: datetime
    note: str
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Flag:
    """Something to look at before a file is closed. One that `stops` must be mended."""

    code: str
    sentence: str
    item_id: UUID | None = None
    stops: bool = False


@dataclass(frozen=True, slots=True)
class HoldInfo:
    """A hold on a file (phong tỏa): nothing of it is destroyed while it stands."""

    id: UUID
    reason: str
    document: str
    placed_by: str
    placed_at: datetime
    lifted_at: datetime | None


@dataclass(frozen=True, slots=True)
class SlipInfo:
    """One hand-over to the archive (phiếu nộp lưu)."""

    id: UUID
    code: str
    unit_id: UUID
    unit_name: str
    state: SlipState
    lines: int
    sent_by: str
    sent_at: datetime
    settled_by: str
    settled_at: datetime | None

    @property
    def title(self) -> str:
        """The state in words."""
        return gettext(SLIP_TITLES[self.state])

    @property
    def tone(self) -> str:
        """The tone of the state's tag."""
        return {SlipState.SENT: "warn", SlipState.DONE: "ok", SlipState.TAKEN_BACK: "end"}[self.state]


@dataclass(frozen=True, slots=True)
class LineInfo:
    """One file of a hand-over."""

    id: UUID
    ordinal: int
    file: FileInfo
    state: LineState
    reason: str

    @property
    def title(self) -> str:
        """The state in words."""
        return gettext(LINE_TITLES[self.state])

    @property
    def tone(self) -> str:
        """The tone of the state's tag."""
        return LINE_TONES[self.state]


@dataclass(frozen=True, slots=True)
class PackedPaper:
    """One paper of a file as the archive packs it: what describes it and the kept files, the main one first."""

    ordinal: int
    code: str
    kind: str
    kind_title: str
    issued_on: date | None
    organ: str
    subject: str
    pages: int
    language: str
    is_scan: bool
    is_restricted: bool
    file_ids: tuple[UUID, ...]
