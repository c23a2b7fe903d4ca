"""What an agency outside answers, written down by whoever carried the part there; and the applicant's answer to it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tinhso.foundation.audit import public as audit
from tinhso.foundation.calendar import public as calendar
from tinhso.foundation.files import public as files
from tinhso.foundation.mandates import public as mandates
from tinhso.foundation.work import public as work
from tinhso.government.cooperation import access, ports, telling
from tinhso.government.cooperation.actions.linked import go_on, locked, shift
from tinhso.government.cooperation.data import OUTSIDE, OUTSIDE_WORK, PartInfo, PartState, PartWay
from tinhso.government.cooperation.errors import BadPart, PartMissing
from tinhso.government.cooperation.models import LinkedPart
from tinhso.government.cooperation.rules.parts import PartMove
from tinhso.government.dossiers import public as dossiers
from tinhso.kernel.actors import SYSTEM, Actor
from tinhso.kernel.text import clean_block, clean_line

MIN_WORDS: Final = 10
MAX_BROUGHT: Final = 20


@transaction.atomic
def finish_part(
    actor: Actor, *, part_id: UUID, number: str, words: str = "", file_id: UUID | None = None, now: datetime
) -> PartInfo:
    """Write down the agency's result: its number, and the paper when there is one. Raises BadPart, IllegalPartMove."""
    part = _outside(actor, part_id)
    given = clean_line(number)[:100]
    if not given:
        raise BadPart(fields={"number": _("Ghi số, ký hiệu của kết quả.")})
    if file_id is not None:
        files.require_own(actor, file_ids=[file_id])
    part.result_number, part.result_file_id = given, file_id
    return _ended(actor, part, PartMove.FINISH, clean_block(words)[:1000], "cooperation.part_finished", now=now)


@transaction.atomic
def refuse_part(actor: Actor, *, part_id: UUID, reason: str, now: datetime) -> PartInfo:
    """Write down that the agency does not grant it, with its reason. Raises BadPart, IllegalPartMove."""
    return _ended(
        actor, _outside(actor, part_id), PartMove.REFUSE, _reason(reason), "cooperation.part_refused", now=now
    )


@transaction.atomic
def ask_applicant(actor: Actor, *, part_id: UUID, what: str, now: datetime) -> PartInfo:
    """Pass on what the agency wants from the applicant; the part's clock stands until they answer.

    The story tells it, and the applicant and who acts for them are told. Where nobody has an account to be told in, the
    desk gets it as work: to call them, and to write down what they bring.
    """
    part = _outside(actor, part_id)
    shift(part, PartMove.ASK, words=_reason(what), actor=actor, now=now)
    ports.agency_for(part).cancel(part, now=now)
    _tell_story(actor, part, "part_asked", now=now)
    if not telling.part_asked(part, now=now):
        _wait_at_desk(part, now=now)
    _written(actor, part, "cooperation.part_asked")
    return part.to_info()


@transaction.atomic
def answer_part(actor: Actor, *, part_id: UUID, text: str, file_ids: Sequence[UUID] = (), now: datetime) -> PartInfo:
    """Answer what an outside agency asked, with files of one's own: the part goes on and its time moves.

    The applicant answers, or who acts for them; at the desk an officer for them. Raises PartMissing, BadPart,
    IllegalPartMove, mandates.MayNotFile for those who only look at another's dossiers.
    """
    if actor.behalf is not None and not actor.behalf.may_file:
        raise mandates.MayNotFile
    part = _lock(actor, part_id)
    if actor.is_officer and not actor.may(OUTSIDE, part.unit_id):
        raise PartMissing
    words = clean_block(text)[:1000]
    if len(file_ids) > MAX_BROUGHT or not (words or file_ids):
        raise BadPart(fields={"text": _("Ghi nội dung trả lời hoặc thêm tệp, nhiều nhất 20 tệp.")})
    files.require_own(actor, file_ids=list(file_ids))
    paused_at = part.paused_at
    part.brought = [*part.brought, {"text": words, "files": [str(one) for one in file_ids], "at": now.isoformat()}]
    if part.due_at is not None and paused_at is not None:
        part.due_at = calendar.shift(part.due_at, paused_at=paused_at, resumed_at=now, unit_id=part.unit_id)
    shift(part, PartMove.ANSWER, actor=actor, now=now)
    work.close_items(subject_id=part.id, actor=actor, now=now)
    ports.agency_for(part).send(part, now=now)
    _tell_story(actor, part, "part_answered", now=now)
    _written(actor, part, "cooperation.part_answered")
    return part.to_info()


def _tell_story(actor: Actor, part: LinkedPart, verb: str, *, now: datetime) -> None:
    facts = {"part": part.title, "agency": part.agency}
    dossiers.add_line(actor, dossier_id=part.parent_id, verb=verb, facts=facts, now=now)


def _wait_at_desk(part: LinkedPart, *, now: datetime) -> None:
    work.open_item(
        kind=OUTSIDE_WORK,
        subject_id=part.id,
        title=_("%(part)s: báo người nộp bổ sung cho %(agency)s, ghi trả lời")
        % {"part": part.title, "agency": part.agency},
        code=part.parent_code,
        unit_id=part.unit_id,
        role="one_stop_officer",
        due_at=part.due_at,
        part=work.Part.COOPERATING,
        facts={"procedure": part.title, "step": part.agency, "act": "call"},
        now=now,
    )


def _outside(actor: Actor, part_id: UUID) -> LinkedPart:
    access.access_outside(actor, part_id=part_id)
    part = _lock(actor, part_id)
    if part.way != PartWay.OUTSIDE:
        raise PartMissing
    return part


def _lock(actor: Actor, part_id: UUID) -> LinkedPart:
    """Return a part with all its siblings locked, so that two of them ending at once do not pass each other by."""
    seen = access.access_part(actor, part_id=part_id)
    part = next(one for one in locked(seen.parent_id) if one.id == part_id)
    if part.way != PartWay.OUTSIDE or part.state == PartState.WAITING:
        raise PartMissing
    return part


def _reason(text: str) -> str:
    words = clean_block(text)[:1000]
    if len(words) < MIN_WORDS:
        raise BadPart(fields={"words": _("Ghi rõ nội dung (ít nhất 10 ký tự).")})
    return words


def _ended(actor: Actor, part: LinkedPart, by: PartMove, words: str, verb: str, *, now: datetime) -> PartInfo:
    work.close_items(subject_id=part.id, actor=actor, now=now)
    shift(part, by, words=words, actor=actor, now=now)
    _written(actor, part, verb)
    go_on(part.parent_id, now=now)
    return part.to_info()


def _written(actor: Actor, part: LinkedPart, verb: str) -> None:
    audit.record(
        actor if actor.account_id else SYSTEM,
        verb=verb,
        subject_kind="dossier",
        subject_id=part.parent_id,
        unit_id=part.unit_id,
        person_id=part.account_id,
        detail={"part": part.key},
    )
