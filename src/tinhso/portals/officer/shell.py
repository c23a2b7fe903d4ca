"""The officers' shell: the rail of modules, the posts one may act in, unread notices; and the way back."""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from tinhso.foundation.access import public as access
from tinhso.foundation.identity.public import Account
from tinhso.foundation.notifications import public as notifications
from tinhso.foundation.work import public as work
from tinhso.kernel.actors import Actor
from tinhso.kernel.http import actor_of
from tinhso.ui.shell import Pin, Shell
from tinhso.ui.site import address_of

MAX_PINS: Final = 8
VIEW_PAGES: Final = {"inbox": "officer:inbox", "dossiers": "officer:dossiers", "documents": "documents:list"}


def surroundings(request: HttpRequest) -> Shell:
    """Return what stands around this officer's pages, in any room: a constant few questions to the database."""
    actor = actor_of(request)
    return Shell(
        posts=_posts(request, actor),
        posts_url=address_of("officer:posts"),
        notices=notifications.count_unread(actor),
        notices_url=address_of("notifications:list"),
        pins=_pins(actor),
        pins_url=address_of("officer:kept"),
        pin_counts_url=address_of("officer:kept_counts"),
        find_url=address_of("officer:find"),
    )


def _pins(actor: Actor) -> list[Pin]:
    pinned = [view for view in work.list_views(actor) if view.is_pinned][:MAX_PINS]
    return [Pin(str(view.id), view.title, view_url(view)) for view in pinned]


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


def page(request: HttpRequest, template: str, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """Return a page in the officers' shell."""
    return render(request, f"officer/{template}", context, status=status)


def way_back(request: HttpRequest, default: str) -> str:
    """Return where the officer came from (`ve`), when it is an address of this site; `default` otherwise."""
    given = (request.POST.get("ve") or request.GET.get("ve") or "")[:2000]
    safe = url_has_allowed_host_and_scheme(given, allowed_hosts=None) and not urlsplit(given).netloc
    return given if safe and given.startswith("/") else default
