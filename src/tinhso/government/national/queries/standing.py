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
from tinhso.kernel.paging import Page, page_by_key

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
    rows = NationalRecord.objects.filter(state=RecordState.FAILED, mirror__is_blocked=True).select_related("mirror")
    return page_by_key(rows.defer("payload"), _failed, cursor=cursor, size=size)


def _failed(row: NationalRecord) -> FailedRecord:
    mirror, kind = row.mirror, RecordKind(row.kind)
    return FailedRecord(row.id, mirror.code, row.mirror_id, kind, row.sequence, row.error, row.sent_at)


def list_filings(actor: Actor, *, cursor: str = "", size: int = 50) -> Page[FilingInfo]:
    """Return the filings with which something went wrong, newest first.

    Those given up, those still tried, and those taken here that the portal would not hear of.
    """
    operator_required(actor)
    rows = NationalFiling.objects.exclude(error="").defer("payload")
    return page_by_key(rows, _filing, cursor=cursor, size=size)


def _filing(row: NationalFiling) -> FilingInfo:
    return FilingInfo(
        id=row.id,
        external_code=row.external_code,
        procedure_code=row.procedure_code,
        state=FilingState(row.state),
        dossier_id=row.dossier_id,
        dossier_code=row.dossier_code,
        error=row.error,
        attempts=row.attempts,
        fetched_at=row.fetched_at,
        is_confirmed=row.confirmed_at is not None,
    )


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
