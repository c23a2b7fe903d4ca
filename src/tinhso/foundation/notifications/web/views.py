"""One's own notices, and what one wishes to get. Works without JavaScript; nothing changes on GET."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import get_script_prefix
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tinhso.foundation.notifications import actions, push, queries
from tinhso.foundation.notifications.actions import MAX_MARKED
from tinhso.foundation.notifications.data import CHAIN, Channel, Group, Language
from tinhso.foundation.notifications.errors import BadPreference
from tinhso.foundation.notifications.rules.choices import FIXED
from tinhso.foundation.notifications.web.words import channel_words, group_words
from tinhso.kernel import clock
from tinhso.kernel.actors import Actor
from tinhso.kernel.http import ActorRequest, actor_of
from tinhso.ui.parse import uuid_of

MAX_TICKS = 20


@require_GET
def notices(request: ActorRequest) -> HttpResponse:
    """List one's own notices, newest first; `?loc=chua-doc` shows the unread ones."""
    actor = actor_of(request)
    unread_only = request.GET.get("loc") == "chua-doc"
    page = queries.list_notices(actor, cursor=request.GET.get("cursor", ""), unread_only=unread_only)
    unread = queries.count_unread(actor)
    context = {
        "base": _base(actor),
        "page": page,
        "unread_only": unread_only,
        "unread_words": _("99+") if unread >= queries.COUNT_LIMIT else str(unread),
        "unread": unread,
        "unread_ids": [notice.id for notice in page.items if notice.read_at is None],
    }
    return render(request, "notifications/list.html", context)


@require_POST
def mark(request: ActorRequest) -> HttpResponse:
    """Mark the notices of the page as read, go back to the list."""
    ids = [found for text in request.POST.getlist("notice")[:MAX_MARKED] if (found := uuid_of(text))]
    done = actions.mark_read(actor_of(request), ids, clock.now())
    said = ngettext("Đã đánh dấu %(count)d thông báo là đã đọc.", "Đã đánh dấu %(count)d thông báo là đã đọc.", done)
    messages.success(request, said % {"count": done})
    return redirect("notifications:list")


@require_POST
def open_notice(request: ActorRequest, notice_id: UUID) -> HttpResponse:
    """Mark one notice as read and go to what it tells of."""
    actor = actor_of(request)
    notice = queries.get_notice(actor, notice_id)
    actions.mark_read(actor, [notice.id], clock.now())
    if not notice.link:
        return redirect("notifications:list")
    return redirect(get_script_prefix().rstrip("/") + notice.link)


@require_http_methods(["GET", "POST"])
def settings(request: ActorRequest) -> HttpResponse:
    """Show and keep what one gets by which way, and in which language."""
    actor = actor_of(request)
    mine = queries.preferences(actor)
    if request.method == "POST":
        ticked = {name: set(request.POST.getlist(name)[:MAX_TICKS]) for name in mine.offered}
        offered = [group for group in _groups(actor) if group not in FIXED]
        choices = {(group, channel): group.value in ticked[channel] for group in offered for channel in mine.offered}
        kept = {pair: on for pair, on in mine.choices.items() if pair[0] not in FIXED and pair not in choices}
        actions.set_preferences(
            actor,
            choices={**kept, **choices},
            language=_language(request.POST.get("language", "")),
            now=clock.now(),
        )
        messages.success(request, _("Đã lưu cài đặt thông báo."))
        return redirect("notifications:settings")
    rows = [
        {
            "group": group.value,
            "title": group_words(group)[0],
            "hint": group_words(group)[1],
            "is_fixed": group in FIXED,
            "cells": [
                (channel.value, channel_words(channel), mine.choices[group, channel]) for channel in mine.offered
            ],
        }
        for group in _groups(actor)
    ]
    context = {
        "base": _base(actor),
        "mine": mine,
        "rows": rows,
        "language": mine.language.value,
        "with_push": Channel.PUSH in mine.offered,
        "push_key": push.public_key() if Channel.PUSH in mine.offered else "",
        "with_phone": bool(set(CHAIN) & set(mine.offered)),
    }
    return render(request, "notifications/settings.html", context)


def _base(actor: Actor) -> str:
    return "ui/officer.html" if actor.is_officer else "ui/citizen.html"


def _groups(actor: Actor) -> list[Group]:
    """Return the groups that concern this actor: work comes to officers alone."""
    return [group for group in Group if actor.is_officer or group is not Group.WORK]


def _language(text: str) -> Language:
    try:
        return Language(text)
    except ValueError:
        raise BadPreference from None
