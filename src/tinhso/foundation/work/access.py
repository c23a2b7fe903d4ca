"""The gate: the only way to obtain an item for somebody."""

from uuid import UUID

from tinhso.foundation.work.errors import ItemMissing
from tinhso.foundation.work.models import WorkItem
from tinhso.foundation.work.reach import Reach, reach_of
from tinhso.kernel.actors import Actor


def access_item(actor: Actor, *, item_id: UUID, lock: bool = False) -> tuple[WorkItem, Reach]:
    """Return an item this actor may see, and their reach. Missing and not theirs are both ItemMissing."""
    items = WorkItem.objects.select_for_update() if lock else WorkItem.objects.all()
    item = items.filter(pk=item_id).first()
    reach = reach_of(actor)
    if item is None or not reach.shows(item):
        raise ItemMissing
    return item, reach


def access_to_take(actor: Actor, *, item_id: UUID) -> tuple[WorkItem, Reach]:
    """Return, locked, an item this actor sees or would see if it were open: they may be told who was faster."""
    item = WorkItem.objects.select_for_update().filter(pk=item_id).first()
    reach = reach_of(actor)
    if item is None or not (reach.shows(item) or _was_in_reach(item, reach)):
        raise ItemMissing
    return item, reach


def _was_in_reach(item: WorkItem, reach: Reach) -> bool:
    pairs = zip(reach.pair_units, reach.pair_roles, strict=True)
    return item.role in reach.roles_everywhere or (item.unit_id, item.role) in set(pairs)
