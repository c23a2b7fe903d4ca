"""Reads of the book of certified copies, and of the desk's copies on their way."""

from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Count, Max, Sum

from tinhso.foundation.audit import public as audit
from tinhso.foundation.identity import public as identity
from tinhso.government.papers.access import BOOK, access_copy
from tinhso.government.papers.actions._write import account_of
from tinhso.government.papers.data import CopyInfo, CopyState
from tinhso.government.papers.models import CertifiedCopy
from tinhso.kernel.actors import Actor
from tinhso.kernel.errors import Forbidden
from tinhso.kernel.paging import BadCursor, Page, bounded, decode_cursor, encode_cursor

MAX_PRINTED: Final = 2000
MAX_WAITING: Final = 100


def get_copy(actor: Actor, *, copy_id: UUID) -> CopyInfo:
    """Return one certified copy of the actor's agency; the look is on the owner's record. Raises CopyNotFound."""
    copy = access_copy(actor, copy_id=copy_id)
    person = account_of(copy.owner_number)
    if person is not None:
        audit.record_read(
            actor,
            person_id=person,
            purpose="Chứng thực bản sao điện tử từ bản chính",
            subject_kind="papers.copy",
            subject_id=copy.id,
        )
    return copy.to_info()


def list_waiting(actor: Actor) -> list[CopyInfo]:
    """Return the copies of the actor's agency that are not signed yet, oldest first, at most 100. Raises Forbidden."""
    unit = _unit(actor)
    rows = list(
        CertifiedCopy.objects.filter(unit_id=unit).exclude(state=CopyState.SIGNED.value).order_by("id")[:MAX_WAITING]
    )
    _tell(actor, rows)
    return [one.to_info() for one in rows]


def list_book(actor: Actor, *, year: int, cursor: str = "", size: int | None = None) -> Page[CopyInfo]:
    """Return the book of the actor's agency in a year, in the order of its numbers; the names shown are on record.

    Raises Forbidden without `papers.book` at one's agency, BadCursor.
    """
    rows = CertifiedCopy.objects.filter(unit_id=_unit(actor), book_year=year, ordinal__isnull=False)
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


def whole_book(actor: Actor, *, year: int) -> list[CopyInfo]:
    """Return at most the last 2,000 rows of a year's book, for print and spreadsheet; on record. Raises Forbidden."""
    rows = CertifiedCopy.objects.filter(unit_id=_unit(actor), book_year=year, ordinal__isnull=False)
    found = list(rows.order_by("-ordinal")[:MAX_PRINTED])[::-1]
    _tell(actor, found)
    return [one.to_info() for one in found]


def sums_of_book(actor: Actor, *, year: int) -> tuple[int, int, int, int]:
    """Return how many copies, pages and đồng a year's book holds, and how many numbers are missing (always 0)."""
    rows = CertifiedCopy.objects.filter(unit_id=_unit(actor), book_year=year, ordinal__isnull=False)
    found = rows.aggregate(n=Count("id"), pages=Sum("pages"), fee=Sum("fee"), last=Max("ordinal"))
    return found["n"], found["pages"] or 0, found["fee"] or 0, (found["last"] or 0) - found["n"]


def years_of_book(actor: Actor, *, today: date) -> list[int]:
    """Return the years of which the agency has a book, newest first; this year in any case."""
    rows = CertifiedCopy.objects.filter(unit_id=_unit(actor), book_year__isnull=False).order_by()
    return sorted({today.year, *(year for year in rows.values_list("book_year", flat=True).distinct() if year)})[::-1]


def _unit(actor: Actor) -> UUID:
    if not actor.is_officer or actor.unit_id is None or not actor.may(BOOK, actor.unit_id):
        raise Forbidden
    return actor.unit_id


def _tell(actor: Actor, rows: list[CertifiedCopy]) -> None:
    """Put the names shown on their owners' records."""
    numbers = list(dict.fromkeys(one.owner_number for one in rows))
    persons = [found.id for found in map(identity.find_by_number, numbers) if found]
    for start in range(0, len(persons), 500):
        audit.record_reads(actor, person_ids=persons[start : start + 500], purpose="Xem Sổ chứng thực bản sao điện tử")
