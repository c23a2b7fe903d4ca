"""How a dossier stands at the portal, and the operator's figures."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db.models import Min

from tinhso.government.national.access import operator_required
from tinhso.government.national.adapters.lgsp import connection
from tinhso.government.national.data import (
    UNSETTLED,
    Backlog,
    ComparisonInfo,
    Connection,
    FailedRecord,
    FilingInfo,
    FilingState,
    RecordKind,
    RecordState,
    Sync,
    SyncState,
)
from tinhso.government.national.models import (
    NationalCircuit,
    NationalComparison,
    NationalFiling,
    NationalMirror,
    NationalRecord,
)
from tinhso.kernel import clock
from tinhso.kernel.actors import Actor
from tinhso.kernel.paging import BadCursor, Page, bounded, decode_cursor, encode_cursor

MANY: Final = 10_000
LATELY: Final = timedelta(minutes=5)


def sync_state(dossier_id: UUID) -> SyncState:
    """Return the line «Đồng bộ» of a dossier. No gate: the caller shows it to who may see the dossier. Two queries."""
    mirror = NationalMirror.objects.filter(pk=dossier_id).first()
    if mirror is None:
        return SyncState(Sync.NOT_CONNECTED if connection() is Connection.NONE else Sync.NOT_YET)
    waiting = NationalRecord.objects.filter(mirror=mirror, state__in=UNSETTLED).count()
    if mirror.is_blocked:
        return SyncState(Sync.FAILED, waiting, mirror.last_ack_at, mirror.error)
    return SyncState(Sync.WAITING if waiting else Sync.ACKNOWLEDGED, waiting, mirror.last_ack_at)


def backlog(actor: Actor) -> Backlog:
    """Return the operator's figures; counts up to 10,000."""
    operator_required(actor)
    now = clock.now()
    unsettled = NationalRecord.objects.filter(state__in=UNSETTLED)
    lately = NationalRecord.objects.filter(acknowledged_at__gt=now - LATELY, is_slim=False)[: 10 * MANY].count()
    row = NationalCircuit.objects.filter(pk=1).first() or NationalCircuit(id=1)
    return Backlog(
        connection=connection(),
        waiting=unsettled[:MANY].count(),
        failed=NationalRecord.objects.filter(state=RecordState.FAILED, mirror__is_blocked=True)[:MANY].count(),
        lanes=NationalMirror.objects.filter(next_at__isnull=False)[:MANY].count(),
        oldest_at=unsettled.aggregate(oldest=Min("made_at"))["oldest"],
        rate=lately / (LATELY.total_seconds() / 60),
        is_paused=row.is_paused,
        paused_by=row.paused_by,
        paused_at=row.paused_at,
        open_until=row.open_until if row.open_until and row.open_until > now else None,
        failures=row.failures,
        last_success_at=row.last_success_at,
        last_error=row.last_error if row.failures else "",
    )


def list_failed(actor: Actor, *, cursor: str = "", size: int = 50) -> Page[FailedRecord]:
    """Return the records the portal refused that still hold their lane, newest first."""
    operator_required(actor)
    size = bounded(size)
    rows = NationalRecord.objects.filter(state=RecordState.FAILED, mirror__is_blocked=True).select_related("mirror")
    if cursor:
        rows = rows.filter(id__lt=_id_in(cursor))
    found = list(rows.order_by("-id").defer("payload")[: size + 1])
    items = [
        FailedRecord(r.id, r.mirror.code, r.mirror_id, RecordKind(r.kind), r.sequence, r.error, r.sent_at)
        for r in found[:size]
    ]
    return Page(items, encode_cursor(str(items[-1].id)) if len(found) > size else "")


def list_filings(actor: Actor, *, cursor: str = "", size: int = 50) -> Page[FilingInfo]:
    """Return the filings that could not be taken, newest first."""
    operator_required(actor)
    size = bounded(size)
    rows = NationalFiling.objects.filter(state=FilingState.FAILED)
    if cursor:
        rows = rows.filter(id__lt=_id_in(cursor))
    found = list(rows.order_by("-id").defer("payload")[: size + 1])
    items = [
        FilingInfo(
            id=r.id,
            external_code=r.external_code,
            procedure_code=r.procedure_code,
            state=FilingState(r.state),
            dossier_id=r.dossier_id,
            dossier_code=r.dossier_code,
            error=r.error,
            attempts=r.attempts,
            fetched_at=r.fetched_at,
            is_confirmed=r.confirmed_at is not None,
        )
        for r in found[:size]
    ]
    return Page(items, encode_cursor(str(items[-1].id)) if len(found) > size else "")


def last_comparison(actor: Actor) -> ComparisonInfo | None:
    """Return what the last comparison found, finished or under way."""
    operator_required(actor)
    row = NationalComparison.objects.order_by("-id").first()
    if row is None:
        return None
    return ComparisonInfo(
        id=row.id,
        started_at=row.started_at,
        finished_at=row.finished_at,
        checked=row.checked,
        missing=row.missing,
        different=row.different,
        unknown=row.unknown,
        requeued=row.requeued,
        samples=tuple(row.samples),
        error=row.error,
    )


def _id_in(cursor: str) -> UUID:
    try:
        return UUID(str(decode_cursor(cursor, length=1)[0]))
    except ValueError:
        raise BadCursor from None
