"""What whoever was told something does about it: take it on, tell how it goes, finish, answer, give it back."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tinhso.foundation.work import public as work
from tinhso.foundation.work.data import Part
from tinhso.government.documents.actions import _write, desk
from tinhso.government.documents.actions.close import close_when_done, end, end_below, require_answer
from tinhso.government.documents.actions.instruct import own_instruction
from tinhso.government.documents.data import OPEN, State
from tinhso.government.documents.errors import BadInstruction, IllegalDocumentMove
from tinhso.government.documents.events import ProgressReported
from tinhso.government.documents.instruction_data import LIVE, InstructionInfo, InstructionState
from tinhso.government.documents.models import Document, Instruction
from tinhso.government.documents.rules.lifecycle import Move, moved
from tinhso.kernel.actors import Actor
from tinhso.kernel.outbox import announce
from tinhso.kernel.text import clean_block

MIN_TEXT = 3


@transaction.atomic
def acknowledge(actor: Actor, *, instruction_id: UUID, now: datetime) -> InstructionInfo:
    """Say that one has read it and takes it on (đã nhận việc). What is only to know is done by reading it.

    Doing it twice changes nothing. Raises InstructionMissing, IllegalDocumentMove when it was taken back meanwhile.
    """
    one = own_instruction(actor, instruction_id)
    if one.part == Part.TO_FOLLOW:
        one.acknowledged_at = now
        one.save(update_fields=["acknowledged_at"])
        end(actor, one, InstructionState.DONE, result="", now=now)
        _write.tell(actor, one.document, "read", instruction=one, now=now)
        _write.record(actor, one.document, "read", instruction=str(one.id))
        return one.to_info()
    if one.state == InstructionState.GIVEN:
        _begin(actor, one, now=now)
        _write.tell(actor, one.document, "acknowledged", instruction=one, now=now)
        _write.record(actor, one.document, "acknowledged", instruction=str(one.id))
    return one.to_info()


@transaction.atomic
def report_progress(actor: Actor, *, instruction_id: UUID, text: str, now: datetime) -> InstructionInfo:
    """Tell how it goes (báo cáo tiến độ); whoever gave it reads it in the story. Raises BadInstruction."""
    one = own_instruction(actor, instruction_id)
    said = _said(text, "tien_do", _("Ghi việc đã làm, việc còn lại."))
    if one.part == Part.TO_FOLLOW:
        raise IllegalDocumentMove
    _begin(actor, one, now=now)
    _write.tell(actor, one.document, "progressed", text=said, instruction=one, now=now)
    _write.record(actor, one.document, "progressed", instruction=str(one.id))
    return one.to_info()


@transaction.atomic
def complete(
    actor: Actor, *, instruction_id: UUID, result: str, answer_id: UUID | None = None, now: datetime
) -> InstructionInfo:
    """Say that it is done and with what result. The document is done with the last of what its leaders gave out.

    What one gave on must be done, or taken back, before: nobody is left holding a part of something that is over.
    Raises InstructionMissing, BadInstruction naming what is missing, IllegalDocumentMove.
    """
    one = own_instruction(actor, instruction_id)
    row = _open_document(one)
    said = _said(result, "ket_qua", _("Ghi kết quả xử lý."))
    open_parts = list(
        one.parts.filter(state__in=LIVE).exclude(part=Part.TO_FOLLOW).values_list("assignee_name", flat=True)
    )
    if open_parts:
        names = ", ".join(open_parts[:5])
        words = _("%(names)s chưa xong phần việc đã giao. Chờ hoàn thành hoặc thu hồi trước.") % {"names": names}
        raise BadInstruction(words, fields={"ket_qua": words})
    if answer_id is not None:
        require_answer(actor, row, answer_id)
    if one.acknowledged_at is None:
        one.acknowledged_at = now
        one.save(update_fields=["acknowledged_at"])
    end(actor, one, InstructionState.DONE, result=said, answer_id=answer_id, now=now)
    _settle_below(actor, one, now=now)
    _write.tell(actor, row, "completed", text=said, instruction=one, facts={"answer": str(answer_id or "")}, now=now)
    _write.record(actor, row, "completed", instruction=str(one.id), answer=str(answer_id or ""))
    if one.parent_id is None:
        close_when_done(actor, row, answer_id=answer_id, result=said, now=now)
    if row.state != State.DONE:
        _go_on(actor, row, one)
    return one.to_info()


def answer(actor: Actor, *, instruction_id: UUID, answer_id: UUID, result: str = "", now: datetime) -> InstructionInfo:
    """Finish it with an outgoing document that answers (trả lời bằng văn bản đi). Promises what `complete` does."""
    said = result or _("Đã có văn bản trả lời.")
    return complete(actor, instruction_id=instruction_id, result=said, answer_id=answer_id, now=now)


@transaction.atomic
def return_it(actor: Actor, *, instruction_id: UUID, reason: str, now: datetime) -> InstructionInfo:
    """Give it back to whoever gave it (trả lại), with the reason: it is in their inbox to be given to another.

    What one gave on of it is taken back. Raises InstructionMissing, BadInstruction, IllegalDocumentMove.
    """
    one = own_instruction(actor, instruction_id)
    row = _open_document(one)
    if one.part == Part.TO_FOLLOW:
        raise IllegalDocumentMove
    why = _said(reason, "ly_do", _("Ghi lý do trả lại để người giao biết giao cho ai khác."))
    end(actor, one, InstructionState.RETURNED, result=why, now=now)
    end_below(actor, one, InstructionState.TAKEN_BACK, result=_("Người giao đã trả lại việc"), now=now)
    _write.tell(actor, row, "returned", text=why, instruction=one, now=now)
    _write.record(actor, row, "returned", instruction=str(one.id))
    due = desk.due_at_desk(row, now=now)
    desk.open_review(row, one, _("Bị trả lại, giao lại việc"), due_at=due, now=now)
    return one.to_info()


@transaction.atomic
def ask_extension(
    actor: Actor, *, instruction_id: UUID, until: datetime, reason: str, now: datetime
) -> InstructionInfo:
    """Ask whoever gave it for more time (xin gia hạn). The due time stays until they decide.

    Raises InstructionMissing, BadInstruction for a moment that is not later than the due time, IllegalDocumentMove.
    """
    one = own_instruction(actor, instruction_id)
    row = _open_document(one)
    why = _said(reason, "ly_do", _("Ghi lý do xin gia hạn."))
    if one.due_at is None or until <= max(one.due_at, now):
        words = _("Chọn thời hạn mới sau thời hạn hiện tại.")
        raise BadInstruction(words, fields={"den": words})
    one.asked_until = until
    one.version += 1
    one.save(update_fields=["asked_until", "version"])
    _write.tell(actor, row, "asked_time", text=why, facts={"until": until.isoformat()}, instruction=one, now=now)
    _write.record(actor, row, "asked_time", instruction=str(one.id))
    words = _("%(name)s xin gia hạn") % {"name": one.assignee_name}
    desk.open_review(row, one, words, due_at=min(one.due_at, desk.due_at_desk(row, now=now)), now=now)
    return one.to_info()


def _open_document(one: Instruction) -> Document:
    if one.document.state not in OPEN:
        raise IllegalDocumentMove
    return one.document


def _begin(actor: Actor, one: Instruction, *, now: datetime) -> None:
    row = _open_document(one)
    if one.state == InstructionState.GIVEN:
        one.state, one.acknowledged_at = InstructionState.ACKNOWLEDGED, now
        one.version += 1
        one.save(update_fields=["state", "acknowledged_at", "version"])
    _go_on(actor, row, one)


def _go_on(actor: Actor, row: Document, one: Instruction) -> None:
    """Note that work on the document has begun, and tell whoever follows it."""
    state = moved(State(row.state), Move.BEGIN)
    if state != row.state:
        row.state = state
        row.version += 1
        row.save(update_fields=["state", "version"])
    announce(ProgressReported(row.id, row.unit_id, one.id, row.delivery_id), actor=actor)


def _settle_below(actor: Actor, one: Instruction, *, now: datetime) -> None:
    """Take parts that came back, and were not given on again, out of the inbox of whoever is done with the whole."""
    for part in one.parts.filter(state=InstructionState.RETURNED).values_list("id", flat=True):
        work.close_items(subject_id=part, actor=actor, now=now)


def _said(text: str, field: str, words: str) -> str:
    said = clean_block(text)[:2000]
    if len(said) < MIN_TEXT:
        raise BadInstruction(words, fields={field: words})
    return said
