"""The custodian's pages: what waits, what was signed, rules; and the operator's: systems."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as _noop
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.foundation.csc import public as csc
from tinhso.foundation.csc.data import KEEP_SEAL, SYSTEMS, AskState
from tinhso.foundation.organisations import public as organisations
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import now
from tinhso.kernel.errors import DomainError, Kind
from tinhso.ui.parse import typed_day, uuid_of, whole_of
from tinhso.ui.people import officer_of

STATES: Final = {
    AskState.WAITING: (_noop("Chờ quyết định"), "new"),
    AskState.GRANTED: (_noop("Đã đồng ý, chờ lấy"), "new"),
    AskState.OPEN: (_noop("Đã giao, chưa dùng"), "new"),
    AskState.USED: (_noop("Đã ký"), "ok"),
    AskState.REFUSED: (_noop("Đã từ chối"), "late"),
    AskState.ENDED: (_noop("Hết hạn, không dùng"), "end"),
}
_SAID: Final = frozenset({Kind.INVALID, Kind.CONFLICT})


def _unit(unit_id: UUID) -> str:
    try:
        return organisations.get_unit(unit_id).name
    except organisations.UnitNotFound:
        return ""


def _row(one: csc.AuthorisationInfo) -> dict[str, Any]:
    ended = one.state in {AskState.WAITING, AskState.GRANTED, AskState.OPEN} and one.expires_at <= now()
    words, tone = STATES[AskState.ENDED if ended else one.state]
    return {"info": one, "unit": _unit(one.unit_id), "state": _(words), "tone": tone}


def _tabs(actor: Actor) -> dict[str, bool]:
    return {"keeps": actor.may(KEEP_SEAL), "connects": actor.may(SYSTEMS)}


def _errors(refused: DomainError) -> dict[str, str]:
    if refused.kind not in _SAID:
        raise refused
    return {str(key): str(words) for key, words in refused.fields.items()} or {"all": _(refused.sentence)}


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what waits for the custodian's decision, and what was signed with the seals."""
    actor, moment = officer_of(request, KEEP_SEAL, SYSTEMS), now()
    waiting = csc.list_authorisations(actor, waiting=True, now=moment).items
    page = csc.list_authorisations(actor, waiting=False, now=moment, cursor=request.GET.get("cursor", ""), size=50)
    seals = [{"key": one, "unit": _unit(one.holder_id)} for one in csc.seals_of(actor, now=moment)]
    context = {"waiting": [_row(one) for one in waiting], "page": page, "uses": [_row(one) for one in page.items]}
    return render(request, "csc/home.html", {**context, "seals": seals, **_tabs(actor)})


@require_http_methods(["GET", "HEAD", "POST"])
def authorisation(request: HttpRequest, authorisation_id: UUID) -> HttpResponse:
    """Show one request with the hashes it is for; the custodian decides."""
    actor = officer_of(request, KEEP_SEAL, SYSTEMS)
    errors: dict[str, str] = {}
    if request.method == "POST":
        allow = request.POST.get("viec") == "dong-y"
        try:
            note = request.POST.get("ly_do", "")
            csc.decide(actor, authorisation_id=authorisation_id, allow=allow, note=note, now=now())
        except DomainError as refused:
            errors = _errors(refused)
        else:
            said = _("Đã đồng ý. Hệ thống xin ký nhận ủy nhiệm một lần, trong 5 phút.") if allow else _("Đã từ chối.")
            messages.success(request, said)
            return redirect("csc:authorisation", authorisation_id=authorisation_id)
    info, hashes = csc.get_authorisation(actor, authorisation_id=authorisation_id)
    row = _row(info)
    open_now = info.state is AskState.WAITING and info.expires_at > now() and actor.may(KEEP_SEAL, info.unit_id)
    context = {**row, "hashes": hashes, "open": open_now, "errors": errors}
    return render(request, "csc/authorisation.html", context, status=422 if errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: HttpRequest) -> HttpResponse:
    """Show the rules in force for this custodian's seals, and set one."""
    actor = officer_of(request, KEEP_SEAL)
    errors: dict[str, str] = {}
    if request.method == "POST":
        errors = _set_rule(request, actor)
        if not errors:
            messages.success(request, _("Đã đặt quy tắc. Hệ thống được ký trong giới hạn này mà không hỏi lại."))
            return redirect("csc:rules")
    moment = now()
    seals = csc.seals_of(actor, now=moment)
    names = {one.id: _unit(one.holder_id) for one in seals}
    context = {
        "rules": [(one, names.get(one.key_id, "")) for one in csc.list_rules(actor, now=moment)],
        "seals": [{"id": str(one.id), "unit": names[one.id], "serial": one.serial} for one in seals],
        "systems": csc.list_systems(actor, open_only=True),
        "typed": request.POST,
        "errors": errors,
        **_tabs(actor),
    }
    return render(request, "csc/rules.html", context, status=422 if errors else 200)


