"""Signing in with the State's account (VNeID): going there, coming back, linking, opening, raising the level."""

import json
from typing import Any, Final

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tinhso.foundation.audit import public as audit
from tinhso.foundation.identity import sessions, throttle
from tinhso.foundation.identity import sign_in as steps
from tinhso.foundation.identity.data import Assurance
from tinhso.foundation.identity.errors import ProviderUnavailable, SignOnDeclined, SignOnRefused
from tinhso.foundation.identity.models import Account
from tinhso.foundation.identity.national import attempts, config, health, links, oidc
from tinhso.foundation.identity.national.claims import NationalPerson
from tinhso.foundation.identity.national.config import Provider
from tinhso.foundation.identity.secrets import seal, unseal
from tinhso.foundation.identity.web.forms import ConfirmForm, OpenForm, posted, show
from tinhso.foundation.identity.web.sign_in import HINT_KEY, next_url, status_of
from tinhso.kernel import clock
from tinhso.kernel.errors import DomainError, NotFound, Unauthenticated
from tinhso.kernel.http import actor_of
from tinhso.ui.data import SummaryRow

WAITING_KEY: Final = "identity.waiting"
WAITING_SECONDS: Final = 1200
PER_ADDRESS: Final = 120
OTHER_PERSON: Final = (
    "Tài khoản VNeID vừa dùng không phải của người đang đăng nhập. Đăng xuất trước, rồi đăng nhập lại bằng VNeID."
)


def provider_or_404() -> Provider:
    """Return the provider in force. Raises NotFound when none is connected."""
    try:
        provider = config.active()
    except config.BadProvider:
        provider = None
    if provider is None:
        raise NotFound
    return provider


@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """Send the browser to the State's sign-on: to sign in, or (`muc`) to raise the level of who is signed in."""
    provider, now = provider_or_404(), clock.now()
    is_raise = "muc" in request.GET and actor_of(request).account_id is not None
    if actor_of(request).account_id is not None and not is_raise:
        return redirect(next_url(request))
    try:
        attempt = attempts.begin(
            request,
            next_url=next_url(request),
            level=max(provider.acr),
            is_shared="chung" in request.GET or (is_raise and sessions.is_shared_machine(request)),
            is_raise=is_raise,
            now=now,
        )
        return redirect(oidc.authorize_url(provider, attempt))
    except DomainError as refusal:
        return _refused(request, provider, refusal, next_url(request))


@require_GET
def answer(request: HttpRequest) -> HttpResponse:
    """Take what the State's sign-on sends back, once, in the browser that asked."""
    provider, now = provider_or_404(), clock.now()
    back = ""
    try:
        throttle.count_try("sign-on", sessions.client_address(request), limit=PER_ADDRESS, now=now)
        attempt = attempts.take(request, request.GET.get("state", "")[:200], now=now)
        back = attempt.next_url
        _check_answer(request, provider)
        proof = oidc.identify(provider, attempt, code=request.GET.get("code", ""))
        health.note_answer(provider.key, now=now)
        throttle.take_back("sign-on", sessions.client_address(request))
        return _go_on(request, attempt, proof)
    except DomainError as refusal:
        return _refused(request, provider, refusal, back)


def _check_answer(request: HttpRequest, provider: Provider) -> None:
    """Refuse an answer of another issuer (RFC 9207), and tell a person's no from a fault."""
    if request.GET.get("iss", provider.issuer) != provider.issuer:
        raise SignOnRefused(reason="iss")
    error = request.GET.get("error", "")
    if error in {"access_denied", "user_cancelled", "login_required", "interaction_required"}:
        raise SignOnDeclined
    if error in {"server_error", "temporarily_unavailable"}:
        raise ProviderUnavailable
    if error:
        raise SignOnRefused(reason="error")


def _refused(request: HttpRequest, provider: Provider, refusal: DomainError, back: str) -> HttpResponse:
    """Say what went wrong and which ways there are; the reason is on record, not on the page."""
    now = clock.now()
    if isinstance(refusal, ProviderUnavailable):
        health.note_failure(provider.key, now=now)
    elif isinstance(refusal, SignOnRefused):
        with transaction.atomic():
            said = {"by": provider.key, "reason": refusal.reason}
            audit.record(actor_of(request), verb="identity.sign_on_refused", detail=said)
    shown = {
        "sentence": _(refusal.sentence),
        "title": provider.title,
        "next": back,
        "is_signed_in": actor_of(request).account_id is not None,
    }
    return render(request, "identity/national_refused.html", shown, status=refusal.status)


