"""Reactions to what happens to payments and members. Each looks at the state first: an event may come twice."""

from typing import Any

from tinhso.government.groups.actions import fees
from tinhso.government.payments.events import PaymentCancelled, PaymentReopened, PaymentSettled
from tinhso.kernel.events import Envelope


def money_came(envelope: Envelope) -> None:
    """Let the members go on when their one payment is there."""
    fact = envelope.fact
    if isinstance(fact, PaymentSettled) and fact.subject_kind == fees.SUBJECT_KIND:
        fees.settled(request_id=fact.request_id, at=fact.at, now=envelope.recorded_at)


def money_went(envelope: Envelope) -> None:
    """Let the members wait again when the bank took it back."""
    fact = envelope.fact
    if isinstance(fact, PaymentReopened) and fact.subject_kind == fees.SUBJECT_KIND:
        fees.reopened(request_id=fact.request_id, now=envelope.recorded_at)


def money_not_asked(envelope: Envelope) -> None:
    """Let the members go on when it is asked no longer."""
    fact = envelope.fact
    if isinstance(fact, PaymentCancelled) and fact.subject_kind == fees.SUBJECT_KIND:
        fees.cancelled(request_id=fact.request_id, now=envelope.recorded_at)


def member_ended(envelope: Envelope) -> None:
    """Take a member that ended, or was exempted, off the payment the others still wait for."""
    fact: Any = envelope.fact
    fees.member_ended(dossier_id=fact.dossier_id, now=envelope.recorded_at)
