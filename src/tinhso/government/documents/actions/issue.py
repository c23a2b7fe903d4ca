"""What goes out: numbered, issued, called back, replaced, corrected (Nghị định 30/2020/NĐ-CP Điều 15, 17, 18)."""

from dataclasses import replace as copied
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from tinhso.foundation.organisations import public as organisations
from tinhso.government.documents import access, content
from tinhso.government.documents.actions import _write, books
from tinhso.government.documents.actions._secrecy import refuse_secret, require_word
from tinhso.government.documents.data import ISSUE, Direction, DocumentInfo, Outgoing, State
from tinhso.government.documents.errors import BadDocument, DocumentMissing, IllegalDocumentMove
from tinhso.government.documents.events import DocumentIssued, DocumentRecalled
from tinhso.government.documents.models import Book, Document, ReservedNumber
from tinhso.government.documents.queries.infos import info_of, info_of_new
from tinhso.government.documents.rules import bounds, symbols
from tinhso.government.documents.rules.lifecycle import Move, moved
from tinhso.government.documents.rules.twins import code_key, issuer_key
from tinhso.kernel.actors import SYSTEM, Actor
from tinhso.kernel.clock import local_day
from tinhso.kernel.ids import uuid7
from tinhso.kernel.outbox import announce
from tinhso.kernel.text import clean_line

DEFAULT_TAIL = "VP"
MIN_REASON = 5
_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 11))"


@transaction.atomic
def issue(actor: Actor, *, outgoing: Outgoing, now: datetime) -> DocumentInfo:
    """Number a signed document, put it into its register and send it on its way (cấp số, phát hành).

    The day of the document is today: no number is dated back. `outgoing.number` uses one kept back today; otherwise the
    register's next is taken. With `replaces_id` the document named is recalled by this one in the same act; with
    `draft_id` a draft is issued once, and asking again returns the same document. Raises DocumentMissing for another
    agency's register or a document that is not there, BadDocument naming what is wrong, SecretRefused, SecrecyDoubted,
    BookMissing, BadNumber, IllegalDocumentMove.
    """
    access.unit_required(actor, ISSUE, outgoing.unit_id)
    return _issue(actor, outgoing, gate=actor, held=None, now=now)


@transaction.atomic
def require_issuable(actor: Actor, *, outgoing: Outgoing, now: datetime) -> None:
    """Look at all that `issue` would refuse, without numbering or writing anything; `files` are what will be sealed.

    For a room that has a document sealed outside the transaction before `issue_held` enters it. Raises as `issue`.
    """
    access.unit_required(actor, ISSUE, outgoing.unit_id)
    require_word(no_secret=outgoing.no_secret)
    row = _checked(outgoing)
    _called_back(actor, outgoing)
    books.book_for(row.unit_id, direction=Direction(row.direction), kind=row.kind, now=now)


@transaction.atomic
def issue_held(actor: Actor, *, held_id: UUID, outgoing: Outgoing, now: datetime) -> DocumentInfo:
    """Issue a document under a number that was held for it, dated the day it was taken, as is printed on it.

    Whether `actor` may, their room asked when the number was held (`require_issuable`): nobody is at hand any more when
    its seal is made. Asking again for the same draft returns the same document. Raises BadNumber for a number that is
    not held (any more), and what `issue` raises.
    """
    return _issue(actor, outgoing, gate=SYSTEM, held=books.held_number(held_id), now=now)


def _issue(
    actor: Actor, outgoing: Outgoing, *, gate: Actor, held: ReservedNumber | None, now: datetime
) -> DocumentInfo:
    if outgoing.draft_id is not None:
        with connection.cursor() as cursor:
            cursor.execute(_LOCK, [str(outgoing.draft_id)])
        known = Document.objects.filter(draft_id=outgoing.draft_id).first()
        if known is not None:
            return info_of(known)
    require_word(no_secret=outgoing.no_secret)
    row = _checked(outgoing)
    attached = _write.file_infos(outgoing.files)
    row.pages = row.pages or sum(info.pages for _new, info in attached)
    old = _called_back(gate, outgoing)
    book = _number(actor, row, outgoing, held, now=now)
    _insert(row)
    _write.write_files(row, attached)
    _write.write_readers(
        row, [*outgoing.reader_ids, *([actor.account_id] if row.restricted and actor.account_id else [])], now=now
    )
    if old is not None:
        named = _("văn bản khác") if row.restricted else row.code
        _end(actor, old, Move.REPLACE, reason=_("Được thay thế bằng %(code)s") % {"code": named}, by=row, now=now)
    _write.tell(actor, row, "issued", facts={"book": book.title, "recipients": len(row.recipients)}, now=now)
    _write.record(actor, row, "issued", recipients=len(row.recipients), draft=str(row.draft_id or ""))
    announce(
        DocumentIssued(row.id, row.unit_id, row.replaces_id, row.corrects_id, row.answers_id, row.draft_id), actor=actor
    )
    return info_of_new(row, attached)


