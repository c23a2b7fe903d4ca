"""Pages of the workshop, and saying what a verb refused."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tinhso.government.procedures.access import EDIT, PUBLISH, may
from tinhso.government.procedures.models import WorkingCopy
from tinhso.kernel.actors import Actor
from tinhso.kernel.errors import DomainError, Forbidden, NotFound
from tinhso.kernel.http import actor_of
from tinhso.ui.people import officer_of

T = TypeVar("T")


def officer(request: HttpRequest) -> Actor:
    """Return the officer at work. Raises Unauthenticated, NotFound for no officer, Forbidden outside the workshop."""
    return officer_of(request, EDIT, PUBLISH, otherwise=Forbidden)


def page(request: HttpRequest, template: str, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """Return a page of the workshop; `may` says what this actor may do for the province."""
    actor = actor_of(request)
    given = {"may": {"edit": may(actor, EDIT), "publish": may(actor, PUBLISH)}}
    return render(request, f"procedures/{template}", {**given, **context}, status=status)


def copy_page(
    request: HttpRequest, template: str, copy: WorkingCopy, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """Return a page of one working copy, with its tabs; `tab` is the template's name."""
    tab = template.removesuffix(".html").removeprefix("copy_")
    return page(request, template, {"copy": copy, "tab": tab, "open": copy.state == "open", **context}, status=status)


def attempt(verb: Callable[[], T]) -> tuple[T | None, DomainError | None]:
    """Run a verb; return what it gave, or what it refused. Missing and forbidden things are not caught."""
    try:
        return verb(), None
    except NotFound:
        raise
    except Forbidden as refused:
        if refused.code == "own_work":
            return None, refused
        raise
    except DomainError as refused:
        return None, refused


def revision_of(request: HttpRequest) -> int:
    """Return the revision a page was made from; 0 (never right) for nonsense."""
    given = request.POST.get("revision", "")[:9]
    return int(given) if given.isdecimal() and given.isascii() else 0
