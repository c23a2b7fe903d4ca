"""The outside: whoever carries a letter to a person: a mail server, a gateway of SMS and Zalo, a push service."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

from tinhso.foundation.notifications.data import Channel, Language


@dataclass(frozen=True, slots=True)
class Letter:
    """What is carried. `id` stays the same when a letter is sent again, so that a repeat can be recognised.

    `address` is what the channel takes (an e-mail address, a telephone number, an account's id for push) and is kept
    out of logs. On a telephone `text` is one short sentence; a gateway with approved templates fills in `template`
    with `params` instead. `calendar` is an iCalendar file for the letter, or empty.
    """

    id: UUID
    address: str = field(repr=False)
    subject: str
    title: str
    text: str
    language: Language
    written_at: datetime
    template: str = ""
    params: Mapping[str, str] = field(default_factory=dict)
    calendar: str = ""
    link: str = ""


class NotDelivered(Exception):
    """The letter was not taken over, now. Try again later."""


class Unreachable(NotDelivered):
    """The other side did not answer at all, so no other letter needs to try for a while."""


class Refused(NotDelivered):
    """The other side will never take this letter. Trying again without a change is of no use."""


class Carrier(Protocol):
    """Carries letters of one channel.

    `deliver` returns once the other side has taken the letter over, and raises NotDelivered, Unreachable or Refused
    with a reason an operator can read. It answers within seconds and may be given the same letter twice.
    """

    @property
    def channel(self) -> Channel:
        """The channel whose letters it carries."""
        ...

    def deliver(self, letter: Letter) -> str:
        """Carry one letter; return the other side's own id for it, or ""."""
        ...
