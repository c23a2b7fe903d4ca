"""Reads of shares: those one granted, with their looks, and those one was granted."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Count

from tinhso.government.papers.access import access_own, own_number
from tinhso.government.papers.data import ShareInfo
from tinhso.government.papers.models import PaperShare, ShareLook
from tinhso.government.papers.queries.store import id_in
from tinhso.kernel.actors import Actor
from tinhso.kernel.paging import Page, bounded, encode_cursor

MAX_LOOKS: Final = 20


def list_shares(
    actor: Actor, *, paper_id: UUID | None = None, cursor: str = "", size: int | None = None
) -> Page[ShareInfo]:
    """Return what this person shared, newest first, ended ones too. Raises PaperNotFound to who is no applicant."""
    rows = PaperShare.objects.filter(owner_number=own_number(actor))
    if paper_id is not None:
        rows = rows.filter(paper_id=access_own(actor, paper_id=paper_id).id)
    if cursor:
        rows = rows.filter(id__lt=id_in(cursor))
    limit = bounded(size, default=20)
    counted = rows.select_related("paper").annotate(seen=Count("looks")).order_by("-id")
    found = list(counted[: limit + 1])
    more = encode_cursor(str(found[limit - 1].id)) if len(found) > limit else ""
    return Page(tuple(one.to_info(looks=one.seen) for one in found[:limit]), more)


def list_received(actor: Actor, *, now: datetime, cursor: str = "", size: int | None = None) -> Page[ShareInfo]:
    """Return what is shared with this person, or with the agency this officer works in, and still open."""
    rows = PaperShare.objects.filter(ended_at=None, expires_at__gt=now)
    if actor.is_officer:
        if actor.unit_id is None:
            return Page(())
        rows = rows.filter(unit_id=actor.unit_id)
    else:
        rows = rows.filter(receiver_number=own_number(actor))
    if cursor:
        rows = rows.filter(id__lt=id_in(cursor))
    limit = bounded(size, default=20)
    found = list(rows.select_related("paper").order_by("-id")[: limit + 1])
    more = encode_cursor(str(found[limit - 1].id)) if len(found) > limit else ""
    return Page(tuple(one.to_info() for one in found[:limit]), more)


def list_looks(actor: Actor, *, share_id: UUID) -> list[tuple[datetime, str, str]]:
    """Return when, who and from where one's own share was opened, newest first, at most 20."""
    rows = ShareLook.objects.filter(share_id=share_id, share__owner_number=own_number(actor)).order_by("-id")
    return [(one.at, one.who, one.address) for one in rows[:MAX_LOOKS]]
