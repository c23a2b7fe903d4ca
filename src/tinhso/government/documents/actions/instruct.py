"""What leaders write on a document, and what whoever got it gives on (bút phê, giao việc; Điều 23)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tinhso.foundation.identity import public as identity
from tinhso.foundation.notifications import public as notifications
from tinhso.foundation.work import public as work
from tinhso.foundation.work.data import Part
from tinhso.government.documents import access
from tinhso.government.documents.actions import _write, desk
from tinhso.government.documents.actions.close import close_quietly
from tinhso.government.documents.data import INSTRUCT, OPEN, Direction, State
from tinhso.government.documents.errors import BadInstruction, IllegalDocumentMove, InstructionMissing
from tinhso.government.documents.events import InstructionGiven
from tinhso.government.documents.instruction_data import LIVE, MAX_DEPTH, InstructionInfo, NewInstruction
from tinhso.government.documents.models import Document, Instruction
from tinhso.government.documents.queries.people import role_of, staff_units
from tinhso.government.documents.rules import orders as rules
from tinhso.government.documents.rules.lifecycle import Move, moved
from tinhso.kernel.actors import Actor
from tinhso.kernel.outbox import announce
from tinhso.kernel.text import clean_block


@transaction.atomic
def instruct(
    actor: Actor, *, document_id: UUID, text: str = "", orders: Sequence[NewInstruction], now: datetime
) -> list[InstructionInfo]:
    """Say who does what about an incoming document, and by when: one in charge, others cooperate or get it to know.

    Given to nobody but to know, the document is done: there is nothing to carry out. One that was done is opened again.
    Raises DocumentMissing when it is not the actor's to direct, BadInstruction naming what is wrong,
    IllegalDocumentMove when it is not registered, or called back.
    """
    row = access.access_document(actor, document_id=document_id, ability=INSTRUCT, lock=True)
    if row.direction != Direction.INCOMING or row.number is None:
        raise IllegalDocumentMove
    made = _give(actor, row, None, orders, text=text, now=now)
    if row.state == State.DONE:
        if all(one.part == Part.TO_FOLLOW for one in made):
            return [one.to_info() for one in made]
        row.state = moved(State.DONE, Move.REOPEN)
        _save(row)
    else:
        row.state = moved(State(row.state), Move.INSTRUCT)
        _save(row)
    work.close_items(subject_id=row.id, actor=actor, now=now)
    _settle_returned(actor, row, now=now)
    if not Instruction.objects.filter(document=row, state__in=LIVE).exclude(part=Part.TO_FOLLOW).exists():
        close_quietly(actor, row, text=_("Chuyển để biết"), now=now)
    return [one.to_info() for one in made]


@transaction.atomic
def assign_on(
    actor: Actor, *, instruction_id: UUID, text: str = "", orders: Sequence[NewInstruction], now: datetime
) -> list[InstructionInfo]:
    """Give parts of what one was told to do on to others, to any depth; one stays in charge oneself.

    Nothing given on is due after the whole. Raises InstructionMissing, BadInstruction, IllegalDocumentMove.
    """
    parent = own_instruction(actor, instruction_id)
    row = parent.document
    if row.state not in OPEN or parent.part == Part.TO_FOLLOW:
        raise IllegalDocumentMove
    if parent.depth + 1 >= MAX_DEPTH:
        raise BadInstruction(_("Việc này đã giao qua quá nhiều cấp. Trao đổi trực tiếp với người giao."))
    made = _give(actor, row, parent, orders, text=text, now=now)
    _settle_returned(actor, row, parent=parent, now=now)
    return [one.to_info() for one in made]


def own_instruction(actor: Actor, instruction_id: UUID) -> Instruction:
    """Return, locked, an open instruction of this actor. Raises InstructionMissing, IllegalDocumentMove."""
    found = access.access_instruction(actor, instruction_id=instruction_id, lock=True)
    if actor.account_id is None or found.assignee_id != actor.account_id:
        raise InstructionMissing
    if found.state not in LIVE:
        raise IllegalDocumentMove
    return found


def _save(row: Document) -> None:
    row.version += 1
    row.save(update_fields=["state", "version"])


def _settle_returned(actor: Actor, row: Document, *, parent: Instruction | None = None, now: datetime) -> None:
    """Take out of the inbox what came back and is now given to somebody else."""
    back = Instruction.objects.filter(document=row, parent=parent, state="returned")
    for one in back.values_list("id", flat=True):
        work.close_items(subject_id=one, actor=actor, now=now)


def _give(
    actor: Actor,
    row: Document,
    parent: Instruction | None,
    orders: Sequence[NewInstruction],
    *,
    text: str,
    now: datetime,
) -> list[Instruction]:
    said = clean_block(text)[:2000]
    wanted = rules.with_due(orders)
    siblings = Instruction.objects.filter(document=row, parent=parent, state__in=LIVE)
    errors = rules.errors_in(
        wanted,
        text=said,
        has_main=parent is not None or siblings.filter(part=Part.MAIN).exists(),
        latest=parent.due_at if parent else None,
        now=now,
    )
    taken = set(siblings.values_list("assignee_id", flat=True)) & {one.assignee_id for one in wanted}
    if taken:
        errors["nguoi"] = _("Có người đang giữ một phần việc của văn bản này. Thu hồi việc cũ trước khi giao lại.")
    if errors:
        raise BadInstruction(fields=errors)
    roles = _roles(row, wanted)
    made = [_new(actor, row, parent, one, said, now=now) for one in wanted]
    names = identity.list_accounts([one.assignee_id for one in made])
    for one in made:
        one.assignee_name = names[one.assignee_id].name
    Instruction.objects.bulk_create(made)
    _write.write_readers(row, [one.assignee_id for one in made], now=now)
    for one in made:
        _put_before(actor, row, one, roles[one.assignee_id], now=now)
    return made


def _roles(row: Document, wanted: Sequence[NewInstruction]) -> dict[UUID, str]:
    """Return the role of each assignee. Raises BadInstruction for somebody who does not work in the agency."""
    accounts = identity.list_accounts([one.assignee_id for one in wanted])
    units = staff_units(row.unit_id)
    found: dict[UUID, str] = {}
    for one in wanted:
        account = accounts.get(one.assignee_id)
        role = role_of(account.officer_id, units) if account and account.officer_id else None
        if role is None:
            words = _("Chọn người đang công tác tại cơ quan.")
            raise BadInstruction(words, fields={"nguoi": words})
        found[one.assignee_id] = role
    return found


def _new(
    actor: Actor, row: Document, parent: Instruction | None, order: NewInstruction, said: str, *, now: datetime
) -> Instruction:
    if actor.account_id is None:
        raise InstructionMissing
    return Instruction(
        document=row,
        parent=parent,
        depth=parent.depth + 1 if parent else 0,
        part=order.part,
        text=clean_block(order.text)[:2000] or said,
        giver_id=actor.account_id,
        giver_name=actor.name,
        given_at=now,
        assignee_id=order.assignee_id,
        unit_id=row.unit_id,
        due_at=order.due_at,
    )


def _put_before(actor: Actor, row: Document, one: Instruction, role: str, *, now: datetime) -> None:
    desk.open_carrying(row, one, role=role, now=now)
    facts = {"to": one.assignee_name, "part": one.part, "due_at": one.due_at.isoformat() if one.due_at else ""}
    _write.tell(actor, row, "instructed", text=one.text, facts=facts, instruction=one, now=now)
    _write.record(actor, row, "instructed", to=str(one.assignee_id), part=one.part)
    if one.due_at is not None and one.assignee_id != actor.account_id:
        notifications.notify(
            one.assignee_id,
            template="document_instructed",
            context={"due_at": one.due_at},
            subject_kind="document",
            subject_id=row.id,
            once_key=str(one.id),
            now=now,
        )
    announce(InstructionGiven(row.id, row.unit_id, one.id, row.delivery_id), actor=actor)
