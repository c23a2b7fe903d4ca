"""The one setting of the mail server: `smtp://user:password@host:port?tls=yes|starttls`."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit


class Tls(StrEnum):
    """How the connection is protected: from the first byte (RFC 8314), after STARTTLS (RFC 3207), or not at all."""

    YES = "yes"
    STARTTLS = "starttls"
    NO = "no"


PORTS: Final = {Tls.YES: 465, Tls.STARTTLS: 587, Tls.NO: 25}


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """Where letters are handed in."""

    host: str
    port: int
    tls: Tls
    user: str = ""
    password: str = field(default="", repr=False)


def parse_email_url(url: str) -> SmtpServer:
    """Return the server a URL names. User and password are percent-encoded in it.

    Raises ValueError, never repeating the password, for another scheme, no host, an unknown option, and for a password
    that would cross the network in the open (`tls=no` to anything but this machine).
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ValueError("TINHSO_EMAIL_URL: the port must be a number from 1 to 65535") from None
    if parts.scheme != "smtp" or not parts.hostname or parts.path not in {"", "/"}:
        raise ValueError("TINHSO_EMAIL_URL must look like smtp://user:password@host:port?tls=yes")
    options = parse_qs(parts.query, keep_blank_values=True)
    wanted = options.pop("tls", ["no"])[-1]
    if options or wanted not in set(Tls):
        raise ValueError("TINHSO_EMAIL_URL: the only option is tls=yes, tls=starttls or tls=no")
    tls = Tls(wanted)
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if password and tls is Tls.NO and parts.hostname not in {"localhost", "127.0.0.1", "::1"}:
        raise ValueError("TINHSO_EMAIL_URL: a password needs tls=yes or tls=starttls")
    return SmtpServer(parts.hostname, port or PORTS[tls], tls, user, password)
