"""Registers: opened, closed, their numbers taken, kept back and made void."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from tinhso.foundation.audit import public as audit
from tinhso.foundation.numbering import public as numbering
from tinhso.foundation.organisations import public as organisations
from tinhso.government.documents import access, content
from tinhso.government.documents.data import BOOKS, ISSUE, REGISTER, Direction
from tinhso.government.documents.errors import BadDocument, BadNumber, BookMissing
from tinhso.government.documents.models import Book, Document, ReservedNumber
from tinhso.kernel import clock
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import local_day
from tinhso.kernel.rows import Rows
from tinhso.kernel.text import clean_line

SERIES: Final = numbering.Series("document_book", numbering.Period.YEAR, "{on:%Y}-{n}")
"""One counter for each register and year; its owner is the register's id."""
_BOOKS: Final = Rows(Book)
MAX_BOOKS: Final = 1000
"""A code has 12 letters, a register is seldom opened: far more than any agency has, and still a bound."""


def symbol_for(unit: organisations.UnitInfo) -> str:
    """Return how an agency is written in a symbol: by its kind, otherwise by its short name without spaces."""
    return content.agency_symbols().get(unit.kind, "") or (unit.short_name or unit.name).replace(" ", "").upper()[:30]


def ensure_books(unit_id: UUID, *, now: datetime) -> list[Book]:
    """Return the open registers of an agency, those of content when it has opened none yet. Safe to call at once."""
    found = _books_of(unit_id)
    if not found:
        unit = organisations.get_unit(unit_id)
        Book.objects.bulk_create(
            [
                Book(
                    unit_id=unit_id,
                    code=one.code,
                    title=one.title,
                    direction=one.direction,
                    kinds=list(one.kinds),
                    symbol="" if one.direction is Direction.INCOMING else symbol_for(unit),
                    opened_at=now,
                )
                for one in content.default_books()
            ],
            ignore_conflicts=True,
        )
        found = _books_of(unit_id)
    return [book for book in found if book.closed_at is None]


def _books_of(unit_id: UUID) -> list[Book]:
    return _BOOKS.find("t.unit_id = %s ORDER BY t.code", [unit_id], limit=MAX_BOOKS)


def book_for(unit_id: UUID, *, direction: Direction, kind: str, code: str = "", now: datetime) -> Book:
    """Return the open register for a kind: the one named, else the one for that kind, else the one for the rest.

    Raises BookMissing.
    """
    books = [one for one in ensure_books(unit_id, now=now) if one.direction == direction]
    if code:
        books = [one for one in books if one.code == code]
    fitting = [one for one in books if kind in one.kinds] or [one for one in books if not one.kinds]
    if not fitting:
        raise BookMissing
    return fitting[0]


def next_number(book: Book, *, on: date) -> int:
    """Return the next number of a register for the year of `on`. Whoever else wants one waits until the verb ends."""
    return numbering.next_number(SERIES, owner=str(book.id), on=on)


def last_number(book: Book, *, year: int) -> int:
    """Return the last number given in a register in a year, 0 for none."""
    return numbering.last_number(SERIES, owner=str(book.id), on=date(year, 12, 31))


def last_day(book: Book, *, year: int) -> date | None:
    """Return the day of the latest document numbered in a register in a year."""
    found = Document.objects.filter(book=book, year=year).aggregate(last=Max("issued_on"))
    day: date | None = found["last"]
    return day


@transaction.atomic
def open_book(
    actor: Actor,
    *,
    unit_id: UUID,
    code: str,
    title: str,
    direction: Direction,
    kinds: Sequence[str] = (),
    symbol: str = "",
    now: datetime,
) -> Book:
    """Open a register (lập sổ). Raises DocumentMissing for another agency, BadDocument naming what is wrong.

    A kind stands in one open register of a direction only; at most one register of a direction takes all the rest.
    """
    access.unit_required(actor, BOOKS, unit_id)
    wanted = clean_line(code).upper()[:12]
    errors = _book_errors(unit_id, wanted, clean_line(title), direction, kinds, now=now)
    if errors:
        raise BadDocument(fields=errors)
    unit = organisations.get_unit(unit_id)
    book = Book.objects.create(
        unit_id=unit_id,
        code=wanted,
        title=clean_line(title)[:120],
        direction=direction,
        kinds=[one for one in dict.fromkeys(kinds) if content.find_kind(one)],
        symbol="" if direction is Direction.INCOMING else (clean_line(symbol)[:30] or symbol_for(unit)),
        opened_at=now,
    )
    _record(actor, "documents.book_opened", book)
    return book


def _book_errors(
    unit_id: UUID, code: str, title: str, direction: Direction, kinds: Sequence[str], *, now: datetime
) -> dict[str, str]:
    errors: dict[str, str] = {}
    if not (code.isascii() and code.isalnum()):
        errors["ma"] = _("Nhập mã sổ gồm chữ không dấu và số, ví dụ QD hoặc DEN2.")
    elif Book.objects.filter(unit_id=unit_id, code=code).exists():
        errors["ma"] = _("Mã sổ này đã dùng. Chọn mã khác.")
    if not title:
        errors["ten"] = _("Nhập tên sổ.")
    others = [one for one in ensure_books(unit_id, now=now) if one.direction == direction]
    if not kinds and any(not one.kinds for one in others):
        errors["loai"] = _("Đã có sổ dùng chung cho các loại còn lại. Chọn loại văn bản của sổ mới.")
    used = Document.objects.filter(unit_id=unit_id, direction=direction, year=local_day(now).year, kind__in=list(kinds))
    if direction is not Direction.INCOMING and used.exists():
        errors["loai"] = _("Loại văn bản này đã cấp số trong năm nay. Lập sổ riêng từ ngày 01 tháng 01 năm sau.")
    taken = {kind for one in others for kind in one.kinds}
    if taken & set(kinds):
        titles = ", ".join(content.get_kind(one).title for one in kinds if one in taken)
        errors["loai"] = _("Loại văn bản đã có sổ khác: %(kinds)s.") % {"kinds": titles}
    return errors


