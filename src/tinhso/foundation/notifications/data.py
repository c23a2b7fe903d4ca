"""Words and shapes others may hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID


class Channel(StrEnum):
    """Ways to a person. IN_APP always carries; another channel joins when an adapter for it exists, not before."""

    IN_APP = "in_app"
    ZALO = "zalo"
    SMS = "sms"
    EMAIL = "email"
    PUSH = "push"


OUTSIDE: Final = (Channel.ZALO, Channel.SMS, Channel.EMAIL, Channel.PUSH)

SHORT: Final = frozenset({Channel.ZALO, Channel.SMS, Channel.PUSH})
"""Channels that carry one short sentence, keep quiet at night, and may be read by whoever holds the telephone."""

CHAIN: Final = (Channel.ZALO, Channel.SMS)
"""The order on one telephone number: the next is tried when the one before has failed for good."""


class Group(StrEnum):
    """Notices a person decides about together."""

    DOSSIER = "dossier"
    VISIT = "visit"
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

    `has_email`, `has_phone`, `push_devices` tell whether there is anything to send to; `offered` are the channels this
    installation can carry at all.
    """

    choices: Mapping[tuple[Group, Channel], bool]
    language: Language
    has_email: bool
    has_phone: bool = False
    push_devices: int = 0
    offered: tuple[Channel, ...] = (Channel.EMAIL,)


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """An entry for a person's own calendar (RFC 5545). No names in it; `sequence` grows when it is moved."""

    uid: str
    starts_at: datetime
    ends_at: datetime
    summary: str
    location: str = ""
    sequence: int = 0
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Matter:
    """What is to be told; the meaning of each part stands at `actions.notify`."""

    template: str
    context: Mapping[str, str | int | date | datetime | None]
    subject_kind: str = ""
    subject_id: UUID | None = None
    once_key: str = ""
    token: str = ""
    event: CalendarEvent | None = None


@dataclass(frozen=True, slots=True)
class Telling:
    """Somebody to tell something, and when it happened."""

    account_id: UUID
    matter: Matter
    now: datetime


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