def enter(actor: Actor, *, outgoing: Outgoing, held: ReservedNumber, dossier_id: UUID, now: datetime) -> DocumentInfo:
    """Put a paper of a dossier into the register under a number held for it, for `results.enter_paper` alone."""
    row, book = _checked(outgoing), held.book
    attached = _write.file_infos(outgoing.files)
    row.pages, row.dossier_id = sum(info.pages for _new, info in attached), dossier_id
    row.number = held.number
    row.book, row.year, row.issued_on, row.issued_at = book, held.year, held.day, now
    row.registered_at, row.registered_by, row.registrar_id = now, actor.name, actor.account_id
    row.code = symbols.code_of(row.number, _symbol(book, outgoing))
    row.code_key = code_key(row.code)[:60]
    _insert(row)
    _write.write_files(row, attached)
    _write.write_readers(row, outgoing.reader_ids, now=now)
    _write.tell(actor, row, "issued", facts={"book": book.title, "recipients": 0}, now=now)
    _write.record(actor, row, "issued", dossier=str(dossier_id))
    announce(DocumentIssued(row.id, row.unit_id), actor=actor)
    return info_of_new(row, attached)


def next_code_of(outgoing: Outgoing, *, number: int, now: datetime) -> str:
    """Return number and symbol as a document would bear them: what drafting prints before it is issued."""
    book = books.book_for(outgoing.unit_id, direction=outgoing.direction, kind=outgoing.kind, now=now)
    return symbols.code_of(number, _symbol(book, outgoing))


def _symbol(book: Book, outgoing: Outgoing) -> str:
    return symbol_in(book, outgoing.kind, tail=outgoing.symbol_tail)


def symbol_in(book: Book, kind_key: str, *, tail: str = "") -> str:
    """Return the symbol of documents of a kind in a register; `tail` is the drafting unit's part of a công văn."""
    kind = content.get_kind(kind_key)
    return symbols.symbol_of(abbreviation=kind.abbreviation, agency=book.symbol, tail=tail or DEFAULT_TAIL)


def _number(actor: Actor, row: Document, outgoing: Outgoing, held: ReservedNumber | None, *, now: datetime) -> Book:
    """Give a document its number, day and symbol; return its register."""
    if held is None:
        book = books.book_for(row.unit_id, direction=Direction(row.direction), kind=row.kind, now=now)
        day = local_day(now)
    else:
        book, day = held.book, held.day
    if held is not None:
        row.number = held.number
        held.used_by = row.id
        held.save(update_fields=["used_by"])
    elif outgoing.number is not None:
        books.use_reserved(book, number=outgoing.number, document_id=row.id, on=day)
        row.number = outgoing.number
    else:
        row.number = books.next_number(book, on=day)
    row.book, row.year, row.issued_on, row.issued_at = book, day.year, day, now
    row.registered_at, row.registered_by, row.registrar_id = now, actor.name, actor.account_id
    row.code = symbols.code_of(row.number, _symbol(book, outgoing))
    row.code_key = code_key(row.code)[:60]
    row.search_words = _write.words_for(row)
    return book


def _insert(row: Document) -> None:
    try:
        with transaction.atomic():
            access.DOCUMENTS.insert(row)
    except IntegrityError as error:
        if "document_code_once" not in str(error):
            raise
        words = _("Số, ký hiệu %(code)s đã có trong năm. Kiểm tra ký hiệu của sổ văn bản.") % {"code": row.code}
        raise BadDocument(words, fields={"so_ky_hieu": words}) from None


def _checked(outgoing: Outgoing) -> Document:
    unit = organisations.get_unit(outgoing.unit_id)
    typed = {
        "trich_yeu": clean_line(outgoing.subject),
        "nguoi_ky": clean_line(outgoing.signer.name),
        "chuc_vu": clean_line(outgoing.signer.position),
        "ghi_chu": clean_line(outgoing.description),
        "ngon_ngu": clean_line(outgoing.language),
        "noi_luu": clean_line(outgoing.kept_by),
    }
    errors = bounds.errors_in(typed) | _errors_in(outgoing)
    if errors:
        raise BadDocument(fields=errors)
    refuse_secret(outgoing.subject, outgoing.description, reason=outgoing.warning_reason)
    kind = content.get_kind(outgoing.kind)
    return Document(
        id=uuid7(),
        direction=outgoing.direction,
        state=State.ISSUED,
        unit_id=unit.id,
        unit_name=unit.name,
        kind=kind.key,
        kind_title=kind.title,
        subject=typed["trich_yeu"],
        issuer_name=unit.name,
        issuer_key=issuer_key(unit.name),
        issuer_code=unit.code[:35],
        issuer_unit_id=unit.id,
        signer_name=typed["nguoi_ky"],
        signer_position=typed["chuc_vu"],
        signer_competence=clean_line(outgoing.signer.competence)[:10],
        urgency=outgoing.urgency,
        restricted=outgoing.restricted,
        due_on=outgoing.due_on,
        pages=outgoing.pages,
        copies=outgoing.copies,
        language=typed["ngon_ngu"],
        description=typed["ghi_chu"],
        kept_by=typed["noi_luu"],
        recipients=_write.recipients_json(outgoing.recipients),
        answers_id=outgoing.answers_id,
        replaces_id=outgoing.replaces_id,
        corrects_id=outgoing.corrects_id,
        draft_id=outgoing.draft_id,
    )


