"""Work that passes from one officer to another: rebalanced by the head, handed over whole, stood in for."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tinhso.foundation.audit import public as audit
from tinhso.foundation.numbering import public as numbering
from tinhso.foundation.organisations import public as organisations
from tinhso.foundation.work import public as work
from tinhso.government.cooperation import access, printing
from tinhso.government.cooperation.data import HandOverInfo, MovedLine
from tinhso.government.cooperation.errors import BadHandOver
from tinhso.government.cooperation.events import WorkHandedOver
from tinhso.government.cooperation.models import Consult, HandOver
from tinhso.government.cooperation.queries.handover import colleague, open_work_of, require_head
from tinhso.government.dossiers import public as dossiers
from tinhso.kernel.actors import Actor, Scope
from tinhso.kernel.clock import local_day
from tinhso.kernel.errors import DomainError
from tinhso.kernel.outbox import announce
from tinhso.kernel.text import clean_block

MAX_MOVED: Final = 200
MIN_REASON: Final = 10
MANAGE_OFFICERS: Final = "organisations.manage_officers"
SERIES: Final = numbering.Series("hand_over", numbering.Period.YEAR, "{n:02d}/BB-BG", numbering.Unique.PERIOD)
DOSSIER_STEP: Final = "dossiers.step"


def move_items(actor: Actor, *, item_ids: Sequence[UUID], to_id: UUID, now: datetime) -> list[MovedLine]:
    """Give items to a colleague («Chuyển cho»), each on its own: a line says what was done or why not.

    A step of a dossier takes its dossier's handler along. At most 200. Raises Forbidden, BadHandOver.
    """
    to = colleague(actor, to_id)
    lines = []
    for item_id in list(dict.fromkeys(item_ids))[:MAX_MOVED]:
        try:
            lines.append(_moved(actor, work.get_item(actor, item_id=item_id), to.account_id, now=now))
        except DomainError as refused:
            lines.append(MovedLine("", str(item_id)[:8], "", done=False, words=refused.sentence))
    return lines


def _moved(actor: Actor, item: work.WorkItemInfo, to_id: UUID, *, now: datetime) -> MovedLine:
    name = item.facts.get("step") or item.title
    try:
        with transaction.atomic():
            work.assign(actor, item_id=item.id, assignee_id=to_id, now=now)
            if item.kind == DOSSIER_STEP and item.role == "specialist":
                dossiers.reassign(actor, dossier_id=item.subject_id, handler_id=to_id, now=now)
    except DomainError as refused:
        return MovedLine(item.kind, str(name), item.code, done=False, words=refused.sentence)
    return MovedLine(item.kind, str(name), item.code, done=True, words="")


@transaction.atomic
def hand_over_all(actor: Actor, *, from_id: UUID, to_id: UUID, reason: str, now: datetime) -> HandOverInfo:
    """Give everything open of one officer to another, in one act with a numbered record (biên bản bàn giao).

    Items of every room, dossiers they handle, questions they asked. What the other cannot take (another role) stays
    and stands in the record with the reason. The record is a PDF with places for both to sign, and carries the head's
    digital signature when they have a key. Raises Forbidden, BadHandOver.
    """
    giver, taker = colleague(actor, from_id), colleague(actor, to_id)
    why = clean_block(reason)[:1000]
    if giver.account_id == taker.account_id or len(why) < MIN_REASON:
        raise BadHandOver(fields={"reason": _("Chọn hai người khác nhau và ghi lý do (ít nhất 10 ký tự).")})
    lines = _move_whole(actor, from_id, taker.account_id, now=now)
    unit_id = require_head(actor)
    record = HandOver(
        number=numbering.next_code(SERIES, owner=organisations.get_unit(unit_id).code, on=local_day(now)),
        unit_id=unit_id,
        from_account_id=giver.account_id,
        from_name=giver.name,
        to_account_id=taker.account_id,
        to_name=taker.name,
        by_account_id=access.account_of(actor),
        by_name=actor.name,
        reason=why,
        at=now,
        lines=[asdict(line) for line in lines],
    )
    record.file_id = printing.record(actor, record, titles=(giver.title, taker.title), now=now)
    record.save(force_insert=True)
    audit.record(
        actor,
        verb="cooperation.work_handed_over",
        subject_kind="hand_over",
        subject_id=record.id,
        unit_id=unit_id,
        detail={"from": str(from_id), "to": str(to_id), "moved": sum(one.done for one in lines), "of": len(lines)},
    )
    announce(WorkHandedOver(record.id, giver.account_id, taker.account_id), actor=actor)
    return record.to_info()


def _move_whole(actor: Actor, from_id: UUID, to_id: UUID, *, now: datetime) -> list[MovedLine]:
    held = open_work_of(actor, account_id=from_id)
    lines = [_moved(actor, item, to_id, now=now) for item in held.items]
    moved = {item.subject_id for item, line in zip(held.items, lines, strict=True) if line.done}
    lines += [_dossier_moved(actor, info, to_id, now=now) for info in held.dossiers if info.id not in moved]
    for consult in held.consults:
        Consult.objects.filter(pk=consult.id).update(asked_by=to_id)
        lines.append(MovedLine("cooperation.asked", consult.unit_name, consult.dossier_code, done=True, words=""))
    return lines


def _dossier_moved(actor: Actor, info: dossiers.DossierInfo, to_id: UUID, *, now: datetime) -> MovedLine:
    try:
        with transaction.atomic():
            dossiers.reassign(actor, dossier_id=info.id, handler_id=to_id, now=now)
    except DomainError as refused:
        return MovedLine("dossiers.handled", info.procedure_name, info.code, done=False, words=refused.sentence)
    return MovedLine("dossiers.handled", info.procedure_name, info.code, done=True, words="")


@transaction.atomic
def set_absence(
    actor: Actor,
    *,
    away_id: UUID,
    stand_in_id: UUID,
    first_on: date,
    last_on: date,
    document: str = "",
    now: datetime,
) -> list[organisations.AppointmentInfo]:
    """Let a colleague stand in for one who is away, both days included: an acting appointment for each of their posts.

    The head of the agency decides; the posts are those of the first day. Raises Forbidden, BadHandOver, and what
    `organisations.stand_in` raises.
    """
    away, deputy = colleague(actor, away_id), colleague(actor, stand_in_id)
    today = local_day(now)
    if away.officer_id == deputy.officer_id or not today <= first_on <= last_on or (last_on - first_on).days > 366:
        words = _("Chọn hai người khác nhau và ngày nghỉ từ hôm nay, không quá một năm.")
        raise BadHandOver(fields={"first_on": words})
    made = []
    for post in organisations.appointments_of(away.officer_id, first_on):
        if post.acting_for is not None or not actor.may(work.OVERSEE, post.unit_id):
            continue
        empowered = replace(
            actor,
            abilities={**actor.abilities, MANAGE_OFFICERS: Scope(units=_of(post.unit_id, deputy.officer_id, first_on))},
        )
        made.append(
            organisations.stand_in(
                actor=empowered,
                officer_id=deputy.officer_id,
                for_appointment_id=post.id,
                valid_from=first_on,
                valid_to=date.fromordinal(last_on.toordinal() + 1),
                document=document,
                now=now,
            )
        )
    if not made:
        raise BadHandOver(fields={"away": _("Người này không giữ vị trí nào ở đơn vị do Ông/Bà phụ trách.")})
    return made


def _of(unit_id: UUID, officer_id: UUID, on: date) -> frozenset[UUID]:
    """Return the units of a post and of who stands in: the head appoints within their own agency only."""
    return frozenset({unit_id, *(post.unit_id for post in organisations.appointments_of(officer_id, on))})
