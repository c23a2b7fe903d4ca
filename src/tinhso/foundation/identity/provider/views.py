"""The protocol, django-allauth's, with what the house adds: our pages, PKCE for all, one issuer, sessions that end.

OpenID Connect Core 1.0, Discovery 1.0, RP-Initiated Logout 1.0; RFC 6749, 7009, 7636, 9700.
"""

from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from allauth.core.internal.httpkit import add_query_params, del_query_params
from allauth.idp.oidc import views as theirs
from allauth.idp.oidc.internal.clientkit import is_redirect_uri_allowed
from allauth.idp.oidc.internal.oauthlib.server import get_server
from allauth.idp.oidc.internal.oauthlib.utils import extract_params
from allauth.idp.oidc.models import Client, Token
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from oauthlib.oauth2.rfc6749.errors import FatalClientError, OAuth2Error  # type: ignore[import-untyped]

from tinhso.foundation.audit import public as audit
from tinhso.foundation.identity import sessions
from tinhso.foundation.identity.models import Account
from tinhso.foundation.identity.provider import clients
from tinhso.foundation.identity.provider.adapter import SCOPES
from tinhso.kernel import clock
from tinhso.kernel.http import actor_of

NOT_FOR_YOU: Final = "Hệ thống này không dành cho loại tài khoản đang đăng nhập. Đăng nhập bằng tài khoản khác để dùng."
BAD_REQUEST: Final = (
    "Hệ thống gọi đến chưa gửi đúng yêu cầu đăng nhập một lần. Quay lại hệ thống đó và thử lại; nếu vẫn không được, báo"
    " cho bộ phận quản trị của hệ thống đó."
)


