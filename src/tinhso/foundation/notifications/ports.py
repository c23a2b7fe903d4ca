"""The outside: whoever carries a letter to a person. E-mail today; a gateway of SMS or Zalo has the same shape."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

from tinhso.foundation.notifications.data import Channel, Language


@dataclass(frozen=True, slots=True)
class Letter:
    """What is carried. `id` stays the same when a letter is sent again, so that a repeat can be recognised.

    `address` is what the channel takes (an e-mail address, a telephone number) and is kept out of logs. A channel of
    short messages has no use for `subject` and sends `title` alone.
    """

    id: UUID
    address: str = field(repr=False)
    subject: str
    title: str
    text: str
    language: Language
    written_at: datetime


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

    def deliver(self, letter: Letter) -> None:
        """Carry one letter."""
        ...
