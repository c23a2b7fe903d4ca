"""What comes in: it arrives, is looked at, and is registered or sent back (tiếp nhận, đăng ký; Điều 21, 22)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from tinhso.foundation.files import public as files
from tinhso.foundation.organisations import public as organisations
from tinhso.foundation.work import public as work
from tinhso.government.documents import access, content
from tinhso.government.documents.actions import _write, books, desk
from tinhso.government.documents.actions._secrecy import refuse_secret, require_word
from tinhso.government.documents.data import REGISTER, Arrival, Direction, DocumentInfo, NewFile, Secrecy, State
from tinhso.government.documents.errors import BadDocument, SecretRefused, TwinsFound
from tinhso.government.documents.events import DocumentArrived, DocumentRefused, DocumentRegistered
from tinhso.government.documents.models import Book, Document, DocumentText
from tinhso.government.documents.queries.infos import info_of, info_of_new, infos_of
from tinhso.government.documents.queries.twins import twins_of
from tinhso.government.documents.rules import bounds
from tinhso.government.documents.rules.lifecycle import Move, moved
from tinhso.government.documents.rules.symbols import clean_code
from tinhso.government.documents.rules.twins import code_key, issuer_key
from tinhso.kernel import outbox
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import local_day
from tinhso.kernel.outbox import announce
from tinhso.kernel.text import clean_line

MIN_REASON = 5
_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 7))"


@dataclass(frozen=True, slots=True)
class _Checked:
    """What came, cleaned and checked, ready to write."""

    row: Document
    files: list[tuple[NewFile, files.FileInfo]]


@transaction.atomic
@outbox.gathering()
def register_incoming(actor: Actor, *, arrival: Arrival, now: datetime) -> DocumentInfo:
    """Register what came by hand, post, mail or scan, and number it (vào sổ văn bản đến).

    The number is the next of the register's year; the clerk becomes its owner until a leader directs it. Raises
    DocumentMissing for another agency's register, BadDocument naming what is wrong, SecretRefused, SecrecyDoubted,
    TwinsFound when one like it stands there and no reason was given, BookMissing.
    """
    access.unit_required(actor, REGISTER, arrival.unit_id)
    require_word(no_secret=arrival.no_secret)
    checked = _checked(arrival, now=now)
    row = checked.row
    _refuse_twins(row, [info.sha256 for _new, info in checked.files], reason=arrival.twin_reason)
    book = _book(arrival.unit_id, arrival.kind, arrival.book, now=now)
    _number(actor, row, book, now=now)
    facts = {"number": row.number, "book": book.title}
    _write.write_new(actor, row, checked.files, verb="registered", text=arrival.twin_reason, facts=facts, now=now)
    _name_readers(actor, row, arrival.reader_ids, now=now)
    _put_on(actor, row, reason=arrival.twin_reason, now=now)
    return info_of_new(row, checked.files)


@transaction.atomic
@outbox.gathering()
def register_arrival(actor: Actor, *, arrival: Arrival, now: datetime) -> DocumentInfo:
    """Put what correspondence delivered before the clerk of its unit (đã đến), not registered yet.

    One delivery makes one document, however often it is handed in: `arrival.delivery_id` must be given. Only the system
    may, or the clerk of the unit. The clerk's word on secrecy is asked at registering; what bears a mark of secrecy is
    refused here already. Raises what `register_incoming` raises, except for twins, which the clerk is shown.
    """
    access.unit_required(actor, REGISTER, arrival.unit_id)
    if arrival.delivery_id is None:
        raise ValueError("an arrival names its delivery")
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [str(arrival.delivery_id)])
    known = Document.objects.filter(delivery_id=arrival.delivery_id).first()
    if known is not None:
        return info_of(known)
    checked = _checked(arrival, now=now, is_asked=False)
    row = checked.row
    row.state = State.ARRIVED
    row.search_words = _write.words_for(row)
    facts = {"way": row.way, "from": row.issuer_name}
    _write.write_new(actor, row, checked.files, verb="arrived", facts=facts, now=now)
    _write.write_readers(row, arrival.reader_ids, now=now)
    _write.record(actor, row, "arrived")
    desk.open_taking(row, now=now)
    announce(DocumentArrived(row.id, row.unit_id, row.delivery_id), actor=actor)
    return info_of_new(row, checked.files)


@transaction.atomic
def register(  # noqa: PLR0913 - what the clerk says at registering; every part is named
    actor: Actor,
    *,
    document_id: UUID,
    no_secret: bool,
    restricted: bool = False,
    reader_ids: Sequence[UUID] = (),
    book: str = "",
    twin_reason: str = "",
    warning_reason: str = "",
    now: datetime,
) -> DocumentInfo:
    """Register what arrived by the exchange, and number it. Raises what `register_incoming` raises.

    IllegalDocumentMove when it was registered or sent back already.
    """
    row = access.access_document(actor, document_id=document_id, ability=REGISTER, lock=True)
    row.state = moved(State(row.state), Move.REGISTER)
    if row.secrecy == Secrecy.HELD:
        raise SecretRefused
    require_word(no_secret=no_secret)
    refuse_secret(row.subject, row.description, code=row.code, reason=warning_reason)
    _refuse_twins(row, list(row.files.values_list("sha256", flat=True)), reason=twin_reason)
    row.restricted = row.restricted or restricted
    _number(actor, row, _book(row.unit_id, row.kind, book, now=now), now=now)
    row.version += 1
    row.save()
    if row.restricted:
        row.files.update(text_state="none")
        DocumentText.objects.filter(document=row).delete()
    _name_readers(actor, row, reader_ids, now=now)
    work.close_items(subject_id=row.id, actor=actor, now=now)
    _told_registered(actor, row, reason=twin_reason, now=now)
    return info_of(row)


@transaction.atomic
def refuse_arrival(actor: Actor, *, document_id: UUID, reason: str, now: datetime) -> DocumentInfo:
    """Send back what arrived (từ chối tiếp nhận), with the reason the sender reads.

    Raises DocumentMissing, BadDocument without a reason, IllegalDocumentMove.
    """
    row = access.access_document(actor, document_id=document_id, ability=REGISTER, lock=True)
    row.state = moved(State(row.state), Move.REFUSE)
    why = clean_line(reason)[:500]
    if len(why) < MIN_REASON:
        words = _("Ghi lý do từ chối tiếp nhận để bên gửi biết cần sửa gì.")
        raise BadDocument(words, fields={"ly_do": words})
    row.reason = why
    row.version += 1
    row.save(update_fields=["state", "reason", "version"])
    work.close_items(subject_id=row.id, actor=actor, now=now)
    _write.tell(actor, row, "refused", text=why, now=now)
    _write.record(actor, row, "refused")
    announce(DocumentRefused(row.id, row.unit_id, row.delivery_id), actor=actor)
    return info_of(row)


@transaction.atomic
def freeze(actor: Actor, *, document_id: UUID, reason: str, replaced_by: str = "", now: datetime) -> DocumentInfo:
    """Freeze an incoming document whose sender called it back (Điều 14): nothing is done with it any more, all stays.

    For correspondence, and the clerk who got the recall on paper. Everybody who has a part in it is told by its state;
    open work on it ends. Freezing twice changes nothing.
    """
    row = access.access_document(actor, document_id=document_id, ability=REGISTER, lock=True)
    if row.state == State.FROZEN:
        return info_of(row)
    row.state = moved(State(row.state), Move.FREEZE)
    row.reason = clean_line(reason)[:500]
    row.version += 1
    row.save(update_fields=["state", "reason", "version"])
    desk.close_all(actor, row, now=now)
    _write.tell(actor, row, "frozen", text=row.reason, facts={"replaced_by": replaced_by[:60]}, now=now)
    _write.record(actor, row, "frozen")
    desk.announce_frozen(actor, row)
    return info_of(row)


def _checked(arrival: Arrival, *, now: datetime, is_asked: bool = True) -> _Checked:
    unit = organisations.get_unit(arrival.unit_id)
    code = clean_code(arrival.code)
    typed = {
        "trich_yeu": clean_line(arrival.subject),
        "so_ky_hieu": code,
        "co_quan": clean_line(arrival.issuer_name),
        "ma_co_quan": clean_line(arrival.issuer_code),
        "nguoi_ky": clean_line(arrival.signer.name),
        "chuc_vu": clean_line(arrival.signer.position),
        "ghi_chu": clean_line(arrival.description),
        "ngon_ngu": clean_line(arrival.language),
    }
    errors = bounds.errors_in(typed)
    if arrival.issued_on > local_day(now):
        errors["ngay_van_ban"] = _("Ngày văn bản ở sau hôm nay. Kiểm tra lại ngày in trên văn bản.")
    if content.find_kind(arrival.kind) is None:
        errors["loai"] = _("Chọn tên loại văn bản trong danh sách.")
    if not 0 <= arrival.pages <= bounds.MAX_PAGES:
        errors["so_trang"] = _("Nhập số trang từ 1 đến 999.")
    if errors:
        raise BadDocument(fields=errors)
    refuse_secret(
        arrival.subject, arrival.description, code=code, reason=arrival.warning_reason if is_asked else "chờ văn thư"
    )
    attached = _write.file_infos(arrival.files)
    kind = content.get_kind(arrival.kind)
    row = Document(
        direction=Direction.INCOMING,
        state=State.REGISTERED,
        unit_id=unit.id,
        unit_name=unit.name,
        year=local_day(now).year,
        code=code,
        code_key=code_key(code)[:60],
        kind=kind.key,
        kind_title=kind.title,
        subject=typed["trich_yeu"],
        issued_on=arrival.issued_on,
        arrived_at=now,
        way=arrival.way,
        issuer_name=typed["co_quan"],
        issuer_key=issuer_key(typed["co_quan"]),
        issuer_code=typed["ma_co_quan"],
        issuer_unit_id=arrival.issuer_unit_id,
        signer_name=typed["nguoi_ky"],
        signer_position=typed["chuc_vu"],
        signer_competence=clean_line(arrival.signer.competence)[:10],
        urgency=arrival.urgency,
        restricted=arrival.restricted,
        due_on=arrival.due_on,
        pages=arrival.pages or sum(info.pages for _new, info in attached),
        language=typed["ngon_ngu"],
        description=typed["ghi_chu"],
        answers_id=_answered(arrival),
        delivery_id=arrival.delivery_id,
    )
    return _Checked(row, attached)


def _answered(arrival: Arrival) -> UUID | None:
    """Return the document of this unit that it answers; one that is not there is left out."""
    if arrival.answers_ref is None:
        return None
    found = Document.objects.filter(pk=arrival.answers_ref, unit_id=arrival.unit_id).values_list("id", flat=True)
    return found.first()


def _refuse_twins(row: Document, sha256s: Sequence[str], *, reason: str) -> None:
    """Refuse a document that is there already, unless somebody said why it is another. Two at once take turns."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [f"{row.unit_id}/{row.code_key}"])
    if len(reason.strip()) >= MIN_REASON:
        return
    found = twins_of(
        unit_id=row.unit_id,
        code=row.code,
        issuer_name=row.issuer_name,
        issuer_code=row.issuer_code,
        issued_on=row.issued_on,
        sha256s=sha256s,
        besides=row.id,
    )
    if found:
        raise TwinsFound(twins=found)


