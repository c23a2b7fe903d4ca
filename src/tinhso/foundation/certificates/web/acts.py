"""What can be done: ask, register, put in what was issued, move in life, move to another unit."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tinhso.foundation.certificates import public as certificates
from tinhso.foundation.certificates.data import ASK, KIND_TITLES, MANAGE, MAX_FILE, MOVE_TITLES, HolderKind, Reason
from tinhso.foundation.certificates.web.views import show, units_for
from tinhso.foundation.identity import public as identity
from tinhso.foundation.organisations import public as organisations
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import now
from tinhso.kernel.errors import DomainError, Kind, NotFound
from tinhso.ui.parse import choice_of, typed_day, uuid_of, version_of
from tinhso.ui.people import officer_of

_SAID: Final = frozenset({Kind.INVALID, Kind.CONFLICT})
MAX_PEOPLE: Final = 300


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for a certificate: whose it is, for which unit, by which document."""
    actor = officer_of(request, ASK)
    if request.method != "POST":
        return _form(request, actor, ASK, errors={})
    wanted, errors = _request_of(request)
    try:
        if wanted is None or errors:
            return _form(request, actor, ASK, errors=errors)
        made = certificates.ask(actor, request=wanted, now=now())
    except DomainError as refused:
        return _form(request, actor, ASK, errors=_errors(refused))
    messages.success(request, _("Đã gửi đề nghị cấp chứng thư cho %(name)s.") % {"name": made.owner_name})
    return redirect("certificates:certificate", certificate_id=made.id)


