"""The verbs: look somebody up, verify them now or later, and run the queue's switches."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final, Unpack
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from tinhso.data.population import asking, circuit, inquiry
from tinhso.data.population.access import OPERATE, access_check
from tinhso.data.population.data import IDENTITY, CheckInfo, CheckState, Operation, Outcome, Part, Person, Verdict
from tinhso.data.population.errors import (
    AnswerUnreadable,
    CheckNotGivenUp,
    PersonMismatch,
    PersonNotFound,
    PurposeMissing,
    SourceRefused,
    SourceUnavailable,
)
from tinhso.data.population.inquiry import Asked, Inquiry
from tinhso.data.population.models import Check, DeskVisit
from tinhso.data.population.ports import Answer
from tinhso.data.population.pseudonyms import pseudonym
from tinhso.foundation.access import public as access
from tinhso.foundation.audit import public as audit
from tinhso.kernel.actors import Actor
from tinhso.kernel.errors import DomainError, Forbidden
from tinhso.kernel.text import clean_line

INTERACTIVE: Final = timedelta(seconds=2)
_REFUSALS: Final[Mapping[Outcome, type[DomainError]]] = {
    Outcome.NOT_FOUND: PersonNotFound,
    Outcome.MISMATCH: PersonMismatch,
    Outcome.REFUSED: SourceRefused,
    Outcome.UNAVAILABLE: SourceUnavailable,
    Outcome.UNREADABLE: AnswerUnreadable,
}


def look_up(
    actor: Actor,
    *,
    parts: frozenset[Part] = IDENTITY,
    within: timedelta = INTERACTIVE,
    now: datetime,
    **asked: Unpack[Asked],
) -> Person:
    """Fetch one person from the national population database and keep the answer with the subject.

    Number, name and birth date must be those of one person. `birth` is a date, a PartialDate or text. `parts` are
    what is needed beside these three, no more. The question is on record before it is asked; the person sees it on
    their own. Waits `within` at most. Call it outside a transaction.

    Raises Forbidden, PurposeMissing, BadQuestion, LimitReached, NotConnected; PersonNotFound, PersonMismatch;
    SourceRefused, SourceUnavailable, AnswerUnreadable: then `check_later` and go on.
    """
    question = inquiry.make(actor, Operation.LOOK_UP, parts=parts, within=within, **asked)
    answer = asking.ask(question, now=now)
    if answer.person is None:
        raise _refusal(answer)
    return answer.person


def verify(actor: Actor, *, within: timedelta = INTERACTIVE, now: datetime, **asked: Unpack[Asked]) -> Verdict:
    """Ask only whether number, name and birth date belong together: less of a person's data than `look_up`.

    Returns MATCHED, MISMATCH or NOT_FOUND; raises what `look_up` raises for everything else.
    """
    question = inquiry.make(actor, Operation.VERIFY, parts=frozenset(), within=within, **asked)
    answer = asking.ask(question, now=now)
    if answer.outcome not in (Outcome.MATCHED, Outcome.MISMATCH, Outcome.NOT_FOUND):
        raise _refusal(answer)
    return Verdict(answer.outcome, answer.differing, now)


def _refusal(answer: Answer) -> DomainError:
    return _REFUSALS.get(answer.outcome, AnswerUnreadable)(outcome=answer.outcome.value, differing=answer.differing)


@transaction.atomic
def check_later(actor: Actor, *, account_id: UUID | None = None, now: datetime, **asked: Unpack[Asked]) -> CheckInfo:
    """Put a verification into the queue; the one that waits already for this subject and person is returned.

    `account_id` is whose answer it is about, when they have an account. PersonVerified tells what came of it, once.
    Raises Forbidden, PurposeMissing, BadQuestion.
    """
    question = inquiry.make(actor, Operation.VERIFY, within=INTERACTIVE, **asked)
    return queue(question, account_id=account_id or (actor.account_id if actor.is_applicant else None), now=now)


def queue(question: Inquiry, *, account_id: UUID | None, now: datetime) -> CheckInfo:
    """Put a question that was made already into the queue."""
    row, _is_new = Check.objects.filter(~Q(state=CheckState.DONE.value)).get_or_create(
        subject_kind=question.subject_kind,
        subject_id=question.subject_id,
        pseudonym=pseudonym(question.number),
        defaults={
            "subject_code": question.subject_code,
            "account_id": account_id,
            "number": question.number,
            "name": question.name,
            "birth": str(question.birth),
            "purpose": question.purpose,
            "actor": actor_to_json(question.actor),
            "next_at": now,
            "created_at": now,
        },
    )
    return row.to_info()


def actor_to_json(actor: Actor) -> dict[str, Any]:
    """Return who asked, as the record needs it later; abilities are not kept."""
    return {
        "kind": actor.kind.value,
        "account_id": str(actor.account_id) if actor.account_id else None,
        "name": actor.name,
        "unit_id": str(actor.unit_id) if actor.unit_id else None,
        "unit_name": actor.unit_name,
        "appointment_id": str(actor.appointment_id) if actor.appointment_id else None,
        "request_id": actor.request_id,
    }


@transaction.atomic
def open_visit(actor: Actor, *, note: str, dossier_code: str = "", now: datetime) -> UUID:
    """Begin a visit at the desk, the subject of look-ups without a dossier; return its id.

    Raises Forbidden for everybody but officers at work; a note or a dossier's code is needed (PurposeMissing).
    """
    if not actor.is_officer or actor.account_id is None or actor.unit_id is None:
        raise Forbidden
    said, code = clean_line(note)[:200], clean_line(dossier_code)[:60]
    if not said and not code:
        raise PurposeMissing
    visit = DeskVisit.objects.create(
        account_id=actor.account_id, unit_id=actor.unit_id, note=said, dossier_code=code, opened_at=now
    )
    return visit.id


@transaction.atomic
def retry(actor: Actor, *, check_id: UUID, now: datetime) -> None:
    """Put a check that was given up back into the queue. Raises CheckNotFound, CheckNotGivenUp."""
    row = access_check(actor, check_id=check_id)
    if row.state != CheckState.GIVEN_UP:
        raise CheckNotGivenUp
    row.state, row.attempts, row.next_at = CheckState.WAITING.value, 0, now
    row.save(update_fields=["state", "attempts", "next_at"])
    audit.record(actor, verb="population.check_retried", subject_kind="check", subject_id=row.id)


@transaction.atomic
def pause(actor: Actor, *, paused: bool, now: datetime) -> None:  # noqa: ARG001 - every verb takes its moment
    """Hold every question to the source back, or let them go again; meanwhile persons are «chưa xác minh»."""
    access.ability_required(actor, OPERATE)
    circuit.set_paused(paused=paused)
    audit.record(actor, verb="population.paused" if paused else "population.resumed")
