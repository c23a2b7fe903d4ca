"""Reactions to events of rooms below: what the holder of an account must hear."""

from tinhso.foundation.identity.events import PhoneChanged
from tinhso.foundation.notifications.actions import notify
from tinhso.kernel.events import Envelope


def phone_changed(envelope: Envelope) -> None:
    """Tell the holder that an officer wrote another telephone number down: by every other way they can be reached."""
    fact = envelope.fact
    if isinstance(fact, PhoneChanged):
        notify(
            fact.account_id,
            template="account_phone_changed",
            context={"at": envelope.recorded_at},
            once_key=str(envelope.id),
            now=envelope.recorded_at,
        )
