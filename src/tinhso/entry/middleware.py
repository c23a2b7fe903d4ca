"""What every request passes through: an id, security headers, a language, an actor, and a shape for refusals."""

import re
from collections.abc import Callable
from typing import Final
from urllib.parse import urlencode
from uuid import uuid4

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import get_script_prefix, reverse, set_script_prefix
from django.utils import translation
from django.utils.functional import SimpleLazyObject

from tinhso.foundation.access import public as access
from tinhso.kernel.errors import DomainError, Kind
from tinhso.kernel.http import problem
from tinhso.ui.views import refusal_page

Handler = Callable[[HttpRequest], HttpResponseBase]

CSP: Final = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self'; object-src 'none'; frame-ancestors 'none'; form-action 'self'; "
    "base-uri 'none'"
)
_REQUEST_ID: Final = re.compile(r"^[A-Za-z0-9._-]{8,64}$")


class RequestId:
    """Gives every request an id, taken over from a proxy when it looks like one, and logs under it."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get("X-Request-Id", "")
        request.request_id = given if _REQUEST_ID.match(given) else uuid4().hex  # type: ignore[attr-defined]
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request.request_id)  # type: ignore[attr-defined]
        response = self.get_response(request)
        response["X-Request-Id"] = request.request_id  # type: ignore[attr-defined]
        return response


class SecurityHeaders:
    """Strict headers on everything that does not set its own."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.setdefault("Content-Security-Policy", CSP)
        response.setdefault("X-Content-Type-Options", "nosniff")
        response.setdefault("Referrer-Policy", "same-origin")
        response.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.setdefault("Permissions-Policy", "camera=(self), geolocation=(self), microphone=()")
        if settings.SECURE_HSTS_SECONDS:
            response.setdefault("Strict-Transport-Security", f"max-age={settings.SECURE_HSTS_SECONDS}")
        return response


class Language:
    """Vietnamese at /…, English at /en/…: the same addresses behind a prefix, so links and forms keep the language."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        english = request.path_info == "/en" or request.path_info.startswith("/en/")
        before = get_script_prefix()
        if english:
            request.path_info = request.path_info[3:] or "/"
            set_script_prefix("/en/")
        request.LANGUAGE_CODE = language = "en" if english else "vi"
        with translation.override(language):
            response = self.get_response(request)
            render_now = getattr(response, "render", None)
            if render_now is not None and not getattr(response, "is_rendered", True):
                response = render_now()
        set_script_prefix(before)  # the next request of this thread begins anew
        response.setdefault("Content-Language", language)
        return response


class CurrentActor:
    """Puts the actor on the request, found only when somebody asks; personal pages are never stored by a browser."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.actor = SimpleLazyObject(lambda: access.actor_for_request(request))  # type: ignore[attr-defined]
        response = self.get_response(request)
        if getattr(request, "session", None) is not None and request.session.accessed:
            response.setdefault("Cache-Control", "no-store, private")
        return response


class Refusals:
    """Turns a DomainError into a page a person can act on, or into problem+json for machines."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer a refusal; anything else is a fault of ours and goes on."""
        if not isinstance(error, DomainError):
            return None
        if _wants_json(request):
            return problem(error, instance=request.path)
        if error.kind is Kind.UNAUTHENTICATED and request.method == "GET":
            return HttpResponseRedirect(f"{settings.LOGIN_URL}?{urlencode({'next': request.get_full_path()})}")
        if error.code == "access.assurance_too_low":
            return HttpResponseRedirect(f"{reverse('identity:step_up')}?{urlencode({'next': request.get_full_path()})}")
        return refusal_page(request, error)


def _wants_json(request: HttpRequest) -> bool:
    return request.path_info.startswith("/api/") or request.headers.get("Accept", "").startswith("application/")
