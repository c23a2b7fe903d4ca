"""The record of look-ups: a line before each question, completed by its answer; and how many an officer may ask."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from tinhso.data.population.data import Outcome
from tinhso.data.population.errors import LimitReached
from tinhso.data.population.events import LimitReached as LimitReachedFact
from tinhso.data.population.inquiry import Inquiry
from tinhso.data.population.models import LookUp, LookUpExcess
from tinhso.data.population.ports import Answer
from tinhso.data.population.pseudonyms import pseudonym
from tinhso.foundation.audit import public as audit
from tinhso.foundation.work import public as work
from tinhso.kernel.actors import Actor
from tinhso.kernel.ids import uuid7
from tinhso.kernel.outbox import announce

WINDOW: Final = timedelta(hours=1)
EXCESS_WORK: Final = "population.excess"


def open_line(inquiry: Inquiry, *, now: datetime) -> UUID:
    """Write that a question is about to be asked; return its number. Raises LimitReached, and tells the head once."""
    try:
        return _write_line(inquiry, now)
    except LimitReached:
        _tell_head(inquiry.actor, now)
        raise


def _is_over_limit(actor: Actor, now: datetime) -> bool:
    """Tell whether this officer has asked as often as one may within the last hour; the queue's questions are free."""
    asked = LookUp.objects.filter(account_id=actor.account_id, at__gt=now - WINDOW, attempt=0)
    return asked.count() >= settings.POPULATION_HOURLY


@transaction.atomic
def _write_line(inquiry: Inquiry, now: datetime) -> UUID:
    """Write the line; officers take turns with themselves, so that many at once do not slip past the limit."""
    actor = inquiry.actor
    if actor.is_officer and inquiry.attempt == 0:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"population:{actor.account_id}"])
        if _is_over_limit(actor, now):
            raise LimitReached
    line_id = uuid7()
    LookUp.objects.create(
        id=line_id,
        at=now,
        actor_kind=actor.kind.value,
        account_id=actor.account_id,
        actor_name=actor.name[:200],
        appointment_id=actor.appointment_id,
        unit_id=actor.unit_id,
        unit_name=actor.unit_name[:300],
        purpose=inquiry.purpose,
        subject_kind=inquiry.subject_kind,
        subject_id=inquiry.subject_id,
        subject_code=inquiry.subject_code,
        operation=inquiry.operation.value,
        parts=sorted(part.value for part in inquiry.parts),
        pseudonym=pseudonym(inquiry.number),
        attempt=inquiry.attempt,
        request_id=actor.request_id[:80],
        address=actor.address[:80],
    )
    return line_id


def close_line(line_id: UUID, answer: Answer) -> None:
    """Complete a line with what came of it. A line that is complete stays as it is."""
    LookUp.objects.filter(id=line_id, outcome=Outcome.ASKING.value).update(
        outcome=answer.outcome.value,
        error_code=answer.code[:80],
        http_status=answer.http_status,
        latency_ms=answer.latency_ms,
        request_bytes=answer.request_bytes,
        response_bytes=answer.response_bytes,
        request_hash=answer.request_hash,
        response_hash=answer.response_hash,
    )


@transaction.atomic
def _tell_head(actor: Actor, now: datetime) -> None:
    """Tell the head of the officer's unit, once for the officer and the hour: a work item, an event, an audit entry."""
    if actor.account_id is None:
        return
    hour = now.replace(minute=0, second=0, microsecond=0)
    alert, is_new = LookUpExcess.objects.get_or_create(
        account_id=actor.account_id, hour=hour, defaults={"unit_id": actor.unit_id}
    )
    if not is_new:
        return
    audit.record(
        actor,
        verb="population.limit_reached",
        subject_kind="look_up_excess",
        subject_id=alert.id,
        detail={"limit": settings.POPULATION_HOURLY},
    )
    if actor.unit_id is not None:
        work.open_item(
            kind=EXCESS_WORK,
            subject_id=alert.id,
            title="Tra cứu dân cư vượt mức trong một giờ",
            code=f"DC-{now:%y%m%d%H}",
            unit_id=actor.unit_id,
            role="unit_head",
            due_at=now + timedelta(days=1),
            facts={"applicant": actor.name},
            now=now,
        )
    announce(LimitReachedFact(actor.account_id, actor.unit_id, settings.POPULATION_HOURLY), actor=actor)
