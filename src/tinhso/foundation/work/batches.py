"""Acts on many rows: each row in a transaction of its own, done exactly once, with a line in the report.

A batch is begun with the token of the page that listed the rows; a second press finds the same batch. Whoever asked can
go on with it after the browser, the machine or the server was interrupted: a row's act and its line commit together.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from time import monotonic
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tinhso.foundation.audit import public as audit
from tinhso.foundation.work.data import BatchInfo, BatchLineInfo, BatchRow, LineState
from tinhso.foundation.work.desk import Batch, BatchLine
from tinhso.foundation.work.errors import BatchMissing, BatchTooLong, UndoTooLate
from tinhso.kernel.actors import Actor
from tinhso.kernel.errors import DomainError

MAX_ROWS: Final = 500
UNDO_WITHIN: Final = timedelta(minutes=2)
"""The page offers undoing for ten seconds; slow hands and networks get a little more."""

Perform = Callable[[BatchLineInfo], Mapping[str, Any] | None]
"""Does one row and returns what undoing it needs; raises DomainError where it is refused."""


@transaction.atomic
def start_batch(
    actor: Actor,
    *,
    token: UUID,
    act: str,
    title: str,
    rows: Sequence[BatchRow],
    facts: Mapping[str, Any] | None = None,
    undo_of: UUID | None = None,
    now: datetime,
) -> BatchInfo:
    """Write down an act on at most 500 rows before any of them is done; the same token again gives the same batch.

    Raises BatchTooLong, BatchMissing for somebody else's token.
    """
    if len(rows) > MAX_ROWS:
        raise BatchTooLong
    if actor.account_id is None:
        raise BatchMissing
    batch, made = Batch.objects.get_or_create(
        pk=token,
        defaults={
            "account_id": actor.account_id,
            "act": act,
            "title": title[:200],
            "facts": dict(facts or {}),
            "undo_of": undo_of,
            "created_at": now,
        },
    )
    if batch.account_id != actor.account_id:
        raise BatchMissing
    if made:
        BatchLine.objects.bulk_create(
            BatchLine(
                batch=batch,
                ordinal=n,
                subject_id=row.subject_id,
                item_id=row.item_id,
                version=row.version,
                code=row.code[:60],
                who=row.who[:300],
            )
            for n, row in enumerate(rows)
        )
        audit.record(
            actor,
            verb="work.batch_started",
            subject_kind="work_batch",
            subject_id=batch.id,
            unit_id=actor.unit_id,
            detail={"act": act, "rows": len(rows)},
        )
    return batch.to_info()


def run_batch(actor: Actor, *, batch_id: UUID, perform: Perform, seconds: float, now: datetime) -> BatchInfo:
    """Do the rows that wait, one transaction each, until none waits or `seconds` are over; return the report.

    Two windows at once share the rows between them. A refusal is the row's line and stops nothing.
    """
    until = monotonic() + seconds
    _own(actor, batch_id)
    while _one(batch_id, perform, now) and monotonic() < until:
        pass
    return _own(actor, batch_id).to_info()


@transaction.atomic
def _one(batch_id: UUID, perform: Perform, now: datetime) -> bool:
    waiting = BatchLine.objects.select_for_update(skip_locked=True).filter(batch_id=batch_id, state=LineState.WAITING)
    line = waiting.order_by("ordinal").first()
    if line is None:
        return False
    try:
        with transaction.atomic():
            line.before = dict(perform(line.to_info()) or {})
        line.state = LineState.DONE
    except DomainError as refused:
        line.state, line.refusal = LineState.REFUSED, _(refused.sentence)[:1000]
    line.done_at = now
    line.save(update_fields=["before", "state", "refusal", "done_at"])
    return True


def get_batch(actor: Actor, *, batch_id: UUID) -> BatchInfo:
    """Return a batch of one's own. Raises BatchMissing for anybody else's."""
    return _own(actor, batch_id).to_info()


def undo_rows(actor: Actor, *, batch_id: UUID, now: datetime) -> tuple[BatchInfo, list[BatchRow]]:
    """Return a batch and the rows that can be taken back. UndoTooLate after two minutes or once undone."""
    batch = _own(actor, batch_id)
    if now - batch.created_at > UNDO_WITHIN or Batch.objects.filter(undo_of=batch.id).exists():
        raise UndoTooLate
    info = batch.to_info()
    done = info.of(LineState.DONE)
    return info, [BatchRow(line.subject_id, line.item_id, None, line.code, line.who) for line in done]


def _own(actor: Actor, batch_id: UUID) -> Batch:
    batch = Batch.objects.filter(pk=batch_id).first()
    if batch is None or actor.account_id is None or batch.account_id != actor.account_id:
        raise BatchMissing
    return batch
