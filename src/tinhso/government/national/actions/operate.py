"""The operator's few acts: pause and resume, send a refused record again, correct. Each is on record."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from tinhso.foundation.audit import public as audit
from tinhso.government.national.access import operator_required
from tinhso.government.national.actions.queueing import tell_again
from tinhso.government.national.data import FilingState, RecordState
from tinhso.government.national.errors import NotFailed, RecordNotFound
from tinhso.government.national.models import NationalCircuit, NationalFiling, NationalMirror, NationalRecord
from tinhso.kernel.actors import Actor

MAX_REPLAYS = 1000


@transaction.atomic
def pause(actor: Actor, *, now: datetime) -> None:
    """Stop telling the portal anything; what happens meanwhile queues up. Idempotent."""
    operator_required(actor)
    _set_pause(is_paused=True, by=actor.name, now=now)
    audit.record(actor, verb="national.paused", subject_kind="national")


@transaction.atomic
def resume(actor: Actor, *, now: datetime) -> None:
    """Go on; what queued up is told in order. Closes the breaker: the next attempt is now. Idempotent."""
    operator_required(actor)
    _set_pause(is_paused=False, by="", now=now)
    audit.record(actor, verb="national.resumed", subject_kind="national")


def _set_pause(*, is_paused: bool, by: str, now: datetime) -> None:
    NationalCircuit.objects.bulk_create([NationalCircuit(id=1)], ignore_conflicts=True)
    row = NationalCircuit.objects.select_for_update().get(pk=1)
    row.is_paused, row.paused_by, row.paused_at = is_paused, by[:200], now if is_paused else None
    if not is_paused:
        row.failures, row.open_until = 0, None
        NationalMirror.objects.filter(next_at__gt=now, claim=None).update(next_at=now, attempts=0)
    row.save()


@transaction.atomic
def replay(actor: Actor, *, record_id: UUID, now: datetime) -> None:
    """Send a refused record once more, first in its lane. Raises RecordNotFound, NotFailed."""
    operator_required(actor)
    row = _failed(record_id)
    _put_back(row.mirror_id, now)
    audit.record(actor, verb="national.replayed", subject_kind="dossier", subject_id=row.mirror_id)


@transaction.atomic
def replay_all(actor: Actor, *, now: datetime) -> int:
    """Send every refused record once more, at most a thousand; return how many lanes move again."""
    operator_required(actor)
    ids = list(
        NationalMirror.objects.select_for_update(skip_locked=True)
        .filter(is_blocked=True)
        .values_list("pk", flat=True)[:MAX_REPLAYS]
    )
    for dossier_id in ids:
        _put_back(dossier_id, now)
    audit.record(actor, verb="national.replayed_all", subject_kind="national", detail={"lanes": len(ids)})
    return len(ids)


@transaction.atomic
def correct(actor: Actor, *, record_id: UUID, now: datetime) -> None:
    """Leave a refused record behind for good and tell the dossier as it is now. Raises RecordNotFound, NotFailed."""
    operator_required(actor)
    row = _failed(record_id)
    tell_again(row.mirror_id, portal_status=row.mirror.portal_status, now=now)
    audit.record(actor, verb="national.corrected", subject_kind="dossier", subject_id=row.mirror_id)


@transaction.atomic
def retry_filing(actor: Actor, *, filing_id: UUID, now: datetime) -> None:
    """Try once more to take a filing of the portal, or to confirm it. Raises RecordNotFound, NotFailed."""
    operator_required(actor)
    row = NationalFiling.objects.select_for_update().filter(pk=filing_id).first()
    if row is None:
        raise RecordNotFound
    if not row.error or row.is_slim:
        raise NotFailed
    if row.state == FilingState.FAILED:
        row.state = FilingState.WAITING.value
    row.attempts, row.next_at = 0, now
    row.save(update_fields=["state", "attempts", "next_at"])
    audit.record(actor, verb="national.filing_retried", subject_kind="national", subject_id=row.id)


def _failed(record_id: UUID) -> NationalRecord:
    row = NationalRecord.objects.select_for_update().select_related("mirror").filter(pk=record_id).first()
    if row is None:
        raise RecordNotFound
    if row.state != RecordState.FAILED or not row.mirror.is_blocked:
        raise NotFailed
    return row


def _put_back(dossier_id: UUID, now: datetime) -> None:
    NationalRecord.objects.filter(mirror_id=dossier_id, state=RecordState.FAILED).update(
        state=RecordState.WAITING, error=""
    )
    NationalMirror.objects.filter(pk=dossier_id).update(is_blocked=False, error="", attempts=0, next_at=now)
