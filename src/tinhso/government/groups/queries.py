"""Reads of groups."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Count

from tinhso.foundation.audit import public as audit
from tinhso.foundation.identity import public as identity
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.data import DossierInfo
from tinhso.government.groups import access
from tinhso.government.groups.actions._common import version_of
from tinhso.government.groups.data import GroupInfo, GroupLine, GroupPaperInfo, GroupState, RowInfo
from tinhso.government.groups.errors import GroupMissing
from tinhso.government.groups.models import DossierGroup, GroupRow
from tinhso.government.groups.rules.columns import Column, columns
from tinhso.government.groups.rules.standing import Standing, standing
from tinhso.government.results.public import clean_token
from tinhso.kernel.actors import SYSTEM, Actor
from tinhso.kernel.paging import Page, page_by_key

LOOK_UPS: Final = 60
PURPOSE: Final = "Xem hồ sơ theo nhóm"
_PART: Final = 100


def get_group(actor: Actor, *, group_id: UUID) -> GroupInfo:
    """Return a group this actor may see; an officer's look at who hands it in is on record. Raises GroupMissing."""
    group = access.access_group(actor, group_id=group_id)
    _note(actor, [(group.account_id, group.id)], place="groups.group")
    return group.to_info()


def _note(actor: Actor, shown: Sequence[tuple[UUID | None, UUID]], *, place: str) -> None:
    """Put on record whose names, answers or papers an officer was shown; what is a dossier already stands there."""
    if actor.is_officer and shown:
        audit.record_shown(actor, shown=shown, place=place, purpose=PURPOSE, subject_kind="dossier_group")


def may_edit(actor: Actor, *, group_id: UUID) -> bool:
    """Tell whether this actor prepares and files a group they see. Raises GroupMissing."""
    return access.may_edit(actor, access.access_group(actor, group_id=group_id))


def list_rows(actor: Actor, *, group_id: UUID) -> list[RowInfo]:
    """Return the members in the order of the list, at most 200; an officer's look is on record. Raises GroupMissing."""
    group = access.access_group(actor, group_id=group_id)
    rows = [row.to_info() for row in group.rows.order_by("ordinal")]
    _note(actor, [(None, row.id) for row in rows if row.dossier_id is None], place="groups.rows")
    return rows


def get_row(actor: Actor, *, group_id: UUID, row_id: UUID) -> RowInfo:
    """Return one member with its answers; an officer's look is on record. Raises GroupMissing."""
    row = access.access_group(actor, group_id=group_id).rows.filter(pk=row_id).first()
    if row is None:
        raise GroupMissing
    _note(actor, [(None, row.id)], place="groups.row")
    return row.to_info()


def file_of_paper(actor: Actor, *, group_id: UUID, paper_id: UUID) -> UUID:
    """Return the file of a paper handed in for a group; an officer's look is on record. Raises GroupMissing."""
    found = access.access_group(actor, group_id=group_id).papers.filter(pk=paper_id).first()
    if found is None or found.file_id is None:
        raise GroupMissing
    _note(actor, [(None, found.id)], place="groups.paper")
    return found.file_id


def list_papers(actor: Actor, *, group_id: UUID) -> list[GroupPaperInfo]:
    """Return the papers of all members and of each, as handed in. Raises GroupMissing."""
    group = access.access_group(actor, group_id=group_id)
    return [paper.to_info() for paper in group.papers.order_by("id")]


def sheet_columns(actor: Actor, *, group_id: UUID) -> tuple[Column, ...]:
    """Return the columns a list of members has: what is not answered for all alike. Raises GroupMissing."""
    group = access.access_group(actor, group_id=group_id)
    return columns(version_of(group).form, group.common)


def list_groups(actor: Actor, *, cursor: str = "", size: int | None = None) -> Page[GroupLine]:
    """Return the groups this actor may see, the newest first; an officer's look at the names is on record."""
    rows = access.visible(actor).annotate(members=Count("rows"))
    page = page_by_key(rows, lambda one: (_line(one), one.account_id), cursor=cursor, size=size)
    _note(actor, [(account_id, line.id) for line, account_id in page.items], place="groups.list")
    return Page([line for line, _account_id in page.items], page.next_cursor)


def _line(one: DossierGroup) -> GroupLine:
    return GroupLine(
        id=one.id,
        code=one.code or "",
        title=one.title,
        procedure_name=one.procedure_name,
        unit_name=one.unit_name,
        representative=one.representative_name,
        state=GroupState(one.state),
        members=getattr(one, "members", 0),
        saved_at=one.saved_at,
    )


def members(actor: Actor, *, group_id: UUID, now: datetime) -> list[DossierInfo]:
    """Return the dossiers of a group, in the order of the list; an officer's look at the names is on record.

    A member this actor may not see (any more) is left out. Raises GroupMissing.
    """
    rows = list_rows(actor, group_id=group_id)
    return _dossiers(actor, [row.dossier_id for row in rows if row.dossier_id], now=now)


def _dossiers(actor: Actor, ids: Sequence[UUID], *, now: datetime) -> list[DossierInfo]:
    found: dict[UUID, DossierInfo] = {}
    for place in range(0, len(ids), _PART):
        wanted = dossiers.DossierFilter(ids=tuple(ids[place : place + _PART]))
        page = dossiers.list_dossiers(actor, wanted=wanted, now=now, size=_PART)
        found |= {info.id: info for info in page.items}
    return [found[one] for one in ids if one in found]


def group_of(actor: Actor, *, dossier_id: UUID) -> GroupInfo | None:
    """Return the group a dossier is a member of, as far as this actor may see it; None for one of no group."""
    group_id = GroupRow.objects.filter(dossier_id=dossier_id).values_list("group_id", flat=True).first()
    found = access.visible(actor).filter(pk=group_id).first() if group_id else None
    return found.to_info() if found is not None else None


def look_up_throttled(token: str, *, address: str, now: datetime) -> tuple[GroupInfo, list[DossierInfo], Standing]:
    """Return what the printed QR leads to: a filed group, its members and how it stands; the page masks every name.

    60 wrong guesses a quarter of an hour from one address, then TooMany. Raises GroupMissing.
    """
    with identity.held_back("groups.look_up", address, limit=LOOK_UPS, now=now):
        group = DossierGroup.objects.filter(token=clean_token(token)).exclude(state=GroupState.DRAFT).first()
        if group is None:
            raise GroupMissing
    found = members(SYSTEM, group_id=group.id, now=now)
    return group.to_info(), found, standing(found, now=now)
