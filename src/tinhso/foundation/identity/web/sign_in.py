"""Signing in and out."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from tinhso.foundation.identity import second_factor, sessions
from tinhso.foundation.identity import sign_in as steps
from tinhso.foundation.identity.models import Account
from tinhso.foundation.identity.web.forms import CodeForm, SignInForm, posted
from tinhso.kernel import clock
from tinhso.kernel.errors import DomainError, Kind
from tinhso.kernel.http import actor_of
from tinhso.ui import site

SECRET_KEY_IN_SESSION = "identity.new_secret"  # noqa: S105 - a name, not a secret


def next_url(request: HttpRequest) -> str:
    """Return the address asked for after signing in; one of our own only."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours and len(wanted) < 2000 else settings.LOGIN_REDIRECT_URL


def status_of(refusal: DomainError) -> int:
    """Return 429 for a refusal to go on so often, 422 for all others: the page is a form to mend."""
    return refusal.status if refusal.kind is Kind.TOO_MANY else 422


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for number and password."""
    if actor_of(request).account_id is not None:
        return redirect(next_url(request))
    form, status = SignInForm(posted(request)), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            given, now = form.cleaned_data, clock.now()
            try:
                account = steps.check_password(request, number=given["number"], password=given["password"], now=now)
                step = steps.begin(request, account, is_shared=given["is_shared"], next_url=next_url(request), now=now)
                return redirect(step or next_url(request))
            except DomainError as refusal:
                form.add_error(None, refusal.sentence)
                status = status_of(refusal)
    return render(
        request, "identity/sign_in.html", {"form": form, "errors": form, "next": next_url(request)}, status=status
    )


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session."""
    sessions.end_session(request, now=clock.now())
    return redirect(settings.LOGOUT_REDIRECT_URL)


@require_POST
def extend(request: HttpRequest) -> HttpResponse:
    """Keep the session going (the page asked before it ran out); answer {"ends": seconds of the Unix clock}."""
    if actor_of(request).account_id is None:
        return JsonResponse({"ends": 0}, status=401)
    return JsonResponse({"ends": sessions.ends_at(request)})


@require_http_methods(["GET", "POST"])
def factor(request: HttpRequest) -> HttpResponse:
    """Ask for the second factor of who has shown the password."""
    now = clock.now()
    account = steps.pending(request, now=now)
    if account is None:
        return redirect("identity:sign_in")
    form, status = CodeForm(posted(request)), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                second_factor.check_code(account, form.cleaned_data["code"], now=now)
                return redirect(steps.finish_pending(request, account, now=now))
            except DomainError as refusal:
                form.add_error("code", refusal.sentence)
                status = status_of(refusal)
    return render(request, "identity/factor.html", {"form": form, "errors": form}, status=status)


@require_http_methods(["GET", "POST"])
def factor_setup(request: HttpRequest) -> HttpResponse:
    """Set up an authenticator application: at the first sign-in of an officer, or later from one's own account."""
    now = clock.now()
    waiting = steps.pending(request, now=now)
    account = waiting or _signed_in(request)
    if account is None or second_factor.is_enrolled(account):
        return redirect("identity:sign_in" if waiting else "identity:account")
    secret = request.session.setdefault(SECRET_KEY_IN_SESSION, second_factor.new_secret())
    form, status = CodeForm(posted(request)), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                codes = second_factor.enrol_totp(
                    account, secret=secret, code=form.cleaned_data["code"], actor=actor_of(request), now=now
                )
            except DomainError as refusal:
                form.add_error("code", refusal.sentence)
            else:
                return _enrolled(request, account, codes, is_waiting=waiting is not None)
    uri = second_factor.key_uri(account, secret, issuer=site.current().name)
    shown = {"form": form, "errors": form, "secret": _grouped(secret), "qr": _qr(uri)}
    return render(request, "identity/factor_setup.html", shown, status=status)


def _enrolled(request: HttpRequest, account: Account, codes: list[str], *, is_waiting: bool) -> HttpResponse:
    """Show the codes on paper, once; who was waiting is signed in now."""
    request.session.pop(SECRET_KEY_IN_SESSION, None)
    onward = steps.finish_pending(request, account, now=clock.now()) if is_waiting else "/tai-khoan/"
    messages.success(request, _("Đã bật xác thực hai lớp."))
    return render(request, "identity/paper_codes.html", {"codes": codes, "onward": onward})


def _signed_in(request: HttpRequest) -> Account | None:
    actor = actor_of(request)
    return Account.objects.filter(id=actor.account_id).first() if actor.account_id else None


def _grouped(secret: str) -> str:
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))


def _qr(text: str) -> str:
    """Return the QR code of `text` as SVG without a header, to stand in a page."""
    import segno

    return str(segno.make(text, error="m").svg_inline(scale=4, dark="#000", light="#fff"))
