"""What goes in and out of the API of drafts, files and results, version 1."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Field, Schema

from tinhso.government.dossiers import public as dossiers


class StartIn(Schema):
    """Which procedure, and where to file when that is known already."""

    procedure_code: str = Field(max_length=40)
    unit_id: UUID | None = None


class ChooseIn(Schema):
    """Where to file, how to get the result; what is left out stays."""

    unit_id: UUID | None = None
    delivery: dossiers.Delivery | None = None


class PageIn(Schema):
    """One page's answers, nested as the form has them; `revision` is that of the draft the caller saw."""

    answers: dict[str, Any]
    revision: int | None = Field(None, ge=1, le=2_147_483_647)


class AttachIn(Schema):
    """A file for a component."""

    component: str = Field(max_length=32)
    file_id: UUID


class DraftPaperOut(Schema):
    """A file attached to a draft; `name` is the file's."""

    id: UUID
    component: str
    name: str
    file_id: UUID


class DraftOut(Schema):
    """A draft. `case` is empty while the answers do not tell it."""

    id: UUID
    procedure_code: str
    version_id: UUID
    unit_id: UUID | None
    case: str
    data: dict[str, Any]
    papers: list[DraftPaperOut]
    delivery: dossiers.Delivery
    saved_at: datetime
    revision: int
    dossier_id: UUID | None


class PageOut(Schema):
    """The draft after a page was kept, and what is wrong on that page: a sentence by JSON pointer."""

    draft: DraftOut
    errors: dict[str, str]


class FileOut(Schema):
    """A file kept: JPEG, PNG, HEIC or PDF. `sha256` is in hexadecimal, `size` in bytes."""

    id: UUID
    sha256: str
    name: str
    media_type: str
    size: int
    pages: int


class ClaimIn(Schema):
    """A finished resumable upload (tus 1.0.0 at /tep/tai-len/)."""

    upload_id: UUID


class MergeIn(Schema):
    """Files to join into one PDF, in this order."""

    file_ids: list[UUID] = Field(min_length=1, max_length=50)
    name: str = Field("giay-to.pdf", min_length=1, max_length=200)


class PublicResultOut(Schema):
    """What anybody may know who holds the paper; `owner` is masked."""

    token: str
    title: str
    number: str
    issued_on: date
    unit_id: UUID
    signer_name: str
    signer_title: str
    owner: str
    sha256: str
    state: str
    revoked_at: datetime | None
    replaced_by_token: str


class ResultOut(Schema):
    """A result of the caller's own."""

    id: UUID
    dossier_id: UUID | None
    procedure_code: str
    number: str
    title: str
    issued_on: date
    unit_id: UUID
    signer_name: str
    signer_title: str
    sha256: str
    token: str
    state: str


class ResultPage(Schema):
    """One page of a list."""

    items: list[ResultOut]
    next_cursor: str
