"""The transactional outbox: events are written in the verb's transaction and delivered afterwards, at least once.

A subscriber's position follows the transaction horizon (`pg_snapshot_xmin`), never `seq > last`: an event of a slow
transaction, whose number is older than one already delivered, is not skipped. Each subscriber has its own position,
handles events in order, and its handler runs in the transaction that moves the position; so what a handler writes in
this database happens exactly once, whatever dies in between.
"""

import json
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any, Final

import structlog
from django.db import connection, transaction

from tinhso.kernel import clock, events
from tinhso.kernel.actors import Actor
from tinhso.kernel.events import Envelope, Event
from tinhso.kernel.ids import uuid7
from tinhso.kernel.models import DeadLetter, SubscriberPosition
from tinhso.kernel.modules import Subscription, subscriptions

log = structlog.get_logger(__name__)

BATCH: Final = 200
MAX_ATTEMPTS: Final = 8
EVERYBODY: Final = 2.0
FAR_BEHIND: Final = 10_000
LAST_SEQ: Final = 2**62


def announce(fact: Event, *, actor: Actor | None = None) -> None:
    """Write `fact` into the outbox. Refuses, with RuntimeError, to do so outside a transaction."""
    announce_all([fact], actor=actor)


def announce_all(facts: list[Event], *, actor: Actor | None = None) -> None:
    """Write several facts in their order, in one statement."""
    if not facts:
        return
    if not connection.in_atomic_block:
        raise RuntimeError("an event is announced inside the transaction it tells of")
    account = actor.account_id if actor else None
    rows = [(uuid7(), fact.type_name, _json(events.to_json(fact)), account) for fact in facts]
    waiting = _gathered.get()
    if waiting is None:
        _write(rows)
    else:
        waiting += rows


_gathered: ContextVar[list[tuple[Any, ...]] | None] = ContextVar("gathered", default=None)


@contextmanager
def gathering() -> Iterator[None]:
    """Write everything announced inside in one statement at the end; nothing when it ends with an error.

    Belongs directly inside the verb's transaction (`@transaction.atomic`, below it `@outbox.gathering()`). A gathering
    inside another joins it, and takes back its own when it ends with an error that the outer one survives.
    """
    outer = _gathered.get()
    if outer is not None:
        mark = len(outer)
        try:
            yield
        except BaseException:
            del outer[mark:]
            raise
        return
    rows: list[tuple[Any, ...]] = []
    token = _gathered.set(rows)
    try:
        yield
        if rows:
            _write(rows)
    finally:
        _gathered.reset(token)


def _write(rows: list[tuple[Any, ...]]) -> None:
    values = ", ".join(["(%s, %s, %s, %s)"] * len(rows))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO kernel_outbox (id, type, data, account_id) VALUES {values}",  # noqa: S608
            [value for row in rows for value in row],
        )


def _json(data: dict[str, Any]) -> Any:
    from psycopg.types.json import Jsonb

    return Jsonb(data)


@dataclass(frozen=True, slots=True)
class Progress:
    """How one subscriber stands."""

    name: str
    waiting: int
    attempts: int
    retry_at: datetime | None
    last_error: str
    advanced_at: datetime | None


_PENDING: Final = """
    SELECT o.txid::text::bigint, o.seq, o.id, o.type, o.data::text, o.account_id, o.recorded_at
      FROM kernel_outbox o
     WHERE (o.txid, o.seq) > (%s::text::xid8, %s)
       AND o.txid < pg_snapshot_xmin(pg_current_snapshot())
       AND o.type = ANY(%s)
     ORDER BY o.txid, o.seq
     LIMIT %s
"""


def deliver_pending() -> int:
    """Let every subscriber take what has come; return how many events were handled. Safe in many workers at once."""
    return sum(deliver_to(name, group) for name, group in _by_subscriber().items())


@dataclass(slots=True)
class Watch:
    """What a worker remembers between two looks: up to which transaction it has seen, and when it last asked everybody.

    Asking every subscriber costs a handful of statements each; one statement tells which kinds of event are new. Every
    `EVERYBODY` seconds all are asked anyway: who waited to retry, or was busy in another worker, is not forgotten.
    """

    horizon: int = 0
    everybody_at: float = 0.0

    def deliver(self) -> int:
        """Let those take what has come for whom something has; return how many events were handled."""
        with connection.cursor() as cursor:
            cursor.execute(_NEWS, [str(self.horizon)])
            horizon, kinds = cursor.fetchone()
        everybody = time.monotonic() >= self.everybody_at
        handled = sum(
            deliver_to(name, group, reached=horizon - 1)
            for name, group in _by_subscriber().items()
            if everybody or any(one.event.type_name in kinds for one in group)
        )
        self.horizon = horizon
        if everybody:
            self.everybody_at = time.monotonic() + EVERYBODY
        return handled


