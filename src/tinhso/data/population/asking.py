"""Asking the source: a line on record, the question outside any transaction, then what came of it."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from tinhso.data.population import adapters, circuit, holding, records
from tinhso.data.population.data import FINAL, Operation, Outcome, PartialDate
from tinhso.data.population.errors import NotConnected
from tinhso.data.population.inquiry import Inquiry
from tinhso.data.population.places import with_words
from tinhso.data.population.ports import Answer, Question, Source
from tinhso.data.population.pseudonyms import person_id
from tinhso.foundation.audit import public as audit
from tinhso.foundation.identity import public as identity
from tinhso.foundation.organisations import public as organisations

NOBODY_AT_WORK = "he-thong"


def ask(inquiry: Inquiry, *, now: datetime, keep: bool = True) -> Answer:
    """Ask the source and keep what it said with the subject (not for a second question that only narrows the first).

    Call it outside a transaction: nothing is locked while the source answers.

    Raises NotConnected, LimitReached. What the source does wrong is an outcome of the answer.
    """
    source = adapters.source()
    if source is None:
        raise NotConnected
    line_id = records.open_line(inquiry, now=now)
    answer = _put(source, inquiry, line_id, now)
    if answer.person is not None:
        answer = replace(answer, person=with_words(answer.person, parts=inquiry.parts, on=now))
    if keep:
        _keep(inquiry, line_id, answer, now)
    else:
        records.close_line(line_id, answer)
    return answer


def _put(source: Source, inquiry: Inquiry, line_id: UUID, now: datetime) -> Answer:
    """Ask unless the line rests; say whether the birth date differs, as far as the source lets one tell."""
    if not circuit.may_ask(now):
        return Answer(Outcome.UNAVAILABLE, code="resting")
    question = question_of(inquiry, line_id)
    answer = source.ask(question)
    if answer.outcome is Outcome.MISMATCH and not answer.differing:
        answer = replace(answer, differing=_told_by_number(inquiry))
    circuit.note(answer, now=now)
    return answer


def question_of(inquiry: Inquiry, line_id: UUID) -> Question:
    """Return the question as the port takes it: officers are named by their code, citizens are not named."""
    actor = inquiry.actor
    account = identity.get_account(actor.account_id) if actor.is_officer and actor.account_id else None
    unit = organisations.get_unit(actor.unit_id) if actor.unit_id else organisations.root()
    return Question(
        id=line_id,
        operation=inquiry.operation,
        number=inquiry.number,
        name=inquiry.name,
        birth=inquiry.birth,
        officer_code=account.number if account else NOBODY_AT_WORK,
        unit_code=unit.code,
        account=account.number if account else NOBODY_AT_WORK,
        within=inquiry.within,
    )


def _told_by_number(inquiry: Inquiry) -> tuple[str, ...]:
    """The year of birth stands in a number of twelve: another year differs, whatever else does."""
    if len(inquiry.number) != 12:
        return ()
    year = identity.personal_number.check(inquiry.number).birth_year
    return ("birth",) if year != inquiry.birth.year else ()


@transaction.atomic
def _keep(inquiry: Inquiry, line_id: UUID, answer: Answer, now: datetime) -> None:
    """Complete the line, keep what was said with the subject, put the read on the person's record."""
    records.close_line(line_id, answer)
    if answer.outcome not in FINAL:
        return
    holding.hold(inquiry, line_id, answer, now=now)
    if answer.outcome is Outcome.MATCHED:
        audit.record_read(
            inquiry.actor,
            person_id=person_id(inquiry.number),
            purpose=spoken_purpose(inquiry),
            subject_kind=inquiry.subject_kind,
            subject_id=inquiry.subject_id,
        )


def spoken_purpose(inquiry: Inquiry) -> str:
    """Return the line the person reads: what was done, for what, for which dossier, by which unit."""
    act = "Tra cứu" if inquiry.operation is Operation.LOOK_UP else "Xác thực"
    parts = [f"{act} thông tin trong CSDL quốc gia về dân cư: {inquiry.purpose}"]
    if inquiry.subject_code:
        parts.append(f"hồ sơ {inquiry.subject_code}")
    if inquiry.actor.unit_name:
        parts.append(inquiry.actor.unit_name)
    return ", ".join(parts)


def year_only(inquiry: Inquiry) -> Inquiry | None:
    """Return the same question with the year of birth alone; None when there is no day to leave out."""
    return replace(inquiry, birth=PartialDate(inquiry.birth.year)) if inquiry.birth.month else None
