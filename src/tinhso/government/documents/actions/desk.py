"""Places in the one inbox that documents open and close. A restricted document says nothing of itself there."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.foundation.calendar import public as calendar
from tinhso.foundation.calendar.data import Allowance, AllowanceUnit
from tinhso.foundation.identity import public as identity
from tinhso.foundation.organisations import public as organisations
from tinhso.foundation.work import public as work
from tinhso.foundation.work.data import Part
from tinhso.government.documents import content
from tinhso.government.documents.data import DIRECT_WORK, Direction, Urgency
from tinhso.government.documents.events import DocumentFrozen
from tinhso.government.documents.instruction_data import LIVE, InstructionState
from tinhso.government.documents.models import Document, Instruction
from tinhso.government.documents.queries.people import role_of, staff_units
from tinhso.kernel.actors import Actor
from tinhso.kernel.outbox import announce

TAKE_WORK: Final = "documents.take"
CARRY_WORK: Final = "documents.carry_out"
READ_WORK: Final = "documents.read"
REVIEW_WORK: Final = "documents.review"
LATE_WORK: Final = "documents.late"
SECRECY_WORK: Final = "documents.secrecy"

WITHIN: Final = Allowance(Decimal(8), AllowanceUnit.WORKING_HOUR)
"""Registered, and put before a leader, the same day or the next working day (Điều 22, 23); urgent ones at once."""
AT_ONCE: Final = timedelta(hours=1)


def desk_unit(unit_id: UUID) -> UUID:
    """Return the unit whose clerk keeps an agency's registers: its office, when it has one, otherwise itself."""
    kinds = content.serving_kinds()
    serving = [one for one in organisations.list_units(parent_id=unit_id) if one.kind in kinds]
    return serving[0].id if serving else unit_id


def due_at_desk(row: Document, *, now: datetime) -> datetime:
    """Return by when the clerk, or then the leader, has to have done their part."""
    if row.urgency >= Urgency.URGENT:
        return now + AT_ONCE
    return calendar.add_working_time(now, WITHIN, unit_id=row.unit_id)


def title_of(row: Document, words: str) -> str:
    """Return what stands in the inbox: the subject, unless it is restricted."""
    said = _("Văn bản hạn chế") if row.restricted else f"{row.kind_title} {row.code}: {row.subject}"
    return f"{words}: {said}"[:300]


def facts_of(row: Document, step: str, **more: Any) -> dict[str, Any]:
    """Return the few values an item shows."""
    facts = {"step": step, "document_id": str(row.id), "direction": row.direction, "urgency": row.urgency, **more}
    return facts if row.restricted else {**facts, "applicant": row.issuer_name}


def code_of(row: Document) -> str:
    """Return the code shown in the inbox: số đến where there is one."""
    if row.restricted:
        return ""
    return (_("Đến %(n)s") % {"n": row.number} if row.number and row.direction == Direction.INCOMING else row.code)[:60]


def open_taking(row: Document, *, now: datetime) -> None:
    """Put what arrived before the clerk."""
    _open(TAKE_WORK, row, _("Tiếp nhận, vào sổ"), role="clerk", unit_id=desk_unit(row.unit_id), now=now)


def open_directing(row: Document, *, now: datetime) -> None:
    """Put what was registered before those who direct: the leaders of the agency, or the clerk who chooses one."""
    if not row.restricted and organisations.has_officer(row.unit_id, role="leader"):
        _open(DIRECT_WORK, row, _("Cho ý kiến chỉ đạo"), role="leader", unit_id=row.unit_id, now=now)
        return
    _open(DIRECT_WORK, row, _("Trình lãnh đạo cho ý kiến"), role="clerk", unit_id=desk_unit(row.unit_id), now=now)


def open_secrecy(row: Document, *, now: datetime) -> None:
    """Put a document that bears a mark of secrecy before the clerk, at once."""
    work.open_item(
        kind=SECRECY_WORK,
        subject_id=row.id,
        subject_kind="document",
        title=title_of(row, _("Kiểm tra dấu hiệu bí mật nhà nước")),
        code="",
        unit_id=desk_unit(row.unit_id),
        role="clerk",
        due_at=now + AT_ONCE,
        facts=facts_of(row, _("Kiểm tra dấu hiệu bí mật nhà nước"), act="document"),
        now=now,
    )


