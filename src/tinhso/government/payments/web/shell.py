"""Pages with the tabs of this room, PDF answers, and saying what a verb refused."""

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tinhso.government.payments.access import APPROVE, COLLECT, RECONCILE, REFUND, SEE
from tinhso.kernel.actors import Actor
from tinhso.kernel.errors import DomainError, Forbidden, NotFound
from tinhso.kernel.http import actor_of
from tinhso.ui.people import officer_of

T = TypeVar("T")
TABS: Final = {
    "requests": ("requests.html", "request.html", "take_cash.html", "cancel.html", "ask_refund.html"),
    "shift": ("shift.html",),
    "claims": ("claims.html", "claim.html"),
    "unmatched": ("unmatched.html", "notice.html", "refund_notice.html"),
    "refunds": ("refunds.html", "refund.html"),
    "report": ("report.html", "difference.html"),
}
POLICY: Final = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"


def officer(request: HttpRequest, *abilities: str) -> Actor:
    """Return the officer at work. Raises Unauthenticated, NotFound for no officer, Forbidden without an ability."""
    return officer_of(request, *abilities, otherwise=Forbidden)


def page(request: HttpRequest, template: str, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """Return a page of this room with its tabs."""
    actor = actor_of(request)
    given = {
        "tab": next(tab for tab, templates in TABS.items() if template in templates),
        "may": {
            "see": actor.may(SEE),
            "collect": actor.may(COLLECT),
            "reconcile": actor.may(RECONCILE),
            "refund": actor.may(REFUND),
            "approve": actor.may(APPROVE),
        },
    }
    return render(request, f"payments/{template}", {**given, **context}, status=status)


def attempt(verb: Callable[[], T]) -> tuple[T | None, DomainError | None]:
    """Run a verb; return what it gave, or what it refused. Missing and forbidden things are not caught."""
    try:
        return verb(), None
    except (NotFound, Forbidden):
        raise
    except DomainError as refused:
        return None, refused


def pdf_response(pdf: bytes, *, name: str) -> HttpResponse:
    """Return a PDF the caller has already let this person read; kept nowhere."""
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Content-Security-Policy"] = POLICY
    response["Cache-Control"] = "private, no-store"
    return response
