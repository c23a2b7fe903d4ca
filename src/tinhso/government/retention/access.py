"""The gates: the only way to a disposal, a hold or an export for someone. Forbidden and missing look the same."""

from typing import Final
from uuid import UUID

from django.db.models import Q

from tinhso.foundation.organisations import public as organisations
from tinhso.government.retention.errors import DisposalNotFound, ExportNotFound, HoldNotFound, ReasonNeeded
from tinhso.government.retention.models import Disposal, PersonExport, RetentionHold
from tinhso.kernel.actors import Actor, ActorKind
from tinhso.kernel.errors import Forbidden
from tinhso.kernel.text import clean_block

SEE: Final = "retention.see"
PROPOSE: Final = "retention.propose"
DECIDE: Final = "retention.decide"
HOLD: Final = "retention.hold"
STANDING: Final = "retention.standing"
EXPORT: Final = "retention.export"

MIN_REASON: Final = 10
MAX_REASON: Final = 500


def agency_here(actor: Actor, ability: str) -> organisations.UnitInfo:
    """Return the agency an officer works for, where they hold `ability` over it.

    Raises DisposalNotFound for who is no officer or may not see, Forbidden for who may only see.
    """
    if not actor.is_officer or actor.unit_id is None:
        raise DisposalNotFound
    agency = organisations.agency_of(actor.unit_id)
    if actor.may(ability, agency.id) or actor.may(ability, actor.unit_id):
        return agency
    raise Forbidden if actor.may(SEE, agency.id) else DisposalNotFound


def in_scope(actor: Actor, ability: str = SEE) -> Q | None:
    """Return the condition "of units this actor holds `ability` over"; None when there are none."""
    scope = actor.scope(ability) if actor.is_officer or actor.kind is ActorKind.SYSTEM else None
    if not scope:
        return None
    return Q() if scope.everywhere else Q(unit_id__in=sorted(scope.units))


def access_disposal(actor: Actor, *, disposal_id: UUID, ability: str = SEE, lock: bool = False) -> Disposal:
    """Return a disposal of a unit this actor may see. Raises DisposalNotFound, Forbidden for who may only see it."""
    rows = Disposal.objects.select_for_update() if lock else Disposal.objects.all()
    found = rows.filter(pk=disposal_id).first()
    if found is None or not actor.is_officer or not actor.may(SEE, found.unit_id):
        raise DisposalNotFound
    if not actor.may(ability, found.unit_id):
        raise Forbidden
    return found


def access_hold(actor: Actor, *, hold_id: UUID) -> RetentionHold:
    """Return, locked, a hold of a unit over which this actor holds `retention.hold`. Raises HoldNotFound."""
    found = RetentionHold.objects.select_for_update().filter(pk=hold_id).first()
    if found is None or not actor.is_officer or not actor.may(HOLD, found.unit_id):
        raise HoldNotFound
    return found


def access_export(actor: Actor, *, export_id: UUID, lock: bool = False) -> PersonExport:
    """Return an export this very account asked for. Raises ExportNotFound for anybody else's, whatever they may do.

    An officer who lost the ability since loses the file with it.
    """
    rows = PersonExport.objects.select_for_update() if lock else PersonExport.objects.all()
    found = rows.filter(pk=export_id, asked_by_id=actor.account_id).first() if actor.account_id else None
    if found is None or actor.behalf is not None or not (actor.is_applicant or actor.may(EXPORT)):
        raise ExportNotFound
    return found


def require_reason(text: str, field: str) -> str:
    """Return a reason as it is recorded. Raises ReasonNeeded for less than 10 characters."""
    said = clean_block(text)[:MAX_REASON]
    if len(said) < MIN_REASON:
        raise ReasonNeeded(fields={field: ReasonNeeded.sentence})
    return said
