"""Whose key seals an agency's packets: its own, or in a demonstration one made for it."""

from uuid import UUID

from django.conf import settings

from tinhso.foundation.edxml import public as edxml
from tinhso.foundation.organisations import public as organisations
from tinhso.foundation.signing import public as signing
from tinhso.government.correspondence.naming import agency_name
from tinhso.kernel import clock


def seal_of(unit_id: UUID) -> edxml.Seal | None:
    """Return the seal of an agency; None where it has none: then its packets go out without, and say so.

    It is the newest key that signs without asking anybody, an official one before a demonstration one. Raises
    KeyNotUsable for one its authority withdrew, so that a packet waits rather than goes out with it or with none.
    """
    now = clock.now()
    held = [
        one for one in signing.keys_of(unit_id, usable_only=True, now=now) if one.consent is signing.ConsentNeed.NONE
    ]
    if not held and settings.DEMO:
        unit = organisations.get_unit(unit_id)
        held = [signing.ensure_demo_key(unit_id, name=agency_name(unit), unit=agency_name(unit), now=now)]
    if not held:
        return None
    key = next((one for one in held if not one.is_demo), held[0])
    return edxml.PortSeal(signing.open_usable_key(key.ref, holder_id=unit_id, now=now), key.ref)
