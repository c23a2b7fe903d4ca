"""Words and shapes others may hold."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class BookingState(StrEnum):
    """What has become of a booking."""

    BOOKED = "booked"
    CHECKED_IN = "checked_in"
    CANCELLED = "cancelled"
    MISSED = "missed"


class TicketState(StrEnum):
    """Where a ticket stands: waiting, called to a desk, served, or called and nobody came."""

    WAITING = "waiting"
    CALLED = "called"
    DONE = "done"
    NO_SHOW = "no_show"


class Source(StrEnum):
    """How a ticket came to be."""

    BOOKING = "booking"
    KIOSK = "kiosk"
    DESK = "desk"


@dataclass(frozen=True, slots=True)
class Service:
    """What a desk does, as the letter of its tickets says (content/appointments/desks.yaml)."""

    letter: str
    title: str


@dataclass(frozen=True, slots=True)
class Precedence:
    """A reason to be served before others, and its ground."""

    code: str
    title: str
    basis: str


@dataclass(frozen=True, slots=True)
class DeskRuleInfo:
    """How one unit's desks take people. `per_half_hour` people may book each half hour; times are in minutes."""

    unit_id: UUID
    is_open: bool
    per_half_hour: int
    days_ahead: int
    lead_minutes: int
    per_person: int
    desks: int


@dataclass(frozen=True, slots=True)
class SlotInfo:
    """A half hour that may be booked, and how many places are left."""

    starts_at: datetime
    left: int


@dataclass(frozen=True, slots=True)
class BookingInfo:
    """A booking. `token` opens its page; whoever has it may move or cancel it. Name and phone are personal data."""

    id: UUID
    code: str
    token: str = field(repr=False)
    unit_id: UUID
    letter: str
    starts_at: datetime
    name: str = field(repr=False)
    phone: str = field(repr=False)
    account_id: UUID | None
    draft_id: UUID | None
    state: BookingState
    ticket_token: str = field(default="", repr=False)
    changed_at: datetime | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class TicketInfo:
    """A queue ticket. `label` («A012») is what is called; `token` opens its public page."""

    id: UUID
    token: str = field(repr=False)
    unit_id: UUID
    day: date
    label: str
    letter: str
    state: TicketState
    precedence: str
    source: Source
    issued_at: datetime
    due_at: datetime | None
    desk: int | None
    called_at: datetime | None
    calls: int
    for_desk: int | None = None
    account_id: UUID | None = None
    draft_id: UUID | None = None
    finished_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Forecast:
    """How long one waits, in whole minutes, as an honest range; `known` is how many services it was learnt from."""

    before: int
    desks: int
    low: int
    high: int
    known: int


@dataclass(frozen=True, slots=True)
class TicketStatus:
    """A ticket as its holder sees it: `forecast` is None when it does not wait, or when no desk is open."""

    ticket: TicketInfo
    unit_name: str
    before: int
    forecast: Forecast | None


@dataclass(frozen=True, slots=True)
class Sitting:
    """An officer at a desk. `letters` are the services the desk takes; empty means all."""

    id: UUID
    unit_id: UUID
    desk: int
    letters: str
    account_id: UUID
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class QueueView:
    """A unit's queue as the officer's panel shows it: in the order in which people will be called."""

    waiting: tuple[TicketInfo, ...]
    called: tuple[TicketInfo, ...]
    sittings: tuple[Sitting, ...]
    done: int
    no_show: int
    median_seconds: int | None
