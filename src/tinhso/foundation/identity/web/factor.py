"""The second factor: asked for at sign-in, set up at an officer's first sign-in or from one's own account."""

from typing import Final
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tinhso.foundation.identity import passkeys, second_factor, sessions
from tinhso.foundation.identity import sign_in as steps
from tinhso.foundation.identity.models import Account
from tinhso.foundation.identity.web.forms import CodeForm, posted, show
from tinhso.foundation.identity.web.sign_in import status_of
from tinhso.kernel import clock
from tinhso.kernel.errors import DomainError
from tinhso.kernel.http import actor_of
from tinhso.ui import site

NEW_SECRET: Final = "identity.new_secret"  # noqa: S105 - a place in the session, not a secret


@require_http_methods(["GET", "POST"])
def factor(request: HttpRequest) -> HttpResponse:
    """Ask for the second factor of who has shown the password: a passkey, a code, or a code on paper."""
    account = steps.pending(request, now=clock.now())
    if account is None:
        return redirect("identity:sign_in")
    form, status = CodeForm(posted(request)), 200
    if request.method == "POST":
        status = 422
        try:
            if _take(request, account, form):
                return redirect(steps.finish_pending(request, account, now=clock.now()))
        except DomainError as refusal:
            form.add_error("code", refusal.sentence)
            status = status_of(refusal)
    options = passkeys.authentication_options(account) if passkeys.has_passkey(account) else None
    return show(request, "identity/factor.html", form, status, options=options)


def _take(request: HttpRequest, account: Account, form: CodeForm) -> bool:
    """Take what was posted. False when the form is not filled in; raises what the factor refuses."""
    answer = request.POST.get("credential", "")
    if answer:
        form.errors.clear()
        passkeys.check(account, answer=answer, now=clock.now())
        return True
    if not form.is_valid():
        return False
    second_factor.check_code(account, form.cleaned_data["code"], now=clock.now())
    return True


@require_http_methods(["GET", "POST"])
def factor_setup(request: HttpRequest) -> HttpResponse:
    """Set up an authenticator application."""
    waiting = steps.pending(request, now=clock.now())
    account = waiting or _signed_in(request)
    if account is None or second_factor.is_enrolled(account):
        return redirect("identity:sign_in" if waiting else "identity:account")
    if waiting is None and not sessions.is_fresh(request, now=clock.now()):
        return _confirm_first(request)
    secret = request.session.setdefault(NEW_SECRET, second_factor.new_secret())
    form, status = CodeForm(posted(request)), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            code, now = form.cleaned_data["code"], clock.now()
            try:
                codes = second_factor.enrol_totp(account, secret=secret, code=code, actor=actor_of(request), now=now)
            except DomainError as refusal:
                form.add_error("code", refusal.sentence)
            else:
                return _enrolled(request, account, codes, is_waiting=waiting is not None)
    qr = _qr(second_factor.key_uri(account, secret, issuer=site.current().name))
    return show(request, "identity/factor_setup.html", form, status, secret=_grouped(secret), qr=qr)


@require_http_methods(["GET", "POST"])
def passkey_setup(request: HttpRequest) -> HttpResponse:
    """Add a passkey: the first factor at sign-in, or one more from one's own account."""
    waiting = steps.pending(request, now=clock.now())
    account = waiting or _signed_in(request)
    if account is None or (waiting is not None and second_factor.is_enrolled(waiting)):
        return redirect("identity:sign_in")
    if waiting is None and not sessions.is_fresh(request, now=clock.now()):
        return _confirm_first(request)
    errors = None
    if request.method == "POST":
        try:
            answer, name = request.POST.get("credential", ""), request.POST.get("name", "")
            codes = passkeys.enrol(account, answer=answer, name=name, actor=actor_of(request), now=clock.now())
            return _enrolled(request, account, codes, is_waiting=waiting is not None)
        except DomainError as refusal:
            errors = {"id_name": refusal.sentence}
    shown = {
        "options": passkeys.registration_options(account),
        "errors": errors,
        "other_url": reverse("identity:factor_setup"),
    }
    return render(request, "identity/passkey_setup.html", shown, status=422 if errors else 200)


def _enrolled(request: HttpRequest, account: Account, codes: list[str], *, is_waiting: bool) -> HttpResponse:
    """Show new codes on paper, once; who was waiting is signed in now."""
    request.session.pop(NEW_SECRET, None)
    here = reverse("identity:account")
    onward = steps.finish_pending(request, account, now=clock.now()) if is_waiting else here
    messages.success(request, _("Đã bật xác thực hai lớp."))
    if not codes:
        return redirect(onward)
    return render(request, "identity/paper_codes.html", {"codes": codes, "onward": onward})


def _confirm_first(request: HttpRequest) -> HttpResponse:
    return redirect(f"{reverse('identity:confirm')}?{urlencode({'next': request.get_full_path()})}")


def _signed_in(request: HttpRequest) -> Account | None:
    actor = actor_of(request)
    return Account.objects.filter(id=actor.account_id).first() if actor.account_id else None


def _grouped(secret: str) -> str:
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))


def _qr(text: str) -> str:
    """Return the QR code of `text` as SVG without a header, to stand in a page."""
    import segno

    return str(segno.make(text, error="m").svg_inline(scale=4, dark="#000", light="#fff"))
