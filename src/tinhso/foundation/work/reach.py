"""What an actor may see, as the database needs it."""

from dataclasses import dataclass
from uuid import UUID

from tinhso.foundation.work.data import OVERSEE, WORK_ROLES, State
from tinhso.foundation.work.models import WorkItem
from tinhso.kernel.actors import Actor


@dataclass(frozen=True, slots=True)
class Reach:
    """The actor's account; pairs of unit and role whose open items are theirs to take; what they oversee."""

    account_id: UUID | None
    pair_units: tuple[UUID, ...]
    pair_roles: tuple[str, ...]
    roles_everywhere: tuple[str, ...]
    oversees_everywhere: bool
    overseen: tuple[UUID, ...]

    def shows(self, item: WorkItem) -> bool:
        """Tell whether `item` is this actor's to see: theirs, open for them, overseen, or done by them."""
        if self.account_id is not None and self.account_id in (item.assignee_id, item.done_by):
            return True
        return self.may_take(item) or self.oversees(item)

    def may_take(self, item: WorkItem) -> bool:
        """Tell whether `item` is open for a role of this actor."""
        if item.state != State.OPEN:
            return False
        pairs = zip(self.pair_units, self.pair_roles, strict=True)
        return item.role in self.roles_everywhere or (item.unit_id, item.role) in set(pairs)

    def oversees(self, item: WorkItem) -> bool:
        """Tell whether the item's unit is overseen by this actor."""
        return self.oversees_everywhere or item.unit_id in self.overseen


def reach_of(actor: Actor) -> Reach:
    """Return what `actor` may see. Nobody but an official (or the system) reaches anything."""
    scopes = {role: actor.scope(f"work.{role}") for role in WORK_ROLES}
    pairs = [(unit, role) for role, scope in scopes.items() if not scope.everywhere for unit in sorted(scope.units)]
    overseen = actor.scope(OVERSEE)
    return Reach(
        account_id=actor.account_id,
        pair_units=tuple(unit for unit, _ in pairs),
        pair_roles=tuple(role for _, role in pairs),
        roles_everywhere=tuple(role for role, scope in scopes.items() if scope.everywhere),
        oversees_everywhere=overseen.everywhere,
        overseen=tuple(sorted(overseen.units)),
    )
