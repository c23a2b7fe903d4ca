"""Claiming lanes and settling what came of them: short transactions, and none is open while the portal answers."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.db.models import F

from tinhso.foundation.audit import public as audit
from tinhso.government.national.data import Ending, Lane, LaneResult, Outgoing, RecordKind, RecordState
from tinhso.government.national.models import NationalCircuit, NationalMirror, NationalRecord
from tinhso.government.national.rules.circuit import Circuit, pause_after
from tinhso.kernel.actors import SYSTEM

LEASE: Final = timedelta(seconds=120)
AT_ONCE: Final = 20
PURPOSE: Final = "Đồng bộ hồ sơ lên Cổng Dịch vụ công quốc gia"
FRESH: Final = timedelta(seconds=5)

_CLAIM: Final = """
WITH due AS (
  SELECT dossier_id FROM national_mirror
   WHERE next_at <= %(now)s AND NOT is_blocked AND (claimed_until IS NULL OR claimed_until < %(now)s)
   ORDER BY next_at LIMIT %(room)s FOR UPDATE SKIP LOCKED)
UPDATE national_mirror m SET claim = %(claim)s, claimed_until = %(until)s
  FROM due WHERE m.dossier_id = due.dossier_id RETURNING m.dossier_id, m.code
"""
_HEADS: Final = """
SELECT r.id, r.dossier_id, r.sequence, r.kind, r.payload::text, r.payload_hash, r.status, r.state
  FROM unnest(%(ids)s::uuid[]) lane(id)
 CROSS JOIN LATERAL (
  SELECT * FROM national_record
   WHERE dossier_id = lane.id AND state IN ('waiting', 'sent') ORDER BY sequence LIMIT %(some)s) r
 ORDER BY r.dossier_id, r.sequence
"""


_CLOSED: Final = (
    "next_at", "attempts", "is_blocked", "error", "portal_status", "last_ack_at", "last_payload_hash", "dossier_id",
)  # fmt: skip
_CLOSE: Final = """
UPDATE national_mirror SET claim = NULL, claimed_until = NULL, next_at = %s, attempts = %s, is_blocked = %s, error = %s,
       portal_status = %s, last_ack_at = %s, last_payload_hash = %s
 WHERE dossier_id = %s
"""


@transaction.atomic
def claim(room: int, *, now: datetime) -> list[Lane]:
    """Take up to `room` lanes whose turn it is, as many as the breaker lets through; their records are now `sent`.

    A record that was `sent` already is doubtful: whoever had it died, or got no answer.
    """
    room = _circuit_of(_locked_circuit(lock=False)).room(room, now)
    if room <= 0:
        return []
    token, until = uuid4(), now + LEASE
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, {"now": now, "room": room, "claim": token, "until": until})
        lanes = dict(cursor.fetchall())
        if not lanes:
            return []
        cursor.execute(_HEADS, {"ids": list(lanes), "some": AT_ONCE})
        rows = cursor.fetchall()
    by_lane: dict[UUID, list[Outgoing]] = {dossier_id: [] for dossier_id in lanes}
    for row in rows:
        by_lane[row[1]].append(_outgoing(row))
    NationalRecord.objects.filter(id__in=[row[0] for row in rows]).update(
        state=RecordState.SENT, attempts=F("attempts") + 1, sent_at=now
    )
    return [Lane(key, lanes[key], token, until, tuple(records)) for key, records in by_lane.items()]


def _outgoing(row: tuple[Any, ...]) -> Outgoing:
    import json

    return Outgoing(
        id=row[0],
        sequence=row[2],
        kind=RecordKind(row[3]),
        payload=json.loads(row[4]),
        payload_hash=row[5],
        status=row[6],
        is_doubtful=row[7] == RecordState.SENT,
    )


@transaction.atomic
def settle(results: Sequence[LaneResult], *, now: datetime) -> int:
    """Note what came of lanes; return how many records were acknowledged. Only who still holds a lane notes on it."""
    by_id = {result.lane.dossier_id: result for result in results}
    held = {
        mirror.dossier_id: mirror
        for mirror in NationalMirror.objects.select_for_update().filter(pk__in=list(by_id)).order_by("pk")
        if mirror.claim == by_id[mirror.dossier_id].lane.claim
    }
    ours = [by_id[key] for key in held]
    acknowledged = _acknowledge(ours, now)
    _let_go(ours)
    more = _with_more(list(held))
    for key, mirror in held.items():
        _close(mirror, by_id[key], has_more=key in more, now=now)
    with connection.cursor() as cursor:  # one trip for all of them
        cursor.executemany(_CLOSE, [[getattr(mirror, name) for name in _CLOSED] for mirror in held.values()])
    _tell_circuit(results, now)
    return acknowledged


def _acknowledge(results: Sequence[LaneResult], now: datetime) -> int:
    """Mark what the portal took; that a person's data went out is on record for them."""
    taken = [o.record for result in results for o in result.outcomes if o.ending is Ending.ACKNOWLEDGED]
    NationalRecord.objects.filter(id__in=[r.id for r in taken]).update(
        state=RecordState.ACKNOWLEDGED, acknowledged_at=now, error=""
    )
    told = {
        result.lane.dossier_id
        for result in results
        for o in result.outcomes
        if o.ending is Ending.ACKNOWLEDGED and o.record.kind is not RecordKind.PROGRESS
    }
    people = NationalMirror.objects.filter(pk__in=told, person_id__isnull=False).values_list("pk", "person_id")
    reads = [(person_id, dossier_id) for dossier_id, person_id in people if person_id]
    audit.record_reads_about(SYSTEM, reads=reads, purpose=PURPOSE, subject_kind="dossier")
    return len(taken)


