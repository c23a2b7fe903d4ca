"""Putting into a dossier's lane what the portal has not been told yet."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from tinhso.government.dossiers import public as dossiers
from tinhso.government.national.adapters.lgsp import connection
from tinhso.government.national.content import exchange_mapping
from tinhso.government.national.data import Connection, RecordKind
from tinhso.government.national.models import NationalMirror, NationalRecord
from tinhso.government.national.rules import payload as bodies
from tinhso.government.national.rules.mapping import ExchangeMapping
from tinhso.government.national.rules.planning import Planned, Standing, is_forward, plan
from tinhso.kernel.actors import SYSTEM

REPAIRED = "Gửi lại sau khi so sánh hai bên"


@transaction.atomic
def follow(dossier_id: UUID, *, now: datetime) -> int:
    """Queue what has happened to a dossier and is not queued yet, in order; return how many records.

    Idempotent, and safe beside itself: a line of the story is queued once, held by an index. Nothing is queued, nor
    anybody's data copied, while the portal is not connected: the comparison finds the dossier later.
    """
    if connection() is Connection.NONE:
        return 0
    mirror = _locked(dossier_id)
    facts = dossiers.exchange_facts(SYSTEM, dossier_id=dossier_id)
    mapping = exchange_mapping()
    status = int(facts.info.status)
    body = bodies.dossier_payload(facts, status=status, mapping=mapping)
    told = mirror.queued_hash or bodies.facts_digest(
        bodies.dossier_payload(facts, status=1, mapping=mapping, as_new=True)
    )
    lines = NationalRecord.objects.filter(mirror=mirror, line_id__isnull=False).values_list("line_id", flat=True)
    known = {line_id for line_id in lines if line_id}
    planned = plan(
        facts.lines,
        known=known,
        standing=Standing(mirror.queued_status, mirror.queued_before_wait),
        status=status,
        is_changed=bodies.facts_digest(body) != told,
        mapping=mapping,
    )
    _queue(mirror, facts, planned.records, mapping, now=now)
    mirror.code, mirror.person_id = facts.info.code, facts.person_id
    mirror.queued_status, mirror.queued_before_wait = planned.standing.status, planned.standing.before_wait
    mirror.queued_hash = bodies.facts_digest(body)
    mirror.save()
    return len(planned.records)


@transaction.atomic
def tell_again(dossier_id: UUID, *, portal_status: int | None, now: datetime) -> None:
    """Queue the dossier as it is, whatever was told before: for one the portal lost, holds otherwise, or refused.

    `portal_status` is the state it holds there (None: not at all). Where ours does not follow from it, what is sent is
    a correction. A record the portal refused stays on record as failed, and no longer holds the lane.
    """
    follow(dossier_id, now=now)
    mirror = _locked(dossier_id)
    facts = dossiers.exchange_facts(SYSTEM, dossier_id=dossier_id)
    status = int(facts.info.status)
    forward = portal_status is None or is_forward(portal_status, status)
    kind = RecordKind.DOSSIER if forward else RecordKind.CORRECTION
    _queue(mirror, facts, (Planned(kind, status),), exchange_mapping(), now=now)
    mirror.is_blocked, mirror.error, mirror.attempts = False, "", 0
    mirror.save()


def _locked(dossier_id: UUID) -> NationalMirror:
    NationalMirror.objects.bulk_create(
        [NationalMirror(dossier_id=dossier_id, code=f"?{dossier_id}")], ignore_conflicts=True
    )
    return NationalMirror.objects.select_for_update().get(pk=dossier_id)


def _queue(
    mirror: NationalMirror,
    facts: dossiers.ExchangeFacts,
    records: tuple[Planned, ...],
    mapping: ExchangeMapping,
    *,
    now: datetime,
) -> None:
    if not records:
        return
    is_new = mirror.queued_status is None
    rows = []
    for place, planned in enumerate(records):
        body = _body(facts, planned, mapping, as_new=is_new and place == 0 and len(records) > 1)
        mirror.last_sequence += 1
        rows.append(
            NationalRecord(
                mirror=mirror,
                sequence=mirror.last_sequence,
                kind=planned.kind,
                line_id=planned.line_id,
                status=planned.status,
                payload=body,
                payload_hash=bodies.digest(body),
                made_at=now,
            )
        )
    NationalRecord.objects.bulk_create(rows)
    if mirror.next_at is None:
        mirror.next_at = now


def _body(facts: dossiers.ExchangeFacts, planned: Planned, mapping: ExchangeMapping, *, as_new: bool) -> dict[str, Any]:
    line = next((one for one in facts.lines if one.id == planned.line_id), None) if planned.line_id else None
    if planned.kind is RecordKind.PROGRESS and line is not None:
        return bodies.progress_payload(facts, line, status=planned.status, mapping=mapping)
    note = ""
    if planned.kind is RecordKind.CORRECTION:
        note = f"{bodies.CORRECTION_NOTE}: {line.sentence if line else REPAIRED}"
    return bodies.dossier_payload(facts, status=planned.status, mapping=mapping, note=note, as_new=as_new)
