"""Reads of the book of certified copies, and of the desk's copies on their way."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Count, Max, QuerySet, Sum

from tinhso.foundation.audit import public as audit
from tinhso.foundation.identity import public as identity
from tinhso.government.papers.access import BOOK, access_copy
from tinhso.government.papers.data import BookSums, CopyInfo, CopyState
from tinhso.government.papers.models import CertifiedCopy
from tinhso.kernel.actors import Actor
from tinhso.kernel.errors import Forbidden
from tinhso.kernel.paging import MAX_PAGE, BadCursor, Page, bounded, decode_cursor, encode_cursor, page_by_key

PART: Final = 2000
"""Rows of one printed part of a book."""

BATCH: Final = 500


def get_copy(actor: Actor, *, copy_id: UUID) -> CopyInfo:
    """Return one certified copy of the actor's agency; the look is on the owner's record. Raises CopyNotFound."""
    copy = access_copy(actor, copy_id=copy_id)
    audit.record_read(
        actor,
        person_id=identity.person_id(copy.owner_number),
        purpose="Chứng thực bản sao điện tử từ bản chính",
        subject_kind="papers.copy",
        subject_id=copy.id,
    )
    return copy.to_info()


def list_waiting(actor: Actor, *, cursor: str = "", size: int | None = None) -> Page[CopyInfo]:
    """Return the copies of the actor's agency that wait for a signature, oldest first; on record.

    Raises Forbidden without `papers.book` at one's agency, BadCursor.
    """
    return _in_state(actor, CopyState.TO_SIGN, cursor, size)


def list_returned(actor: Actor, *, cursor: str = "", size: int | None = None) -> Page[CopyInfo]:
    """Return the copies given back to the desk of the actor's agency, to be presented again or closed; as above."""
    return _in_state(actor, CopyState.RETURNED, cursor, size)


def count_returned(actor: Actor) -> int:
    """Return how many copies were given back and wait for the desk, counted up to 100. Raises Forbidden."""
    rows = CertifiedCopy.objects.filter(unit_id=_unit(actor), state=CopyState.RETURNED.value)
    return rows.order_by()[:MAX_PAGE].count()


def _in_state(actor: Actor, state: CopyState, cursor: str, size: int | None) -> Page[CopyInfo]:
    rows = CertifiedCopy.objects.filter(unit_id=_unit(actor), state=state.value)
    page = page_by_key(rows, CertifiedCopy.to_info, cursor=cursor, size=size, oldest_first=True)
    _tell(actor, page.items)
    return page


def list_book(actor: Actor, *, year: int, cursor: str = "", size: int | None = None) -> Page[CopyInfo]:
    """Return the book of the actor's agency in a year, in the order of its numbers; the names shown are on record.

    Raises Forbidden without `papers.book` at one's agency, BadCursor.
    """
    rows = _of_year(actor, year)
    if cursor:
        (after,) = decode_cursor(cursor, length=1)
        if type(after) is not int or not 0 <= after < 2**31:
            raise BadCursor
        rows = rows.filter(ordinal__gt=after)
    limit = bounded(size)
    found = list(rows.order_by("ordinal")[: limit + 1])
    more = encode_cursor(found[limit - 1].ordinal) if len(found) > limit else ""
    _tell(actor, found[:limit])
    return Page(tuple(one.to_info() for one in found[:limit]), more)


def parts_of_book(last: int) -> list[tuple[int, int]]:
    """Return the parts in which a book whose last number is `last` is printed: from number to number, none left out."""
    return [(first, min(first + PART - 1, last)) for first in range(1, last + 1, PART)]


def part_of_book(actor: Actor, *, year: int, first: int) -> list[CopyInfo]:
    """Return the 2,000 numbers of a year's book from `first` on, for print; on record. Raises Forbidden."""
    rows = _of_year(actor, year).filter(ordinal__gte=first, ordinal__lt=first + PART)
    found = list(rows.order_by("ordinal"))
    _tell(actor, found)
    return [one.to_info() for one in found]


def every_row_of_book(actor: Actor, *, year: int) -> Iterator[CopyInfo]:
    """Yield every row of a year's book in the order of its numbers, for a spreadsheet; on record as it is read.

    Reads 500 at a time, so that a book of any length takes the same memory. Raises Forbidden before the first row.
    """
    rows = _of_year(actor, year).order_by("ordinal")
    return _rows(actor, rows)


def _rows(actor: Actor, rows: QuerySet[CertifiedCopy]) -> Iterator[CopyInfo]:
    last = 0
    while batch := list(rows.filter(ordinal__gt=last)[:BATCH]):
        _tell(actor, batch)
        yield from (one.to_info() for one in batch)
        last = batch[-1].ordinal or 0


def _of_year(actor: Actor, year: int) -> QuerySet[CertifiedCopy]:
    return CertifiedCopy.objects.filter(unit_id=_unit(actor), book_year=year, ordinal__isnull=False)


def sums_of_book(actor: Actor, *, year: int) -> BookSums:
    """Return how many copies, pages and đồng a year's book holds, and its last number. Raises Forbidden."""
    rows = _of_year(actor, year)
    found = rows.aggregate(n=Count("id"), pages=Sum("pages"), fee=Sum("fee"), last=Max("ordinal"))
    return BookSums(found["n"], found["pages"] or 0, found["fee"] or 0, found["last"] or 0)


def years_of_book(actor: Actor, *, today: date) -> list[int]:
    """Return the years of which the agency has a book, newest first; this year in any case."""
    rows = CertifiedCopy.objects.filter(unit_id=_unit(actor), book_year__isnull=False).order_by()
    return sorted({today.year, *(year for year in rows.values_list("book_year", flat=True).distinct() if year)})[::-1]


def _unit(actor: Actor) -> UUID:
    if not actor.is_officer or actor.unit_id is None or not actor.may(BOOK, actor.unit_id):
        raise Forbidden
    return actor.unit_id


def _tell(actor: Actor, rows: Sequence[CertifiedCopy | CopyInfo]) -> None:
    """Put the names shown on their owners' records."""
    for start in range(0, len(rows), audit.MAX_READS):
        persons = identity.person_ids(one.owner_number for one in rows[start : start + audit.MAX_READS])
        audit.record_reads(actor, person_ids=persons.values(), purpose="Xem Sổ chứng thực bản sao điện tử")