def _open(kind: str, row: Document, words: str, *, role: str, unit_id: UUID, now: datetime) -> None:
    due = due_at_desk(row, now=now)
    work.open_item(
        kind=kind,
        subject_id=row.id,
        subject_kind="document",
        title=title_of(row, words),
        code=code_of(row),
        unit_id=unit_id,
        role=role,
        due_at=due,
        facts=facts_of(row, words, act="document"),
        now=now,
    )


def open_carrying(row: Document, one: Instruction, *, role: str, now: datetime) -> None:
    """Put an instruction into the inbox of whoever is to carry it out, or to read it."""
    is_to_read = one.part == Part.TO_FOLLOW
    words = _("Đọc để biết") if is_to_read else _("Thực hiện ý kiến chỉ đạo")
    work.open_item(
        kind=READ_WORK if is_to_read else CARRY_WORK,
        subject_id=one.id,
        subject_kind="document",
        title=title_of(row, words),
        code=code_of(row),
        unit_id=row.unit_id,
        role=role,
        due_at=one.due_at,
        assignee_id=one.assignee_id,
        facts=facts_of(row, words, act="document"),
        part=Part(one.part),
        now=now,
    )


def open_review(row: Document, one: Instruction, words: str, *, due_at: datetime, now: datetime) -> None:
    """Put an instruction before whoever gave it: it came back, is late, or more time is asked."""
    work.close_items(subject_id=one.id, kind=REVIEW_WORK, now=now)
    giver = identity.get_account(one.giver_id)
    role = role_of(giver.officer_id, staff_units(row.unit_id)) if giver.officer_id else None
    work.open_item(
        kind=REVIEW_WORK,
        subject_id=one.id,
        subject_kind="document",
        title=title_of(row, words),
        code=code_of(row),
        unit_id=row.unit_id,
        role=role or "leader",
        due_at=due_at,
        assignee_id=one.giver_id,
        facts=facts_of(row, words, act="document"),
        now=now,
    )


def open_late(row: Document, one: Instruction, *, head: UUID, now: datetime) -> None:
    """Put a late instruction before the head of whoever has it; it stays there until it is done or given more time."""
    words = _("Quá hạn, %(name)s chưa hoàn thành") % {"name": one.assignee_name}
    work.open_item(
        kind=LATE_WORK,
        subject_id=one.id,
        subject_kind="document",
        title=title_of(row, words),
        code=code_of(row),
        unit_id=row.unit_id,
        role="unit_head",
        due_at=one.due_at,
        assignee_id=head,
        facts=facts_of(row, words, act="document"),
        now=now,
    )


def role_for(one: Instruction) -> str:
    """Return a role of whoever holds an instruction."""
    account = identity.get_account(one.assignee_id)
    found = role_of(account.officer_id, staff_units(one.unit_id)) if account.officer_id else None
    return found or "specialist"


def is_with_giver(row: Document) -> bool:
    """Tell whether something that came back lies before whoever gave it."""
    back = Instruction.objects.filter(document=row, parent=None, state="returned").values_list("id", flat=True)
    return bool(work.live_subjects(list(back)))


def close_all(actor: Actor, row: Document, *, now: datetime) -> None:
    """Take a document and everything given out about it out of every inbox."""
    work.close_items(subject_id=row.id, actor=actor, now=now)
    waiting = Instruction.objects.filter(document=row, state__in=[*LIVE, InstructionState.RETURNED])
    for one in waiting.values_list("id", flat=True):
        work.close_items(subject_id=one, actor=actor, now=now)


def announce_frozen(actor: Actor, row: Document) -> None:
    """Announce that an incoming document may not be used any more."""
    announce(DocumentFrozen(row.id, row.unit_id, row.delivery_id), actor=actor)
