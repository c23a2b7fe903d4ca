"""Reads: the inbox."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection

from tinhso.foundation.work import access, selecting
from tinhso.foundation.work.data import COUNT_LIMIT, Box, BoxCount, Filters, WorkItemInfo
from tinhso.foundation.work.models import Follow, WorkItem
from tinhso.foundation.work.reach import reach_of
from tinhso.kernel import clock
from tinhso.kernel.actors import Actor
from tinhso.kernel.paging import BadCursor, Page, bounded, decode_cursor, encode_cursor

_NO_FILTERS: Final = Filters()


def get_item(actor: Actor, *, item_id: UUID) -> WorkItemInfo:
    """Return an item this actor may see. Raises ItemMissing."""
    return access.access_item(actor, item_id=item_id)[0].to_info()


def list_items(
    actor: Actor,
    *,
    box: Box | str,
    cursor: str = "",
    size: int | None = None,
    filters: Filters = _NO_FILTERS,
    now: datetime | None = None,
) -> Page[WorkItemInfo]:
    """Return a page of a box in one query: the soonest due first, without a due time last; `sent` the latest first.

    `mine` is assigned to the actor; `group` open for their roles; `to_sign` of both, what waits for a signature;
    `due_soon` yellow and `late` red, of both and of what they oversee; `sent` done by them in the last 30 days;
    `followed` live and still theirs to see; `unit` everything live of the units they oversee.
    Raises BadCursor. Somebody without roles gets empty pages.
    """
    wanted, reach, limit = Box(box), reach_of(actor), bounded(size)
    named = selecting.parameters(reach, filters, now=now or clock.now()) | {"limit": limit + 1}
    if cursor:
        named |= _after(cursor)
    keys = selecting.keys(wanted, reach, filters, after=bool(cursor))
    way = "DESC" if wanted is Box.SENT else "ASC"
    rows = list(
        WorkItem.objects.raw(
            f"SELECT w.*, k.place FROM ({keys}) k JOIN work_workitem w ON w.id = k.id"  # noqa: S608 - our own text
            f" ORDER BY k.place {way}, k.id {way}",
            named,
        )
    )
    following = ""
    if len(rows) > limit:
        last: Any = rows[limit - 1]
        following = encode_cursor(last.place.isoformat(), str(last.id))
    return Page([row.to_info() for row in rows[:limit]], following)


def count_boxes(actor: Actor, *, now: datetime | None = None) -> dict[Box, BoxCount]:
    """Return how many items each box holds, each counted up to 1,000, in one query; equal to the lists' lengths."""
    reach = reach_of(actor)
    named = selecting.parameters(reach, _NO_FILTERS, now=now or clock.now()) | {"limit": COUNT_LIMIT + 1}
    with connection.cursor() as database:
        database.execute("SELECT " + ", ".join(selecting.count(box, reach) for box in Box), named)
        counts: tuple[int, ...] = database.fetchone() or ()
    return {box: BoxCount(number) for box, number in zip(Box, counts, strict=True)}


def count_items(
    actor: Actor, *, box: Box | str, filters: Filters, limit: int = 100, now: datetime | None = None
) -> int:
    """Return how many items of a box match, counted up to `limit` plus one."""
    reach = reach_of(actor)
    named = selecting.parameters(reach, filters, now=now or clock.now()) | {"limit": limit + 1}
    with connection.cursor() as database:
        keys = selecting.keys(Box(box), reach, filters, after=False)
        database.execute(f"SELECT count(*) FROM ({keys}) k", named)  # noqa: S608 - our own text
        (number,) = database.fetchone() or (0,)
    return int(number)


def follows(actor: Actor, *, subject_id: UUID) -> bool:
    """Tell whether this officer keeps an eye on a subject."""
    if actor.account_id is None:
        return False
    return Follow.objects.filter(account_id=actor.account_id, subject_id=subject_id).exists()


def live_subjects(subject_ids: Sequence[UUID]) -> set[UUID]:
    """Return which of up to 1,000 subjects somebody has something to do about. For the room that owns them."""
    if not subject_ids:
        return set()
    live = WorkItem.objects.filter(subject_id__in=list(subject_ids)[:1000], state__in=["open", "claimed"])
    return set(live.values_list("subject_id", flat=True))


def list_of_subject(actor: Actor, *, subject_id: UUID) -> list[WorkItemInfo]:
    """Return the live items of one subject that this actor may see, the oldest first; at most 50."""
    reach = reach_of(actor)
    found = WorkItem.objects.filter(subject_id=subject_id, state__in=["open", "claimed"]).order_by("id")[:50]
    return [item.to_info() for item in found if reach.shows(item)]


def _after(cursor: str) -> dict[str, Any]:
    at, item_id = decode_cursor(cursor, length=2)
    try:
        place = datetime.fromisoformat(at)
        key = UUID(item_id)
    except (TypeError, ValueError, AttributeError):
        raise BadCursor from None
    if place.tzinfo is None:
        raise BadCursor
    return {"after_at": place, "after_id": key}