def _errors_in(outgoing: Outgoing) -> dict[str, str]:
    errors: dict[str, str] = {}
    if content.find_kind(outgoing.kind) is None:
        errors["loai"] = _("Chọn tên loại văn bản trong danh sách.")
    if outgoing.direction is Direction.INCOMING:
        errors["loai_so"] = _("Văn bản phát hành là văn bản đi hoặc văn bản nội bộ.")
    if outgoing.symbol_tail and not symbols.is_good_tail(outgoing.symbol_tail):
        errors["ky_hieu"] = _("Nhập chữ viết tắt đơn vị soạn thảo hoặc lĩnh vực, ví dụ VX hoặc VP.")
    if not outgoing.files:
        errors["tep"] = _("Đính kèm tệp văn bản đã ký.")
    if not 0 <= outgoing.pages <= bounds.MAX_PAGES or not 0 <= outgoing.copies <= bounds.MAX_COPIES:
        errors["so_ban"] = _("Nhập số trang, số bản từ 0 đến 999.")
    if outgoing.restricted and not outgoing.reader_ids:
        errors["nguoi_xem"] = _("Chọn ít nhất một người được xem văn bản hạn chế.")
    return errors


def _called_back(actor: Actor, outgoing: Outgoing) -> Document | None:
    """Check the documents this one refers to; return, locked, the one it replaces."""
    if outgoing.answers_id is not None:
        answered = access.access_document(actor, document_id=outgoing.answers_id)
        if answered.unit_id != outgoing.unit_id or answered.direction != Direction.INCOMING:
            raise DocumentMissing
    if outgoing.corrects_id is not None:
        corrected = access.access_document(actor, document_id=outgoing.corrects_id, ability=ISSUE)
        if corrected.unit_id != outgoing.unit_id or corrected.state != State.ISSUED:
            raise IllegalDocumentMove
    if outgoing.replaces_id is None:
        return None
    old = access.access_document(actor, document_id=outgoing.replaces_id, ability=ISSUE, lock=True)
    if old.unit_id != outgoing.unit_id:
        raise DocumentMissing
    moved(State(old.state), Move.REPLACE)
    return old


@transaction.atomic
def recall(actor: Actor, *, document_id: UUID, reason: str, now: datetime) -> DocumentInfo:
    """Call an issued document back (thu hồi, Điều 18): it stays in the register, marked; receivers freeze it.

    Raises DocumentMissing, BadDocument without a reason, IllegalDocumentMove when it is not in force any more.
    """
    row = access.access_document(actor, document_id=document_id, ability=ISSUE, lock=True)
    why = clean_line(reason)[:500]
    if len(why) < MIN_REASON:
        words = _("Ghi lý do thu hồi để nơi nhận biết.")
        raise BadDocument(words, fields={"ly_do": words})
    _end(actor, row, Move.RECALL, reason=why, by=None, now=now)
    return info_of(row)


def _end(actor: Actor, row: Document, move: Move, *, reason: str, by: Document | None, now: datetime) -> None:
    row.state = moved(State(row.state), move)
    row.reason = reason[:500]
    row.version += 1
    row.save(update_fields=["state", "reason", "version"])
    verb = "replaced" if by else "recalled"
    _write.tell(actor, row, verb, text="" if row.restricted or (by and by.restricted) else reason, now=now)
    _write.record(actor, row, verb, by=str(by.id) if by else "")
    announce(DocumentRecalled(row.id, row.unit_id, by.id if by else None), actor=actor)


def replace(actor: Actor, *, document_id: UUID, outgoing: Outgoing, now: datetime) -> DocumentInfo:
    """Issue a document that replaces another of the same agency (thay thế): in one act, the old one is recalled."""
    return issue(actor, outgoing=copied(outgoing, replaces_id=document_id), now=now)


def correct(actor: Actor, *, document_id: UUID, outgoing: Outgoing, now: datetime) -> DocumentInfo:
    """Issue a letter that corrects another document's form (công văn đính chính, Điều 17); the other stays in force."""
    return issue(actor, outgoing=copied(outgoing, corrects_id=document_id), now=now)
