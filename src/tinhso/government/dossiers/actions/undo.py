"""Undoing an act done by mistake: a later, visible act, never an erasure (sửa sai có dấu vết)."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tinhso.foundation.calendar import public as calendar
from tinhso.government.dossiers.access import OVERSEE, access_dossier, may_here
from tinhso.government.dossiers.actions import _clock, fees, letters
from tinhso.government.dossiers.actions._fee import ask_again
from tinhso.government.dossiers.actions._process import begin_anew, open_ready_work, replay
from tinhso.government.dossiers.actions._write import close_work, finish, note, open_receive_work, require_version
from tinhso.government.dossiers.data import ClockOperation, DossierInfo, Status
from tinhso.government.dossiers.errors import CannotUndo, NothingAsked, NotYourStep
from tinhso.government.dossiers.events import DossierCorrected
from tinhso.government.dossiers.models import ClockEntry, Dossier, TimelineEvent
from tinhso.government.dossiers.regimes import regime_of
from tinhso.government.dossiers.rules import trace
from tinhso.government.dossiers.rules.timeline import sentence
from tinhso.government.dossiers.rules.undo import COMPANIONS, UNDOABLE, Act, why_not
from tinhso.government.procedures import public as procedures
from tinhso.kernel import outbox
from tinhso.kernel.actors import SYSTEM, Actor
from tinhso.kernel.text import clean_line

MIN_REASON: Final = 5


@transaction.atomic
@outbox.gathering()
def undo(
    actor: Actor,
    *,
    dossier_id: UUID,
    event_id: UUID,
    reason: str,
    expected_version: int | None = None,
    now: datetime,
) -> DossierInfo:
    """Undo one act (receive, refuse, stop, ask for a supplement, a step, hand over) and put the dossier back before it.

    Whoever did it may, and who oversees the unit; within its time, and only while nothing followed. The story keeps
    both lines; a letter of the act is void with it. A dossier that waited for money which came meanwhile goes on. What
    other systems were told is corrected by `DossierCorrected`, after which they read the dossier again. Raises
    CannotUndo saying why and what to do instead, NotYourStep, NothingAsked without a reason.
    """
    dossier = access_dossier(actor, dossier_id=dossier_id, lock=True)
    require_version(dossier, expected_version)
    lines = list(dossier.timeline.order_by("id"))
    line = next((one for one in lines if one.id == event_id), None)
    if line is None:
        raise CannotUndo(_("Không tìm thấy việc cần hủy trong diễn biến hồ sơ. Tải lại trang."))
    refusal = refusal_of(dossier, line, lines, now=now)
    if refusal:
        raise CannotUndo(refusal)
    require_doer(actor, dossier, line)
    why = clean_line(reason)[:500]
    if len(why) < MIN_REASON:
        words = _("Ghi lý do hủy việc này.")
        raise NothingAsked(words, fields={"reason": words})
    close_work(dossier, actor=actor, now=now)
    clock = _RESTORE[line.verb](actor, dossier, line, lines, now)
    letters.take_back(actor, dossier, event_id=line.id, reason=why, now=now)
    what = sentence(line.verb, line.facts)
    told = note(actor, dossier, "undone", now=now, text=why, facts={"what": what, "event": str(line.id)})
    announced = DossierCorrected(dossier.id, line.id, line.verb, int(dossier.status))
    finish(actor, dossier, told, verb="dossiers.undone", facts=[announced], now=now)
    if clock is not None:
        clock.save(force_insert=True)
    if dossier.status != Status.WAITING_FEE:
        return dossier.to_info()
    fees.settle_if_paid(dossier_id=dossier.id, request_id=dossier.fee_request_id, now=now)
    return access_dossier(SYSTEM, dossier_id=dossier.id).to_info()


def refusal_of(dossier: Dossier, line: TimelineEvent, lines: Sequence[TimelineEvent], *, now: datetime) -> str:
    """Return why this line cannot be undone now, "" when it can."""
    undone = {one.facts.get("event") for one in lines if one.verb == "undone"}
    act = Act(line.verb, line.at, str(line.id) in undone)
    later = [one.verb for one in lines if one.id > line.id]
    rule = UNDOABLE.get(line.verb)
    until = calendar.add_working_time(line.at, rule.within, unit_id=dossier.unit_id) if rule else None
    return why_not(act, later, now=now, until=until)


def last_act(lines: Sequence[TimelineEvent]) -> TimelineEvent | None:
    """Return the newest line an officer could think of undoing: the last that counts and is not itself an undoing."""
    return next((one for one in reversed(lines) if one.verb not in COMPANIONS), None)


def require_doer(actor: Actor, dossier: Dossier, line: TimelineEvent) -> None:
    """Let pass who did it and can still do such things, and who oversees the unit. Raises NotYourStep."""
    did = actor.account_id is not None and actor.account_id == line.account_id
    if not ((did and may_here(actor, UNDOABLE[line.verb].ability, dossier)) or actor.may(OVERSEE, dossier.unit_id)):
        raise NotYourStep(_("Chỉ người đã làm việc này hoặc lãnh đạo đơn vị mới hủy được."))


def _not_received(
    _actor: Actor, dossier: Dossier, _line: TimelineEvent, _lines: Sequence[TimelineEvent], now: datetime
) -> ClockEntry | None:
    """Back to the desk, without a promise."""
    begin_anew(dossier, now=now)
    dossier.status, dossier.received_at, dossier.received_by = Status.NEW, None, ""
    dossier.promised_at, dossier.handler_id, dossier.handler_name = None, None, ""
    dossier.apology_due_at = None
    open_receive_work(dossier, now=now)
    return None


def _not_refused(
    _actor: Actor, dossier: Dossier, _line: TimelineEvent, _lines: Sequence[TimelineEvent], now: datetime
) -> ClockEntry | None:
    """Back to the desk, or to waiting for what was asked."""
    dossier.finished_at = None
    asked = dossier.supplements.filter(answered_at=None, undone_at=None).first()
    if asked is not None:
        dossier.status, dossier.paused_at = Status.WAITING_SUPPLEMENT, asked.asked_at
        return None
    dossier.status = Status.NEW
    open_receive_work(dossier, now=now)
    return None


def _not_stopped(
    actor: Actor, dossier: Dossier, line: TimelineEvent, lines: Sequence[TimelineEvent], now: datetime
) -> ClockEntry | None:
    """Back to the step, or the wait, in which it was stopped."""
    dossier.status, dossier.finished_at = Status(line.facts["before"]), None
    replay(dossier, _taken(dossier, lines), now=now)
    if dossier.status in (Status.WAITING_SUPPLEMENT, Status.WAITING_FEE):
        pauses = (ClockOperation.PAUSE, ClockOperation.PAUSE_LATE)
        last = dossier.clock.filter(operation__in=pauses).order_by("-id").first()
        dossier.paused_at = last.at if last else line.at
        if dossier.status == Status.WAITING_FEE:
            ask_again(actor, dossier, now=now)
    else:
        open_ready_work(dossier, now=now)
    return None


def _not_asked(
    actor: Actor, dossier: Dossier, line: TimelineEvent, _lines: Sequence[TimelineEvent], now: datetime
) -> ClockEntry | None:
    """The request is void; the clock never stopped."""
    dossier.supplements.filter(answered_at=None, undone_at=None).update(undone_at=now)
    dossier.supplement_count -= 1
    dossier.status, dossier.paused_at = Status(line.facts["before"]), None
    if dossier.received_at is None:
        open_receive_work(dossier, now=now)
    else:
        open_ready_work(dossier, now=now)
    ground = regime_of(dossier).clock_basis["supplement"]
    return _clock.entry(actor, dossier, ClockOperation.CANCEL, ground=ground, now=now)


def _not_stepped(
    _actor: Actor, dossier: Dossier, line: TimelineEvent, lines: Sequence[TimelineEvent], now: datetime
) -> ClockEntry | None:
    """Back at the step, with the handler it had."""
    before: Mapping[str, Any] = line.facts.get("before") or {}
    replay(dossier, [one for one in _taken(dossier, lines) if one.line_id != line.id], now=now)
    dossier.status = Status(before.get("status", Status.PROCESSING))
    handler = before.get("handler") or ""
    dossier.handler_id, dossier.handler_name = (UUID(handler) if handler else None), before.get("name") or ""
    open_ready_work(dossier, now=now)
    return None


def _not_handed_over(
    _actor: Actor, dossier: Dossier, line: TimelineEvent, lines: Sequence[TimelineEvent], now: datetime
) -> ClockEntry | None:
    """The result waits at the desk again."""
    replay(dossier, [one for one in _taken(dossier, lines) if one.line_id != line.id], now=now)
    dossier.status, dossier.handed_over_at = Status.DONE, None
    open_ready_work(dossier, now=now)
    return None


def _taken(dossier: Dossier, lines: Sequence[TimelineEvent]) -> list[trace.Taken]:
    return trace.taken(lines, procedures.get_version(dossier.version_id))


_Restore = Callable[[Actor, Dossier, TimelineEvent, Sequence[TimelineEvent], datetime], ClockEntry | None]
_RESTORE: Final[Mapping[str, _Restore]] = {
    "received": _not_received,
    "refused": _not_refused,
    "stopped": _not_stopped,
    "supplement_asked": _not_asked,
    "step": _not_stepped,
    "handed_over": _not_handed_over,
}
