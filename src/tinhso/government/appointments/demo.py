"""The demo province opens its desks, so that booking, tickets and the calling screen can be tried."""

import secrets

from tinhso.foundation.organisations import public as organisations
from tinhso.foundation.organisations.public import UnitKind
from tinhso.government.appointments import content
from tinhso.government.appointments.actions.rules import BOUNDS
from tinhso.government.appointments.models import DeskRule
from tinhso.kernel import clock

MOST = 200


def load_desks(*_args: object, **_options: object) -> int:
    """Open the desks of agencies that have a one-stop section and no rule yet; return how many were opened."""
    sections = organisations.list_units(kind=UnitKind.ONE_STOP)[:MOST]
    agencies = {organisations.agency_of(unit.id).id for unit in sections}
    values = {name: content.desks().defaults[name] for name in BOUNDS}
    fresh = agencies - set(DeskRule.objects.filter(unit_id__in=agencies).values_list("unit_id", flat=True))
    rows = [
        DeskRule(unit_id=unit_id, kiosk_key=secrets.token_urlsafe(32), changed_at=clock.now(), **values)
        for unit_id in fresh
    ]
    return len(DeskRule.objects.bulk_create(rows, ignore_conflicts=True))
