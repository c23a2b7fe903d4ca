"""How a unit's desks take people: its one-stop head decides."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from tinhso.foundation.audit import public as audit
from tinhso.government.appointments import content
from tinhso.government.appointments.access import MANAGE, access_desk
from tinhso.government.appointments.data import DeskRuleInfo
from tinhso.government.appointments.errors import BadDeskRule
from tinhso.government.appointments.models import DeskRule
from tinhso.kernel.actors import Actor

BOUNDS: Final[Mapping[str, tuple[int, int]]] = {
    "per_half_hour": (1, 200),
    "days_ahead": (1, 60),
    "lead_minutes": (0, 1440),
    "per_person": (1, 20),
    "desks": (1, 50),
}


@transaction.atomic
def set_desk_rule(actor: Actor, *, is_open: bool, values: Mapping[str, int], now: datetime) -> DeskRuleInfo:
    """Set how many people a half hour takes, how far ahead one books, how many a person holds (thiết lập quầy).

    `values` names BOUNDS; what is left out keeps its value, at first the content's. Bookings made before stay. Raises
    BadDeskRule with the fields that are out of bounds, Forbidden to who does not head the unit's one-stop.
    """
    unit_id = access_desk(actor, MANAGE)
    wrong = {
        name: _("Nhập một số từ %(low)d đến %(high)d.") % {"low": BOUNDS[name][0], "high": BOUNDS[name][1]}
        for name, value in values.items()
        if not BOUNDS[name][0] <= value <= BOUNDS[name][1]
    }
    if wrong:
        raise BadDeskRule(fields=wrong)
    kept = {"is_open": is_open, "changed_at": now, **values}
    rule = DeskRule.objects.select_for_update().filter(unit_id=unit_id).first()
    if rule is None:
        first = {name: content.desks().defaults[name] for name in BOUNDS}
        rule = DeskRule.objects.create(unit_id=unit_id, kiosk_key=secrets.token_urlsafe(32), **{**first, **kept})
    else:
        for name, value in kept.items():
            setattr(rule, name, value)
        rule.save(update_fields=list(kept))
    audit.record(
        actor,
        verb="appointments.desk_rule_set",
        subject_kind="unit",
        subject_id=unit_id,
        unit_id=unit_id,
        detail={"is_open": is_open, **values},
    )
    return rule.to_info()


@transaction.atomic
def renew_kiosk_key(actor: Actor, *, now: datetime) -> str:
    """Give the unit's machines a new key and return it; machines that know the old one give no more tickets."""
    unit_id = access_desk(actor, MANAGE)
    rule = DeskRule.objects.select_for_update().filter(unit_id=unit_id).first()
    if rule is None:
        raise BadDeskRule(_("Lưu thiết lập quầy trước, rồi đăng ký máy lấy số."))
    rule.kiosk_key, rule.changed_at = secrets.token_urlsafe(32), now
    rule.save(update_fields=["kiosk_key", "changed_at"])
    audit.record(actor, verb="appointments.kiosk_key_renewed", subject_kind="unit", subject_id=unit_id, unit_id=unit_id)
    return rule.kiosk_key
