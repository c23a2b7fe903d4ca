"""The queue of verifications: claim, ask, note what came of it. Nothing is locked while the source answers.

A worker killed while asking leaves the row claimed; its lease ends after ten minutes and another takes it. The answer
is noted by the claim that asked, in one transaction with the event: one check, one PersonVerified.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import F, Q

from tinhso.data.population import adapters, asking, circuit
from tinhso.data.population.data import FINAL, CheckState, Operation, Outcome
from tinhso.data.population.errors import NotConnected
from tinhso.data.population.events import PersonVerified
from tinhso.data.population.inquiry import Inquiry
from tinhso.data.population.models import Check
from tinhso.data.population.ports import Answer
from tinhso.data.population.rules import dates, patience
from tinhso.foundation.audit import public as audit
from tinhso.kernel import clock
from tinhso.kernel.actors import SYSTEM, Actor, ActorKind
from tinhso.kernel.outbox import announce

log = structlog.get_logger(__name__)
BATCH: Final = 50
LEASE: Final = timedelta(minutes=10)
PATIENT: Final = timedelta(seconds=20)


def work_queue(*, batch: int = BATCH) -> int:
    """Ask for what is due, one after the other, until nothing is or the line rests; return how many were asked."""
    if not adapters.is_connected():
        return 0
    done = 0
    while done < batch:
        now = clock.now()
        row = _claim(now) if _line_is_open(now) else None
        if row is None:
            break
        _work(row, now)
        done += 1
    return done


def work_some() -> bool:
    """Ask for one check, if one is due; tell whether to go on at once (the worker's loop)."""
    return bool(work_queue(batch=1))


def _line_is_open(now: datetime) -> bool:
    line = circuit.line()
    return patience.may_ask(now, open_until=line.open_until, paused=line.paused)


@transaction.atomic
def _claim(now: datetime) -> Check | None:
    """Take the check that is due longest, or one whose worker died."""
    due = Q(state=CheckState.WAITING.value, next_at__lte=now)
    stranded = Q(state=CheckState.ASKING.value, claimed_at__lt=now - LEASE)
    row = Check.objects.select_for_update(skip_locked=True).filter(due | stranded).order_by("next_at").first()
    if row is None:
        return None
    row.state, row.claimed_at, row.attempts = CheckState.ASKING.value, now, row.attempts + 1
    row.save(update_fields=["state", "claimed_at", "attempts"])
    return row


def _work(row: Check, now: datetime) -> None:
    """Ask for one claimed check, and note what came of it."""
    inquiry = _inquiry_of(row)
    try:
        answer = asking.ask(inquiry, now=now)
    except NotConnected:
        answer = Answer(Outcome.UNAVAILABLE, code="not_connected")
    if answer.outcome is Outcome.MISMATCH and not answer.differing:
        answer = replace(answer, differing=_what_differs(inquiry, now))
    if answer.outcome in FINAL:
        _finish(row, answer, now)
    else:
        _put_back(row, answer, now)


def _what_differs(inquiry: Inquiry, now: datetime) -> tuple[str, ...]:
    """Ask once more with the year of birth alone: when that fits, it is the day or the month that differs."""
    question = asking.year_only(inquiry)
    if question is None:
        return ()
    again = asking.ask(question, now=now, keep=False)
    return ("birth",) if again.outcome is Outcome.MATCHED else ()


def _inquiry_of(row: Check) -> Inquiry:
    birth = dates.parse_iso(row.birth)
    assert birth is not None  # noqa: S101 - written by `queue` from a partial date
    return Inquiry(
        actor=actor_from_json(row.actor),
        operation=Operation.VERIFY,
        number=row.number,
        name=row.name,
        birth=birth,
        purpose=row.purpose,
        subject_kind=row.subject_kind,
        subject_id=row.subject_id,
        subject_code=row.subject_code,
        parts=frozenset(),
        within=PATIENT,
        attempt=row.attempts,
    )


@transaction.atomic
def _finish(row: Check, answer: Answer, now: datetime) -> None:
    """Note the answer and announce it, unless the claim was lost meanwhile."""
    held = Check.objects.select_for_update().filter(_held(row)).first()
    if held is None:
        return
    held.state, held.outcome, held.differing = CheckState.DONE.value, answer.outcome.value, list(answer.differing)
    held.done_at, held.claimed_at, held.reason = now, None, ""
    held.number = held.name = held.birth = ""
    held.save()
    audit.record(
        SYSTEM,
        verb="population.person_verified",
        subject_kind=held.subject_kind,
        subject_id=held.subject_id,
        detail={"outcome": answer.outcome.value, "differing": list(answer.differing)},
    )
    announce(
        PersonVerified(
            check_id=held.id,
            subject_kind=held.subject_kind,
            subject_id=held.subject_id,
            account_id=held.account_id,
            outcome=answer.outcome.value,
            differing_fields=",".join(answer.differing),
        )
    )


def _put_back(row: Check, answer: Answer, now: datetime) -> None:
    """Queue again after a pause, or give up. A question the resting line did not let out costs no attempt."""
    held = Check.objects.filter(_held(row))
    waiting: Mapping[str, Any] = {
        "state": CheckState.WAITING.value,
        "claimed_at": None,
        "reason": (answer.code or answer.outcome.value)[:80],
    }
    if answer.code == "resting":
        held.update(**waiting, next_at=now + patience.FIRST_REST, attempts=F("attempts") - 1)
        return
    pause = patience.pause_after(row.attempts)
    if pause is None:
        held.update(**{**waiting, "state": CheckState.GIVEN_UP.value})
        log.warning("population.check_given_up", check_id=str(row.id))
        return
    if answer.outcome is Outcome.REFUSED:
        pause = max(pause, patience.REFUSED_PAUSE)
    held.update(**waiting, next_at=now + pause)


def _held(row: Check) -> Q:
    """Only the claim that asked may note how it ended."""
    return Q(id=row.id, state=CheckState.ASKING.value, attempts=row.attempts)


def actor_from_json(data: Mapping[str, Any]) -> Actor:
    """Return who asked, as the record shows them; without abilities."""

    def uuid_of(key: str) -> UUID | None:
        return UUID(data[key]) if data.get(key) else None

    return Actor(
        kind=ActorKind(data["kind"]),
        account_id=uuid_of("account_id"),
        name=data.get("name", ""),
        unit_id=uuid_of("unit_id"),
        unit_name=data.get("unit_name", ""),
        appointment_id=uuid_of("appointment_id"),
        request_id=data.get("request_id", ""),
    )