def _go_on(request: HttpRequest, attempt: attempts.Attempt, proof: oidc.Proof) -> HttpResponse:
    decision, now = links.decide(proof.person), clock.now()
    if attempt.is_raise:
        return _raise(request, attempt, proof, decision)
    if decision.standing is links.Standing.AUTH and decision.account is not None:
        account = links.note_seen(proof.person, decision.account.id, now=now)
        return _sign_in(request, account, _proof(proof), is_shared=attempt.is_shared, wanted=attempt.next_url)
    request.session.cycle_key()
    request.session[WAITING_KEY] = {
        "person": seal(json.dumps(proof.person.to_json())),
        "proof": _proof(proof),
        "next": attempt.next_url,
        "shared": attempt.is_shared,
        "at": int(now.timestamp()),
    }
    return redirect("identity:national_link" if decision.account else "identity:national_open")


def _proof(proof: oidc.Proof) -> dict[str, Any]:
    return {"provider": proof.person.provider, "level": proof.person.level, "hint": seal(proof.id_token)}


def _sign_in(
    request: HttpRequest, account: Account, proof: dict[str, Any], *, is_shared: bool, wanted: str
) -> HttpResponse:
    step = steps.begin(request, account, is_shared=is_shared, next_url=wanted, proof=proof, now=clock.now())
    return redirect(step or wanted)


def _raise(
    request: HttpRequest, attempt: attempts.Attempt, proof: oidc.Proof, decision: links.Decision
) -> HttpResponse:
    """Raise the session of who is signed in, who must be the same person; the draft they came from is still there."""
    own, now = actor_of(request).account_id, clock.now()
    if own is None or decision.account is None or decision.account.id != own:
        raise SignOnRefused(OTHER_PERSON, reason="other_person")
    if decision.standing is links.Standing.MAPPING:
        if not sessions.is_fresh(request, now=now):
            raise SignOnRefused(NOT_FRESH, reason="not_fresh")
        links.link(proof.person, own, actor=actor_of(request), how="password", now=now)
    account = links.note_seen(proof.person, own, now=now)
    sessions.raise_session(request, account, proof=_proof(proof), now=now)
    if proof.person.level >= Assurance.VERIFIED:
        messages.success(request, _("Đã xác nhận danh tính ở mức 2. Ông/Bà tiếp tục công việc đang làm."))
    else:
        messages.warning(request, _(STILL_ONE))
    return redirect(attempt.next_url)


NOT_FRESH: Final = (
    "Tài khoản này chưa liên kết với VNeID và Ông/Bà đã đăng nhập quá 15 phút. Đăng xuất, đăng nhập bằng VNeID rồi nhập"
    " mật khẩu để liên kết."
)
STILL_ONE: Final = (
    "VNeID mới xác nhận danh tính ở mức 1. Nâng tài khoản VNeID lên mức 2 tại cơ quan Công an, rồi xác thực lại ở đây."
)


def _waiting(request: HttpRequest) -> tuple[dict[str, Any], NationalPerson] | None:
    """Return what a proven person left while they link or open an account; None after twenty minutes."""
    kept = request.session.get(WAITING_KEY)
    if not kept or clock.now().timestamp() - kept["at"] > WAITING_SECONDS:
        request.session.pop(WAITING_KEY, None)
        return None
    return kept, NationalPerson.from_json(json.loads(unseal(kept["person"])))


def _finish(request: HttpRequest, kept: dict[str, Any], account: Account) -> HttpResponse:
    request.session.pop(WAITING_KEY, None)
    return _sign_in(request, account, kept["proof"], is_shared=kept["shared"], wanted=kept["next"])


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def link(request: HttpRequest) -> HttpResponse:
    """Ask for the local password before a national account is linked to an account that is already here."""
    found = _waiting(request)
    if found is None:
        return redirect("identity:sign_in")
    kept, person = found
    form, status, now = ConfirmForm(posted(request)), 200, clock.now()
    try:
        account = links.decide(person).account
        if account is None:
            return redirect("identity:national_open")
        if request.method == "POST":
            status = 422
            if "counter" in request.POST:
                throttle.count_try("link", str(account.id), limit=throttle.PER_NUMBER, now=now)
                code = links.ask_at_counter(person, account, now=now)
                return render(request, "identity/national_code.html", {"code": f"{code[:4]} {code[4:]}"})
            if form.is_valid():
                password = form.cleaned_data["password"]
                steps.check_password(request, number=person.number, password=password, now=now)
                return _finish(request, kept, links.link(person, account.id, how="password", now=now))
    except DomainError as refusal:
        wrong = _(WRONG_PASSWORD) if refusal.code == "identity.wrong_sign_in" else _(refusal.sentence)
        form.add_error("password" if form.is_bound and "password" in request.POST else None, wrong)
        status = status_of(refusal)
    return show(request, "identity/national_link.html", form, status, person=person)


