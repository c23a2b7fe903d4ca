"""From rows to what others may hold."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from tinhso.foundation.files.public import FileInfo
from tinhso.government.documents.data import (
    Direction,
    DocumentInfo,
    FileLine,
    FileRole,
    NewFile,
    Recipient,
    Secrecy,
    Signer,
    State,
    Urgency,
    Way,
)
from tinhso.government.documents.models import Book, Document, DocumentFile
from tinhso.government.documents.rules.symbols import split_code


def info_of(row: Document) -> DocumentInfo:
    """Return one document with its files."""
    return infos_of([row])[0]


def info_of_new(row: Document, files: Iterable[tuple[NewFile, FileInfo]]) -> DocumentInfo:
    """Return a document just written, with the files just attached to it, without asking the database again."""
    lines = tuple(
        FileLine(kept.id, kept.name[:255], kept.sha256, FileRole(new.role), kept.pages) for new, kept in files
    )
    return _info(row, lines, row.book, None)


def infos_of(rows: Iterable[Document]) -> list[DocumentInfo]:
    """Return documents with their files, in order: three queries at most, however many there are."""
    found = list(rows)
    ids = [row.id for row in found]
    files: dict[UUID, list[FileLine]] = defaultdict(list)
    for one in DocumentFile.objects.filter(document_id__in=ids).order_by("document_id", "position") if ids else ():
        files[one.document_id].append(FileLine(one.file_id, one.name, one.sha256, FileRole(one.role), one.pages))
    books = Book.objects.in_bulk({row.book_id for row in found if row.book_id}) if ids else {}
    pairs = Document.objects.filter(replaces_id__in=ids).values_list("replaces_id", "id") if ids else ()
    replaced = {old: new for old, new in pairs if old is not None}
    return [_info(row, tuple(files[row.id]), books.get(row.book_id), replaced.get(row.id)) for row in found]


def _info(row: Document, files: tuple[FileLine, ...], book: Book | None, replaced_by_id: UUID | None) -> DocumentInfo:
    return DocumentInfo(
        id=row.id,
        direction=Direction(row.direction),
        state=State(row.state),
        unit_id=row.unit_id,
        unit_name=row.unit_name,
        book=book.code if book else "",
        book_title=book.title if book else "",
        year=row.year,
        number=row.number,
        symbol=split_code(row.code)[1],
        code=row.code,
        kind=row.kind,
        kind_title=row.kind_title,
        subject=row.subject,
        issued_on=row.issued_on,
        arrived_at=row.arrived_at,
        issued_at=row.issued_at,
        registered_at=row.registered_at,
        registered_by=row.registered_by,
        way=Way(row.way) if row.way else None,
        issuer_name=row.issuer_name,
        issuer_code=row.issuer_code,
        issuer_unit_id=row.issuer_unit_id,
        signer=Signer(row.signer_name, row.signer_position, row.signer_competence),
        urgency=Urgency(row.urgency),
        restricted=row.restricted,
        due_on=row.due_on,
        pages=row.pages,
        copies=row.copies,
        language=row.language,
        description=row.description,
        kept_by=row.kept_by,
        recipients=tuple(recipient_of(one) for one in row.recipients),
        files=files,
        answers_id=row.answers_id,
        replaces_id=row.replaces_id,
        replaced_by_id=replaced_by_id,
        corrects_id=row.corrects_id,
        delivery_id=row.delivery_id,
        draft_id=row.draft_id,
        reason=row.reason,
        dossier_id=row.dossier_id,
        version=row.version,
        secrecy=Secrecy(row.secrecy),
    )


def recipient_of(raw: dict[str, str]) -> Recipient:
    """Return a recipient as it was kept."""
    unit = raw.get("unit_id")
    return Recipient(raw["name"], UUID(unit) if unit else None, raw.get("code", ""), bool(raw.get("is_to_act", True)))
