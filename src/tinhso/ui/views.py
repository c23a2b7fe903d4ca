"""Screens of the design system itself: the page of every component, the wish of how pages look, refusals as pages."""

from http import HTTPStatus
from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from tinhso.kernel.errors import DomainError
from tinhso.ui import gallery, preferences

ERROR_PAGES: Final = frozenset({400, 403, 404, 413, 429, 500, 503})


@require_GET
def design_system(request: HttpRequest) -> HttpResponse:
    """Show every component in every state, as a citizen sees it."""
    return design_page(request, "citizen")


@require_GET
def design_page(request: HttpRequest, page: str) -> HttpResponse:
    """Show one layout filled with examples: citizen, errors, officer, split, start, interruption, refusal."""
    if not (settings.DEMO or settings.DEBUG) or page not in gallery.PAGES:
        raise Http404
    example = gallery.PAGES[page]
    return render(request, example.template, example.context(), status=example.status)


@require_POST
def change_preferences(request: HttpRequest) -> HttpResponse:
    """Keep how this browser shows pages (fields of `preferences.CHOICES`) and go back to `next`."""
    wanted = preferences.read(request.COOKIES).changed(
        {name: value for name, value in request.POST.items() if isinstance(value, str)}
    )
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    if cookie := wanted.to_cookie():
        response.set_cookie(
            preferences.COOKIE,
            cookie,
            max_age=preferences.COOKIE_AGE,
            samesite="Lax",
            secure=request.is_secure(),
            httponly=True,
        )
    else:
        response.delete_cookie(preferences.COOKIE, samesite="Lax")
    return response


def refusal_page(request: HttpRequest, error: DomainError) -> HttpResponse:
    """Show a refusal as a page, with its own sentence and HTTP status."""
    return error_page(request, status=error.status, sentence=gettext(error.sentence), code=error.code)


def error_page(request: HttpRequest, *, status: int, sentence: str = "", code: str = "") -> HttpResponse:
    """Show the page of an HTTP status; `sentence` replaces the page's own."""
    template = f"{status}.html" if status in ERROR_PAGES else "ui/error.html"
    return render(request, template, {"sentence": sentence, "code": code or _plain_code(status)}, status=status)


def _plain_code(status: int) -> str:
    return HTTPStatus(status).name.lower() if status in set(HTTPStatus) else str(status)
