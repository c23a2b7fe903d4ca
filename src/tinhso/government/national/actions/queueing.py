"""Putting into a dossier's lane what the portal has not been told yet."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import connections, transaction
from django.db.models import F, QuerySet

from tinhso.government.dossiers import public as dossiers
from tinhso.government.national.adapters.lgsp import connection
from tinhso.government.national.content import exchange_mapping
from tinhso.government.national.data import Connection, RecordKind, RecordState
from tinhso.government.national.models import NationalMirror, NationalRecord
from tinhso.government.national.rules import payload as bodies
from tinhso.government.national.rules.mapping import ExchangeMapping
from tinhso.government.national.rules.planning import Planned, Standing, is_forward, plan
from tinhso.kernel.actors import SYSTEM
from tinhso.kernel.rows import Rows

FILED: Final = 1
ASIDE: Final = 1_000_000
"""Where sequences stand aside while one is put in before them."""
REPAIRED: Final = "Gửi lại sau khi so sánh hai bên"
_RECORDS: Final = Rows(NationalRecord)
_FOLLOWED: Final = (
    "dossier_id", "code", "person_id", "last_sequence", "queued_status", "queued_before_wait", "queued_hash", "next_at",
)  # fmt: skip
_MOVE_ALONG: Final = """
UPDATE national_mirror m
   SET code = now.code, person_id = now.person_id, last_sequence = now.last_sequence, queued_status = now.queued_status,
       queued_before_wait = now.queued_before_wait, queued_hash = now.queued_hash, next_at = now.next_at
  FROM unnest(%s::uuid[], %s::text[], %s::uuid[], %s::int[], %s::int[], %s::int[], %s::text[], %s::timestamptz[])
       AS now (dossier_id, code, person_id, last_sequence, queued_status, queued_before_wait, queued_hash, next_at)
 WHERE m.dossier_id = now.dossier_id
