"""Pages in the officers' shell, PDF answers, and saying what a verb refused."""

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse

from tinhso.foundation.access import public as access
from tinhso.foundation.identity.public import Account
from tinhso.foundation.notifications import public as notifications
from tinhso.government.payments.access import APPROVE, COLLECT, RECONCILE, REFUND, SEE
from tinhso.kernel.actors import Actor
from tinhso.kernel.errors import DomainError, Forbidden, NotFound, Unauthenticated
from tinhso.kernel.http import actor_of

T = TypeVar("T")
TABS: Final = {
    "requests": ("requests.html", "request.html", "take_cash.html", "cancel.html", "ask_refund.html"),
    "shift": ("shift.html",),
    "unmatched": ("unmatched.html", "notice.html", "refund_notice.html"),
    "refunds": ("refunds.html", "refund.html"),
    "report": ("report.html", "difference.html"),
}
POLICY: Final = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"


def officer(request: HttpRequest, *abilities: str) -> Actor:
    """Return the officer at work. Raises Unauthenticated, NotFound for no officer, Forbidden without an ability."""
    actor = actor_of(request)
    if actor.account_id is None:
        raise Unauthenticated
    if not actor.is_officer:
        raise NotFound
    if abilities and not any(actor.may(ability) for ability in abilities):
        raise Forbidden
    return actor


def page(request: HttpRequest, template: str, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """Return a page in the officers' shell, with the tabs of this room."""
    actor = actor_of(request)
    account = request.user
    posts = access.list_posts(actor, account) if isinstance(account, Account) else ()
    shell = {
        "tab": next(tab for tab, templates in TABS.items() if template in templates),
        "posts": posts if len(posts) > 1 else (),
        "posts_url": _address("officer:posts"),
        "notices_url": _address("notifications:list"),
        "notice_count": notifications.count_unread(actor),
        "may": {
            "see": actor.may(SEE),
            "collect": actor.may(COLLECT),
            "reconcile": actor.may(RECONCILE),
            "refund": actor.may(REFUND),
            "approve": actor.may(APPROVE),
        },
    }
    return render(request, f"payments/{template}", {**shell, **context}, status=status)


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


def _address(url_name: str) -> str:
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""
