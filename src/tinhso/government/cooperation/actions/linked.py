"""Linked procedures: one form becomes parts; each opens when what it needs is there; the whole ends with the last.

Everything here is the system's reaction to what happened to the parent or a child, and is called again after a crash:
each step looks at the state first. The parent's parts are always locked in the order of their ordinals.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tinhso.foundation.calendar import public as calendar
from tinhso.foundation.forms import public as forms
from tinhso.foundation.organisations import public as organisations
from tinhso.government.cooperation import linking, ports
from tinhso.government.cooperation.data import PART_STATE_TITLES, PartState, PartWay
from tinhso.government.cooperation.events import PartMoved
from tinhso.government.cooperation.models import LinkedPart
from tinhso.government.cooperation.rules import parts as rules
from tinhso.government.cooperation.rules.parts import PartMove
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.public import Status
from tinhso.government.procedures import public as procedures
from tinhso.government.results import public as results
from tinhso.kernel.actors import SYSTEM, Actor
from tinhso.kernel.errors import DomainError
from tinhso.kernel.outbox import announce

HOLD: Final = "linked"
RUNNING: Final = (Status.RECEIVED, Status.PROCESSING)


@transaction.atomic
def split(parent_id: UUID, *, now: datetime) -> int:
    """Make the parts of a received dossier of a linked procedure; return how many. Done once, whatever calls again."""
    detail = dossiers.get_dossier(SYSTEM, dossier_id=parent_id)
    info, plan = detail.info, linking.plan_of(detail.info.procedure_code)
    if not plan or info.received_at is None:
        return 0
    fresh = [_row(info, ordinal, one) for ordinal, one in enumerate(plan)]
    made = LinkedPart.objects.bulk_create(fresh, ignore_conflicts=True)
    if LinkedPart.objects.filter(pk__in=[one.pk for one in made]).count() < len(plan):
        return 0
    dossiers.hold(dossier_id=parent_id, key=HOLD, sentence=_("Chờ các phần việc liên thông có kết quả."), now=now)
    names = "; ".join(f"{one.title} ({one.agency})" for one in plan)
    dossiers.add_line(SYSTEM, dossier_id=parent_id, verb="linked", facts={"names": names}, now=now)
    go_on(parent_id, now=now)
    return len(plan)


def _row(info: dossiers.DossierInfo, ordinal: int, one: linking.PartPlan) -> LinkedPart:
    return LinkedPart(
        parent_id=info.id,
        parent_code=info.code,
        unit_id=info.unit_id,
        account_id=info.applicant.account_id,
        ordinal=ordinal,
        key=one.key,
        title=one.title,
        agency=one.agency,
        way=one.way,
        after=list(one.after),
    )


def locked(parent_id: UUID) -> list[LinkedPart]:
    """Return the parts of a parent, locked, in order."""
    return list(LinkedPart.objects.select_for_update().filter(parent_id=parent_id).order_by("ordinal"))


def pieces(rows: Sequence[LinkedPart]) -> list[rules.Piece]:
    """Return the parts as the rules see them."""
    return [rules.Piece(one.key, PartState(one.state), tuple(one.after)) for one in rows]


@transaction.atomic
def go_on(parent_id: UUID, *, now: datetime) -> None:
    """Open what is ready, cancel what waits in vain, and finish the parent with its last part."""
    rows = locked(parent_id)
    if not rows:
        return
    for key in rules.doomed(pieces(rows)):
        shift(_by_key(rows, key), PartMove.CANCEL, words=_("Phần việc trước không có kết quả."), now=now)
    for key in rules.ready(pieces(rows)):
        _open(_by_key(rows, key), rows, now=now)
    _conclude(parent_id, rules.whole(pieces(rows)), now=now)


def _by_key(rows: Sequence[LinkedPart], key: str) -> LinkedPart:
    return next(one for one in rows if one.key == key)


def _conclude(parent_id: UUID, state: rules.Whole, *, now: datetime) -> None:
    if state is rules.Whole.OPEN:
        return
    dossiers.lift(dossier_id=parent_id, key=HOLD, now=now)
    info = dossiers.get_dossier(SYSTEM, dossier_id=parent_id).info
    if info.status not in RUNNING:
        return  # it ended already, or waits for its applicant and is looked at again when they have answered
    if state is rules.Whole.DONE:
        dossiers.conclude_linked(dossier_id=parent_id, now=now)
    else:
        dossiers.end_with_parts(dossier_id=parent_id, reason=_("Không phần việc nào có kết quả."), now=now)


def _open(part: LinkedPart, rows: Sequence[LinkedPart], *, now: datetime) -> None:
    detail = dossiers.get_dossier(SYSTEM, dossier_id=part.parent_id)
    plan = next(one for one in linking.plan_of(detail.info.procedure_code) if one.key == part.key)
    part.opened_at = now
    if part.way == PartWay.DOSSIER:
        refused = _open_dossier(part, plan, detail, now=now)
        if refused:
            shift(part, PartMove.OPEN, now=now)
            shift(part, PartMove.REFUSE, words=refused, now=now)
            _open_after(part, rows, now=now)
            return
    else:
        part.sent = _facts(plan, detail, rows)
        allowance = plan.allowance
        part.due_at = calendar.add_working_time(now, allowance, unit_id=part.unit_id) if allowance else None
        ports.agency_for(part).send(part, now=now)
    shift(part, PartMove.OPEN, now=now)


def _open_after(part: LinkedPart, rows: Sequence[LinkedPart], *, now: datetime) -> None:
    """A part that could not even be opened takes with it what waits for it."""
    del part
    for key in rules.doomed(pieces(rows)):
        shift(_by_key(rows, key), PartMove.CANCEL, words=_("Phần việc trước không có kết quả."), now=now)


def _open_dossier(part: LinkedPart, plan: linking.PartPlan, detail: dossiers.DossierDetail, *, now: datetime) -> str:
    """File the child's dossier; return why it cannot be, "" when it is there."""
    version = procedures.get_current(plan.procedure, on=now.date())
    known = {one.code for one in version.components}
    papers = [
        dossiers.PaperInput(one.component, one.file_id, one.form, one.count)
        for one in detail.papers
        if one.component in known
    ]
    data = linking.filled(plan.data, detail.data)
    try:
        with transaction.atomic():
            child = dossiers.open_child(
                SYSTEM,
                parent_id=part.parent_id,
                procedure_code=plan.procedure,
                unit_id=organisations.agency_of(part.unit_id).id,
                data=data,
                papers=papers,
                now=now,
            )
    except DomainError as refused:
        return f"{refused.sentence} {'; '.join(refused.fields.values())}".strip()[:1000]
    part.dossier_id, part.code, part.due_at = child.id, child.code, child.promised_at
    return ""


