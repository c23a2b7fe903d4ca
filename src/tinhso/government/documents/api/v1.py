"""Documents over HTTP, version 1: what the screens do. Sign-in is the session's; writes carry the CSRF token.

`Idempotency-Key` (8 to 80 letters, digits, . _ -) on registering and issuing makes a retry answer with the same
document. A restricted document is there for its named readers alone, here too.
"""

from collections.abc import Sequence
from typing import Annotated, Any, Final
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import Header, Query, Router, Status
from ninja.security import django_auth

from tinhso.foundation.files import public as files
from tinhso.foundation.signing import public as signing
from tinhso.government.documents import access
from tinhso.government.documents import public as documents
from tinhso.government.documents.api.once import once
from tinhso.government.documents.api.schemas_v1 import (
    CompleteIn,
    DocumentDetail,
    DocumentOut,
    DocumentPage,
    DocumentsIn,
    FileIn,
    IncomingIn,
    InstructIn,
    InstructionOut,
    OutgoingIn,
    ProgressIn,
    RegisterOut,
    StaffOut,
)
from tinhso.government.documents.data import INSTRUCT, READ, USE
from tinhso.government.documents.queries.lists import DocumentFilter
from tinhso.government.documents.queries.lists import list_documents as found
from tinhso.government.documents.queries.registers import gap_report, list_books
from tinhso.kernel import clock
from tinhso.kernel.actors import Actor
from tinhso.ui.people import officer_of

router = Router(tags=["documents"], auth=django_auth)
Key = Annotated[str, Header(max_length=80)]
PDF: Final[Any] = {
    "responses": {
        200: {
            "content": {
                kind: {"schema": {"type": "string", "format": "binary"}}
                for kind in ("application/pdf", "image/jpeg", "image/png", "image/heic")
            }
        }
    },
}


@router.get("", response=DocumentPage, summary="Danh sách, tìm văn bản")
def list_documents(request: HttpRequest, wanted: Query[DocumentsIn]) -> Any:
    """One page of the documents the caller may open, newest first; with words, the best found first."""
    filters = DocumentFilter(
        direction=wanted.direction,
        states=(wanted.state,) if wanted.state else (),
        kind=wanted.kind,
        book=wanted.book,
        words=wanted.words,
        since=wanted.since,
        until=wanted.until,
        urgent=wanted.urgent,
        late=wanted.late,
        mine=wanted.mine,
        followed=wanted.followed,
        unit_id=wanted.unit_id,
    )
    page = found(officer_of(request, USE), filters=filters, cursor=wanted.cursor, size=wanted.size, now=clock.now())
    return {"items": list(page.items), "next_cursor": page.next_cursor}


@router.get("/registers", response=list[RegisterOut], summary="Sổ văn bản của cơ quan")
def list_registers(
    request: HttpRequest, unit_id: UUID, year: Annotated[int | None, Query(ge=2000, le=2100)] = None
) -> Any:
    """The registers of an agency, each with its gap report of a year: this one, unless another is asked."""
    actor, wanted = officer_of(request, READ), year or clock.today().year
    return [_register(actor, one, wanted) for one in list_books(actor, unit_id=unit_id)]


def _register(actor: Actor, book: Any, year: int) -> dict[str, Any]:
    gap = gap_report(actor, book_id=book.id, year=year)
    return {
        "id": book.id,
        "code": book.code,
        "title": book.title,
        "direction": book.direction,
        "kinds": book.kinds,
        "symbol": book.symbol,
        "is_open": book.closed_at is None,
        "year": year,
        "last": gap.last,
        "documents": gap.documents,
        "missing": list(gap.missing),
        "is_whole": gap.is_whole,
    }


@router.get("/staff", response=list[StaffOut], summary="Người có thể giao xử lý văn bản")
def list_document_staff(request: HttpRequest, unit_id: UUID) -> Any:
    """The officers whom an agency's documents may be given to, leaders first."""
    actor = officer_of(request, INSTRUCT)
    access.unit_required(actor, INSTRUCT, unit_id)
    return documents.list_staff(unit_id)