def _let_go(results: Sequence[LaneResult]) -> None:
    """Give back what was not tried or certainly did not arrive; keep as `sent` what may have; fail what was refused."""
    waiting, refused = [], {}
    for result in results:
        endings = {o.record.id: o for o in result.outcomes}
        for record in result.lane.records:
            outcome = endings.get(record.id)
            untouched = outcome is None or outcome.ending is Ending.NOT_ARRIVED
            if untouched and not record.is_doubtful:
                waiting.append(record.id)
            elif outcome is not None and outcome.ending is Ending.REFUSED:
                refused[record.id] = outcome.error
    NationalRecord.objects.filter(id__in=waiting).update(state=RecordState.WAITING)
    for record_id, error in refused.items():
        NationalRecord.objects.filter(id=record_id).update(state=RecordState.FAILED, error=error[:500])


def _with_more(ids: list[UUID]) -> set[UUID]:
    unsettled = NationalRecord.objects.filter(mirror__in=ids, state__in=[RecordState.WAITING, RecordState.SENT])
    return set(unsettled.values_list("mirror_id", flat=True).distinct())


def _close(mirror: NationalMirror, result: LaneResult, *, has_more: bool, now: datetime) -> None:
    mirror.next_at = now if has_more else None
    mirror.error = ""
    for outcome in result.outcomes:
        if outcome.ending is Ending.ACKNOWLEDGED:
            mirror.attempts, mirror.portal_status, mirror.last_ack_at = 0, outcome.record.status, now
            if outcome.record.kind is not RecordKind.PROGRESS:
                mirror.last_payload_hash = outcome.record.payload_hash
            continue
        mirror.error = outcome.error[:500]
        if outcome.ending is Ending.REFUSED:
            mirror.is_blocked, mirror.next_at = True, now
        else:
            mirror.attempts += 1
            mirror.next_at = now + pause_after(mirror.attempts)


def _locked_circuit(*, lock: bool = True) -> NationalCircuit:
    rows = NationalCircuit.objects.select_for_update() if lock else NationalCircuit.objects
    found = rows.filter(pk=1).first()
    if found is None:
        NationalCircuit.objects.bulk_create([NationalCircuit(id=1)], ignore_conflicts=True)
        found = rows.get(pk=1)
    return found


def _circuit_of(row: NationalCircuit) -> Circuit:
    return Circuit(row.failures, row.open_until, row.is_paused)


def _tell_circuit(results: Sequence[LaneResult], now: datetime) -> None:
    """Let the breaker know, in the order the lanes ended; write only when it matters."""
    endings = [outcome for result in results for outcome in result.outcomes[-1:]]
    if not endings:
        return
    row = _locked_circuit(lock=False)
    is_well = all(one.ending in (Ending.ACKNOWLEDGED, Ending.REFUSED) for one in endings)
    if is_well and not row.failures and row.last_success_at and now - row.last_success_at < FRESH:
        return
    row = _locked_circuit()
    circuit = _circuit_of(row)
    for one in endings:
        if one.ending in (Ending.ACKNOWLEDGED, Ending.REFUSED):
            circuit, row.last_success_at = circuit.answered(), now
        else:
            circuit, row.last_error = circuit.failed(now), one.error[:500]
    row.failures, row.open_until = circuit.failures, circuit.open_until
    row.save()