@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Write down a certificate that exists already, from its file."""
    actor = officer_of(request, MANAGE)
    if request.method != "POST":
        return _form(request, actor, MANAGE, errors={})
    wanted, errors = _request_of(request)
    try:
        if wanted is None or errors:
            return _form(request, actor, MANAGE, errors=errors)
        made = certificates.register(actor, request=wanted, facts=_facts_of(request), now=now())
    except DomainError as refused:
        return _form(request, actor, MANAGE, errors=_errors(refused))
    messages.success(request, _("Đã vào sổ chứng thư %(serial)s.") % {"serial": made.serial})
    return redirect("certificates:certificate", certificate_id=made.id)


def _form(request: HttpRequest, actor: Actor, ability: str, *, errors: dict[str, str]) -> HttpResponse:
    typed = request.POST if request.method == "POST" else request.GET
    unit_id = uuid_of(typed.get("don_vi", "")) or actor.unit_id
    if unit_id is None or not actor.may(ability, unit_id):
        unit_id = next((uuid_of(one) for one, _name in units_for(actor, ability)), None)
    people = organisations.list_officers(unit_id, is_deep=True, size=MAX_PEOPLE) if unit_id else []
    context = {
        "registers": ability == MANAGE and request.path.endswith("/dang-ky/"),
        "kinds": [(one.value, _(title)) for one, title in KIND_TITLES.items()],
        "kind": typed.get("loai", HolderKind.PERSON.value),
        "units": units_for(actor, ability),
        "unit_id": str(unit_id or ""),
        "people": [(str(one.id), f"{one.name}, {one.title}" if one.title else one.name) for one in people],
        "typed": typed,
        "errors": errors,
    }
    return render(request, "certificates/form.html", context, status=422 if errors else 200)


def _request_of(request: HttpRequest) -> tuple[certificates.Request | None, dict[str, str]]:
    """Return what was asked for. A person is named by the officer chosen, an organisation by the unit itself."""
    post, errors = request.POST, dict[str, str]()
    unit_id = uuid_of(post.get("don_vi", ""))
    if unit_id is None:
        return None, {"don_vi": _("Chọn đơn vị quản lý chứng thư.")}
    kind = choice_of(HolderKind, post.get("loai", ""), HolderKind.PERSON)
    owner_id, name, position = None, post.get("thiet_bi_ten", ""), post.get("chuc_vu", "")
    if kind is HolderKind.ORGANISATION:
        owner_id, name = unit_id, organisations.get_unit(unit_id).name
    elif kind is HolderKind.PERSON:
        chosen = uuid_of(post.get("can_bo", ""))
        account = identity.find_by_officer(chosen) if chosen else None
        if chosen is None or account is None:
            errors["can_bo"] = _("Chọn cán bộ giữ chứng thư.")
        else:
            owner_id, name = account.id, account.name
            position = position or organisations.get_officer(chosen).title
    wanted = certificates.Request(
        kind=kind,
        unit_id=unit_id,
        owner_name=name,
        owner_id=owner_id,
        position=position,
        purposes=post.get("muc_dich", ""),
        device=post.get("thiet_bi", ""),
        document=post.get("van_ban", ""),
        document_on=typed_day(post.get("ngay_van_ban", ""), "ngay_van_ban", errors),
    )
    return wanted, errors


def _facts_of(request: HttpRequest) -> certificates.Facts:
    """Return what the uploaded certificate says. Raises BadCertificate, PasswordNeeded."""
    sent = request.FILES.get("tep")
    if sent is None or not 0 < (sent.size or 0) <= MAX_FILE:
        raise certificates.BadCertificate
    return certificates.read_certificate(sent.read(), password=request.POST.get("mat_khau", "")[:200])


_FIELDS: Final = {"owner_name": "can_bo", "document": "van_ban", "reason": "ly_do", "cause": "can_cu"}


def _errors(refused: DomainError) -> dict[str, str]:
    if refused.kind not in _SAID:
        raise refused
    if isinstance(refused, certificates.BadCertificate | certificates.PasswordNeeded | certificates.AlreadyRegistered):
        return {"tep": _(refused.sentence)}
    named = {_FIELDS.get(key, key): str(words) for key, words in refused.fields.items()}
    return named or {"all": _(refused.sentence)}


@require_POST
def issue(request: HttpRequest, certificate_id: UUID) -> HttpResponse:
    """Put the issued certificate into its request."""
    actor = officer_of(request, MANAGE)
    try:
        certificates.import_issued(
            actor,
            certificate_id=certificate_id,
            facts=_facts_of(request),
            device=request.POST.get("thiet_bi", ""),
            version=version_of(request.POST.get("phien_ban", "")),
            now=now(),
        )
    except DomainError as refused:
        return show(request, actor, certificate_id, errors=_errors(refused))
    messages.success(request, _("Đã nhập chứng thư. Bàn giao cho người giữ rồi đưa vào sử dụng."))
    return redirect("certificates:certificate", certificate_id=certificate_id)


@require_POST
def act(request: HttpRequest, certificate_id: UUID) -> HttpResponse:
    """Move a certificate in its life (`lam`)."""
    actor, post = officer_of(request, MANAGE), request.POST
    step, cause = post.get("lam", ""), post.get("can_cu", "")
    if step not in set(certificates.Move) or step == certificates.Move.ISSUE:
        raise NotFound
    errors: dict[str, str] = {}
    ground = certificates.Ground(
        reason=post.get("ly_do", ""),
        document=post.get("van_ban", ""),
        document_on=typed_day(post.get("ngay_van_ban", ""), "ngay_van_ban", errors),
        cause=Reason(cause) if step == certificates.Move.REVOKE and cause in set(Reason) else None,
    )
    move = certificates.Move(step)
    try:
        certificates.move(
            actor,
            certificate_id=certificate_id,
            step=move,
            ground=ground,
            version=version_of(post.get("phien_ban", "")),
            now=now(),
        )
    except DomainError as refused:
        return show(request, actor, certificate_id, errors=_errors(refused))
    messages.success(request, _("Đã ghi: %(what)s.") % {"what": _(MOVE_TITLES[move])})
    return redirect("certificates:certificate", certificate_id=certificate_id)


@require_POST
def move_unit(request: HttpRequest, certificate_id: UUID) -> HttpResponse:
    """Say where the holder sits now."""
    actor, unit_id = officer_of(request, MANAGE), uuid_of(request.POST.get("don_vi", ""))
    if unit_id is None:
        return show(request, actor, certificate_id, errors={"don_vi": _("Chọn đơn vị mới của người giữ.")})
    try:
        certificates.move_unit(
            actor,
            certificate_id=certificate_id,
            unit_id=unit_id,
            position=request.POST.get("chuc_vu", ""),
            now=now(),
        )
    except DomainError as refused:
        return show(request, actor, certificate_id, errors=_errors(refused))
    messages.success(request, _("Đã ghi đơn vị mới. Chứng thư ký được ở đơn vị này."))
    return redirect("certificates:certificate", certificate_id=certificate_id)
