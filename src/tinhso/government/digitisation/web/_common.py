"""What the views share: who may be here, the officers' shell, what was typed."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse

from tinhso.foundation.access import public as access
from tinhso.foundation.identity.public import Account
from tinhso.foundation.notifications import public as notifications
from tinhso.kernel.actors import Actor
from tinhso.kernel.errors import DomainError, NotFound, Unauthenticated
from tinhso.kernel.http import actor_of
from tinhso.ui.parse import parse_date


def officer_of(request: HttpRequest, *abilities: str) -> Actor:
    """Return the officer at work. Raises Unauthenticated for nobody, NotFound for who holds none of `abilities`."""
    actor = actor_of(request)
    if actor.account_id is None:
        raise Unauthenticated
    if not actor.is_officer or not any(actor.may(one) for one in abilities):
        raise NotFound
    return actor


def page(request: HttpRequest, template: str, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """Return a page of this room in the officers' shell."""
    actor = actor_of(request)
    unread = notifications.count_unread(actor)
    posts = access.list_posts(actor, request.user) if isinstance(request.user, Account) else ()
    shell = {
        "posts": posts if len(posts) > 1 else (),
        "posts_url": address_of("officer:posts"),
        "notices_url": address_of("notifications:list"),
        "notice_count": "99+" if unread > 99 else unread,
    }
    return render(request, f"digitisation/{template}", {**shell, **context}, status=status)


def address_of(name: str, *args: Any) -> str:
    """Return an address; "" when the room that has it was taken out."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def whole_of(text: str, *, empty: int = 0) -> int:
    """Return the whole number in a text, `empty` for nothing, -1 for anything that is no number."""
    cleaned = text.strip()
    if not cleaned:
        return empty
    return int(cleaned) if cleaned.isascii() and cleaned.isdigit() and len(cleaned) <= 6 else -1


def uuid_of(text: str) -> UUID | None:
    """Return the UUID in a text somebody sent, None when it is none."""
    try:
        return UUID(text)
    except ValueError:
        return None


def day_of(text: str, name: str, errors: dict[str, str]) -> date | None:
    """Return the day typed, None for nothing; a wrong one is put into `errors` under `name`."""
    if not text.strip():
        return None
    try:
        return parse_date(text.strip()[:20])
    except DomainError as refused:
        errors[name] = refused.sentence
        return None