def _book(unit_id: UUID, kind: str, code: str, *, now: datetime) -> Book:
    return books.book_for(unit_id, direction=Direction.INCOMING, kind=kind, code=code, now=now)


def _number(actor: Actor, row: Document, book: Book, *, now: datetime) -> None:
    day = local_day(now)
    row.year, row.book = day.year, book
    row.number = books.next_number(book, on=day)
    row.registered_at, row.registered_by, row.registrar_id = now, actor.name, actor.account_id
    row.search_words = _write.words_for(row)


def _name_readers(actor: Actor, row: Document, reader_ids: Sequence[UUID], *, now: datetime) -> None:
    if row.restricted and not reader_ids and not row.readers.exists():
        words = _("Chọn ít nhất một người được xem văn bản hạn chế.")
        raise BadDocument(words, fields={"nguoi_xem": words})
    own = [actor.account_id] if row.restricted and actor.account_id else []
    _write.write_readers(row, [*reader_ids, *own], now=now)


def _told_registered(actor: Actor, row: Document, *, reason: str, now: datetime) -> None:
    facts = {"number": row.number, "book": row.book.title if row.book else ""}
    _write.tell(actor, row, "registered", text=reason, facts=facts, now=now)
    _put_on(actor, row, reason=reason, now=now)


def _put_on(actor: Actor, row: Document, *, reason: str, now: datetime) -> None:
    _write.record(actor, row, "registered", twin=bool(reason))
    desk.open_directing(row, now=now)
    announce(DocumentRegistered(row.id, row.unit_id, row.delivery_id), actor=actor)


def list_twin_infos(actor: Actor, *, ids: Sequence[UUID]) -> list[DocumentInfo]:
    """Return those of these documents that the actor may open."""
    return infos_of(access.visible(actor).filter(pk__in=list(ids)).order_by("-id")[:20])
