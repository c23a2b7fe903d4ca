"""Who carries letters here: a real mail server when one is set, else a folder."""

from pathlib import Path

from django.conf import settings

from tinhso.foundation.notifications.data import Channel
from tinhso.foundation.notifications.ports import Carrier


def carrier_for(channel: Channel) -> Carrier:
    """Return who carries letters of a channel, as the settings of this moment say.

    Raises LookupError for a channel nobody carries, ValueError for a setting that cannot be read.
    """
    if channel is not Channel.EMAIL:
        raise LookupError(f"nobody carries letters of {channel}")
    sender = str(settings.DEFAULT_FROM_EMAIL)
    if not settings.EMAIL_URL:
        from tinhso.foundation.notifications.adapters.folder import FolderCarrier

        return FolderCarrier(outbox_folder(), sender)
    from tinhso.foundation.notifications.adapters.smtp import SmtpCarrier
    from tinhso.foundation.notifications.rules.email_url import parse_email_url

    return SmtpCarrier(parse_email_url(settings.EMAIL_URL), sender)


def outbox_folder() -> Path:
    """Return where letters are laid when there is no mail server."""
    return Path(settings.DATA_DIR) / "outbox"
