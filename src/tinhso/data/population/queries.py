"""Reads: what is kept for a subject, the queue, the record, how the line is."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.db.models import Case, Min, OuterRef, Q, QuerySet, Subquery, Value, When

from tinhso.data.population import adapters, circuit, holding
from tinhso.data.population.access import OPERATE, OVERSEE
from tinhso.data.population.data import (
    CheckInfo,
    CheckState,
    KnownPerson,
    LookUpInfo,
    Operation,
    Outcome,
    Person,
    SourceState,
    Standing,
)
from tinhso.data.population.errors import CheckNotFound
from tinhso.data.population.models import Check, DeskVisit, HeldPerson, LookUp, LookUpExcess
from tinhso.foundation.access import public as access
from tinhso.kernel.actors import Actor
from tinhso.kernel.errors import NotFound
from tinhso.kernel.paging import Page, page_by_key

HOUR: Final = timedelta(hours=1)
FIGURES_OVER: Final = 10_000
_OF_THE_PERSON: Final = (Outcome.MATCHED.value, Outcome.MISMATCH.value, Outcome.NOT_FOUND.value)


def find_person(*, subject_kind: str, subject_id: UUID, number: str) -> Person | None:
    """Return the person kept for a subject; None when nobody was fetched. No gate: the subject's room has its own."""
    row = holding.find_held(subject_kind=subject_kind, subject_id=subject_id, number=number)
    return holding.from_json(row.person) if row else None


def standing_of(*, subject_kind: str, subject_id: UUID) -> KnownPerson:
    """Return what is known of the persons of a subject, the worst of it: a mismatch, then «chưa xác minh».

    Without the person's data: for a badge. NOT_CONNECTED when nothing was ever asked for this subject.
    """
    rows = list(HeldPerson.objects.filter(subject_kind=subject_kind, subject_id=subject_id)[:50])
    wrong = next((row for row in rows if row.outcome != Outcome.MATCHED), None)
    if wrong is not None:
        return KnownPerson(Standing.MISMATCH, checked_at=wrong.checked_at)
    if is_waiting(subject_kind=subject_kind, subject_id=subject_id):
        return KnownPerson(Standing.UNVERIFIED)
    newest = max((row.checked_at for row in rows), default=None)
    return KnownPerson(Standing.VERIFIED if newest else Standing.NOT_CONNECTED, checked_at=newest)


def is_waiting(*, subject_kind: str, subject_id: UUID) -> bool:
    """Tell whether a verification of this subject waits or was given up."""
    return Check.objects.filter(
        ~Q(state=CheckState.DONE.value), subject_kind=subject_kind, subject_id=subject_id
    ).exists()


def list_checks(actor: Actor, *, given_up: bool = False, cursor: str = "", size: int = 50) -> Page[CheckInfo]:
    """Return checks that wait, the oldest first, or those given up. Raises Forbidden for all but operators."""
    access.ability_required(actor, OPERATE)
    states = [CheckState.GIVEN_UP.value] if given_up else [CheckState.WAITING.value, CheckState.ASKING.value]
    rows = Check.objects.filter(state__in=states)
    return page_by_key(rows, Check.to_info, cursor=cursor, size=size, oldest_first=True)


def get_check(actor: Actor, *, check_id: UUID) -> CheckInfo:
    """Return one check. Raises CheckNotFound, also for those who may not see it."""
    row = Check.objects.filter(id=check_id).first() if actor.may(OPERATE) else None
    if row is None:
        raise CheckNotFound
    return row.to_info()


def is_own_visit(actor: Actor, *, visit_id: UUID) -> bool:
    """Tell whether a visit at the desk was opened by this officer."""
    return actor.account_id is not None and DeskVisit.objects.filter(id=visit_id, account_id=actor.account_id).exists()


def list_own_look_ups(actor: Actor, *, cursor: str = "", size: int = 20) -> Page[LookUpInfo]:
    """Return what this officer asked, newest first."""
    return page_by_key(_with_notes(LookUp.objects.filter(account_id=actor.account_id)), _info, cursor=cursor, size=size)


def list_excess(actor: Actor, *, alert_id: UUID, cursor: str = "", size: int = 100) -> Page[LookUpInfo]:
    """Return the look-ups of the hours of an alert, for the head of the officer's unit. Raises NotFound for others."""
    alert = LookUpExcess.objects.filter(id=alert_id).first()
    if alert is None or alert.unit_id is None or not actor.may(OVERSEE, alert.unit_id):
        raise NotFound
    rows = LookUp.objects.filter(account_id=alert.account_id, at__gte=alert.hour - HOUR, at__lt=alert.hour + HOUR)
    return page_by_key(_with_notes(rows), _info, cursor=cursor, size=size)


def _with_notes(rows: QuerySet[LookUp]) -> QuerySet[Any]:
    """Add what the visit was about for which a look-up was made without a dossier: in the page's own query."""
    visit = DeskVisit.objects.filter(id=OuterRef("subject_id")).values("note")[:1]
    return rows.annotate(note=Case(When(subject_kind="desk_visit", then=Subquery(visit)), default=Value("")))


def _info(row: Any) -> LookUpInfo:
    return LookUpInfo(
        id=row.id,
        at=row.at,
        account_id=row.account_id,
        actor_name=row.actor_name,
        unit_name=row.unit_name,
        purpose=row.purpose,
        subject_code=row.subject_code or row.note or "",
        operation=Operation(row.operation),
        outcome=Outcome(row.outcome),
        latency_ms=row.latency_ms,
    )


_FIGURES: Final = """
    SELECT count(*), count(*) FILTER (WHERE outcome NOT IN %(answered)s AND outcome <> 'asking'),
           percentile_cont(0.5) WITHIN GROUP (ORDER BY latency_ms), max(latency_ms)
      FROM (SELECT outcome, latency_ms FROM population_look_up
             WHERE at > %(since)s AND error_code <> 'resting' LIMIT %(most)s) recent
"""


def source_state(*, now: datetime) -> SourceState:
    """Return how the line to the source is, over the last hour. No gate: figures without persons."""
    line = circuit.line()
    with connection.cursor() as cursor:
        answered = "('" + "', '".join(_OF_THE_PERSON) + "')"
        cursor.execute(_FIGURES.replace("%(answered)s", answered), {"since": now - HOUR, "most": FIGURES_OVER})
        asked, failed, median, slowest = cursor.fetchone()
    waiting = Check.objects.filter(state__in=[CheckState.WAITING.value, CheckState.ASKING.value])
    return SourceState(
        connected=adapters.is_connected(),
        paused=line.paused,
        failures=line.failures,
        open_until=line.open_until if line.open_until and line.open_until > now else None,
        last_ok_at=line.last_ok_at,
        last_error=line.last_error,
        asked_last_hour=asked,
        failed_last_hour=failed,
        median_ms=None if median is None else int(median),
        slowest_ms=slowest,
        waiting=waiting.count(),
        given_up=Check.objects.filter(state=CheckState.GIVEN_UP.value).count(),
        oldest_at=waiting.aggregate(oldest=Min("created_at"))["oldest"],
    )
