"""Reorganisations: several units become one, one becomes several (sáp nhập, hợp nhất, chia, tách)."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from tinhso.foundation.organisations import queries, tree
from tinhso.foundation.organisations.access import MANAGE_UNITS, access_unit, check_may
from tinhso.foundation.organisations.actions.units import check_open, end_unit, insert_unit
from tinhso.foundation.organisations.data import NewUnit, Share, UnitInfo
from tinhso.foundation.organisations.errors import BadDates
from tinhso.foundation.organisations.events import UnitSucceeded
from tinhso.foundation.organisations.models import UnitSuccession
from tinhso.kernel.actors import Actor
from tinhso.kernel.outbox import announce_all


@transaction.atomic
def merge_units(
    *, actor: Actor, old_ids: Sequence[UUID], into: NewUnit | UUID, on: date, document: str, now: datetime
) -> UnitInfo:
    """Let one unit take over others as wholes from a day on; return it.

    `into` is a new unit to set up (hợp nhất), or a unit that stays and takes the others in (sáp nhập). The old ones
    close; agencies below them move under the new one. Raises as `create_unit` and `close_unit` do, and BadDates when
    there is nothing to merge.
    """
    olds = [unit_id for unit_id in dict.fromkeys(old_ids) if unit_id != into]
    if not olds:
        raise BadDates
    heir = _heir(actor, into, on=on, document=document, now=now)
    for old_id in olds:
        _hand_over(actor, old_id, [(heir, Share.WHOLE)], on=on, document=document, now=now)
    return queries.get_unit(heir.id, on=on)


@transaction.atomic
def split_unit(
    *,
    actor: Actor,
    unit_id: UUID,
    parts: Sequence[tuple[NewUnit | UUID, Share]],
    on: date,
    document: str,
    now: datetime,
) -> tuple[UnitInfo, ...]:
    """Dissolve a unit and share it out among new or standing units from a day on.

    The one with share MAIN answers for what cannot be divided; agencies below move under it.
    Raises as `create_unit` and `close_unit` do, and BadDates unless exactly one share is MAIN.
    """
    if sum(share is Share.MAIN for _part, share in parts) != 1:
        raise BadDates
    heirs = [(_heir(actor, part, on=on, document=document, now=now), share) for part, share in parts]
    heirs.sort(key=lambda pair: pair[1] is not Share.MAIN)
    _hand_over(actor, unit_id, heirs, on=on, document=document, now=now)
    return tuple(heir for heir, _share in heirs)


def _heir(actor: Actor, into: NewUnit | UUID, *, on: date, document: str, now: datetime) -> UnitInfo:
    if isinstance(into, UUID):
        access_unit(actor, unit_id=into)
        standing = queries.get_unit(into, on=on)
        check_open(standing, on)
        return standing
    check_may(actor, MANAGE_UNITS, into.parent_id)
    return insert_unit(actor, new=into, on=on, document=document, now=now)


def _hand_over(
    actor: Actor,
    old_id: UUID,
    heirs: Sequence[tuple[UnitInfo, Share]],
    *,
    on: date,
    document: str,
    now: datetime,
) -> None:
    """Move what lies below the old unit under the first heir, close it, and write who follows it."""
    from tinhso.foundation.organisations.actions.units import move_unit

    old = access_unit(actor, unit_id=old_id)
    for part in queries.list_units(parent_id=old_id, on=on):
        if part.is_agency:
            move_unit(actor=actor, unit_id=part.id, parent_id=heirs[0][0].id, on=on, document=document, now=now)
    end_unit(actor, unit=old, on=on, document=document, now=now)
    UnitSuccession.objects.bulk_create(
        UnitSuccession(old_id=old_id, new_id=heir.id, share=share, on=on, document=document[:200])
        for heir, share in heirs
    )
    tree.bump()
    announce_all([UnitSucceeded(old_id=old_id, new_id=h.id, share=s.value, on=on) for h, s in heirs], actor=actor)
