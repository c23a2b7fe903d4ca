"""What the views share: who may be here, the officers' shell, what was typed."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from tinhso.foundation.access import public as access
from tinhso.foundation.identity.public import Account
from tinhso.foundation.notifications import public as notifications
from tinhso.kernel.actors import Actor
from tinhso.kernel.errors import DomainError, Forbidden, NotFound, Unauthenticated
from tinhso.kernel.http import actor_of
from tinhso.ui.parse import parse_date


def applicant_of(request: HttpRequest) -> Actor:
    """Return the signed-in citizen or business. Raises Unauthenticated for nobody, Forbidden for an officer at work."""
    actor = actor_of(request)
    if actor.is_applicant:
        return actor
    if actor.account_id is None:
        raise Unauthenticated
    raise Forbidden(_("Trang này dành cho chủ giấy tờ. Đăng nhập bằng tài khoản công dân hoặc doanh nghiệp."))


def officer_of(request: HttpRequest, *abilities: str) -> Actor:
    """Return the officer at work. Raises Unauthenticated for nobody, NotFound for who holds none of `abilities`."""
    actor = actor_of(request)
    if actor.account_id is None:
        raise Unauthenticated
    if not actor.is_officer or (abilities and not any(actor.may(one) for one in abilities)):
        raise NotFound
    return actor


def page(request: HttpRequest, template: str, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """Return a page of this room; for officers with what their shell shows around it."""
    shell = _shell(request) if actor_of(request).is_officer else {}
    return render(request, f"papers/{template}", {**shell, **context}, status=status)


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


def day_of(post: Mapping[str, str], name: str, errors: dict[str, str]) -> date | None:
    """Return the day typed under `name`, None for nothing; a wrong one is put into `errors`."""
    typed = post.get(name, "").strip()
    if not typed:
        return None
    try:
        return parse_date(typed[:20])
    except DomainError as refused:
        errors[name] = refused.sentence
        return None


def whole_of(text: str, default: int = 0) -> int:
    """Return the whole number in a text, `default` for anything else."""
    cleaned = text.strip()
    return int(cleaned) if cleaned.isascii() and cleaned.isdigit() and len(cleaned) <= 6 else default
