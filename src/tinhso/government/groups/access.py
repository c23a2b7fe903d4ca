"""The gates of groups. Forbidden and missing look the same."""

from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from tinhso.government.groups.data import GroupState
from tinhso.government.groups.errors import GroupClosed, GroupMissing
from tinhso.government.groups.models import DossierGroup
from tinhso.kernel.actors import Actor, ActorKind

SEE: Final = "dossiers.see"
RECEIVE: Final = "dossiers.receive"


def visible(actor: Actor) -> QuerySet[DossierGroup]:
    """Return the groups this actor may see: an applicant's own; an officer's units', and what a desk there prepares.

    Who acts for somebody else sees that person's only with the whole of their affairs in hand.
    """
    if actor.kind is ActorKind.SYSTEM:
        return DossierGroup.objects.all()
    if actor.is_applicant and actor.account_id:
        is_narrow = actor.behalf is not None and not actor.behalf.is_whole
        return DossierGroup.objects.none() if is_narrow else _own(actor)
    scope = actor.scope(SEE) if actor.is_officer else None
    if not scope:
        return DossierGroup.objects.none()
    rows = DossierGroup.objects.exclude(state=GroupState.DRAFT, at_counter=False)
    return rows if scope.everywhere else rows.filter(unit_id__in=sorted(scope.units))


def _own(actor: Actor) -> QuerySet[DossierGroup]:
    return DossierGroup.objects.filter(account_id=actor.principal_id, at_counter=False)


def access_group(actor: Actor, *, group_id: UUID, lock: bool = False) -> DossierGroup:
    """Return a group this actor may see. Raises GroupMissing."""
    rows = visible(actor)
    found = (rows.select_for_update(of=("self",)) if lock else rows).filter(pk=group_id).first()
    if found is None:
        raise GroupMissing
    return found


def access_to_edit(actor: Actor, *, group_id: UUID) -> DossierGroup:
    """Return, locked, a group this actor prepares: its representative, or an officer of the desk that receives it.

    Raises GroupMissing for everybody else, GroupClosed once it is filed whole.
    """
    group = access_group(actor, group_id=group_id, lock=True)
    if not may_edit(actor, group):
        raise GroupMissing
    if group.state == GroupState.FILED:
        raise GroupClosed
    return group


def may_edit(actor: Actor, group: DossierGroup) -> bool:
    """Tell whether this actor prepares and files the group."""
    if not group.at_counter:
        behalf = actor.behalf
        return actor.is_applicant and (behalf is None or behalf.may_file)
    return actor.is_officer and group.unit_id is not None and actor.may(RECEIVE, group.unit_id)
