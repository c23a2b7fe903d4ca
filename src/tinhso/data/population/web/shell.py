"""The officers' shell around this room's pages; it lies below the portals, so it asks the foundation itself."""

from collections.abc import Mapping
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse

from tinhso.foundation.access import public as access
from tinhso.foundation.identity.public import Account
from tinhso.foundation.notifications import public as notifications
from tinhso.kernel.actors import Actor
from tinhso.kernel.errors import NotFound, Unauthenticated
from tinhso.kernel.http import actor_of

MOST_NOTICES: Final = 99


def require_officer(request: HttpRequest, ability: str) -> Actor:
    """Return the officer at work. Raises Unauthenticated for nobody, NotFound for citizens, Forbidden without right."""
    actor = actor_of(request)
    if actor.account_id is None:
        raise Unauthenticated
    if not actor.is_officer:
        raise NotFound
    access.ability_required(actor, ability)
    return actor


def page(request: HttpRequest, template: str, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """Return a page in the shell. It is about persons: no cache keeps it."""
    answer = render(request, f"population/{template}", {**_around(request), **context}, status=status)
    answer["Cache-Control"] = "private, no-store"
    return answer


def _around(request: HttpRequest) -> dict[str, Any]:
    actor, account = actor_of(request), request.user
    posts = access.list_posts(actor, account) if isinstance(account, Account) else ()
    unread = notifications.count_unread(actor)
    return {
        "posts": posts if len(posts) > 1 else (),
        "posts_url": _address("officer:posts"),
        "notices_url": _address("notifications:list"),
        "notice_count": f"{MOST_NOTICES}+" if unread > MOST_NOTICES else unread,
    }


def _address(url_name: str) -> str:
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""
