"""Lists and search: only ever within what somebody may open; text, counts and suggestions too."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from tinhso.government.documents import access
from tinhso.government.documents.data import OPEN, READ, Direction, DocumentInfo, State
from tinhso.government.documents.instruction_data import LIVE
from tinhso.government.documents.models import Document, DocumentFollow, DocumentText, Instruction
from tinhso.government.documents.queries.infos import infos_of
from tinhso.government.documents.queries.worded import newest_with_words
from tinhso.government.documents.rules.twins import code_key
from tinhso.government.documents.rules.words import query_of
from tinhso.kernel.actors import Actor, ActorKind
from tinhso.kernel.clock import LOCAL_ZONE, local_day
from tinhso.kernel.paging import BadCursor, Page, bounded, decode_cursor, encode_cursor, uuid_in

MOST_COUNTED: Final = 1000
ROUNDS: Final = 8
"""How often more is looked for below, when a list is narrowed to little of what has the words: some 5,000 documents."""
CODED, WORDED, WRITTEN = 0, 1, 2
"""Where a found document stands: its number and symbol were typed; a word of its metadata; a word on its pages."""


@dataclass(frozen=True, slots=True)
class DocumentFilter:
    """What a list is narrowed to. `late`: open and past its term; `mine`: given to me and open; `followed`: by me."""

    direction: Direction | None = None
    states: tuple[State, ...] = ()
    kind: str = ""
    book: UUID | None = None
    words: str = ""
    since: date | None = None
    until: date | None = None
    urgent: bool = False
    late: bool = False
    mine: bool = False
    followed: bool = False
    unit_id: UUID | None = None


NOTHING: Final = DocumentFilter()
NOBODY: Final = UUID(int=0)


def list_documents(
    actor: Actor,
    *,
    filters: DocumentFilter = NOTHING,
    cursor: str = "",
    size: int | None = None,
    now: datetime,
) -> Page[DocumentInfo]:
    """Return a page of the documents this actor may open, newest first; with words, the best found first.

    Best: whose number and symbol was typed, then whose metadata has every word, then whose pages have. Words are looked
    for without marks, the last by its beginning. Raises BadCursor.
    """
    narrowed = _narrowing(actor, filters, now=now)
    limit = bounded(size)
    query = query_of(filters.words)
    tier, key = _place(cursor)
    if filters.words and not query:
        return Page([])
    if not query:
        ids = _newest(actor, narrowed, key, limit + 1)
        return _page([(WORDED, one) for one in ids], limit)
    found: list[tuple[int, UUID]] = []
    known = set(_coded(actor, narrowed, filters.words)) if "/" in filters.words else set()
    if not cursor:
        found += [(CODED, one) for one in sorted(known, reverse=True)]
    if tier <= WORDED:
        worded = _worded(actor, narrowed, query, key, limit + 1 + len(known))
        found += [(WORDED, one) for one in worded if one not in known]
    if len(found) <= limit:
        after = key if tier == WRITTEN else None
        found += [(WRITTEN, one) for one in _written(actor, narrowed, query, after, limit + 1 - len(found))]
    return _page(found, limit)


def count_documents(actor: Actor, *, filters: DocumentFilter, now: datetime) -> int:
    """Return how many documents of a list this actor may open, counted up to 1,000 plus one; without words."""
    narrowed = _narrowing(actor, filters, now=now)
    rows = narrowed(access.visible(actor)).order_by()
    return rows.values("pk")[: MOST_COUNTED + 1].count()


def suggest(actor: Actor, *, words: str, now: datetime, size: int = 8) -> list[DocumentInfo]:
    """Return a few documents as somebody types: only what they may open."""
    page = list_documents(actor, filters=DocumentFilter(words=words), size=size, now=now)
    return list(page.items)


_Narrow = Callable[[QuerySet[Document]], QuerySet[Document]]


def _narrowing(actor: Actor, filters: DocumentFilter, *, now: datetime) -> _Narrow:
    asked = Q()
    if filters.direction:
        asked &= Q(direction=filters.direction)
    if filters.states:
        asked &= Q(state__in=[one.value for one in filters.states])
    if filters.kind:
        asked &= Q(kind=filters.kind)
    if filters.book:
        asked &= Q(book=filters.book)
    if filters.unit_id:
        asked &= Q(unit_id=filters.unit_id)
    if filters.urgent:
        asked &= Q(urgency__gt=0)
    asked &= _within(filters)
    parts = _own_parts(actor, filters, now=now)
    return lambda rows: rows.filter(asked, *parts)


def _within(filters: DocumentFilter) -> Q:
    """Return the days of registering; of what is not registered yet, of arriving."""
    asked = Q()
    if filters.since:
        begin = _midnight(filters.since)
        asked &= Q(registered_at__gte=begin) | Q(number=None, arrived_at__gte=begin)
    if filters.until:
        end = _midnight(filters.until + timedelta(days=1))
        asked &= Q(registered_at__lt=end) | Q(number=None, arrived_at__lt=end)
    return asked


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), LOCAL_ZONE)


def _own_parts(actor: Actor, filters: DocumentFilter, *, now: datetime) -> list[Exists | Q]:
    parts: list[Exists | Q] = []
    given = Instruction.objects.filter(document=OuterRef("pk"), state__in=LIVE)
    me = actor.account_id or NOBODY
    if filters.mine:
        parts.append(~Q(state=State.FROZEN) & Q(Exists(given.filter(assignee_id=me))))
    if filters.late:
        late = given.filter(due_at__lte=now)
        parts.append(Q(state__in=[one.value for one in OPEN]) & (Q(Exists(late)) | Q(due_on__lt=local_day(now))))
    if filters.followed:
        parts.append(Exists(DocumentFollow.objects.filter(document=OuterRef("pk"), account_id=me)))
    return parts


def _newest(actor: Actor, narrowed: _Narrow, key: UUID | None, count: int) -> list[UUID]:
    found: set[UUID] = set()
    for part in access.parts_of(actor):
        rows = narrowed(part if key is None else part.filter(pk__lt=key))
        found |= set(rows.order_by("-id").values_list("id", flat=True)[:count])
    return sorted(found, reverse=True)[:count]


def _coded(actor: Actor, narrowed: _Narrow, words: str) -> list[UUID]:
    rows = narrowed(access.visible(actor).filter(code_key=code_key(words)[:60]))
    return list(rows.order_by("-id").values_list("id", flat=True)[:20])


def _worded(actor: Actor, narrowed: _Narrow, query: str, key: UUID | None, count: int) -> list[UUID]:
    found: set[UUID] = set()
    for part in access.parts_of(actor):
        rows = narrowed((part if key is None else part.filter(pk__lt=key)).filter(restricted=False))
        found |= set(newest_with_words(rows, query, count=count, key="id", vector="search"))
    return sorted(found, reverse=True)[:count]


def _written(actor: Actor, narrowed: _Narrow, query: str, key: UUID | None, count: int) -> list[UUID]:
    """Return documents with the words on their pages and not in their metadata."""
    found: set[UUID] = set()
    for part in _text_parts(actor):
        found |= _written_in(actor, part, narrowed, query, key, count)
    return sorted(found, reverse=True)[:count]


def _written_in(
    actor: Actor, part: QuerySet[DocumentText], narrowed: _Narrow, query: str, key: UUID | None, count: int
) -> set[UUID]:
    """Return the same of one part: what the list is narrowed to may lie far below the newest with the words."""
    found: set[UUID] = set()
    after, size = key, count * 2
    for _round in range(ROUNDS):
        rows = part if after is None else part.filter(document_id__lt=after)
        ids = newest_with_words(rows, query, count=size, key="document_id", vector="search")
        kept = narrowed(access.visible(actor).filter(pk__in=ids)).extra(
            where=["NOT (documents_document.search @@ to_tsquery('simple', %s))"], params=[query]
        )
        found |= set(kept.values_list("id", flat=True))
        if len(found) >= count or len(ids) < size:
            break
        after, size = min(ids), min(size * 2, MOST_COUNTED)
    return found


def _text_parts(actor: Actor) -> list[QuerySet[DocumentText]]:
    if actor.kind is ActorKind.SYSTEM:
        return [DocumentText.objects.all()]
    if actor.account_id is None:
        return [DocumentText.objects.none()]
    own = [DocumentText.objects.filter(unit_id=one) for one in sorted(access.units_with(actor, READ))]
    return [*own, DocumentText.objects.filter(document__readers__account_id=actor.account_id)]


def _place(cursor: str) -> tuple[int, UUID | None]:
    if not cursor:
        return WORDED, None
    tier, key = decode_cursor(cursor, length=2)
    if tier not in (CODED, WORDED, WRITTEN):
        raise BadCursor
    return int(tier), uuid_in(key)


def _page(found: list[tuple[int, UUID]], limit: int) -> Page[DocumentInfo]:
    shown = found[:limit]
    more = encode_cursor(shown[-1][0], str(shown[-1][1])) if len(found) > limit and shown[-1][0] != CODED else ""
    rows = {row.id: row for row in Document.objects.filter(pk__in=[one for _tier, one in shown])}
    return Page(infos_of([rows[one] for _tier, one in shown if one in rows]), more)
