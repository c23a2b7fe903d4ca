"""Waiting for money (state 6): asked, paid, paid back by the bank, or granted less to who is exempt."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tinhso.government.dossiers.access import PROCESS, RECEIVE, access_dossier, may_here
from tinhso.government.dossiers.actions import _clock
from tinhso.government.dossiers.actions._fee import cancel_fee, last_ask, lines_due, money_words, request_for, wait_for
from tinhso.government.dossiers.actions._process import open_ready_work
from tinhso.government.dossiers.actions._write import close_work, finish, note, require_version
from tinhso.government.dossiers.data import DossierInfo, Status
from tinhso.government.dossiers.errors import IllegalMove, NoFee, NothingAsked, NotYourStep
from tinhso.government.dossiers.events import FeeCancelled, FeePaid, FeeReopened, FeeWaived
from tinhso.government.dossiers.models import Dossier
from tinhso.government.dossiers.queries.editions import edition_of
from tinhso.government.dossiers.regimes import regime_of
from tinhso.government.dossiers.rules import lifecycle
from tinhso.government.dossiers.rules.lifecycle import Move
from tinhso.government.dossiers.signing_data import SIGNING
from tinhso.government.payments import public as payments
from tinhso.government.procedures import public as procedures
from tinhso.kernel import outbox
from tinhso.kernel.actors import SYSTEM, Actor
from tinhso.kernel.events import Event
from tinhso.kernel.text import clean_line
from tinhso.kernel.transactions import within_callers


@transaction.atomic
@outbox.gathering()
def ask_fee(
    actor: Actor,
    *,
    dossier_id: UUID,
    exemption: str = "",
    expected_version: int | None = None,
    now: datetime,
) -> DossierInfo:
    """Ask for what the dossier has to pay; its clock stands until the money is there (nghĩa vụ tài chính, state 6).

    The amount is the package's for this case, channel and answers, less the `exemption` the officer grants; nobody
    types it. Raises NotYourStep unless the actor receives or processes for the unit, IllegalMove unless the dossier
    is being worked on, NoFee when nothing is due, NothingAsked for an exemption that is not in the package.
    """
    dossier = access_dossier(actor, dossier_id=dossier_id, lock=True)
    _require_collector(actor, dossier)
    require_version(dossier, expected_version)
    lifecycle.move(Status(dossier.status), Move.ASK_FEE)
    if dossier.fee_request_id is not None:
        raise IllegalMove(_("Hồ sơ đã được yêu cầu nộp phí, lệ phí một lần."))
    due = _due(dossier, exemption)
    if not due:
        raise NoFee
    wait = wait_for(actor, dossier, due, now=now)
    close_work(dossier, actor=actor, now=now)
    finish(actor, dossier, wait.line, verb="dossiers.fee_asked", facts=[wait.fact], now=now)
    wait.clock.save(force_insert=True)
    return dossier.to_info()


@transaction.atomic
@outbox.gathering()
def grant_exemption(
    actor: Actor,
    *,
    dossier_id: UUID,
    exemption: str,
    reason: str,
    paper: str,
    expected_version: int | None = None,
    now: datetime,
) -> DossierInfo:
    """Let an applicant who is exempt pay less or nothing, while the dossier waits for the money (miễn, giảm).

    `exemption` is a code of the package; `reason` says why this person, `paper` on what paper, both in words. The old
    request is cancelled; when nothing is left to pay the dossier goes on at once. Raises NothingAsked without reason or
    paper, IllegalMove unless it waits for money.
    """
    dossier = access_dossier(actor, dossier_id=dossier_id, ability=RECEIVE, lock=True)
    require_version(dossier, expected_version)
    if dossier.status != Status.WAITING_FEE:
        raise IllegalMove(_("Hồ sơ không ở trạng thái chờ nộp phí, lệ phí."))
    said = {"reason": clean_line(reason)[:300], "paper": clean_line(paper)[:300]}
    missing = {key: _("Ghi lý do và giấy tờ chứng minh") for key, value in said.items() if not value}
    if missing:
        raise NothingAsked(_("Ghi lý do miễn, giảm và giấy tờ chứng minh."), fields=missing)
    due = _due(dossier, exemption)
    cancel_fee(dossier, now=now)
    name = next(one.name for one in procedures.get_version(dossier.version_id).exemptions if one.code == exemption)
    facts = {"exemption": name, **said}
    lines = [note(actor, dossier, "fee_waived", now=now, text=f"{said['reason']} ({said['paper']})", facts=facts)]
    announced: list[Event] = [FeeWaived(dossier.id)]
    if due:
        request = request_for(actor, dossier, due, now=now)
        dossier.fee_request_id = request.id
        words = {"amount": money_words(request.total.amount), "before": _before(dossier), "request": str(request.id)}
        lines.append(note(actor, dossier, "fee_asked", now=now, facts=words))
    else:
        _go_on(actor, dossier, at=now, now=now)
    finish(actor, dossier, *lines, verb="dossiers.fee_waived", facts=announced, now=now)
    return dossier.to_info()


@transaction.atomic
@outbox.gathering()
def fee_settled(*, dossier_id: UUID, request_id: UUID, total: int, at: datetime, now: datetime) -> None:
    """Go on when the money is there: the promise moves by the working time we waited for it.

    Called by the system for each settled request, at least once; a request that is not the one waited for, or came
    already, changes nothing.
    """
    dossier = access_dossier(SYSTEM, dossier_id=dossier_id, lock=True)
    if dossier.status != Status.WAITING_FEE or dossier.fee_request_id != request_id:
        return
    _go_on(SYSTEM, dossier, at=at, now=now)
    facts = {"amount": money_words(total), "request": str(request_id)}
    line = note(SYSTEM, dossier, "fee_paid", now=now, planned_at=dossier.promised_at, facts=facts)
    announced: list[Event] = [FeePaid(dossier.id, request_id, dossier.promised_at)] if dossier.promised_at else []
    finish(SYSTEM, dossier, line, verb="dossiers.fee_paid", facts=announced, now=now)


def settle_if_paid(*, dossier_id: UUID, request_id: UUID | None, now: datetime) -> None:
    """Go on with a dossier put back to wait for money that came while it did not wait: nobody will tell it again."""
    request = payments.get_request(request_id) if request_id is not None else None
    if request is not None and request.is_settled:
        at = request.paid_at or now
        fee_settled(dossier_id=dossier_id, request_id=request.id, total=request.total.amount, at=at, now=now)


@transaction.atomic
@outbox.gathering()
def fee_cancelled(*, dossier_id: UUID, request_id: UUID, now: datetime) -> None:
    """Go on when the request waited for is asked no longer; anything else changes nothing."""
    dossier = access_dossier(SYSTEM, dossier_id=dossier_id, lock=True)
    if dossier.status != Status.WAITING_FEE or dossier.fee_request_id != request_id:
        return
    _go_on(SYSTEM, dossier, at=now, now=now)
    dossier.fee_request_id = None
    line = note(SYSTEM, dossier, "fee_cancelled", now=now, facts={"request": str(request_id)})
    finish(SYSTEM, dossier, line, verb="dossiers.fee_cancelled", facts=[FeeCancelled(dossier.id, request_id)], now=now)


@transaction.atomic
@outbox.gathering()
def fee_reopened(*, dossier_id: UUID, request_id: UUID, now: datetime) -> None:
    """Wait again when the bank took the money back; one done or being signed only tells its officers.

    Idempotent: while it waits for this request nothing changes.
    """
    dossier = access_dossier(SYSTEM, dossier_id=dossier_id, lock=True)
    if dossier.fee_request_id != request_id or dossier.status == Status.WAITING_FEE:
        return
    told = dossier.timeline.order_by("-id").first()
    if told is not None and told.verb == "fee_reopened":
        return
    facts = {"amount": _amount(dossier), "before": int(dossier.status), "request": str(request_id)}
    line = note(SYSTEM, dossier, "fee_reopened", now=now, facts=facts)
    clock = None
    if lifecycle.may(Status(dossier.status), Move.ASK_FEE) and dossier.step_act != SIGNING:
        dossier.status = lifecycle.move(Status(dossier.status), Move.ASK_FEE)
        clock = _clock.pause(SYSTEM, dossier, ground=regime_of(dossier).clock_basis["fee"], now=now)
        close_work(dossier, actor=SYSTEM, now=now)
    announced = [FeeReopened(dossier.id, request_id)]
    finish(SYSTEM, dossier, line, verb="dossiers.fee_reopened", facts=[*announced], now=now)
    if clock is not None:
        clock.save(force_insert=True)


@within_callers
def share_fee(
    actor: Actor, *, dossier_id: UUID, request_id: UUID, code: str, expected: UUID | None = None, now: datetime
) -> bool:
    """Let a dossier that waits for its fee wait for a request asked for several together (nộp chung).

    Its own is asked no longer. Tells whether it does now, not when it waits for nothing (any more). Only rooms above
    that keep dossiers together call it, having passed their own gate; they tell when the money is there
    (`fee_settled`), was taken back (`fee_reopened`) or is asked no longer (`fee_cancelled`). `expected` is the request
    it waits for now; with another one, or money in part, nothing changes.
    """
    dossier = access_dossier(SYSTEM, dossier_id=dossier_id, lock=True)
    old = dossier.fee_request_id
    if dossier.status != Status.WAITING_FEE or old is None or old == request_id or expected not in (None, old):
        return False
    own = payments.get_request(old)
    is_own = own.subject_id == dossier.id
    if is_own and own.status is not payments.RequestStatus.OPEN:
        return False
    with outbox.gathering():
        dossier.fee_request_id = request_id
        line = note(actor, dossier, "fee_shared", now=now, facts={"code": code, "request": str(request_id)})
        finish(actor, dossier, line, verb="dossiers.fee_shared", facts=[], now=now)
        if is_own:
            reason = _("Nộp chung với các hồ sơ khác, mã %(code)s.") % {"code": code}
            payments.cancel_request(SYSTEM, request_id=old, reason=reason, now=now)
    return True


def _go_on(actor: Actor, dossier: Dossier, *, at: datetime, now: datetime) -> None:
    """Put the dossier back where it waited, from the moment the money came."""
    was_processing = _before(dossier) == Status.PROCESSING
    lifecycle.move(Status(dossier.status), Move.PAY)
    dossier.status = lifecycle.supplemented(was_received=True, was_processing=was_processing)
    resumed_at = max(at, dossier.paused_at or at)
    ground = regime_of(dossier).clock_basis["fee"]
    _clock.resume(actor, dossier, ground=ground, now=resumed_at).save(force_insert=True)
    open_ready_work(dossier, now=now)


def _before(dossier: Dossier) -> int:
    """Return the state in which the fee was asked."""
    line = last_ask(dossier)
    return int(line.facts["before"]) if line else int(Status.RECEIVED)


def _amount(dossier: Dossier) -> str:
    line = last_ask(dossier)
    return str(line.facts["amount"]) if line else ""


def _due(dossier: Dossier, exemption: str) -> tuple[procedures.FeeDue, ...]:
    try:
        return lines_due(dossier, edition_of(dossier), exemption=exemption)
    except KeyError:
        words = _("Chọn một trường hợp miễn, giảm của thủ tục này.")
        raise NothingAsked(words, fields={"exemption": words}) from None


def _require_collector(actor: Actor, dossier: Dossier) -> None:
    if not (may_here(actor, RECEIVE, dossier) or actor.may(PROCESS, dossier.unit_id)):
        raise NotYourStep(_("Chỉ người tiếp nhận hoặc thụ lý hồ sơ mới yêu cầu nộp phí được."))
