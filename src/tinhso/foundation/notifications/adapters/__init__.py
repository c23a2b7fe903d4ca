"""Who carries letters here: a mail server or a folder, the gateway of SMS and Zalo, the browsers' push services."""

from pathlib import Path

from django.conf import settings

from tinhso.foundation.notifications.data import CHAIN, OUTSIDE, Channel
from tinhso.foundation.notifications.ports import Carrier


def carrier_for(channel: Channel) -> Carrier:
    """Return who carries letters of a channel, as the settings of this moment say.

    Raises LookupError for a channel nobody carries, ValueError for a setting that cannot be read.
    """
    if channel in CHAIN:
        from tinhso.foundation.notifications.adapters.gateway import GatewayCarrier

        return GatewayCarrier(channel)
    if channel is Channel.PUSH:
        from tinhso.foundation.notifications.adapters.push import PushCarrier

        return PushCarrier()
    if channel is not Channel.EMAIL:
        raise LookupError(f"nobody carries letters of {channel}")
    sender = str(settings.DEFAULT_FROM_EMAIL)
    if not settings.EMAIL_URL:
        from tinhso.foundation.notifications.adapters.folder import FolderCarrier

        return FolderCarrier(outbox_folder(), sender)
    from tinhso.foundation.notifications.adapters.smtp import SmtpCarrier
    from tinhso.foundation.notifications.rules.email_url import parse_email_url

    return SmtpCarrier(parse_email_url(settings.EMAIL_URL), sender)


def is_connected(channel: Channel) -> bool:
    """Tell whether this installation can carry letters of a channel at all; nothing is queued for one it cannot."""
    if channel in CHAIN:
        return bool(gateway_address())
    if channel is Channel.PUSH:
        return bool(settings.PUSH_HOSTS)
    return channel is Channel.EMAIL


def connected() -> tuple[Channel, ...]:
    """Return the outside channels this installation can carry."""
    return tuple(channel for channel in OUTSIDE if is_connected(channel))


def gateway_address() -> str:
    """Return where SMS and Zalo are handed in: the gateway, else its stand-in; "" when there is neither."""
    if settings.MESSAGES_URL:
        return str(settings.MESSAGES_URL)
    return f"{settings.SIMULATORS}/messages" if settings.SIMULATORS else ""


def gateway_key() -> bytes:
    """Return the secret shared with the gateway; the stand-in's own, known to everybody, when it is in use."""
    stand_in = "may-gia-lap" if not settings.MESSAGES_URL else ""
    return str(settings.MESSAGES_KEY or stand_in).encode()


def outbox_folder() -> Path:
    """Return where letters are laid when there is no mail server."""
    return Path(settings.DATA_DIR) / "outbox"
