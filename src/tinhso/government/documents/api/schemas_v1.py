"""Shapes of the API of documents, version 1. A breaking change is a new file."""

from datetime import date, datetime
from typing import Final
from uuid import UUID

from ninja import Field, Schema

from tinhso.foundation.work.data import Part
from tinhso.government.documents.data import Direction, FileRole, Secrecy, State, Urgency, Way
from tinhso.government.documents.instruction_data import MAX_ORDERS, InstructionState
from tinhso.government.documents.rules.bounds import MAX_COPIES, MAX_PAGES

MOST_FILES = 50
MOST_PLACES = 500
MOST_READERS = 100


class SignerIo(Schema):
    """Who signed, as written on the document."""

    name: str = Field("", max_length=50)
    position: str = Field("", max_length=100)
    competence: str = Field("", max_length=10)


UNSIGNED: Final = SignerIo(name="", position="", competence="")


class RecipientIo(Schema):
    """One place a document goes to; `is_to_act` marks those it is addressed to."""

    name: str = Field(max_length=200)
    unit_id: UUID | None = None
    code: str = Field("", max_length=35)
    is_to_act: bool = True


class FileIn(Schema):
    """A file of the caller's own, uploaded before."""

    file_id: UUID
    role: FileRole = FileRole.MAIN


class FileLineOut(Schema):
    """One file of a document."""

    file_id: UUID
    name: str
    sha256: str
    role: FileRole
    pages: int


class DocumentOut(Schema):
    """A document as somebody who may open it sees it."""

    id: UUID
    direction: Direction
    state: State
    state_title: str
    unit_id: UUID
    unit_name: str
    book: str
    year: int
    number: int | None
    code: str
    kind: str
    kind_title: str
    subject: str
    issued_on: date
    arrived_at: datetime | None
    issued_at: datetime | None
    registered_at: datetime | None
    way: Way | None
    issuer_name: str
    issuer_code: str
    signer: SignerIo
    urgency: Urgency
    restricted: bool
    secrecy: Secrecy
    due_on: date | None
    pages: int
    recipients: list[RecipientIo]
    files: list[FileLineOut]
    answers_id: UUID | None
    replaces_id: UUID | None
    replaced_by_id: UUID | None
    corrects_id: UUID | None
    reason: str
    version: int


class DocumentPage(Schema):
    """One page of a list."""

    items: list[DocumentOut]
    next_cursor: str


class InstructionOut(Schema):
    """One instruction as it is now; `depth` 0 is a leader's own."""

    id: UUID
    document_id: UUID
    parent_id: UUID | None
    depth: int
    part: Part
    state: InstructionState
    text: str
    giver_name: str
    given_at: datetime
    assignee_id: UUID
    assignee_name: str
    due_at: datetime | None
    acknowledged_at: datetime | None
    done_at: datetime | None
    result: str
    answer_id: UUID | None
    asked_until: datetime | None


class DocumentDetail(Schema):
    """A document and everything given out about it, each before its parts."""

    document: DocumentOut
    instructions: list[InstructionOut]


class DocumentsIn(Schema):
    """What a list is narrowed to."""

    direction: Direction | None = None
    state: State | None = None
    kind: str = Field("", max_length=20)
    book: UUID | None = None
    unit_id: UUID | None = None
    words: str = Field("", max_length=200)
    since: date | None = None
    until: date | None = None
    urgent: bool = False
    late: bool = False
    mine: bool = False
    followed: bool = False
    cursor: str = Field("", max_length=300)
    size: int = Field(50, ge=1, le=100)


class IncomingIn(Schema):
    """An incoming document as it came; `no_secret` is the caller's word that it holds no state secret."""

    unit_id: UUID
    way: Way
    code: str = Field(max_length=60)
    kind: str = Field(max_length=20)
    subject: str = Field(max_length=500)
    issued_on: date
    issuer_name: str = Field(max_length=200)
    issuer_code: str = Field("", max_length=35)
    files: list[FileIn] = Field(default_factory=list, max_length=MOST_FILES)
    signer: SignerIo = UNSIGNED
    urgency: Urgency = Urgency.NORMAL
    restricted: bool = False
    reader_ids: list[UUID] = Field(default_factory=list, max_length=MOST_READERS)
    due_on: date | None = None
    pages: int = Field(0, ge=0, le=MAX_PAGES)
    language: str = Field("", max_length=30)
    description: str = Field("", max_length=500)
    book: str = Field("", max_length=12)
    twin_reason: str = Field("", max_length=200)
    no_secret: bool = False
    warning_reason: str = Field("", max_length=200)


class OutgoingIn(Schema):
    """A signed document that is to be numbered and issued."""

    unit_id: UUID
    kind: str = Field(max_length=20)
    subject: str = Field(max_length=500)
    files: list[FileIn] = Field(max_length=MOST_FILES)
    recipients: list[RecipientIo] = Field(default_factory=list, max_length=MOST_PLACES)
    signer: SignerIo = UNSIGNED
    direction: Direction = Direction.OUTGOING
    symbol_tail: str = Field("", max_length=45)
    number: int | None = Field(None, ge=1, le=10**9)
    answers_id: UUID | None = None
    replaces_id: UUID | None = None
    corrects_id: UUID | None = None
    urgency: Urgency = Urgency.NORMAL
    restricted: bool = False
    reader_ids: list[UUID] = Field(default_factory=list, max_length=MOST_READERS)
    due_on: date | None = None
    pages: int = Field(0, ge=0, le=MAX_PAGES)
    copies: int = Field(0, ge=0, le=MAX_COPIES)
    kept_by: str = Field("", max_length=200)
    language: str = Field("", max_length=30)
    description: str = Field("", max_length=500)
    no_secret: bool = False
    warning_reason: str = Field("", max_length=200)


class OrderIn(Schema):
    """Who is to do what; whoever only gets it to know needs no `due_at`."""

    assignee_id: UUID
    part: Part
    due_at: datetime | None = None
    text: str = Field("", max_length=2000)


class InstructIn(Schema):
    """What is given out together."""

    text: str = Field("", max_length=2000)
    orders: list[OrderIn] = Field(max_length=MAX_ORDERS)


class ProgressIn(Schema):
    """How it goes."""

    text: str = Field(max_length=2000)


class CompleteIn(Schema):
    """With what result, and by which outgoing document it was answered."""

    result: str = Field(max_length=2000)
    answer_id: UUID | None = None


class StaffOut(Schema):
    """An officer whom an agency's documents may be given to."""

    account_id: UUID
    name: str
    title: str
    unit_name: str


class RegisterOut(Schema):
    """A register of an agency, and whether its numbers of the year are whole."""

    id: UUID
    code: str
    title: str
    direction: Direction
    kinds: list[str]
    symbol: str
    is_open: bool
    year: int
    last: int
    documents: int
    missing: list[int]
    is_whole: bool
