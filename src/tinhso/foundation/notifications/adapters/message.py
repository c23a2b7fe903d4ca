"""A letter as an Internet message (RFC 5322, MIME), in UTF-8."""

from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from tinhso.foundation.notifications.ports import Letter, NotDelivered, Refused
from tinhso.ui import site


def compose(letter: Letter, *, sender: str) -> EmailMessage:
    """Return the message; the same letter always gives the same Message-ID and Date, so a repeat is recognised.

    `Auto-Submitted` keeps other machines from answering (RFC 3834). Raises Refused for an address that cannot be one,
    NotDelivered when it is the sender's (the operator mends that).
    """
    message = EmailMessage(policy=SMTP)
    domain = sender.rpartition("@")[2]
    try:
        message["From"] = Address(display_name=site.current().name, addr_spec=sender)
    except (ValueError, IndexError, MessageError):
        raise NotDelivered("Địa chỉ người gửi không hợp lệ. Sửa TINHSO_EMAIL_FROM.") from None
    try:
        message["To"] = Address(addr_spec=to_ascii(letter.address))
    except (ValueError, IndexError, MessageError):
        raise Refused("Địa chỉ thư điện tử của tài khoản không dùng được.") from None
    message["Subject"] = " ".join(letter.subject.split())
    message["Date"] = format_datetime(letter.written_at)
    message["Message-ID"] = f"<{letter.id}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = letter.language.value
    message.set_content(letter.text, charset="utf-8")
    if letter.calendar:
        message.add_attachment(
            letter.calendar.encode(),
            maintype="text",
            subtype="calendar",
            filename="lich.ics",
            params={"charset": "utf-8"},
        )
        message.set_boundary(f"=_{letter.id.hex}")  # the same letter is the same bytes
    return message


def to_ascii(address: str) -> str:
    """Return an address with its domain in ASCII (IDNA).

    Raises ValueError for a domain that cannot be one, and for other than ASCII before the @: few servers take that.
    """
    local, _at, domain = address.rpartition("@")
    if not local.isascii():
        raise ValueError("the local part is not ASCII")
    return f"{local}@{domain.encode('idna').decode('ascii')}"
