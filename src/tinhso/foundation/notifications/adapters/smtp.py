"""Hands letters in at a mail server (SMTP, RFC 5321)."""

import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from tinhso.foundation.notifications.adapters.message import compose, to_ascii
from tinhso.foundation.notifications.data import Channel
from tinhso.foundation.notifications.ports import Letter, NotDelivered, Refused, Unreachable
from tinhso.foundation.notifications.rules.email_url import SmtpServer, Tls

TIMEOUT: Final = 10
"""Seconds the other side has for each answer."""


@dataclass(frozen=True, slots=True)
class SmtpCarrier:
    """One connection per letter. With TLS the server's certificate is checked against the machine's trust store.

    Only an answer about this letter is final: 5xx to its recipient or to its content. Everything else (connection, TLS,
    sign-in, sender, 4xx) is the server's or the operator's to mend, so the letter waits.
    """

    server: SmtpServer
    sender: str

    @property
    def channel(self) -> Channel:
        """E-mail."""
        return Channel.EMAIL

    def deliver(self, letter: Letter) -> str:
        """Hand one letter in; done when the server has answered 250 to its content."""
        message = compose(letter, sender=self.sender)
        recipient = to_ascii(letter.address)
        connection = self._connect()
        try:
            connection.sendmail(self.sender, [recipient], message.as_bytes())
        except smtplib.SMTPRecipientsRefused as error:
            code, said = error.recipients[recipient]
            raise _verdict(code, said) from None
        except smtplib.SMTPDataError as error:
            raise _verdict(error.smtp_code, error.smtp_error) from None
        except (smtplib.SMTPException, OSError) as error:
            raise NotDelivered(_words(error)) from None
        finally:
            with suppress(smtplib.SMTPException, OSError):  # the letter's fate is known; how we part does not matter
                connection.quit()
            connection.close()
        return ""

    def _connect(self) -> smtplib.SMTP:
        server = self.server
        connection: smtplib.SMTP | None = None
        try:
            if server.tls is Tls.YES:
                tls = ssl.create_default_context()
                connection = smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT, context=tls)
            else:
                connection = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT)
            if server.tls is Tls.STARTTLS:
                connection.starttls(context=ssl.create_default_context())
            if server.user:
                connection.login(server.user, server.password)
        except (smtplib.SMTPException, OSError) as error:
            if connection is not None:
                connection.close()
            raise Unreachable(_words(error)) from None
        return connection


def _verdict(code: int, said: bytes | str) -> NotDelivered:
    """Return what an answer of the server means: 5xx is for good, 4xx (and anything odd) for now (RFC 5321, 4.2.1)."""
    words = f"{code} {said.decode('utf-8', 'replace') if isinstance(said, bytes) else said}"
    return Refused(words) if 500 <= code <= 599 else NotDelivered(words)


def _words(error: Exception) -> str:
    """Return a reason for the operator; a server's own words without our password in them."""
    if isinstance(error, smtplib.SMTPSenderRefused | smtplib.SMTPResponseException):
        said = error.smtp_error.decode("utf-8", "replace") if isinstance(error.smtp_error, bytes) else error.smtp_error
        return f"{error.smtp_code} {said}"
    return f"{type(error).__name__}: {error}"