def _by_subscriber() -> dict[str, list[Subscription]]:
    groups: dict[str, list[Subscription]] = {}
    for subscription in subscriptions():
        groups.setdefault(subscription.name, []).append(subscription)
    return groups


_NEWS: Final = """
    SELECT seen.xmin::text::bigint,
           ARRAY(SELECT DISTINCT o.type FROM kernel_outbox o WHERE o.txid >= %s::text::xid8 AND o.txid < seen.xmin)
      FROM (SELECT pg_snapshot_xmin(pg_current_snapshot()) AS xmin) seen
"""


def deliver_to(name: str, group: list[Subscription], *, reached: int = 0) -> int:
    """Bring one subscriber up to the horizon, batch by batch, until it is done, busy elsewhere or waiting to retry.

    `reached` is a transaction known to have ended, as all before it: where one with nothing to take may stand.
    """
    total = 0
    while True:
        done, more = _deliver_batch(name, {s.event.type_name: s for s in group}, reached)
        total += done
        if not more:
            return total


def _deliver_batch(name: str, by_type: dict[str, Subscription], reached: int) -> tuple[int, bool]:
    """Handle one batch in one transaction. Return how many, and whether to go on at once.

    All of it together when all goes well; when one handler fails, again one by one, so that only that one waits.
    """
    with transaction.atomic():
        position = _position(name)
        if position is None or (position.retry_at and position.retry_at > clock.now()):
            return 0, False
        with connection.cursor() as cursor:
            cursor.execute(_PENDING, [str(position.txid), position.seq, list(by_type), BATCH])
            rows = cursor.fetchall()
        if not rows:
            _keep_up(position, reached)
            return 0, False
        if not _together(by_type, rows):
            for done, row in enumerate(rows):
                if not _hand_over(position, by_type[row[3]], row):
                    position.save()
                    return done, False
        position.txid, position.seq, position.attempts, position.retry_at = rows[-1][0], rows[-1][1], 0, None
        position.advanced_at = clock.now()
        position.save()
        return len(rows), len(rows) == BATCH


def _position(name: str) -> SubscriberPosition | None:
    """Return a subscriber's row, locked, made when there is none; None while another worker has it."""
    free = SubscriberPosition.objects.select_for_update(skip_locked=True).filter(name=name)
    return free.first() or (free.first() if SubscriberPosition.objects.get_or_create(name=name)[1] else None)


def _keep_up(position: SubscriberPosition, reached: int) -> None:
    """Move a subscriber nobody writes for along with the rest, now and then: it need not look through old events.

    `reached` was read before its events were: everything up to there had ended, and nothing of it was for this one.
    """
    if reached - position.txid > FAR_BEHIND:
        position.txid, position.seq = reached, LAST_SEQ
        position.save(update_fields=["txid", "seq"])


def _together(by_type: dict[str, Subscription], rows: list[tuple[Any, ...]]) -> bool:
    """Give a whole batch to its handlers; False, with nothing written, when one of them fails."""
    try:
        with transaction.atomic():
            for many, some in groupby(rows, key=lambda row: by_type[row[3]].many):
                if many is None:
                    for row in some:
                        by_type[row[3]].handler(_envelope(row))
                else:
                    with gathering():
                        many([_envelope(row) for row in some])
    except Exception as error:  # noqa: BLE001 - which one it was, and what to do with it, is found one by one
        log.warning("outbox.batch_failed", kinds=sorted(by_type), size=len(rows), error=type(error).__name__)
        return False
    return True


def _envelope(row: Sequence[Any]) -> Envelope:
    _txid, _seq, event_id, type_name, data, account_id, recorded_at = row
    return Envelope(event_id, events.from_json(type_name, json.loads(data)), recorded_at, account_id)


