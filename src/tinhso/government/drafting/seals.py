"""Where drafting meets `signing`: the leader's hand, number and date, the agency's seal, a voided signature."""

from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.conf import settings

from tinhso.foundation.organisations.data import UnitInfo
from tinhso.foundation.signing import public as signing
from tinhso.government.drafting.signing_data import SUBJECT
from tinhso.kernel.actors import SYSTEM, Actor

LEADER: Final = "leader"
SEAL: Final = "seal"
REASON: Final = "Phát hành văn bản"


def hand(actor: Actor, *, location: str) -> signing.Appearance:
    """Return how a signer's hand looks on the paper."""
    return signing.Appearance(anchor=LEADER, name=actor.name, location=location)


def seal_key(unit: UnitInfo, *, now: datetime) -> signing.KeyInfo:
    """Return the key of an agency's seal that asks nobody; in a demo installation one is made, marked as such.

    Raises KeyNotFound where the agency has none.
    """
    held = signing.find_seal(unit.id, now=now)
    if held is not None:
        return held
    if not settings.DEMO:
        raise signing.KeyNotFound
    return signing.ensure_demo_key(unit.id, name=unit.name, unit=unit.name, now=now)


def numbered(pdf: bytes, *, code: str, on: date) -> bytes:
    """Return the signed paper with number and date filled in."""
    return signing.fill_number(pdf, number=code.partition("/")[0], on=on, code=code)


def ask_seal(
    unit: UnitInfo, *, draft_id: UUID, file_id: UUID, title: str, mark: tuple[str, ...] = (), now: datetime
) -> UUID:
    """Ask the queue for the agency's seal on a numbered paper, its red stamp a third over the signature.

    A copy bears `mark` instead, with the time, at the upper right of page 1 (Phụ lục I, phần II). Return the request.
    Raises KeyNotFound, and what `signing.ask_signature` raises.
    """
    look = signing.Look.COPY if mark else signing.Look.SEAL
    asked = signing.ask_signature(
        SYSTEM,
        subject_kind=SUBJECT,
        subject_id=draft_id,
        file_id=file_id,
        key_ref=seal_key(unit, now=now).ref,
        appearance=signing.Appearance(anchor=SEAL, name=unit.name, location=unit.place, look=look, words=mark),
        reason=REASON,
        title=title,
        now=now,
    )
    return asked.id


def voided(pdf: bytes, *, by: str, reason: str, now: datetime) -> bytes:
    """Return a signed paper that says on every page that its signature holds no more."""
    return signing.void_signature(pdf, by=by, reason=reason, now=now)