def _facts(plan: linking.PartPlan, detail: dossiers.DossierDetail, rows: Sequence[LinkedPart]) -> list[tuple[str, str]]:
    """Return what is passed on, in words: answers of the parent's form, and facts of earlier results."""
    form = procedures.get_version(detail.version_id).form
    words = {row.pointer: row.value for section in forms.summary(form, detail.data) for row in section.rows}
    earlier = {one.key: _result_of(one) for one in rows if one.state == PartState.DONE}
    found = [
        (sent.title, str(earlier.get(sent.part, {}).get(sent.fact, "") if sent.part else words.get(sent.source, "")))
        for sent in plan.sends
    ]
    return [(title, value) for title, value in found if value]


def _result_of(part: LinkedPart) -> Mapping[str, Any]:
    """Return the facts of a part's result: its number, and for a dossier the texts of its paper."""
    if part.dossier_id is None:
        return {"number": part.result_number}
    detail = dossiers.get_dossier(SYSTEM, dossier_id=part.dossier_id)
    return {**(detail.draft_result or {}), "number": part.result_number}


def shift(part: LinkedPart, by: PartMove, *, words: str = "", actor: Actor = SYSTEM, now: datetime) -> None:
    """Move a locked part, write it, and tell the parent's story how it ended. Raises IllegalPartMove."""
    part.state = rules.move(PartState(part.state), by)
    part.words = words[:1000] if words else part.words
    ended = part.state in rules.ENDED
    part.ended_at = now if ended else None
    part.paused_at = now if part.state == PartState.SUPPLEMENT else None
    part.version += 1
    part.save()
    if ended:
        if part.way == PartWay.OUTSIDE:
            ports.agency_for(part).cancel(part, now=now)
        facts = {"part": part.title, "outcome": _(PART_STATE_TITLES[PartState(part.state)])}
        dossiers.add_line(actor, dossier_id=part.parent_id, verb="part_ended", facts=facts, now=now)
    announce(PartMoved(part.id, part.parent_id, str(part.state)), actor=actor)


