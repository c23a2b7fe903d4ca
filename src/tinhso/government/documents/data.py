"""Words and shapes about documents that others may hold (Nghị định 30/2020/NĐ-CP, Phụ lục VI)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum, StrEnum
from typing import Final
from uuid import UUID

from django.utils.translation import gettext, gettext_noop

USE: Final = "documents.use"
LIST: Final = "documents.list"
"""The place in the rail; whoever heads a one-stop has as many places as there are keys, and the inbox leads here."""
READ: Final = "documents.read"
REGISTER: Final = "documents.register"
ISSUE: Final = "documents.issue"
INSTRUCT: Final = "documents.instruct"
BOOKS: Final = "documents.books"
DIRECT_WORK: Final = "documents.direct"

MAX_FILES: Final = 50
MAX_RECIPIENTS: Final = 500
MAX_READERS: Final = 100


class Direction(StrEnum):
    """Which way a document goes, seen from the agency in whose register it stands."""

    INCOMING = "incoming"
    OUTGOING = "outgoing"
    INTERNAL = "internal"


DIRECTION_TITLES: Final[Mapping[Direction, str]] = {
    Direction.INCOMING: gettext_noop("Văn bản đến"),
    Direction.OUTGOING: gettext_noop("Văn bản đi"),
    Direction.INTERNAL: gettext_noop("Văn bản nội bộ"),
}


class Way(StrEnum):
    """How an incoming document came."""

    EXCHANGE = "exchange"
    EMAIL = "email"
    POST = "post"
    HAND = "hand"
    SCAN = "scan"


WAY_TITLES: Final[Mapping[Way, str]] = {
    Way.EXCHANGE: gettext_noop("Trục liên thông văn bản"),
    Way.EMAIL: gettext_noop("Thư điện tử"),
    Way.POST: gettext_noop("Bưu chính"),
    Way.HAND: gettext_noop("Nhận trực tiếp"),
    Way.SCAN: gettext_noop("Bản giấy quét tại văn thư"),
}


class Urgency(IntEnum):
    """How urgent a document is (Điều 4; the numbers are those of the exchange)."""

    NORMAL = 0
    URGENT = 1
    VERY_URGENT = 2
    EXPRESS = 3
    EXPRESS_TIMED = 4


URGENCY_TITLES: Final[Mapping[Urgency, str]] = {
    Urgency.NORMAL: gettext_noop("Thường"),
    Urgency.URGENT: gettext_noop("Khẩn"),
    Urgency.VERY_URGENT: gettext_noop("Thượng khẩn"),
    Urgency.EXPRESS: gettext_noop("Hỏa tốc"),
    Urgency.EXPRESS_TIMED: gettext_noop("Hỏa tốc hẹn giờ"),
}


class State(StrEnum):
    """Where a document is. The first seven are of incoming ones, ISSUED to REPLACED of the others."""

    ARRIVED = "arrived"
    REFUSED = "refused"
    REGISTERED = "registered"
    ASSIGNED = "assigned"
    PROCESSING = "processing"
    DONE = "done"
    FROZEN = "frozen"
    ISSUED = "issued"
    RECALLED = "recalled"
    REPLACED = "replaced"


STATE_TITLES: Final[Mapping[State, str]] = {
    State.ARRIVED: gettext_noop("Đã đến, chờ vào sổ"),
    State.REFUSED: gettext_noop("Đã từ chối tiếp nhận"),
    State.REGISTERED: gettext_noop("Đã vào sổ, chờ chỉ đạo"),
    State.ASSIGNED: gettext_noop("Đã phân công"),
    State.PROCESSING: gettext_noop("Đang xử lý"),
    State.DONE: gettext_noop("Đã hoàn thành"),
    State.FROZEN: gettext_noop("Bên gửi đã thu hồi"),
    State.ISSUED: gettext_noop("Đã phát hành"),
    State.RECALLED: gettext_noop("Đã thu hồi"),
    State.REPLACED: gettext_noop("Đã được thay thế"),
}
STATE_TONES: Final[Mapping[State, str]] = {
    State.ARRIVED: "new",
    State.REFUSED: "late",
    State.REGISTERED: "new",
    State.ASSIGNED: "new",
    State.PROCESSING: "new",
    State.DONE: "ok",
    State.FROZEN: "late",
    State.ISSUED: "ok",
    State.RECALLED: "late",
    State.REPLACED: "end",
}
OPEN: Final = frozenset({State.ARRIVED, State.REGISTERED, State.ASSIGNED, State.PROCESSING})
"""States in which somebody has to do something."""


class Secrecy(StrEnum):
    """What the stop-word check found on the pages of a document, and what became of it.

    DOUBTED: words that often stand in secret documents, a warning. HELD: a mark of a secrecy level; named readers alone
    until the clerk has looked. OPENED: looked at, it is none. SECRET: it is one; nothing is done with it here any more.
    """

    NONE = ""
    DOUBTED = "doubted"
    HELD = "held"
    OPENED = "opened"
    SECRET = "secret"  # noqa: S105 - a state


class FileRole(StrEnum):
    """What a file of a document is."""

    MAIN = "main"
    APPENDIX = "appendix"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of document (tên loại văn bản, Phụ lục III). `abbreviation` is "" where the symbol names none.

    `is_copy` marks sao y, trích sao and sao lục, `is_slip` those that other rooms alone make, by forms of their own;
    `order` is the place in the annex, from 1.
    """

    key: str
    title: str
    abbreviation: str
    order: int
    is_copy: bool = False
    is_slip: bool = False


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signed, as written on the document: authority (TM., KT., TL., TUQ., Q.), position, full name."""

    name: str = ""
    position: str = ""
    competence: str = ""


@dataclass(frozen=True, slots=True)
class Recipient:
    """One place a document goes to. A unit of this installation has `unit_id`, anybody else a name and perhaps a code.

    `is_to_act` marks those the document is addressed to (Kính gửi); the others get it to know.
    """

    name: str
    unit_id: UUID | None = None
    code: str = ""
    is_to_act: bool = True


@dataclass(frozen=True, slots=True)
class FileLine:
    """One file of a document, in order. `file_id` is a kept file of `files`; `sha256` in hexadecimal."""

    file_id: UUID
    name: str
    sha256: str
    role: FileRole = FileRole.MAIN
    pages: int = 0


@dataclass(frozen=True, slots=True)
class NewFile:
    """A kept file to attach: which, and what it is."""

    file_id: UUID
    role: FileRole = FileRole.MAIN


@dataclass(frozen=True, slots=True)
class Arrival:
    """An incoming document as it came: what stands on it and how it came. Lengths are those of Phụ lục VI.

    `code` is the sender's number and symbol as printed ("15/QĐ-STP"). `due_on` is what the sender asks.
    `delivery_id` names the delivery of correspondence that brought it: one delivery, one document. `answers_ref` is a
    document of ours that it answers, when the sender said so. `twin_reason` says why it is registered although one like
    it is there. `no_secret` is the clerk's word that it holds no state secret; without it nothing is kept.
    """

    unit_id: UUID
    way: Way
    code: str
    kind: str
    subject: str
    issued_on: date
    issuer_name: str
    files: tuple[NewFile, ...] = ()
    issuer_code: str = ""
    issuer_unit_id: UUID | None = None
    signer: Signer = Signer()
    urgency: Urgency = Urgency.NORMAL
    restricted: bool = False
    reader_ids: tuple[UUID, ...] = ()
    due_on: date | None = None
    pages: int = 0
    language: str = ""
    description: str = ""
    book: str = ""
    delivery_id: UUID | None = None
    answers_ref: UUID | None = None
    twin_reason: str = ""
    no_secret: bool = False
    warning_reason: str = ""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A signed document that is to be numbered and issued. Lengths are those of Phụ lục VI.

    `symbol_tail` is the drafting unit or field in the symbol of a công văn ("VX" writes 12/UBND-VX). `number` uses one
    reserved before. `replaces_id` and `corrects_id` name an issued document of the same unit; `answers_id` an incoming
    one. `kept_by` is the unit or person with the original.
    """

    unit_id: UUID
    kind: str
    subject: str
    files: tuple[NewFile, ...]
    recipients: tuple[Recipient, ...] = ()
    signer: Signer = Signer()
    direction: Direction = Direction.OUTGOING
    symbol_tail: str = ""
    number: int | None = None
    answers_id: UUID | None = None
    replaces_id: UUID | None = None
    corrects_id: UUID | None = None
    urgency: Urgency = Urgency.NORMAL
    restricted: bool = False
    reader_ids: tuple[UUID, ...] = ()
    due_on: date | None = None
    pages: int = 0
    copies: int = 0
    kept_by: str = ""
    language: str = ""
    description: str = ""
    draft_id: UUID | None = None
    no_secret: bool = False
    warning_reason: str = ""


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """A document as somebody who may open it sees it.

    `number` is số đến of an incoming document and the number of an outgoing one; `code` is number and symbol as printed
    ("15/QĐ-UBND"), `symbol` its part after the slash. `book` is the code of the register, `book_title` its name.
    """

    id: UUID
    direction: Direction
    state: State
    unit_id: UUID
    unit_name: str
    book: str
    book_title: str
    year: int
    number: int | None
    symbol: str
    code: str
    kind: str
    kind_title: str
    subject: str
    issued_on: date
    arrived_at: datetime | None
    issued_at: datetime | None
    registered_at: datetime | None
    registered_by: str
    way: Way | None
    issuer_name: str
    issuer_code: str
    issuer_unit_id: UUID | None
    signer: Signer
    urgency: Urgency
    restricted: bool
    due_on: date | None
    pages: int
    copies: int
    language: str
    description: str
    kept_by: str
    recipients: tuple[Recipient, ...]
    files: tuple[FileLine, ...]
    answers_id: UUID | None
    replaces_id: UUID | None
    replaced_by_id: UUID | None
    corrects_id: UUID | None
    delivery_id: UUID | None
    draft_id: UUID | None
    reason: str
    version: int
    dossier_id: UUID | None = None
    secrecy: Secrecy = Secrecy.NONE

    @property
    def state_title(self) -> str:
        """The state in words."""
        return gettext(STATE_TITLES[self.state])

    @property
    def state_tone(self) -> str:
        """The tone of the state's tag."""
        return STATE_TONES[self.state]

    @property
    def urgency_title(self) -> str:
        """The urgency in words."""
        return gettext(URGENCY_TITLES[self.urgency])

    @property
    def way_title(self) -> str:
        """How it came, in words; "" for what did not come."""
        return gettext(WAY_TITLES[self.way]) if self.way else ""

    @property
    def direction_title(self) -> str:
        """Which way it goes, in words."""
        return gettext(DIRECTION_TITLES[self.direction])

    @property
    def is_open(self) -> bool:
        """Tell whether somebody has something to do with it."""
        return self.state in OPEN

    @property
    def name(self) -> str:
        """Kind and number, as people say it: «Quyết định 15/QĐ-UBND»."""
        return f"{self.kind_title} {self.code}".strip()