@router.post("/incoming", response={201: DocumentOut}, summary="Vào sổ văn bản đến")
def register_incoming(request: HttpRequest, body: IncomingIn, idempotency_key: Key = "") -> Any:
    """Register what came by hand, post, mail or scan, and number it."""
    actor, now = officer_of(request, USE), clock.now()
    arrival = documents.Arrival(
        **{**_plain(body), "files": _own(actor, body.files), "signer": documents.Signer(**dict(body.signer))},
        reader_ids=tuple(body.reader_ids),
    )
    return Status(
        201,
        once(
            actor,
            request,
            idempotency_key,
            lambda: documents.register_incoming(actor, arrival=arrival, now=now),
            now=now,
        ),
    )


@router.post("/outgoing", response={201: DocumentOut}, summary="Cấp số, phát hành văn bản đi")
def issue_document(request: HttpRequest, body: OutgoingIn, idempotency_key: Key = "") -> Any:
    """Number a signed document, put it into its register and send it on its way."""
    actor, now = officer_of(request, USE), clock.now()
    outgoing = documents.Outgoing(
        **{**_plain(body), "files": _own(actor, body.files), "signer": documents.Signer(**dict(body.signer))},
        recipients=tuple(documents.Recipient(**dict(one)) for one in body.recipients),
        reader_ids=tuple(body.reader_ids),
    )
    return Status(
        201,
        once(actor, request, idempotency_key, lambda: documents.issue(actor, outgoing=outgoing, now=now), now=now),
    )


def _plain(body: IncomingIn | OutgoingIn) -> dict[str, Any]:
    return {name: value for name, value in dict(body).items() if name not in ("recipients", "reader_ids")}


def _own(actor: Actor, wanted: Sequence[FileIn]) -> tuple[documents.NewFile, ...]:
    """Return files to attach; only the caller's own uploads may be."""
    files.require_own(actor, file_ids=[one.file_id for one in wanted])
    return tuple(documents.NewFile(one.file_id, one.role) for one in wanted)


@router.get("/{uuid:document_id}", response=DocumentDetail, summary="Một văn bản và việc đã giao")
def get_document(request: HttpRequest, document_id: UUID) -> Any:
    """One document with everything given out about it; looking is on record."""
    actor = officer_of(request, USE)
    info = documents.open_document(actor, document_id=document_id, now=clock.now())
    return {"document": info, "instructions": documents.list_instructions(actor, document_id=document_id)}


@router.get("/{uuid:document_id}/files/{uuid:attached_id}", openapi_extra=PDF, summary="Tệp của văn bản")
def get_document_file(request: HttpRequest, document_id: UUID, attached_id: UUID) -> HttpResponseBase:
    """One file of a document."""
    documents.require_file(officer_of(request, USE), document_id=document_id, file_id=attached_id)
    return files.respond(signing.newest_of(attached_id), request=request)


@router.post(
    "/{uuid:document_id}/instructions", response={201: list[InstructionOut]}, summary="Cho ý kiến chỉ đạo, giao xử lý"
)
def instruct(request: HttpRequest, document_id: UUID, body: InstructIn) -> Any:
    """Say who does what about an incoming document, and by when."""
    orders = [documents.NewInstruction(one.assignee_id, one.part, one.due_at, one.text) for one in body.orders]
    actor = officer_of(request, USE)
    return Status(
        201, documents.instruct(actor, document_id=document_id, text=body.text, orders=orders, now=clock.now())
    )


@router.post("/instructions/{uuid:instruction_id}/acknowledge", response=InstructionOut, summary="Nhận việc, đã đọc")
def acknowledge_instruction(request: HttpRequest, instruction_id: UUID) -> Any:
    """Say that one has read it and takes it on."""
    return documents.acknowledge(officer_of(request, USE), instruction_id=instruction_id, now=clock.now())


@router.post("/instructions/{uuid:instruction_id}/progress", response=InstructionOut, summary="Báo cáo tiến độ")
def report_progress(request: HttpRequest, instruction_id: UUID, body: ProgressIn) -> Any:
    """Tell how it goes."""
    actor = officer_of(request, USE)
    return documents.report_progress(actor, instruction_id=instruction_id, text=body.text, now=clock.now())


@router.post(
    "/instructions/{uuid:instruction_id}/complete", response=InstructionOut, summary="Hoàn thành việc được giao"
)
def complete_instruction(request: HttpRequest, instruction_id: UUID, body: CompleteIn) -> Any:
    """Say that it is done and with what result."""
    return documents.complete(
        officer_of(request, USE),
        instruction_id=instruction_id,
        result=body.result,
        answer_id=body.answer_id,
        now=clock.now(),
    )
