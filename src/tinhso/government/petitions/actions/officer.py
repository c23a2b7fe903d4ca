"""What officers do: receive and classify, refuse, ask for more, answer, approve."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tinhso.foundation.work import public as work
from tinhso.government.petitions.access import ANSWER, APPROVE, RECEIVE, access_petition
from tinhso.government.petitions.actions._write import (
    AWAITING,
    TO_ANSWER,
    TO_APPROVE,
    TO_PUBLISH,
    due,
    finish,
    move,
    put_work,
    require_version,
    tell,
)
from tinhso.government.petitions.data import Kind, PetitionInfo, Status
from tinhso.government.petitions.errors import BadPetition
from tinhso.government.petitions.events import PetitionAnswered
from tinhso.government.petitions.models import MAX_ANSWER, Petition
from tinhso.government.petitions.queries.handlers import list_handlers
from tinhso.government.petitions.rules.lifecycle import LEFT_BY_ASKING, PUBLISH_WITHIN, WAIT_AT_MOST, Move
from tinhso.kernel.actors import Actor
from tinhso.kernel.outbox import announce
from tinhso.kernel.text import clean_block

COMPLAINT_GUIDE: Final = (
    "Nội dung Ông/Bà gửi là khiếu nại quyết định hành chính, hành vi hành chính, được giải quyết theo Luật Khiếu nại"
    " 2011. Ông/Bà gửi đơn khiếu nại có chữ ký hoặc điểm chỉ đến người đã ra quyết định, hoặc cơ quan có người có hành"
    " vi hành chính, trong 90 ngày kể từ ngày nhận được hoặc biết được quyết định, hành vi đó; hoặc khởi kiện tại Tòa"
    " án theo Luật Tố tụng hành chính."
)
"""Luật Khiếu nại 02/2011/QH13, Điều 7-9."""


@transaction.atomic
def accept(
    actor: Actor,
    *,
    petition_id: UUID,
    kind: Kind,
    handler_id: UUID,
    expected_version: int | None = None,
    now: datetime,
) -> PetitionInfo:
    """Receive a petition, say what it is about, give it to somebody (tiếp nhận, phân loại, giao xử lý).

    Again while it is being handled: it goes to another. Raises PetitionNotFound, Forbidden, PetitionMoved, BadPetition
    for a handler who is none of the unit's, and for COMPLAINT, which has `redirect`.
    """
    petition = access_petition(actor, petition_id=petition_id, ability=RECEIVE, lock=True)
    require_version(petition, expected_version)
    if kind is Kind.COMPLAINT:
        sentence = _("Nội dung khiếu nại không xử lý như phản ánh. Dùng «Hướng dẫn theo thủ tục khiếu nại».")
        raise BadPetition(sentence, fields={"kind": sentence})
    handler = next((one for one in list_handlers(petition.unit_id) if one[0] == handler_id), None)
    if handler is None:
        sentence = _("Chọn người xử lý trong danh sách của đơn vị.")
        raise BadPetition(sentence, fields={"handler": sentence})
    move(petition, Move.ACCEPT, now=now)
    petition.kind, petition.accepted_at = kind.value, petition.accepted_at or now
    petition.handler_id, petition.handler_name = handler
    petition.due_at = petition.answer_due_at
    finish(actor, petition, "accepted", now=now)
    put_work(petition, TO_ANSWER, actor=actor, due_at=petition.due_at, now=now)
    return petition.to_info()


@transaction.atomic
def refuse(
    actor: Actor, *, petition_id: UUID, reason: str, expected_version: int | None = None, now: datetime
) -> PetitionInfo:
    """Say why a petition is not taken (không tiếp nhận), within two working days of its filing.

    Also when what was asked for did not come. Raises PetitionNotFound, Forbidden, PetitionMoved, BadPetition without a
    reason.
    """
    petition = access_petition(actor, petition_id=petition_id, ability=RECEIVE, lock=True)
    require_version(petition, expected_version)
    return _end(actor, petition, Move.REFUSE, _said(reason, "reason")[:1000], now=now)


@transaction.atomic
def redirect(actor: Actor, *, petition_id: UUID, expected_version: int | None = None, now: datetime) -> PetitionInfo:
    """Tell its writer that this is a complaint and where complaints go (Luật Khiếu nại 2011)."""
    petition = access_petition(actor, petition_id=petition_id, ability=RECEIVE, lock=True)
    require_version(petition, expected_version)
    petition.kind = Kind.COMPLAINT.value
    return _end(actor, petition, Move.REDIRECT, COMPLAINT_GUIDE, now=now)


@transaction.atomic
def ask_more(
    actor: Actor, *, petition_id: UUID, words: str, expected_version: int | None = None, now: datetime
) -> PetitionInfo:
    """Ask the writer for what is missing, within five working days; the clock of the answer stops.

    Until they answer the petition is the receiving desk's: past its time the desk refuses it, or asks again.
    """
    ability = RECEIVE if actor.may(RECEIVE) else ANSWER
    petition = access_petition(actor, petition_id=petition_id, ability=ability, lock=True)
    require_version(petition, expected_version)
    said = _said(words, "words")[:1000]
    petition.was_late = petition.was_late or _is_asked_late(petition, now)
    move(petition, Move.ASK, now=now)
    petition.reason, petition.waiting_since = said, now
    petition.due_at = due(petition, now, WAIT_AT_MOST)
    finish(actor, petition, "asked", words=said, now=now)
    put_work(petition, AWAITING, actor=actor, due_at=petition.due_at, now=now)
    tell(petition, "petition_more", now=now)
    return petition.to_info()


@transaction.atomic
def draft_answer(
    actor: Actor, *, petition_id: UUID, answer: str, expected_version: int | None = None, now: datetime
) -> PetitionInfo:
    """Put an answer before the leader (trình duyệt trả lời); its handler may."""
    petition = access_petition(actor, petition_id=petition_id, ability=ANSWER, lock=True)
    require_version(petition, expected_version)
    said = _said(answer, "answer")
    move(petition, Move.DRAFT, now=now)
    petition.draft = said
    finish(actor, petition, "drafted", words=said, now=now)
    put_work(petition, TO_APPROVE, actor=actor, due_at=petition.due_at, now=now)
    return petition.to_info()


@transaction.atomic
def send_back(
    actor: Actor, *, petition_id: UUID, words: str, expected_version: int | None = None, now: datetime
) -> PetitionInfo:
    """Give a drafted answer back to its handler, with what to mend (trả lại để sửa)."""
    petition = access_petition(actor, petition_id=petition_id, ability=APPROVE, lock=True)
    require_version(petition, expected_version)
    said = _said(words, "words")[:1000]
    move(petition, Move.SEND_BACK, now=now)
    finish(actor, petition, "sent_back", words=said, now=now)
    put_work(petition, TO_ANSWER, actor=actor, due_at=petition.due_at, now=now)
    return petition.to_info()


@transaction.atomic
def approve(actor: Actor, *, petition_id: UUID, expected_version: int | None = None, now: datetime) -> PetitionInfo:
    """Answer the writer with what was drafted (duyệt trả lời); two working days remain to publish it.

    Who drafted does not approve. Raises PetitionNotFound, Forbidden, PetitionMoved, BadPetition.
    """
    petition = access_petition(actor, petition_id=petition_id, ability=APPROVE, lock=True)
    require_version(petition, expected_version)
    if petition.handler_id == actor.account_id:
        raise BadPetition(_("Người soạn trả lời không tự duyệt. Chuyển cho lãnh đạo khác của đơn vị duyệt."))
    move(petition, Move.APPROVE, now=now)
    petition.answer, petition.answered_at, petition.reason = petition.draft, now, ""
    petition.due_at = petition.publish_due_at = due(petition, now, PUBLISH_WITHIN)
    petition.vote, petition.voted_at = "", None
    finish(actor, petition, "answered", words=petition.answer, now=now)
    put_work(petition, TO_PUBLISH, actor=actor, due_at=petition.due_at, now=now)
    tell(petition, "petition_ended", now=now)
    announce(PetitionAnswered(petition.id, petition.unit_id, Status.ANSWERED.value), actor=actor)
    return petition.to_info()


def _is_asked_late(petition: Petition, now: datetime) -> bool:
    """Tell whether the time to ask is over, by the clock of the answer, which stands while the writer is asked."""
    answer_due = petition.answer_due_at
    return answer_due is not None and due(petition, now, LEFT_BY_ASKING) > answer_due


def _end(actor: Actor, petition: Petition, act: Move, words: str, *, now: datetime) -> PetitionInfo:
    move(petition, act, now=now)
    petition.reason, petition.due_at = words, None
    finish(actor, petition, petition.status, words=words, now=now)
    work.close_items(subject_id=petition.id, actor=actor, now=now)
    tell(petition, "petition_ended", now=now)
    announce(PetitionAnswered(petition.id, petition.unit_id, petition.status), actor=actor)
    return petition.to_info()


def _said(text: str, field: str) -> str:
    said = clean_block(text[: MAX_ANSWER * 2])[:MAX_ANSWER]
    if len(said) < 10:
        sentence = _("Viết rõ nội dung, ít nhất 10 ký tự; người gửi sẽ đọc nội dung này.")
        raise BadPetition(sentence, fields={field: sentence})
    return said
