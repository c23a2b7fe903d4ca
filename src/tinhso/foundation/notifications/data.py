"""Words and shapes others may hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID


class Channel(StrEnum):
    """Ways to a person. IN_APP always carries; another channel joins when an adapter for it exists, not before."""

    IN_APP = "in_app"
    EMAIL = "email"


OUTSIDE: Final = (Channel.EMAIL,)


class Group(StrEnum):
    """Notices a person decides about together."""

    DOSSIER = "dossier"
    WORK = "work"
    SECURITY = "security"


class Language(StrEnum):
    """The languages every template is written in."""

    VI = "vi"
    EN = "en"


class DeliveryState(StrEnum):
    """How far a letter has come: waiting its turn, in the hands of a sender, taken over by the other side, given up."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice as its reader sees it, in the language of the page. `link` is a path of this site, or empty."""

    id: UUID
    template: str
    title: str
    body: str
    link: str
    subject_kind: str
    subject_id: UUID | None
    created_at: datetime
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class Preferences:
    """What a person gets where: every (group, outside channel) pair, and the language of letters.

    `has_email` tells whether the account holds an address at all; without one nothing leaves by e-mail.
    """

    choices: Mapping[tuple[Group, Channel], bool]
    language: Language
    has_email: bool


@dataclass(frozen=True, slots=True)
class FailedDelivery:
    """A letter that was given up, for the operator: no address and no text, only what went wrong."""

    id: UUID
    channel: Channel
    template: str
    attempts: int
    reason: str
    created_at: datetime
    failed_at: datetime
