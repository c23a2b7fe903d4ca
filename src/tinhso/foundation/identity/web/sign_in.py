"""Signing in and out."""

from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from tinhso.foundation.identity import sessions
from tinhso.foundation.identity import sign_in as steps
from tinhso.foundation.identity.national import config, health
from tinhso.foundation.identity.web.forms import SignInForm, posted, show
from tinhso.kernel import clock
from tinhso.kernel.errors import DomainError, Kind
from tinhso.kernel.http import actor_of

HINT_KEY: Final = "identity.logout_hint"


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
    shown = {"next": next_url(request), "national": national()}
    return show(request, "identity/sign_in.html", form, status, **shown)


def national() -> dict[str, Any] | None:
    """Return what the page says of the State's sign-on: its title, and whether it is failing; None without one."""
    try:
        provider = config.active()
    except config.BadProvider:
        return None  # the operator reads it among the health reports; the local way stays
    if provider is None:
        return None
    return {"title": provider.title, "is_failing": health.is_failing(provider.key, now=clock.now())}


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session; who came through the State's sign-on is told that it is still open, and how to end it."""
    proof = request.session.get(sessions.PROOF_KEY)
    sessions.end_session(request, now=clock.now())
    if proof is None:
        return redirect(settings.LOGOUT_REDIRECT_URL)
    request.session[HINT_KEY] = {"hint": proof["hint"], "at": int(clock.now().timestamp())}
    return redirect("identity:signed_out")


@require_POST
def extend(request: HttpRequest) -> HttpResponse:
    """Keep the session going (the page asked before it ran out); answer {"ends": seconds of the Unix clock}."""
    if actor_of(request).account_id is None:
        return JsonResponse({"ends": 0}, status=401)
    return JsonResponse({"ends": sessions.ends_at(request)})
