"""Reads of shares: those one granted, with their looks, and those one was granted."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final, cast
from uuid import UUID

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber

from tinhso.government.papers.access import access_own, own_number
from tinhso.government.papers.data import ShareInfo
from tinhso.government.papers.models import PaperShare, ShareLook
from tinhso.kernel.actors import Actor
from tinhso.kernel.paging import MAX_PAGE, Page, page_by_key

MAX_LOOKS: Final = 20


def list_shares(
    actor: Actor, *, paper_id: UUID | None = None, cursor: str = "", size: int | None = None
) -> Page[ShareInfo]:
    """Return what this person shared, newest first, ended ones too. Raises PaperNotFound to who is no applicant."""
    rows = PaperShare.objects.filter(owner_number=own_number(actor))
    if paper_id is not None:
        rows = rows.filter(paper_id=access_own(actor, paper_id=paper_id).id)
    counted = rows.select_related("paper").annotate(seen=Count("looks"))
    return page_by_key(counted, _with_looks, cursor=cursor, size=size, default=20)


def _with_looks(row: Any) -> ShareInfo:
    return cast("ShareInfo", row.to_info(looks=row.seen))


def list_received(actor: Actor, *, now: datetime, cursor: str = "", size: int | None = None) -> Page[ShareInfo]:
    """Return what is shared with this person, or with the agency this officer works in, and still open."""
    rows = PaperShare.objects.filter(ended_at=None, expires_at__gt=now)
    if actor.is_officer:
        if actor.unit_id is None:
            return Page(())
        rows = rows.filter(unit_id=actor.unit_id)
    else:
        rows = rows.filter(receiver_number=own_number(actor))
    return page_by_key(rows.select_related("paper"), PaperShare.to_info, cursor=cursor, size=size, default=20)


def list_looks(actor: Actor, *, share_ids: Iterable[UUID]) -> dict[UUID, list[tuple[datetime, str, str]]]:
    """Return when, who and from where each of one's own shares was opened, newest first, at most 20 of each.

    One query for at most 100 shares; anybody else's, and those nobody opened, are not in the answer.
    """
    place = Window(RowNumber(), partition_by=F("share_id"), order_by=F("id").desc())
    rows = ShareLook.objects.filter(share_id__in=list(share_ids)[:MAX_PAGE], share__owner_number=own_number(actor))
    looks: dict[UUID, list[tuple[datetime, str, str]]] = {}
    for one in rows.annotate(place=place).filter(place__lte=MAX_LOOKS).order_by("-id"):
        looks.setdefault(one.share_id, []).append((one.at, one.who, one.address))
    return looks