@require_GET
def configuration(_request: HttpRequest) -> JsonResponse:
    """Tell where everything is (Discovery 1.0, section 3): under the public address, whatever Host was asked."""

    def at(name: str) -> str:
        return settings.PUBLIC_URL + reverse(f"idp:oidc:{name}")

    answer = JsonResponse(
        {
            "issuer": settings.PUBLIC_URL,
            "authorization_endpoint": at("authorization"),
            "token_endpoint": at("token"),
            "userinfo_endpoint": at("userinfo"),
            "revocation_endpoint": at("revoke"),
            "end_session_endpoint": at("logout"),
            "jwks_uri": at("jwks"),
            "scopes_supported": list(SCOPES),
            "response_types_supported": ["code"],
            "grant_types_supported": ["authorization_code", "refresh_token"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
            "code_challenge_methods_supported": ["S256"],
            "acr_values_supported": ["LoA1", "LoA2"],
            "backchannel_logout_supported": True,
            "backchannel_logout_session_supported": False,
            "ui_locales_supported": ["vi", "en"],
        }
    )
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


class Authorization(theirs.AuthorizationView):  # type: ignore[misc] # allauth carries no types
    """Ask the holder whether a system may know who they are; the authority's own systems need not ask."""

    template_name = "identity/consent.html"

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Refuse what is not sound, have the holder sign in, then ask or go on."""
        is_signed_in = actor_of(request).account_id is not None  # ends a session that has run out
        try:
            scopes, asked = get_server().validate_authorization_request(*extract_params(request))
        except (OAuth2Error, ValidationError) as error:
            return _bad_request(request, error)
        client, prompts = asked["request"].client, request.GET.get("prompt", "").split()
        may_skip = is_signed_in and (client.skip_consent or _has_agreed(request, client, scopes))
        if refused := _refusal(request, asked, prompts, may_skip=may_skip, is_signed_in=is_signed_in):
            return refused
        if "login" in prompts:
            return self._login_again(request, prompts)
        if not is_signed_in:
            return self._login_required(request)  # type: ignore[no-any-return]
        self._scopes, self._request_info = scopes, {**asked, "resources": []}
        if may_skip:
            return self._skip_consent()  # type: ignore[no-any-return]
        answer = self.render_to_response(self.get_context_data())
        answer["Content-Security-Policy"] = _may_post_on_to(self._request_info["redirect_uri"])
        return answer  # type: ignore[no-any-return]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Take the holder's yes or no; a session that has run out is ended first."""
        if actor_of(request).account_id is None:
            return redirect(settings.LOGIN_URL)
        return super().post(request, *args, **kwargs)  # type: ignore[no-any-return]

    def form_valid(self, form: Any) -> HttpResponseBase:
        """Give the code, and put it on the holder's record."""
        with transaction.atomic():
            answer = super().form_valid(form)
            _record(self.request, str(self._request_info["client_id"]), form.cleaned_data["scopes"])
        return answer  # type: ignore[no-any-return]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return what the page shows; `site` stays the house's own, not the one allauth finds by Host."""
        found: dict[str, Any] = super().get_context_data(**kwargs)
        return {name: value for name, value in found.items() if name != "site"}

    def _login_again(self, request: HttpRequest, prompts: list[str]) -> HttpResponse:
        """Have the holder show once more who they are, and come back without the wish to be asked."""
        left = [one for one in prompts if one != "login"]
        path = request.get_full_path()
        path = add_query_params(path, {"prompt": " ".join(left)}) if left else del_query_params(path, "prompt")
        account = request.user
        if not isinstance(account, Account):
            return redirect(f"{settings.LOGIN_URL}?{urlencode({'next': path})}")
        if account.has_usable_password():
            return redirect(f"{reverse('identity:confirm')}?{urlencode({'next': path})}")
        return redirect(f"{reverse('identity:national')}?{urlencode({'muc': 2, 'next': path})}")


authorization = Authorization.as_view()


class Logout(theirs.LogoutView):  # type: ignore[misc] # as above
    """End the session here because a system asks; the holder is asked unless the system shows whose it is."""

    template_name = "identity/provider_logout.html"

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponseBase:
        """Let the form's answer lead to the system's own address."""
        answer = super().render_to_response(context, **kwargs)
        target = context["form"].cleaned_data.get("post_logout_redirect_uri") if context["form"].is_bound else ""
        if target:
            answer["Content-Security-Policy"] = _may_post_on_to(target)
        return answer  # type: ignore[no-any-return]

    def form_invalid(self, form: Any) -> HttpResponseBase:
        """Say that the request is not sound."""
        return _bad_request(self.request, form)

    def _handle(self, form: Any, op_logout: bool) -> HttpResponseBase:  # noqa: FBT001 - allauth's signature
        given, account = form.cleaned_data, self.request.user
        if isinstance(account, Account):
            if given["client"]:
                Token.objects.filter(user=account, client=given["client"]).delete()
            if op_logout:
                sessions.end_session(self.request, now=clock.now())
        target = given["post_logout_redirect_uri"]
        if not target:
            return redirect("identity:signed_out")
        return _go(add_query_params(target, {"state": given["state"]}) if given["state"] else target)


logout = Logout.as_view()


def _refusal(
    request: HttpRequest, asked: dict[str, Any], prompts: list[str], *, may_skip: bool, is_signed_in: bool
) -> HttpResponse | None:
    """Return the answer to a request that goes no further: no PKCE, not for this account, nobody to be asked."""
    if not request.GET.get("code_challenge") or request.GET.get("code_challenge_method") != "S256":
        return _back(asked, "invalid_request", "PKCE with S256 is required")
    if isinstance(request.user, Account) and not clients.serves(asked["request"].client, request.user.kind):
        return _page(request, _(NOT_FOR_YOU), 403)
    if "none" in prompts and not may_skip:
        return _back(asked, "consent_required" if is_signed_in else "login_required")
    return None


def _has_agreed(request: HttpRequest, client: Any, scopes: list[str]) -> bool:
    """Tell whether the holder has lately agreed to as much at this very system."""
    tokens = Token.objects.valid().filter(user_id=request.user.pk, client=client)
    granted = {scope for token in tokens[:20] for scope in token.get_scopes()}
    return bool(granted) and set(scopes) <= granted


def _record(request: HttpRequest, client_id: str, scopes: list[str]) -> None:
    """Put on the holder's record that another system learns of them, and what: they read it with every other look."""
    actor = actor_of(request)
    client = Client.objects.get(id=client_id)
    told = "; ".join(str(SCOPES[scope]) for scope in SCOPES if scope in scopes)
    audit.record(
        actor,
        verb=audit.READ_VERB,
        subject_kind="client",
        person_id=actor.account_id,
        purpose=f"{'Đăng nhập một lần' if client.skip_consent else 'Ông/Bà đã đồng ý'}, hệ thống được biết: {told}",
        detail={"client": client_id, "scopes": list(scopes), "receiver": client.name},
    )


def _back(asked: dict[str, Any], error: str, description: str = "") -> HttpResponse:
    """Send an error to the client's own registered address (RFC 6749, section 4.1.2.1)."""
    said = {"error": error, "error_description": description, "state": asked.get("state") or ""}
    return _go(add_query_params(asked["redirect_uri"], {name: value for name, value in said.items() if value}))


def _go(address: str) -> HttpResponse:
    return HttpResponse(status=302, headers={"Location": address})


def _bad_request(request: HttpRequest, error: Any) -> HttpResponse:
    """Show an error that must not be sent on: the client or its address is not known, or the rest is not sound."""
    if isinstance(error, OAuth2Error) and not isinstance(error, FatalClientError) and _is_theirs(error):
        return _go(error.in_uri(error.redirect_uri))
    return _page(request, _(BAD_REQUEST), 400)


def _is_theirs(error: Any) -> bool:
    """Tell whether the client itself registered the address an error would be sent to."""
    client = Client.objects.filter(id=error.client_id).first()
    address = error.redirect_uri
    return bool(client and address and is_redirect_uri_allowed(address, client.get_redirect_uris(), False))


def _page(request: HttpRequest, sentence: str, status: int) -> HttpResponse:
    return render(request, "identity/provider_refused.html", {"sentence": sentence}, status=status)


def _may_post_on_to(address: str) -> str:
    """Return the page's policy with one more origin a form may lead to: redirects too are held to `form-action`."""
    parts = urlsplit(address)
    return (
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; object-src 'none'; frame-ancestors 'none'; base-uri 'none'; "
        f"form-action 'self' {parts.scheme}://{parts.netloc}"
    )
