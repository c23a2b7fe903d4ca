"""Reactions to what becomes of people and units; idempotent. What begins later is found by the nightly look."""

from tinhso.foundation.certificates.jobs import look_at, take_word
from tinhso.foundation.certificates.models import Certificate
from tinhso.foundation.identity import public as identity
from tinhso.foundation.organisations.events import AppointmentChanged, UnitChanged, UnitSucceeded
from tinhso.foundation.signing.events import KeyStandingChanged
from tinhso.kernel.events import Envelope


def post_changed(envelope: Envelope) -> None:
    """Block the certificate of somebody who has left the unit it was given for (leaving, moving)."""
    fact = envelope.fact
    if isinstance(fact, AppointmentChanged) and fact.change == "ended":
        account = identity.find_by_officer(fact.officer_id)
        if account is not None:
            look_at(Certificate.objects.filter(owner_id=account.id), now=envelope.recorded_at)


def unit_closed(envelope: Envelope) -> None:
    """Block what belongs to a unit that was closed."""
    fact = envelope.fact
    if isinstance(fact, UnitChanged) and fact.change == "closed":
        look_at(Certificate.objects.filter(unit_id=fact.unit_id), now=envelope.recorded_at)


def unit_succeeded(envelope: Envelope) -> None:
    """Block what belongs to a unit that was merged into another."""
    fact = envelope.fact
    if isinstance(fact, UnitSucceeded):
        look_at(Certificate.objects.filter(unit_id=fact.old_id), now=envelope.recorded_at)


def standing_changed(envelope: Envelope) -> None:
    """Write down what the authority says of a key's certificate as soon as signing has learned it."""
    fact = envelope.fact
    if isinstance(fact, KeyStandingChanged):
        for row in Certificate.objects.filter(key_id=fact.key_id):
            take_word(row, fact.state, reason=fact.reason, now=envelope.recorded_at)
