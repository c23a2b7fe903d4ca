"""How a document ends: everything given out is done, or somebody closes it; what comes back finds its giver."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tinhso.foundation.work import public as work
from tinhso.foundation.work.data import Part
from tinhso.government.documents import access
from tinhso.government.documents.actions import _write
from tinhso.government.documents.data import INSTRUCT, DocumentInfo, State
from tinhso.government.documents.errors import BadInstruction, DocumentMissing
from tinhso.government.documents.events import DocumentClosed
from tinhso.government.documents.instruction_data import LIVE, InstructionState
from tinhso.government.documents.models import Document, DocumentReader, Instruction
from tinhso.government.documents.queries.infos import info_of
from tinhso.government.documents.rules.lifecycle import Move, moved
from tinhso.kernel.actors import Actor
from tinhso.kernel.outbox import announce
from tinhso.kernel.text import clean_block

MIN_RESULT = 3


@transaction.atomic
def close(
    actor: Actor, *, document_id: UUID, result: str, answer_id: UUID | None = None, now: datetime
) -> DocumentInfo:
    """End the handling of an incoming document (kết thúc xử lý), and say with what result.

    For whoever directs it, or is in charge of it; what is still open below ends with it. Raises DocumentMissing,
    BadInstruction without a result, IllegalDocumentMove.
    """
    row = access.access_document(actor, document_id=document_id, lock=True)
    if not (access.may(actor, INSTRUCT, row.unit_id) or _is_in_charge(actor, row)):
        raise DocumentMissing
    said = clean_block(result)[:2000]
    if len(said) < MIN_RESULT:
        words = _("Ghi kết quả xử lý.")
        raise BadInstruction(words, fields={"ket_qua": words})
    if answer_id is not None:
        require_answer(actor, row, answer_id)
    moved(State(row.state), Move.CLOSE)
    for one in Instruction.objects.select_for_update().filter(document=row, state__in=LIVE).order_by("id"):
        if one.part != Part.TO_FOLLOW:
            end(actor, one, InstructionState.DONE, result=_("Kết thúc cùng văn bản"), now=now)
    close_quietly(actor, row, text=said, answer_id=answer_id, now=now)
    return info_of(row)


def _is_in_charge(actor: Actor, row: Document) -> bool:
    own = Instruction.objects.filter(document=row, parent=None, part=Part.MAIN, state__in=LIVE)
    return actor.account_id is not None and own.filter(assignee_id=actor.account_id).exists()


def require_answer(actor: Actor, row: Document, answer_id: UUID) -> Document:
    """Return the outgoing document that answers this one. Raises BadInstruction for anything else."""
    found = Document.objects.filter(pk=answer_id, unit_id=row.unit_id, state=State.ISSUED).first()
    if found is None or not access.may_open(actor, found):
        words = _("Chọn văn bản đi đã phát hành của cơ quan để trả lời.")
        raise BadInstruction(words, fields={"tra_loi": words})
    if found.answers_id is None:
        found.answers = row
        found.save(update_fields=["answers"])
    return found


def close_quietly(actor: Actor, row: Document, *, text: str, answer_id: UUID | None = None, now: datetime) -> None:
    """Write that a document is done; the gate and the reason are the caller's."""
    row.state = moved(State(row.state), Move.CLOSE)
    row.version += 1
    row.save(update_fields=["state", "version"])
    work.close_items(subject_id=row.id, actor=actor, now=now)
    for one in Instruction.objects.filter(document=row, state="returned").values_list("id", flat=True):
        work.close_items(subject_id=one, actor=actor, now=now)
    _write.tell(actor, row, "closed", text=text, facts={"answer": str(answer_id or "")}, now=now)
    _write.record(actor, row, "closed", answer=str(answer_id or ""))
    announce(DocumentClosed(row.id, row.unit_id, answer_id, row.delivery_id), actor=actor)


def end(
    actor: Actor,
    one: Instruction,
    state: InstructionState,
    *,
    result: str,
    answer_id: UUID | None = None,
    now: datetime,
) -> None:
    """End one instruction and take it out of the inbox."""
    one.state, one.done_at, one.result, one.answer_id = state, now, result[:2000], answer_id
    one.asked_until = None
    one.version += 1
    one.save(update_fields=["state", "done_at", "result", "answer_id", "asked_until", "version"])
    work.close_items(subject_id=one.id, actor=actor, now=now)
    if state is InstructionState.TAKEN_BACK and one.document.restricted:
        _forget(one)


def _forget(one: Instruction) -> None:
    """Take who was told by mistake from the readers of a restricted document, unless they were named otherwise."""
    others = Instruction.objects.filter(document=one.document_id, assignee_id=one.assignee_id)
    if not others.exclude(pk=one.pk).exclude(state=InstructionState.TAKEN_BACK).exists():
        DocumentReader.objects.filter(document=one.document_id, account_id=one.assignee_id, since=one.given_at).delete()


def end_below(actor: Actor, one: Instruction, state: InstructionState, *, result: str, now: datetime) -> None:
    """End everything open that was given on from an instruction, however deep."""
    waiting = [one.id]
    while waiting:
        parts: Iterable[Instruction] = Instruction.objects.select_for_update().filter(parent_id__in=waiting)
        waiting = []
        for part in parts:
            waiting.append(part.id)
            if part.state in LIVE:
                end(actor, part, state, result=result, now=now)
            else:
                work.close_items(subject_id=part.id, actor=actor, now=now)


def close_when_done(actor: Actor, row: Document, *, answer_id: UUID | None, result: str, now: datetime) -> bool:
    """Close a document when nothing of what its leaders gave out is open and something is done; tell whether it was."""
    roots = Instruction.objects.filter(document=row, parent=None).exclude(part=Part.TO_FOLLOW)
    states = list(roots.values_list("state", flat=True))
    if any(one in LIVE for one in states) or InstructionState.DONE not in states:
        return False
    if InstructionState.RETURNED in states and work.live_subjects(_returned(row)):
        return False
    close_quietly(actor, row, text=result, answer_id=answer_id, now=now)
    return True


def _returned(row: Document) -> list[UUID]:
    return list(Instruction.objects.filter(document=row, parent=None, state="returned").values_list("id", flat=True))