@transaction.atomic
def close_book(actor: Actor, *, book_id: UUID, now: datetime) -> Book:
    """Close a register: it takes no more numbers. Raises BookMissing. Closing twice changes nothing.

    One that gave a number this year stays open until the year ends: its kinds would begin again at 01 elsewhere, and a
    number and symbol stand once in a year (Điều 15). Refused with BadNumber.
    """
    book = Book.objects.select_for_update().filter(pk=book_id).first()
    if book is None or not access.may(actor, BOOKS, book.unit_id):
        raise BookMissing
    if book.closed_at is None:
        if last_number(book, year=local_day(now).year):
            raise BadNumber(_("Sổ đã cấp số trong năm nay. Đóng sổ từ ngày 01 tháng 01 năm sau."))
        book.closed_at = now
        book.save(update_fields=["closed_at"])
        _record(actor, "documents.book_closed", book)
    return book


@transaction.atomic
def reserve_number(
    actor: Actor, *, unit_id: UUID, kind: str, direction: Direction = Direction.OUTGOING, purpose: str, now: datetime
) -> ReservedNumber:
    """Keep the next number of a register back for today (giữ số), and say for what.

    It can be used until the day ends; then it becomes void with its reason, so that no document is dated back. Raises
    DocumentMissing, BookMissing, BadDocument without a purpose, BadNumber when too many are kept already.
    """
    access.unit_required(actor, REGISTER if direction is Direction.INCOMING else ISSUE, unit_id)
    content.get_kind(kind)
    why = clean_line(purpose)[:200]
    if not why:
        words = _("Ghi giữ số cho văn bản nào.")
        raise BadDocument(words, fields={"muc_dich": words})
    day = local_day(now)
    book = book_for(unit_id, direction=direction, kind=kind, now=now)
    number = next_number(book, on=day)
    if (
        ReservedNumber.objects.filter(book=book, used_by=None, voided_at=None, held_for=None).count()
        >= content.most_reserved()
    ):
        raise BadNumber(
            _("Sổ này đã giữ %(n)s số chưa dùng. Dùng hoặc hủy bớt rồi giữ tiếp.") % {"n": content.most_reserved()}
        )
    if actor.account_id is None:
        raise BookMissing
    kept = ReservedNumber.objects.create(
        book=book,
        year=day.year,
        number=number,
        day=day,
        holder_id=actor.account_id,
        holder_name=actor.name,
        purpose=why,
        reserved_at=now,
    )
    _record(actor, "documents.number_reserved", book, number=number)
    return kept


@transaction.atomic
def void_number(actor: Actor, *, reserved_id: UUID, reason: str, now: datetime) -> None:
    """Make a number kept back void (hủy số), with the reason. Raises BookMissing, BadDocument, BadNumber when used."""
    kept = ReservedNumber.objects.select_for_update(of=("self",)).select_related("book").filter(pk=reserved_id).first()
    if kept is None or not access.may(actor, ISSUE, kept.book.unit_id):
        raise BookMissing
    why = clean_line(reason)[:200]
    if not why:
        words = _("Ghi lý do hủy số.")
        raise BadDocument(words, fields={"ly_do": words})
    if kept.used_by is not None or kept.voided_at is not None or kept.held_for is not None:
        raise BadNumber
    kept.voided_at, kept.void_reason = now, why
    kept.save(update_fields=["voided_at", "void_reason"])
    _record(actor, "documents.number_voided", kept.book, number=kept.number)


def use_reserved(book: Book, *, number: int, document_id: UUID, on: date) -> None:
    """Give a number kept back today to a document. Raises BadNumber."""
    kept = (
        ReservedNumber.objects.select_for_update(of=("self",))
        .filter(book=book, year=on.year, number=number, used_by=None, voided_at=None, held_for=None)
        .first()
    )
    if kept is None or kept.day != on:
        raise BadNumber
    kept.used_by = document_id
    kept.save(update_fields=["used_by"])


def held_number(held_id: UUID) -> ReservedNumber:
    """Return, locked, a number held for a paper that is neither used nor void. Raises BadNumber."""
    rows = ReservedNumber.objects.select_for_update(of=("self",)).select_related("book")
    held = rows.filter(pk=held_id, held_for__isnull=False, used_by=None, voided_at=None).first()
    if held is None:
        raise BadNumber
    return held


BATCH: Final = 200


def void_unused(now: datetime | None = None) -> int:
    """Make every number kept back on a day that is over void; return how many. The nightly job."""
    moment = now or clock.now()
    done = 0
    while part := _void_some(moment):
        done += part
    return done


@transaction.atomic
def _void_some(now: datetime) -> int:
    rows = ReservedNumber.objects.filter(used_by=None, voided_at=None, held_for=None, day__lt=local_day(now)).order_by(
        "day", "id"
    )
    batch = list(rows.select_for_update(skip_locked=True)[:BATCH])
    for one in batch:
        one.voided_at, one.void_reason = now, "Không dùng trong ngày giữ số"
        one.save(update_fields=["voided_at", "void_reason"])
    return len(batch)


def _record(actor: Actor, verb: str, book: Book, **detail: int) -> None:
    audit.record(
        actor,
        verb=verb,
        subject_kind="book",
        subject_id=book.id,
        unit_id=book.unit_id,
        detail={"book": book.code, **detail},
    )
