"""Reactions to events of rooms below: what the holder of an account must hear."""

from tinhso.foundation.identity.events import HolderProven, PhoneChanged
from tinhso.foundation.notifications.actions import notify
from tinhso.foundation.notifications.push import end_devices_added_before
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


def holder_proven(envelope: Envelope) -> None:
    """Send no more messages to browsers that joined before the holder was proven: they may be somebody else's."""
    fact = envelope.fact
    if isinstance(fact, HolderProven):
        end_devices_added_before(fact.account_id, now=envelope.recorded_at)
