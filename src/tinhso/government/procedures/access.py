"""The gates of the workshop. Published versions need none: a procedure is public law."""

from typing import Final
from uuid import UUID

from tinhso.foundation.organisations import public as organisations
from tinhso.foundation.organisations.public import UnitKind
from tinhso.government.procedures.errors import CopyNotFound
from tinhso.government.procedures.models import WorkingCopy
from tinhso.kernel.actors import Actor
from tinhso.kernel.errors import Forbidden

EDIT: Final = "procedures.edit"
PUBLISH: Final = "procedures.publish"
PROVINCIAL: Final = frozenset({UnitKind.PROVINCE, UnitKind.CENTRE})


def may(actor: Actor, ability: str) -> bool:
    """Tell whether an actor holds an ability for the whole province: procedures are one for all its units.

    An ability held everywhere counts, and one held in a post of the province's own office or one-stop centre; the same
    role in a commune does not.
    """
    if not actor.may(ability):
        return False
    if actor.scope(ability).everywhere:
        return True
    return actor.unit_id is not None and organisations.agency_of(actor.unit_id).kind in PROVINCIAL


def require(actor: Actor, *abilities: str) -> None:
    """Raise Forbidden unless the actor holds one of the abilities for the province."""
    if not any(may(actor, ability) for ability in abilities):
        raise Forbidden


def access_copy(actor: Actor, *, copy_id: UUID, ability: str = "", lock: bool = False) -> WorkingCopy:
    """Return a working copy to somebody of the workshop; with `ability`, to who holds just that one.

    Raises Forbidden before it looks, CopyNotFound for an id nobody knows.
    """
    require(actor, *([ability] if ability else [EDIT, PUBLISH]))
    rows = WorkingCopy.objects.select_for_update() if lock else WorkingCopy.objects.all()
    found = rows.filter(id=copy_id).first()
    if found is None:
        raise CopyNotFound
    return found
