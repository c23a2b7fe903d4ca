"""What the views share: who may be here, the officers' shell, what was typed."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse

from tinhso.foundation.access import public as access
from tinhso.foundation.files import public as files
from tinhso.foundation.identity.public import Account
from tinhso.foundation.notifications import public as notifications
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import LOCAL_ZONE, now
from tinhso.kernel.errors import DomainError, Kind, NotFound, Unauthenticated
from tinhso.kernel.http import actor_of
from tinhso.ui.parse import parse_date

SAID = frozenset({Kind.INVALID, Kind.CONFLICT})


def officer_of(request: HttpRequest, *abilities: str) -> Actor:
    """Return the officer at work. Raises Unauthenticated for nobody, NotFound for who holds none of `abilities`."""
    actor = actor_of(request)
    if actor.account_id is None:
        raise Unauthenticated
    if not actor.is_officer or (abilities and not any(actor.may(one) for one in abilities)):
        raise NotFound
    return actor


def applicant_of(request: HttpRequest) -> Actor:
    """Return the signed-in citizen or business. Raises Unauthenticated for nobody, NotFound for everybody else."""
    actor = actor_of(request)
    if actor.account_id is None:
        raise Unauthenticated
    if not actor.is_applicant:
        raise NotFound
    return actor


def page(request: HttpRequest, template: str, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """Return a page of this room; for officers with what their shell shows around it."""
    shell = _shell(request) if actor_of(request).is_officer else {}
    return render(request, f"cooperation/{template}", {**shell, **context}, status=status)


def _shell(request: HttpRequest) -> dict[str, Any]:
    actor = actor_of(request)
    unread = notifications.count_unread(actor)
    posts = access.list_posts(actor, request.user) if isinstance(request.user, Account) else ()
    return {
        "posts": posts if len(posts) > 1 else (),
        "posts_url": address_of("officer:posts"),
        "notices_url": address_of("notifications:list"),
        "notice_count": "99+" if unread > 99 else unread,
    }


def address_of(name: str, *args: Any) -> str:
    """Return an address; "" when the room that has it was taken out."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def uuid_of(text: str) -> UUID | None:
    """Return the UUID in a text somebody sent, None when it is none."""
    try:
        return UUID(text)
    except ValueError:
        return None


def day_of(text: str) -> date | None:
    """Return the day typed, None for nothing or no day."""
    try:
        return parse_date(text.strip()[:20]) if text.strip() else None
    except DomainError:
        return None


def end_of(day: date) -> datetime:
    """Return the end of a working day in Vietnam: 17:00."""
    return datetime.combine(day, time(17), LOCAL_ZONE)


def uploaded(actor: Actor, request: HttpRequest, name: str) -> list[UUID]:
    """Keep the files sent under a name, at most 20, and return their ids."""
    return [
        files.save(actor, stream=one, name=one.name or name, now=now()).id for one in request.FILES.getlist(name)[:20]
    ]


def errors_of(refused: DomainError) -> dict[str, str]:
    """Return what a refusal says by field. Raises it again when it is not about what was typed."""
    if refused.kind not in SAID:
        raise refused
    return {str(key): str(words) for key, words in refused.fields.items()} or {"all": refused.sentence}
