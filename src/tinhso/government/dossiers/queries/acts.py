"""Every act an officer might look for on a dossier: offered, or with the reason why not."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from tinhso.government.dossiers.access import HAND_OVER, OVERSEE, PROCESS, RECEIVE, SIGN, access_dossier, may_here
from tinhso.government.dossiers.actions._holds import why_held
from tinhso.government.dossiers.actions.steps import current_step
from tinhso.government.dossiers.actions.undo import last_act, refusal_of, require_doer
from tinhso.government.dossiers.data import Status
from tinhso.government.dossiers.errors import IllegalMove, NotYourStep, StillSigning
from tinhso.government.dossiers.models import Dossier
from tinhso.government.dossiers.regimes import regime_of
from tinhso.government.dossiers.rules import extension, lifecycle
from tinhso.government.dossiers.rules.lifecycle import Move
from tinhso.government.dossiers.rules.timeline import sentence
from tinhso.government.dossiers.rules.undo import UNDOABLE
from tinhso.government.dossiers.signing_data import SIGNING
from tinhso.government.procedures import public as procedures
from tinhso.kernel import clock
from tinhso.kernel.actors import Actor
from tinhso.kernel.errors import DomainError

_WAITING: Final = (Status.WAITING_SUPPLEMENT, Status.WAITING_FEE)


@dataclass(frozen=True, slots=True)
class AvailableAct:
    """One act: its words, whether it may be done now, and if not, why.

    `outcome` is set for a step's choices, `event_id` for the line of the story that would be undone.
    """

    code: str
    title: str
    is_offered: bool
    why_not: str = ""
    outcome: str = ""
    event_id: UUID | None = None


def available_acts(actor: Actor, *, dossier_id: UUID, now: datetime | None = None) -> list[AvailableAct]:
    """Return every act this officer might look for, offered or with the reason why not; what goes on stands first."""
    dossier = access_dossier(actor, dossier_id=dossier_id)
    moment = now or clock.now()
    return [
        _act(actor, dossier, "receive", _("Tiếp nhận"), RECEIVE, Move.RECEIVE),
        _act(actor, dossier, "refuse", _("Từ chối tiếp nhận"), RECEIVE, Move.REFUSE),
        *_step_acts(actor, dossier),
        _act(actor, dossier, "ask_supplement", _("Yêu cầu bổ sung"), _examining(dossier), Move.ASK_SUPPLEMENT),
        _act(actor, dossier, "supplement", _("Nhận giấy tờ bổ sung"), RECEIVE, Move.SUPPLEMENT),
        _ask_fee(actor, dossier),
        _exempt(actor, dossier),
        _extend(actor, dossier),
        _recompute(actor, dossier),
        _act(actor, dossier, "stop", _("Dừng giải quyết"), PROCESS, Move.STOP),
        _at_wish(actor, dossier),
        _act(actor, dossier, "return", _("Thu hồi kết quả để sửa"), SIGN, Move.CORRECT),
        _undo(actor, dossier, moment),
    ]


def _examining(dossier: Dossier) -> str:
    return RECEIVE if dossier.received_at is None else PROCESS


def _others() -> str:
    return _("Việc này thuộc vai trò khác.")


def _act(
    actor: Actor,
    dossier: Dossier,
    code: str,
    title: str,
    ability: str,
    move: Move,
    more: Callable[[], str] | None = None,
) -> AvailableAct:
    """Return one act: not offered without the ability, against the table, or when `more` says why."""
    if not may_here(actor, ability, dossier):
        return AvailableAct(code, title, is_offered=False, why_not=_others())
    if dossier.step_act == SIGNING and move is not Move.EXTEND:
        return AvailableAct(code, title, is_offered=False, why_not=StillSigning().sentence)
    try:
        if move in (Move.REFUSE, Move.STOP):
            lifecycle.end(Status(dossier.status), move, was_received=dossier.received_at is not None)
        else:
            lifecycle.move(Status(dossier.status), move)
    except IllegalMove as refused:
        return AvailableAct(code, title, is_offered=False, why_not=refused.sentence)
    why_not = more() if more else ""
    return AvailableAct(code, title, is_offered=not why_not, why_not=why_not)


def _ask_fee(actor: Actor, dossier: Dossier) -> AvailableAct:
    def why_not() -> str:
        if dossier.fee_request_id is not None:
            return _("Hồ sơ đã được yêu cầu nộp phí, lệ phí một lần.")
        version = procedures.get_version(dossier.version_id)
        return "" if version.fees else _("Thủ tục này không thu phí, lệ phí.")

    ability = RECEIVE if may_here(actor, RECEIVE, dossier) else PROCESS
    return _act(actor, dossier, "ask_fee", _("Yêu cầu nộp phí, lệ phí"), ability, Move.ASK_FEE, why_not)


def _exempt(actor: Actor, dossier: Dossier) -> AvailableAct:
    def why_not() -> str:
        version = procedures.get_version(dossier.version_id)
        return "" if version.exemptions else _("Thủ tục này không có trường hợp miễn, giảm.")

    return _act(actor, dossier, "exempt", _("Miễn, giảm phí, lệ phí"), RECEIVE, Move.PAY, why_not)


def _extend(actor: Actor, dossier: Dossier) -> AvailableAct:
    def why_not() -> str:
        try:
            extension.require_another(regime_of(dossier), dossier.apologies.count())
        except DomainError as refused:
            return refused.sentence
        return ""

    return _act(actor, dossier, "extend", _("Xin lỗi và hẹn lại ngày trả"), SIGN, Move.EXTEND, why_not)


def _recompute(actor: Actor, dossier: Dossier) -> AvailableAct:
    def why_not() -> str:
        return _("Hồ sơ đã có phiếu xin lỗi ghi ngày hẹn lại.") if dossier.reappointed_at else ""

    return _act(actor, dossier, "recompute", _("Tính lại ngày hẹn trả"), OVERSEE, Move.EXTEND, why_not)


def _at_wish(actor: Actor, dossier: Dossier) -> AvailableAct:
    def why_not() -> str:
        return "" if dossier.received_at else _("Hồ sơ chưa được tiếp nhận. Người nộp tự rút hồ sơ.")

    title = _("Dừng theo đề nghị của người nộp")
    return _act(actor, dossier, "stop_at_wish", title, RECEIVE, Move.WITHDRAW, why_not)


def _undo(actor: Actor, dossier: Dossier, now: datetime) -> AvailableAct:
    """Return the undoing of the newest act, by name."""
    lines = list(dossier.timeline.order_by("id"))
    line = last_act(lines)
    if line is None:
        return AvailableAct("undo", _("Hủy việc vừa làm"), is_offered=False, why_not=_("Hồ sơ chưa có việc nào."))
    title = _("Hủy việc vừa làm: «%(what)s»") % {"what": sentence(line.verb, line.facts)}
    why_not = refusal_of(dossier, line, lines, now=now)
    if not why_not and line.verb in UNDOABLE:
        try:
            require_doer(actor, dossier, line)
        except NotYourStep as refused:
            why_not = refused.sentence
    return AvailableAct("undo", title, is_offered=not why_not, why_not=why_not, event_id=line.id)


def _step_acts(actor: Actor, dossier: Dossier) -> list[AvailableAct]:
    """Return the choices of the current step, offered to whose step it is; and why not to sign or hand over."""
    if not dossier.step_task or dossier.status in _WAITING:
        return _absent(dossier, "")
    if dossier.step_act == SIGNING:
        return _signing_acts(actor, dossier)
    version = procedures.get_version(dossier.version_id)
    step = version.step(dossier.step_task)
    own = {"sign": ("sign", SIGN), "hand_over": ("hand_over", HAND_OVER)}.get(step.act)
    try:
        current_step(actor, dossier, version, step.task)
        why_not = "" if own is None or may_here(actor, own[1], dossier) else _others()
        held = why_held(dossier, step) if not why_not and step.act != "hand_over" else ""
    except NotYourStep as refused:
        why_not, held = refused.sentence, ""
    acts = [AvailableAct("draft", _("Soạn dự thảo kết quả"), not why_not, why_not)] if step.act == "draft" else []
    for outcome, title in sorted(step.outcomes.items(), key=lambda one: one[0] != "forward"):  # forward is the first
        code = own[0] if own and outcome == "forward" else "step"
        why = why_not or (held if outcome == "forward" else "")
        acts.append(AvailableAct(code, title, is_offered=not why, why_not=why, outcome=outcome))
    return acts + _absent(dossier, step.act)


def _signing_acts(actor: Actor, dossier: Dossier) -> list[AvailableAct]:
    """Return what whoever signs may do while the queue does: try at once, take the decision back."""
    why = "" if may_here(actor, SIGN, dossier) else _others()
    return [
        AvailableAct("sign_again", _("Ký lại ngay"), is_offered=not why, why_not=why),
        AvailableAct("take_back_signing", _("Rút lại việc ký"), is_offered=not why, why_not=why),
        *_absent(dossier, ""),
    ]


def _absent(dossier: Dossier, act: str) -> list[AvailableAct]:
    """Return signing and handing over as acts that are not there now, each with where the dossier stands."""
    titles = {"sign": _("Ký kết quả"), "hand_over": _("Trả kết quả")}
    return [
        AvailableAct(code, title, is_offered=False, why_not=_where(dossier), outcome="forward")
        for code, title in titles.items()
        if code != act
    ]


def _where(dossier: Dossier) -> str:
    if dossier.status in _WAITING:
        return _("Hồ sơ đang chờ người nộp; thời hạn tạm dừng.")
    if not dossier.step_title:
        return _("Hồ sơ đã kết thúc.")
    return _("Hồ sơ đang ở bước «%(step)s».") % {"step": dossier.step_title}