def children_among(dossier_ids: Sequence[UUID]) -> set[UUID]:
    """Return which of these dossiers are parts of another, in one query."""
    found = LinkedPart.objects.filter(dossier_id__in=list(dossier_ids)).values_list("dossier_id", flat=True)
    return {one for one in found if one}


def parents_among(dossier_ids: Sequence[UUID]) -> set[UUID]:
    """Return which of these dossiers have parts, in one query."""
    return set(LinkedPart.objects.filter(parent_id__in=list(dossier_ids)).values_list("parent_id", flat=True))


@transaction.atomic
def follow_child(dossier_id: UUID, *, now: datetime) -> None:
    """Bring a part to where its dossier stands, and go on. A dossier that is no part of anything is passed over."""
    found = LinkedPart.objects.filter(dossier_id=dossier_id).values_list("parent_id", "key").first()
    if found is None:
        return
    part = _by_key(locked(found[0]), found[1])
    detail = dossiers.get_dossier(SYSTEM, dossier_id=dossier_id)
    by = _MOVES.get((PartState(part.state), _standing(detail.info.status)))
    if by is None:
        return
    part.due_at = detail.info.promised_at or part.due_at
    if by is PartMove.FINISH:
        issued = results.find_by_token(detail.result_token) if detail.result_token else None
        part.result_number = issued.number if issued else ""
        part.result_file_id = detail.result_file_id
    shift(part, by, words="; ".join(one.text for one in detail.reasons), now=now)
    go_on(part.parent_id, now=now)


def _standing(status: Status) -> PartState:
    if status in (Status.WAITING_SUPPLEMENT, Status.WAITING_FEE):
        return PartState.SUPPLEMENT
    if status in (Status.DONE, Status.HANDED_OVER):
        return PartState.DONE
    if status in (Status.REFUSED, Status.STOPPED):
        return PartState.REFUSED
    return PartState.CANCELLED if status is Status.WITHDRAWN else PartState.WORKING


_S: Final = PartState
_MOVES: Final[Mapping[tuple[PartState, PartState], PartMove]] = {
    (_S.WORKING, _S.SUPPLEMENT): PartMove.ASK,
    (_S.SUPPLEMENT, _S.WORKING): PartMove.ANSWER,
    (_S.WORKING, _S.DONE): PartMove.FINISH,
    (_S.WORKING, _S.REFUSED): PartMove.REFUSE,
    (_S.SUPPLEMENT, _S.REFUSED): PartMove.REFUSE,
    (_S.WORKING, _S.CANCELLED): PartMove.CANCEL,
    (_S.SUPPLEMENT, _S.CANCELLED): PartMove.CANCEL,
    (_S.DONE, _S.WORKING): PartMove.RETURN,
}
"""(the part, where its dossier stands) → the move. Nothing for what agrees already or has ended."""


@transaction.atomic
def end_parts(parent_id: UUID, *, now: datetime) -> None:
    """Take back every part of a parent that was withdrawn, stopped or refused; what has a result keeps it."""
    for part in locked(parent_id):
        if not rules.may(PartState(part.state), PartMove.CANCEL):
            continue
        shift(part, PartMove.CANCEL, words=_("Hồ sơ liên thông đã dừng."), now=now)
        if part.dossier_id is not None:
            dossiers.withdraw_child(SYSTEM, dossier_id=part.dossier_id, now=now)
