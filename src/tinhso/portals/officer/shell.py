"""The officers' shell: the rail of modules, the posts one may act in, unread notices; and the way back."""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme

from tinhso.foundation.access import public as access
from tinhso.foundation.identity.public import Account
from tinhso.foundation.notifications import public as notifications
from tinhso.foundation.work import public as work
from tinhso.kernel.actors import Actor
from tinhso.kernel.errors import NotFound, Unauthenticated
from tinhso.kernel.http import actor_of

MAX_NOTICES: Final = 99
MAX_PINS: Final = 8
VIEW_PAGES: Final = {"inbox": "officer:inbox", "dossiers": "officer:dossiers"}


def require_officer(request: HttpRequest) -> Actor:
    """Return the officer at work. Raises Unauthenticated for nobody, NotFound for everybody else."""
    actor = actor_of(request)
    if actor.account_id is None:
        raise Unauthenticated
    if not actor.is_officer:
        raise NotFound
    return actor


def shell_context(request: HttpRequest) -> dict[str, Any]:
    """Return what `ui/officer.html` shows around a page: `posts`, `notice_count` and the addresses of both."""
    actor = actor_of(request)
    unread = notifications.count_unread(actor)
    return {
        "posts": _posts(request, actor),
        "posts_url": _address("officer:posts"),
        "notices_url": _address("notifications:list"),
        "notice_count": f"{MAX_NOTICES}+" if unread > MAX_NOTICES else unread,
        "pins": _pins(actor),
        "pins_url": _address("officer:kept"),
        "pin_counts_url": _address("officer:kept_counts"),
        "find_url": _address("officer:find"),
    }


def _pins(actor: Actor) -> list[tuple[str, str, str]]:
    """Return id, title and address of the filters pinned to the rail; how many rows each has is asked for later."""
    pinned = [view for view in work.list_views(actor) if view.is_pinned][:MAX_PINS]
    return [(str(view.id), view.title, view_url(view)) for view in pinned]


def view_url(view: work.SavedViewInfo) -> str:
    """Return the address of a kept filter: whoever opens it sees what they may see."""
    return f"{reverse(VIEW_PAGES.get(view.page, VIEW_PAGES['dossiers']))}?{view.query}"


def _posts(request: HttpRequest, actor: Actor) -> tuple[access.PostChoice, ...]:
    """Return the posts to choose from; nothing for somebody who has only one."""
    account = request.user
    if not isinstance(account, Account):
        return ()
    posts = access.list_posts(actor, account)
    return posts if len(posts) > 1 else ()


def _address(url_name: str) -> str:
    """Return an address; "" when the room that has it was taken out."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


def page(request: HttpRequest, template: str, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """Return a page in the officers' shell."""
    return render(request, f"officer/{template}", {**shell_context(request), **context}, status=status)


def way_back(request: HttpRequest, default: str) -> str:
    """Return where the officer came from (`ve`), when it is an address of this site; `default` otherwise."""
    given = (request.POST.get("ve") or request.GET.get("ve") or "")[:2000]
    safe = url_has_allowed_host_and_scheme(given, allowed_hosts=None) and not urlsplit(given).netloc
    return given if safe and given.startswith("/") else default
