"""Filters kept under a name: keep one, list them, pin and take them away."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from tinhso.foundation.audit import public as audit
from tinhso.foundation.work.data import OVERSEE, SavedViewInfo
from tinhso.foundation.work.desk import SavedView
from tinhso.foundation.work.errors import BadView, TooManyViews, ViewMissing
from tinhso.kernel.actors import Actor
from tinhso.kernel.text import clean_line

MAX_VIEWS: Final = 30
MAX_TITLE: Final = 80
MAX_QUERY: Final = 1000


@transaction.atomic
def save_view(
    actor: Actor, *, page: str, title: str, query: str, is_shared: bool = False, is_pinned: bool = True, now: datetime
) -> SavedViewInfo:
    """Keep a filter under a name; the same name on the same page replaces the owner's earlier one.

    Shared ones are seen by every officer whose post is in the actor's unit. Raises BadView without a title or with too
    long an address, TooManyViews past 30 of one's own.
    """
    name = clean_line(title)[:MAX_TITLE]
    if actor.account_id is None or not actor.is_officer or (is_shared and actor.unit_id is None):
        raise ViewMissing
    if not name or len(query) > MAX_QUERY or len(page) > 20:
        raise BadView
    own = SavedView.objects.select_for_update().filter(owner_id=actor.account_id, removed_at=None)
    kept = list(own)
    view = next((one for one in kept if (one.page, one.title) == (page, name)), None)
    if view is None and len(kept) >= MAX_VIEWS:
        raise TooManyViews
    view = view or SavedView(owner_id=actor.account_id, page=page, title=name, created_at=now)
    view.owner_name, view.query, view.is_pinned = actor.name, query, is_pinned
    view.unit_id = actor.unit_id if is_shared else None
    view.save()
    _record(actor, "work.view_saved", view)
    return view.to_info()


def list_views(actor: Actor) -> list[SavedViewInfo]:
    """Return one's own filters and those shared with one's unit, by title; at most 60, in one query."""
    if actor.account_id is None or not actor.is_officer:
        return []
    theirs = Q(owner_id=actor.account_id) | (Q(unit_id=actor.unit_id) if actor.unit_id else Q())
    rows = SavedView.objects.filter(theirs, removed_at=None).order_by("title", "id")[: 2 * MAX_VIEWS]
    return [row.to_info() for row in rows]


@transaction.atomic
def pin_view(actor: Actor, *, view_id: UUID, is_pinned: bool) -> None:
    """Put a filter of one's own into the rail, or take it out. Raises ViewMissing."""
    view = _own(actor, view_id)
    view.is_pinned = is_pinned
    view.save(update_fields=["is_pinned"])


@transaction.atomic
def remove_view(actor: Actor, *, view_id: UUID, now: datetime) -> None:
    """Take a filter away: its owner may, and of a shared one who oversees the unit. Raises ViewMissing."""
    view = _own(actor, view_id)
    view.removed_at = now
    view.save(update_fields=["removed_at"])
    _record(actor, "work.view_removed", view)


def _own(actor: Actor, view_id: UUID) -> SavedView:
    view = SavedView.objects.select_for_update().filter(pk=view_id, removed_at=None).first()
    if view is None or actor.account_id is None:
        raise ViewMissing
    oversees = view.unit_id is not None and actor.may(OVERSEE, view.unit_id)
    if view.owner_id != actor.account_id and not oversees:
        raise ViewMissing
    return view


def _record(actor: Actor, verb: str, view: SavedView) -> None:
    audit.record(
        actor,
        verb=verb,
        subject_kind="work_view",
        subject_id=view.id,
        unit_id=view.unit_id,
        detail={"page": view.page, "title": view.title},
    )
