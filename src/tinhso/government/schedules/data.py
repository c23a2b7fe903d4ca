"""Words and shapes others may hold."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

READ: Final = "schedules.read"
WRITE: Final = "schedules.write"
MAX_ATTENDEES: Final = 60
MAX_ENTRIES: Final = 300
LONGEST: Final = timedelta(days=14)
FEED_BEFORE: Final = timedelta(days=30)
FEED_AFTER: Final = timedelta(days=120)


class State(StrEnum):
    """Where an entry stands: only its makers see a draft, also one they dropped; what was published stays, also off."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CANCELLED = "cancelled"
    DROPPED = "dropped"


STATE_TITLES: Final = {
    State.DRAFT: gettext_noop("Chưa công bố"),
    State.PUBLISHED: gettext_noop("Đã công bố"),
    State.CANCELLED: gettext_noop("Đã hủy"),
    State.DROPPED: gettext_noop("Đã bỏ, chưa công bố"),
}
STATE_TONES: Final = {State.DRAFT: "new", State.PUBLISHED: "ok", State.CANCELLED: "late", State.DROPPED: "end"}
OFF: Final = frozenset({State.CANCELLED, State.DROPPED})
UNSEEN: Final = frozenset({State.DRAFT, State.DROPPED})


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to happen: when, what, where, who leads it and who comes. `unit_id` is the agency whose week it is.

    `people` are accounts of officers, who are told and have it in their calendars; `others` says who else comes.
    `is_private`: only they, who leads and who writes the week see more than that the time is taken.
    """

    unit_id: UUID
    starts_at: datetime
    ends_at: datetime
    title: str
    place: str = ""
    chair_id: UUID | None = None
    people: tuple[UUID, ...] = ()
    others: str = ""
    prepared_by: str = ""
    note: str = ""
    is_private: bool = False


@dataclass(frozen=True, slots=True)
class EntryInfo:
    """One entry of a week, as its reader may see it. `is_hidden`: nothing but its time."""

    id: UUID
    unit_id: UUID
    starts_at: datetime
    ends_at: datetime
    title: str
    place: str
    chair_id: UUID | None
    chair: str
    people: tuple[UUID, ...]
    names: str
    others: str
    prepared_by: str
    note: str
    is_private: bool
    is_hidden: bool
    state: State
    reason: str
    version: int

    @property
    def state_title(self) -> str:
        """The state in words."""
        return _(STATE_TITLES[self.state])

    @property
    def tone(self) -> str:
        """The colour of the state's tag."""
        return STATE_TONES[self.state]


@dataclass(frozen=True, slots=True)
class Clash:
    """Somebody who is expected elsewhere at the same time."""

    name: str
    entry_id: UUID
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a week: what begins in the morning, what in the afternoon (from 12:00)."""

    on: date
    morning: tuple[EntryInfo, ...]
    afternoon: tuple[EntryInfo, ...]