def _set_rule(request: HttpRequest, actor: Actor) -> dict[str, str]:
    post, errors = request.POST, dict[str, str]()
    system, key = uuid_of(post.get("he_thong", "")), uuid_of(post.get("con_dau", ""))
    if system is None:
        errors["he_thong"] = _("Chọn hệ thống đang kết nối")
    if key is None:
        errors["con_dau"] = _("Chọn con dấu số")
    until = typed_day(post.get("den_ngay", ""), "den_ngay", errors)
    if system is None or key is None or until is None:
        errors.setdefault("den_ngay", _("Nhập ngày, ví dụ 31/12/2026")) if until is None else None
        return errors
    try:
        wanted = csc.NewRule(system, key, whole_of(post.get("moi_ngay", "")), until, post.get("can_cu", ""))
        csc.set_rule(actor, rule=wanted, now=now())
    except DomainError as refused:
        return _errors(refused)
    return {}


@require_POST
def end_rule(request: HttpRequest, rule_id: UUID) -> HttpResponse:
    """Take a rule back."""
    csc.end_rule(officer_of(request, KEEP_SEAL), rule_id=rule_id, now=now())
    messages.success(request, _("Đã thu hồi quy tắc. Từ nay hệ thống phải xin từng lần."))
    return redirect("csc:rules")


@require_http_methods(["GET", "HEAD", "POST"])
def systems(request: HttpRequest) -> HttpResponse:
    """Show the systems that may connect; who looks after them registers one and is told its secret this once."""
    actor = officer_of(request, KEEP_SEAL, SYSTEMS)
    errors: dict[str, str] = {}
    made: dict[str, Any] = {}
    if request.method == "POST":
        try:
            name, contact = request.POST.get("ten", ""), request.POST.get("dau_moi", "")
            info, secret = csc.register_system(actor, name=name, contact=contact, now=now())
            made = {"made": info, "secret": secret}
        except DomainError as refused:
            errors = _errors(refused)
    context = {"systems": csc.list_systems(actor), "errors": errors, "typed": request.POST if errors else {}, **made}
    return render(request, "csc/systems.html", {**context, **_tabs(actor)}, status=422 if errors else 200)


@require_POST
def change_system(request: HttpRequest, system_id: UUID) -> HttpResponse:
    """Give a system a new secret, or end its connection (`viec`)."""
    actor = officer_of(request, SYSTEMS)
    if request.POST.get("viec") == "cap-lai":
        secret = csc.renew_secret(actor, system_id=system_id)
        listed = csc.list_systems(actor)
        made = next(one for one in listed if one.id == system_id)
        context = {"systems": listed, "made": made, "secret": secret, "errors": {}, **_tabs(actor)}
        return render(request, "csc/systems.html", context)
    csc.close_system(actor, system_id=system_id, now=now())
    messages.success(request, _("Đã ngừng kết nối. Mã truy cập và ủy nhiệm đang mở đều hết hiệu lực."))
    return redirect("csc:systems")
