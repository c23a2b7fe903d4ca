"""The outbox: how each subscriber stands, and the events that were buried."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from tinhso.kernel.errors import NotFound
from tinhso.kernel.models import DeadLetter
from tinhso.kernel.outbox import Progress, progress
from tinhso.kernel.paging import BadCursor, Page, bounded, decode_cursor, encode_cursor
from tinhso.portals.operator.scrub import ids_in, scrub

MAX_KEY: Final = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Buried:
    """An event a subscriber could not take: ids and scrubbed words only."""

    id: int
    subscriber: str
    type: str
    event_id: UUID
    ids: Mapping[str, str]
    error: str
    recorded_at: datetime
    failed_at: datetime


def list_progress() -> list[Progress]:
    """Return how each subscriber stands, those in trouble first."""
    return sorted(progress(), key=lambda one: (one.attempts == 0, -one.waiting, one.name))


def list_dead_letters(*, cursor: str = "", size: int | None = None) -> Page[Buried]:
    """Return the events still buried, the newest first. Raises BadCursor."""
    rows = DeadLetter.objects.filter(replayed_at=None)
    if cursor:
        rows = rows.filter(id__lt=key_in(cursor))
    limit = bounded(size)
    found = list(rows.order_by("-id")[: limit + 1])
    return Page(
        [_buried(row) for row in found[:limit]], encode_cursor(found[limit - 1].id) if len(found) > limit else ""
    )


def get_dead_letter(letter_id: int) -> Buried:
    """Return one event still buried. Raises NotFound."""
    row = DeadLetter.objects.filter(id=min(letter_id, MAX_KEY), replayed_at=None).first()
    if row is None:
        raise NotFound
    return _buried(row)


def key_in(cursor: str) -> int:
    """Return the whole number in a cursor. Raises BadCursor."""
    key = decode_cursor(cursor, length=1)[0]
    if type(key) is not int or not 0 <= key <= MAX_KEY:
        raise BadCursor
    return key


def _buried(row: DeadLetter) -> Buried:
    return Buried(
        id=row.pk,
        subscriber=row.subscriber,
        type=row.type,
        event_id=row.event_id,
        ids=ids_in(row.data),
        error=scrub(row.error),
        recorded_at=row.recorded_at,
        failed_at=row.failed_at,
    )
