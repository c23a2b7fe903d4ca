"""Where drafting meets `signing`: the leader's key, number and date, the agency's seal, a voided signature."""

from datetime import date, datetime
from typing import Final

from django.conf import settings

from tinhso.foundation.organisations.data import UnitInfo
from tinhso.foundation.signing import public as signing
from tinhso.kernel.actors import Actor

LEADER: Final = "leader"
SEAL: Final = "seal"


def seal_key(unit: UnitInfo, *, now: datetime) -> signing.KeyInfo:
    """Return the key of an agency's seal that signs at once; in a demo installation one is made, marked as such."""
    held = [one for one in signing.keys_of(unit.id, usable_only=True, now=now) if signing.signs_at_once(one)]
    if held:
        return next((one for one in held if not one.is_demo), held[0])
    if not settings.DEMO:
        raise signing.KeyNotFound
    return signing.ensure_demo_key(unit.id, name=unit.name, unit=unit.name, now=now)


def sign_as_leader(actor: Actor, pdf: bytes, *, location: str, reason: str, now: datetime) -> bytes:
    """Return the paper laid out for number, date and seal, and signed with the actor's own key."""
    key = signing.key_of(actor, now=now)
    appearance = signing.Appearance(anchor=LEADER, name=actor.name, location=location)
    prepared = signing.prepare_for_office(pdf, leader=appearance)
    return signing.sign_pdf(
        prepared, key_ref=key.ref, appearance=appearance, reason=reason, holder_id=actor.account_id, now=now
    ).data


def numbered(pdf: bytes, *, number: str, code: str, on: date) -> bytes:
    """Return the signed paper with number and date filled in."""
    return signing.fill_number(pdf, number=number, on=on, code=code)


def seal(unit: UnitInfo, pdf: bytes, *, location: str, mark: tuple[str, ...] = (), now: datetime) -> bytes:
    """Return the numbered paper sealed with the agency's key, its red stamp a third over the signature.

    A copy bears `mark` instead, with the time, at the upper right of page 1 (Phụ lục I, phần II).
    """
    key = seal_key(unit, now=now)
    if mark:
        look = signing.Appearance(anchor=SEAL, name=unit.name, location=location, look=signing.Look.COPY, words=mark)
        return signing.sign_pdf(pdf, key_ref=key.ref, appearance=look, now=now).data
    return signing.seal_pdf(pdf, key_ref=key.ref, agency=unit.name, location=location, now=now).data


def voided(pdf: bytes, *, by: str, reason: str, now: datetime) -> bytes:
    """Return a signed paper that says on every page that its signature holds no more."""
    return signing.void_signature(pdf, by=by, reason=reason, now=now)