"""


def follow(dossier_id: UUID, *, now: datetime) -> int:
    """Queue what has happened to a dossier and is not queued yet, in order; return how many records.

    Idempotent, and safe beside itself: a line of the story is queued once, held by an index. Nothing is queued, nor
    anybody's data copied, while the portal is not connected: the comparison finds the dossier later.
    """
    return follow_all([dossier_id], now=now)


@transaction.atomic
def follow_all(dossier_ids: Iterable[UUID], *, now: datetime) -> int:
    """Queue what has happened to dossiers and is not queued yet, in a few statements for all of them.

    Promises what `follow` does for each; lanes are locked in the order of their ids. Raises DossierNotFound.
    """
    ids = sorted(set(dossier_ids))
    if connection() is Connection.NONE or not ids:
        return 0
    mirrors, known = _locked(ids), _known(ids)
    told = dossiers.exchange_facts_of(SYSTEM, ids=ids)
    records: list[NationalRecord] = []
    for key in ids:
        if key not in told:
            raise dossiers.DossierNotFound
        records += _follow(mirrors[key], told[key], known.get(key, frozenset()), now=now)
    _RECORDS.insert(*records)
    _move_along(mirrors.values())
    return len(records)


def _follow(
    mirror: NationalMirror, facts: dossiers.ExchangeFacts, known: Collection[UUID], *, now: datetime
) -> list[NationalRecord]:
    """Return what is to be queued in a lane, and move the lane along; neither is written yet."""
    mapping = exchange_mapping()
    status = int(facts.info.status)
    digest = bodies.facts_digest(bodies.dossier_payload(facts, status=status, mapping=mapping))
    told = mirror.queued_hash or bodies.facts_digest(
        bodies.dossier_payload(facts, status=1, mapping=mapping, as_new=True)
    )
    planned = plan(
        facts.lines,
        known=known,
        standing=Standing(mirror.queued_status, mirror.queued_before_wait),
        status=status,
        is_changed=digest != told,
        mapping=mapping,
    )
    records = _made(mirror, facts, planned.records, mapping, now=now)
    mirror.code, mirror.person_id = facts.info.code, facts.person_id
    mirror.queued_status, mirror.queued_before_wait = planned.standing.status, planned.standing.before_wait
    mirror.queued_hash = digest
    return records


@transaction.atomic
def tell_again(dossier_id: UUID, *, portal_status: int | None, now: datetime) -> None:
    """Queue the dossier as it is, whatever was told before: for one the portal lost, holds otherwise, or refused.

    `portal_status` is the state it holds there (None: not at all). Where ours does not follow from it, what is sent is
    a correction. A record the portal refused stays on record as superseded: it no longer holds the lane, and nobody
    sends it again. Where the portal never had the dossier and steps of it wait, it is told as it was filed, before
    them.
    """
    follow(dossier_id, now=now)
    NationalRecord.objects.filter(mirror_id=dossier_id, state=RecordState.FAILED).update(state=RecordState.SUPERSEDED)
    mirror = _locked([dossier_id])[dossier_id]
    facts = dossiers.exchange_facts(SYSTEM, dossier_id=dossier_id)
    status = int(facts.info.status)
    forward = portal_status is None or is_forward(portal_status, status)
    kind = RecordKind.DOSSIER if forward else RecordKind.CORRECTION
    waiting = NationalRecord.objects.filter(mirror_id=dossier_id, state=RecordState.WAITING)
    first = waiting.order_by("sequence").first() if portal_status is None and mirror.last_ack_at is None else None
    planned = Planned(kind, status) if first is None else Planned(RecordKind.DOSSIER, FILED)
    (told,) = _made(mirror, facts, (planned,), exchange_mapping(), now=now)
    if first is not None:
        told.payload = bodies.dossier_payload(facts, status=FILED, mapping=exchange_mapping(), as_new=True)
        told.payload_hash, told.sequence = bodies.digest(told.payload), first.sequence
        _make_room(dossier_id, waiting)
    _RECORDS.insert(told)
    mirror.is_blocked, mirror.error, mirror.attempts = False, "", 0
    mirror.save()


def _make_room(dossier_id: UUID, waiting: QuerySet[NationalRecord]) -> None:
    """Move the waiting records of a lane one place back."""
    waiting.update(sequence=F("sequence") + ASIDE)
    moved = NationalRecord.objects.filter(mirror_id=dossier_id, sequence__gt=ASIDE)
    moved.update(sequence=F("sequence") + 1 - ASIDE)


def _move_along(mirrors: Collection[NationalMirror]) -> None:
    """Write where lanes stand now, in one statement; their locks are held."""
    with connections["default"].cursor() as cursor:
        cursor.execute(_MOVE_ALONG, [[getattr(one, name) for one in mirrors] for name in _FOLLOWED])


def _locked(ids: Sequence[UUID]) -> dict[UUID, NationalMirror]:
    """Return the lanes of dossiers, locked in the order of their ids, made where there are none."""
    found = _lock(ids)
    missing = [one for one in ids if one not in found]
    if missing:
        NationalMirror.objects.bulk_create(
            [NationalMirror(dossier_id=one, code=f"?{one}") for one in missing], ignore_conflicts=True
        )
        found |= _lock(missing)
    return found


def _lock(ids: Sequence[UUID]) -> dict[UUID, NationalMirror]:
    rows = NationalMirror.objects.select_for_update().filter(pk__in=list(ids)).order_by("pk")
    return {row.pk: row for row in rows}


def _known(ids: Sequence[UUID]) -> dict[UUID, set[UUID]]:
    """Return the lines of dossiers' stories that are queued already."""
    found: dict[UUID, set[UUID]] = {}
    rows = NationalRecord.objects.filter(mirror_id__in=list(ids), line_id__isnull=False)
    for key, line_id in rows.values_list("mirror_id", "line_id"):
        if line_id:
            found.setdefault(key, set()).add(line_id)
    return found


def _made(
    mirror: NationalMirror,
    facts: dossiers.ExchangeFacts,
    records: Sequence[Planned],
    mapping: ExchangeMapping,
    *,
    now: datetime,
) -> list[NationalRecord]:
    """Return the records of a lane, in order, not yet written."""
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
    if rows and mirror.next_at is None:
        mirror.next_at = now
    return rows


def _body(facts: dossiers.ExchangeFacts, planned: Planned, mapping: ExchangeMapping, *, as_new: bool) -> dict[str, Any]:
    line = next((one for one in facts.lines if one.id == planned.line_id), None) if planned.line_id else None
    if planned.kind is RecordKind.PROGRESS and line is not None:
        return bodies.progress_payload(facts, line, status=planned.status, mapping=mapping)
    note = ""
    if planned.kind is RecordKind.CORRECTION:
        note = f"{bodies.CORRECTION_NOTE}: {line.sentence if line else REPAIRED}"
    return bodies.dossier_payload(facts, status=planned.status, mapping=mapping, note=note, as_new=as_new)