def _hand_over(position: SubscriberPosition, subscription: Subscription, row: tuple[Any, ...]) -> bool:
    """Give one event to its handler; on failure note it and say False, or bury it after the last attempt."""
    txid, seq, event_id, type_name, data, account_id, recorded_at = row
    try:
        with transaction.atomic():
            subscription.handler(_envelope(row))
    except Exception as error:  # noqa: BLE001 - whatever a handler raises, the queue must stand
        position.attempts += 1
        position.last_error = f"{type(error).__name__}: {error}"[:2000]
        log.warning(
            "outbox.handler_failed", subscriber=position.name, event_id=str(event_id), attempt=position.attempts
        )
        if position.attempts < MAX_ATTEMPTS:
            position.retry_at = clock.now() + timedelta(seconds=2**position.attempts)
            return False
        DeadLetter.objects.get_or_create(
            subscriber=position.name,
            event_id=event_id,
            defaults={
                "type": type_name,
                "data": json.loads(data),
                "account_id": account_id,
                "recorded_at": recorded_at,
                "error": position.last_error,
                "failed_at": clock.now(),
            },
        )
    position.txid, position.seq, position.attempts, position.retry_at = txid, seq, 0, None
    return True


def replay(dead_letter_id: int) -> None:
    """Give a buried event to its subscriber once more, now; on success it is marked, never removed."""
    with transaction.atomic():
        letter = DeadLetter.objects.select_for_update().get(pk=dead_letter_id, replayed_at=None)
        subscription = next(
            s for s in subscriptions() if s.name == letter.subscriber and s.event.type_name == letter.type
        )
        fact = events.from_json(letter.type, letter.data)
        subscription.handler(Envelope(letter.event_id, fact, letter.recorded_at, letter.account_id))
        letter.replayed_at = clock.now()
        letter.save(update_fields=["replayed_at"])


def progress() -> list[Progress]:
    """Return how each subscriber stands; the number waiting is counted up to 10,000."""
    positions = {p.name: p for p in SubscriberPosition.objects.all()}
    found = []
    for name, group in _by_subscriber().items():
        at = positions.get(name) or SubscriberPosition(name=name)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM (SELECT 1 FROM kernel_outbox WHERE (txid, seq) > (%s::text::xid8, %s)"
                " AND type = ANY(%s) LIMIT 10000) waiting",
                [str(at.txid), at.seq, [s.event.type_name for s in group]],
            )
            waiting: int = cursor.fetchone()[0]
        found.append(Progress(name, waiting, at.attempts, at.retry_at, at.last_error, at.advanced_at))
    return found


def ensure_partitions() -> None:
    """Make next months' partitions of everything that grows without end (run daily and at every start)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT c.oid::regclass::text FROM pg_class c WHERE c.relkind = 'p' AND NOT c.relispartition")
        for (table,) in cursor.fetchall():
            cursor.execute("SELECT tinhso_ensure_partitions(%s::regclass)", [table])


def mend_after_restore() -> bool:
    """Give a restored database its horizon back; True when it was needed.

    A dump keeps transaction numbers of the cluster it came from. When those lie ahead of this cluster's own, every
    entry is set to number 3, the oldest a cluster has, and order falls to `seq`. Each position goes back to just
    before the first event its subscriber had not taken in the old order: nothing is lost; what was taken out of turn
    shortly before the dump may come once more.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce((SELECT txid > pg_current_xact_id() FROM kernel_outbox"
            " ORDER BY txid DESC, seq DESC LIMIT 1), false)"
        )
        if not cursor.fetchone()[0]:
            return False
        for name, group in _by_subscriber().items():
            cursor.execute(_STAND_BEFORE, [[one.event.type_name for one in group], name])
        cursor.execute("UPDATE kernel_outbox SET txid = '3'")
        cursor.execute("UPDATE kernel_subscriber SET txid = 3, seq = least(seq, %s)", [_last_seq(cursor)])
        return True


_STAND_BEFORE: Final = """
    UPDATE kernel_subscriber s
       SET seq = coalesce(
             (SELECT min(o.seq) - 1 FROM kernel_outbox o
               WHERE (o.txid, o.seq) > (s.txid::text::xid8, s.seq) AND o.type = ANY(%s::text[])),
             9223372036854775807)
     WHERE s.name = %s
"""


def _last_seq(cursor: Any) -> int:
    cursor.execute("SELECT coalesce(max(seq), 0) FROM kernel_outbox")
    found: int = cursor.fetchone()[0]
    return found
