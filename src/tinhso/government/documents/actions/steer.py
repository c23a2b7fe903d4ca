"""What whoever gave an instruction does about it: take it back, urge, give more time."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tinhso.foundation.notifications import public as notifications
from tinhso.foundation.work import public as work
from tinhso.foundation.work.data import Part
from tinhso.government.documents import access
from tinhso.government.documents.actions import _write, desk
from tinhso.government.documents.actions.close import close_when_done, end, end_below
from tinhso.government.documents.data import INSTRUCT, OPEN
from tinhso.government.documents.errors import BadInstruction, IllegalDocumentMove, InstructionMissing
from tinhso.government.documents.instruction_data import LIVE, InstructionInfo, InstructionState
from tinhso.government.documents.models import Document, Instruction
from tinhso.kernel.actors import Actor
from tinhso.kernel.text import clean_block

MIN_TEXT = 3


def given_instruction(actor: Actor, instruction_id: UUID) -> Instruction:
    """Return, locked, an open instruction that this actor gave, or directs. Raises InstructionMissing.

    IllegalDocumentMove when it is over.
    """
    one = access.access_instruction(actor, instruction_id=instruction_id, lock=True)
    directs = access.may(actor, INSTRUCT, one.unit_id) and access.may_open(actor, one.document)
    if one.giver_id != actor.account_id and not directs:
        raise InstructionMissing
    if one.state not in LIVE or one.document.state not in OPEN:
        raise IllegalDocumentMove
    return one


@transaction.atomic
def take_back(actor: Actor, *, instruction_id: UUID, reason: str, now: datetime) -> InstructionInfo:
    """Take back what was given (thu hồi việc giao), with everything given on from it.

    When nobody is left to carry the document out, or nobody is in charge of it, it lies before the leaders again. Who
    was told of a restricted document only by this opens it no more. Raises InstructionMissing,
    BadInstruction without a reason, IllegalDocumentMove.
    """
    one = given_instruction(actor, instruction_id)
    row = one.document
    why = clean_block(reason)[:2000]
    if len(why) < MIN_TEXT:
        words = _("Ghi lý do thu hồi việc giao.")
        raise BadInstruction(words, fields={"ly_do": words})
    end(actor, one, InstructionState.TAKEN_BACK, result=why, now=now)
    end_below(actor, one, InstructionState.TAKEN_BACK, result=why, now=now)
    _write.tell(actor, row, "taken_back", text=why, instruction=one, now=now)
    _write.record(actor, row, "taken_back", instruction=str(one.id))
    if one.parent_id is None and one.part != Part.TO_FOLLOW:
        _keep_owned(actor, row, now=now)
    return one.to_info()


def _keep_owned(actor: Actor, row: Document, *, now: datetime) -> None:
    roots = Instruction.objects.filter(document=row, parent=None).exclude(part=Part.TO_FOLLOW)
    live = roots.filter(state__in=LIVE)
    if live.filter(part=Part.MAIN).exists() or desk.is_with_giver(row):
        return
    if live.exists():
        _ask_for_main(row, now=now)
        return
    if not close_when_done(actor, row, answer_id=None, result=_("Các phần việc đã hoàn thành"), now=now):
        work.close_items(subject_id=row.id, actor=actor, now=now)
        desk.open_directing(row, now=now)


def _ask_for_main(row: Document, *, now: datetime) -> None:
    """Put a document that others still help with before the leaders: somebody has to be in charge (Điều 23)."""
    if not work.live_subjects([row.id]):
        desk.open_directing(row, now=now)


@transaction.atomic
def urge(actor: Actor, *, instruction_id: UUID, text: str = "", now: datetime) -> InstructionInfo:
    """Urge whoever holds an instruction (đôn đốc): a notice, a line in the story. Raises what `take_back` does."""
    one = given_instruction(actor, instruction_id)
    if one.part == Part.TO_FOLLOW or one.due_at is None:
        raise IllegalDocumentMove
    one.urged_at = now
    one.version += 1
    one.save(update_fields=["urged_at", "version"])
    _write.tell(actor, one.document, "urged", text=text, instruction=one, now=now)
    _write.record(actor, one.document, "urged", instruction=str(one.id))
    notifications.notify(
        one.assignee_id,
        template="document_urged",
        context={"due_at": one.due_at},
        subject_kind="document",
        subject_id=one.document_id,
        now=now,
    )
    return one.to_info()


@transaction.atomic
def extend(actor: Actor, *, instruction_id: UUID, due_at: datetime, reason: str = "", now: datetime) -> InstructionInfo:
    """Give more time, or less (gia hạn, điều chỉnh thời hạn). A part is never due after the whole.

    With less time for the whole, what was given on from it and was due later is due then too.
    Raises InstructionMissing, BadInstruction, IllegalDocumentMove.
    """
    one = given_instruction(actor, instruction_id)
    if one.part == Part.TO_FOLLOW:
        raise IllegalDocumentMove
    if due_at <= now:
        words = _("Thời hạn phải sau thời điểm hiện tại.")
        raise BadInstruction(words, fields={"den": words})
    if one.parent is not None and one.parent.due_at is not None and due_at > one.parent.due_at:
        words = _("Thời hạn không được sau hạn của việc được giao.")
        raise BadInstruction(words, fields={"den": words})
    before, one.due_at, one.asked_until = one.due_at, due_at, None
    one.rises_at = one.raised_at = None
    one.version += 1
    one.save(update_fields=["due_at", "asked_until", "rises_at", "raised_at", "version"])
    facts = {"until": due_at.isoformat(), "before": before.isoformat() if before else ""}
    _write.tell(actor, one.document, "extended", text=reason, facts=facts, instruction=one, now=now)
    _write.record(actor, one.document, "extended", instruction=str(one.id), until=due_at.isoformat())
    _put_again(actor, one, now=now)
    _shorten_below(actor, one, due_at, now=now)
    return one.to_info()


def _put_again(actor: Actor, one: Instruction, *, now: datetime) -> None:
    work.close_items(subject_id=one.id, actor=actor, now=now)
    desk.open_carrying(one.document, one, role=desk.role_for(one), now=now)


def _shorten_below(actor: Actor, one: Instruction, due_at: datetime, *, now: datetime) -> None:
    waiting = [one.id]
    while waiting:
        parts = list(Instruction.objects.select_for_update().filter(parent_id__in=waiting).order_by("id"))
        waiting = [part.id for part in parts]
        for part in parts:
            if part.state not in LIVE or part.due_at is None or part.due_at <= due_at:
                continue
            facts = {"until": due_at.isoformat(), "before": part.due_at.isoformat()}
            part.document, part.due_at = one.document, due_at
            part.rises_at = part.raised_at = None
            part.version += 1
            part.save(update_fields=["due_at", "rises_at", "raised_at", "version"])
            _write.tell(actor, one.document, "extended", facts=facts, instruction=part, now=now)
            _put_again(actor, part, now=now)


@transaction.atomic
def refuse_extension(actor: Actor, *, instruction_id: UUID, reason: str, now: datetime) -> InstructionInfo:
    """Leave the due time as it is although more was asked for. Raises what `extend` does."""
    one = given_instruction(actor, instruction_id)
    if one.asked_until is None:
        raise IllegalDocumentMove
    one.asked_until = None
    one.version += 1
    one.save(update_fields=["asked_until", "version"])
    _write.tell(actor, one.document, "kept_time", text=reason, instruction=one, now=now)
    _write.record(actor, one.document, "kept_time", instruction=str(one.id))
    work.close_items(subject_id=one.id, kind=desk.REVIEW_WORK, actor=actor, now=now)
    return one.to_info()