WRONG_PASSWORD: Final = "Mật khẩu chưa đúng. Nhập lại mật khẩu, hoặc lấy mã liên kết tại quầy."  # noqa: S105 - a sentence


@require_http_methods(["GET", "POST"])
def open_account(request: HttpRequest) -> HttpResponse:
    """Open an account on the State's word: data to look at, how to be reached, consent. One page."""
    found = _waiting(request)
    if found is None:
        return redirect("identity:sign_in")
    kept, person = found
    form, status = OpenForm(posted(request), initial={"phone": person.phone, "email": person.email}), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given = form.cleaned_data
            try:
                account = links.create_account(
                    person,
                    phone=given["phone"],
                    email=given["email"],
                    address=person.address,
                    has_consented=given["consent"],
                    now=clock.now(),
                )
                messages.success(request, _("Đã mở tài khoản và đăng nhập."))
                return _finish(request, kept, account)
            except DomainError as refusal:
                form.add_error("email" if "thư điện tử" in refusal.sentence else None, _(refusal.sentence))
    return show(request, "identity/national_open.html", form, status, rows=_rows_of(person))


def _rows_of(person: NationalPerson) -> list[SummaryRow]:
    if person.person_number:
        rows = [SummaryRow(_("Mã số thuế"), person.number), SummaryRow(_("Tên doanh nghiệp"), person.name)]
        return [*rows, SummaryRow(_("Người đăng nhập"), person.person_name)]
    rows = [SummaryRow(_("Số định danh cá nhân"), person.number), SummaryRow(_("Họ, chữ đệm và tên"), person.name)]
    if person.birth_on:
        rows.append(SummaryRow(_("Ngày sinh"), f"{person.birth_on:%d/%m/%Y}"))
    return [*rows, SummaryRow(_("Địa chỉ"), person.address)] if person.address else rows


@require_GET
def step_up(request: HttpRequest) -> HttpResponse:
    """Say why a higher level is asked for and how to get it; whatever was begun is kept."""
    actor = actor_of(request)
    if actor.account_id is None:
        raise Unauthenticated
    try:
        provider = config.active()
    except config.BadProvider:
        provider = None
    shown = {"title": provider.title if provider else "", "next": next_url(request), "level": actor.assurance}
    return render(request, "identity/step_up.html", shown)


@require_GET
def signed_out(request: HttpRequest) -> HttpResponse:
    """Say that the session here has ended, and offer to end the State's too (with id_token_hint)."""
    kept = request.session.get(HINT_KEY)
    url, title = "", ""
    if kept and clock.now().timestamp() - kept["at"] <= attempts.SECONDS:
        provider = provider_or_404()
        url, title = oidc.logout_url(provider, unseal(kept["hint"])), provider.title
    return render(request, "identity/signed_out.html", {"url": url, "title": title})


@require_POST
def take_states_data(request: HttpRequest) -> HttpResponse:
    """Take over the name and birth date the State says."""
    if actor_of(request).account_id is None:
        raise Unauthenticated
    links.take_states_data(actor_of(request), now=clock.now())
    messages.success(request, _("Đã dùng thông tin theo tài khoản định danh điện tử."))
    return redirect("identity:account")


def national_rows(account: Account) -> dict[str, Any]:
    """Return what the account's page shows of the link: level, when, and what differs from the State's data."""
    held = links.current_link(account)
    if held is None:
        return {"national_link": None, "differences": []}
    labels = {"name": _("Họ, chữ đệm và tên"), "birth_on": _("Ngày sinh")}
    rows = [
        {"label": labels[name], "ours": ours, "states": states}
        for name, ours, states in links.differences(account, held)
    ]
    return {"national_link": held, "differences": rows}
