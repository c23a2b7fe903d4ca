"""A person asks why somebody looked at their data; the head of the unit answers (Law 91/2025/QH15)."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tinhso.foundation.audit import public as audit
from tinhso.foundation.calendar import public as calendar
from tinhso.foundation.organisations import public as organisations
from tinhso.foundation.work import public as work
from tinhso.government.papers import kinds
from tinhso.government.papers.access import ANSWER
from tinhso.government.papers.data import QuestionInfo
from tinhso.government.papers.errors import BadQuestion, LookNotFound
from tinhso.government.papers.events import LookQuestioned
from tinhso.government.papers.models import LookQuestion
from tinhso.government.papers.queries.tracker import find_look, person_of
from tinhso.kernel.actors import Actor
from tinhso.kernel.errors import Conflict
from tinhso.kernel.outbox import announce
from tinhso.kernel.text import clean_block

QUERY_WORK: Final = "papers.query_read"
SUBJECT: Final = "papers.look_question"


@transaction.atomic
def query_read(actor: Actor, *, key: str, words: str = "", now: datetime) -> QuestionInfo:
    """Ask about one look at one's own data: «Tôi không hiểu lần xem này».

    The head of the agency answers within what the content says (two working days).

    `key` is the look's in the tracker. Asking about the same look again returns the question there is. Raises
    LookNotFound for a forged key or somebody else's record, BadQuestion for words past 1,000 characters.
    """
    entry = find_look(actor, key=key)
    there = LookQuestion.objects.filter(entry_id=entry.id).first()
    if there is not None:
        return there.to_info()
    said = clean_block(words)
    if len(said) > 1000:
        raise BadQuestion
    unit = organisations.agency_of(entry.unit_id) if entry.unit_id else organisations.root()
    due_at = calendar.add_working_time(now, kinds.answer_within(), unit_id=unit.id)
    question = LookQuestion.objects.create(
        person_id=person_of(actor),
        person_name=actor.name,
        entry_id=entry.id,
        unit_id=unit.id,
        looked_at=entry.at,
        looked_by=entry.actor_name,
        purpose=entry.purpose,
        words=said or _("Tôi không hiểu lần xem này."),
        asked_at=now,
        due_at=due_at,
    )
    work.open_item(
        kind=QUERY_WORK,
        subject_id=question.id,
        title=_("Trả lời công dân về lần xem dữ liệu của %(who)s") % {"who": entry.actor_name or _("hệ thống")},
        code=f"HDL-{question.id.hex[-8:].upper()}",
        unit_id=unit.id,
        role="unit_head",
        due_at=due_at,
        facts={"applicant": actor.name, "act": "answer"},
        actor=actor,
        now=now,
    )
    audit.record(
        actor,
        verb="papers.look_questioned",
        subject_kind=SUBJECT,
        subject_id=question.id,
        unit_id=unit.id,
        person_id=actor.account_id,
        detail={"entry": entry.id},
    )
    announce(LookQuestioned(question.id, unit.id), actor=actor)
    return question.to_info()


@transaction.atomic
def answer_read(actor: Actor, *, question_id: UUID, words: str, now: datetime) -> QuestionInfo:
    """Answer a person's question about a look; they read the answer beside the look.

    Needs `papers.answer` over the unit. Raises LookNotFound, BadQuestion, Conflict when it is answered already.
    """
    question = LookQuestion.objects.select_for_update().filter(pk=question_id).first()
    if question is None or not actor.is_officer or not actor.may(ANSWER, question.unit_id):
        raise LookNotFound
    if question.answered_at is not None:
        raise Conflict
    said = clean_block(words)
    if not 10 <= len(said) <= 1000:
        raise BadQuestion(fields={"answer": BadQuestion.sentence})
    question.answer, question.answered_by, question.answered_at = said, actor.name, now
    question.save(update_fields=["answer", "answered_by", "answered_at"])
    work.close_items(subject_id=question.id, actor=actor, now=now)
    audit.record(
        actor,
        verb="papers.look_answered",
        subject_kind=SUBJECT,
        subject_id=question.id,
        unit_id=question.unit_id,
        person_id=question.person_id,
    )
    return question.to_info()
