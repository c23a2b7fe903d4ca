"""Builders for tests: something to be told, and a real mail server on this machine that answers as it is told."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, Final
from uuid import UUID, uuid4

from django.db import transaction

from tinhso.foundation.notifications.actions import notify
from tinhso.foundation.notifications.models import Delivery, NoticeRow
from tinhso.testing.ports import own_port

NOON: Final = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
PROMISED: Final = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)


def make_notice(
    account_id: UUID, *, template: str = "dossier_received", once_key: str = "", now: datetime = NOON
) -> NoticeRow:
    """Tell an account that its dossier was received; return the last notice of that account."""
    with transaction.atomic():
        notify(
            account_id,
            template=template,
            context={
                "code": "H61.12-261123-0001",
                "procedure": "Đăng ký khai sinh",
                "unit": "Ủy ban nhân dân Phường 1",
                "promised_at": PROMISED,
                "due_at": PROMISED,
                "at": NOON,
            },
            subject_kind="dossier",
            subject_id=uuid4(),
            once_key=once_key,
            now=now,
        )
    return NoticeRow.objects.filter(account_id=account_id).latest("id")


def make_delivery(account_id: UUID, *, now: datetime = NOON) -> Delivery:
    """Return the queued letter of a new notice; the account needs an e-mail address."""
    return Delivery.objects.get(notice=make_notice(account_id, now=now))


@dataclass
class MailServer:
    """What the server got and how it answers: `at_recipient` and `at_content` are answers such as "550 5.1.1 no".

    `before_answer` is called once a letter is taken and before its sender is told so.
    """

    port: int = 0
    at_recipient: str = ""
    at_content: str = ""
    before_answer: Callable[[], object] = int
    got: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    sessions_secured: list[bool] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 - the server's own name
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: list[str]
    ) -> str:
        """Take or refuse a recipient."""
        if self.at_recipient:
            return self.at_recipient.replace("{address}", address)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - as above
        """Take or refuse the content."""
        if self.at_content:
            return self.at_content
        message = message_from_bytes(envelope.content, policy=policy.SMTP)
        assert isinstance(message, EmailMessage)
        self.got.append(message)
        self.recipients += envelope.rcpt_tos
        self.sessions_secured.append(session.ssl is not None)
        self.before_answer()
        return "250 2.0.0 taken"


@contextmanager
def mail_server(**options: Any) -> Iterator[MailServer]:
    """Run a mail server (aiosmtpd) on a free loopback port inside the block; `options` are its Controller's."""
    import pytest

    controller_of = pytest.importorskip("aiosmtpd.controller", reason="these tests need aiosmtpd").Controller
    box = MailServer()
    box.port = own_port()
    controller = controller_of(box, hostname="127.0.0.1", port=box.port, **options)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()
