"""The gates of csc. Forbidden and missing look the same."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from tinhso.foundation.csc.data import KEEP_SEAL, SYSTEMS
from tinhso.foundation.csc.errors import SystemMissing
from tinhso.foundation.csc.models import Authorisation, ClientSystem, StandingRule
from tinhso.foundation.organisations import public as organisations
from tinhso.foundation.signing import public as signing
from tinhso.kernel.actors import Actor


def is_custodian(actor: Actor, key: signing.KeyInfo) -> bool:
    """Tell whether this actor keeps the seal: the clerk of the unit that holds it."""
    return actor.is_officer and actor.may(KEEP_SEAL, key.holder_id)


def seals(*, now: datetime) -> list[signing.KeyInfo]:
    """Return the agencies' keys that may sign by themselves now: those units hold that ask nobody."""
    held = signing.keys_among([one.id for one in organisations.list_units()], usable_only=True, now=now)
    return [one for one in held if one.consent is signing.ConsentNeed.NONE]


def seals_of(actor: Actor, *, now: datetime) -> list[signing.KeyInfo]:
    """Return the seals this actor keeps."""
    scope = actor.scope(KEEP_SEAL)
    if scope.everywhere:
        return seals(now=now)
    held = signing.keys_among(scope.units, usable_only=True, now=now) if scope.units else []
    return [one for one in held if one.consent is signing.ConsentNeed.NONE]


def access_seal(actor: Actor, *, key_id: UUID) -> signing.KeyInfo:
    """Return a seal this actor keeps. Raises SystemMissing."""
    try:
        key = signing.get_key(key_id)
    except signing.KeyNotFound:
        raise SystemMissing from None
    if not is_custodian(actor, key):
        raise SystemMissing
    return key


def authorisations(actor: Actor) -> QuerySet[Authorisation]:
    """Return the authorisations of the seals this actor keeps; all for who looks after the systems."""
    rows = Authorisation.objects.select_related("system")
    if actor.may(SYSTEMS):
        return rows
    scope = actor.scope(KEEP_SEAL)
    return rows if scope.everywhere else rows.filter(unit_id__in=sorted(scope.units))


def access_authorisation(actor: Actor, *, authorisation_id: UUID, lock: bool = False) -> Authorisation:
    """Return an authorisation within reach. Raises SystemMissing."""
    rows = authorisations(actor)
    found = (rows.select_for_update(of=("self",)) if lock else rows).filter(id=authorisation_id).first()
    if found is None:
        raise SystemMissing
    return found


def access_rule(actor: Actor, *, rule_id: UUID) -> StandingRule:
    """Return, locked, a rule for a seal this actor keeps. Raises SystemMissing."""
    rows = StandingRule.objects.select_for_update(of=("self",)).select_related("system")
    found = rows.filter(id=rule_id).first()
    if found is None or not actor.may(KEEP_SEAL, found.unit_id):
        raise SystemMissing
    return found


def access_system(actor: Actor, *, system_id: UUID) -> ClientSystem:
    """Return, locked, a system for who looks after them. Raises SystemMissing."""
    found = ClientSystem.objects.select_for_update().filter(id=system_id).first()
    if found is None or not actor.may(SYSTEMS):
        raise SystemMissing
    return found
