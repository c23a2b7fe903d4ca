"""The gates: who may change the organisation, and where."""

from typing import Final
from uuid import UUID

from tinhso.foundation.organisations.errors import OfficerNotFound, UnitNotFound
from tinhso.foundation.organisations.models import Officer, Unit
from tinhso.kernel.actors import Actor
from tinhso.kernel.errors import Forbidden

MANAGE_UNITS: Final = "organisations.manage_units"
MANAGE_OFFICERS: Final = "organisations.manage_officers"


def check_may(actor: Actor, ability: str, unit_id: UUID | None) -> None:
    """Raise Forbidden unless the actor holds the ability over the unit; over everything when there is no unit."""
    scope = actor.scope(ability)
    if not (scope.everywhere if unit_id is None else scope.covers(unit_id)):
        raise Forbidden


def access_unit(actor: Actor, *, unit_id: UUID, ability: str = MANAGE_UNITS) -> Unit:
    """Return the unit, locked for this transaction. Raises UnitNotFound, or Forbidden (units are public knowledge)."""
    unit = Unit.objects.select_for_update().filter(id=unit_id).first()
    if unit is None:
        raise UnitNotFound
    check_may(actor, ability, unit_id)
    return unit


def access_officer(actor: Actor, *, officer_id: UUID, unit_id: UUID) -> Officer:
    """Return the officer, locked, to be given or to lose a post in `unit_id`. Raises OfficerNotFound or Forbidden."""
    officer = Officer.objects.select_for_update().filter(id=officer_id).first()
    if officer is None:
        raise OfficerNotFound
    check_may(actor, MANAGE_OFFICERS, unit_id)
    return officer
