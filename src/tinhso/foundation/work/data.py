"""Words others may hold."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext, gettext_noop

WORK_ROLES: Final = ("one_stop_officer", "specialist", "unit_head", "leader", "clerk", "one_stop_head", "operator")
"""Roles an item can wait for; each has the ability `work.<role>` over its units."""

OVERSEE: Final = "work.oversee"
COUNT_LIMIT: Final = 1000


class Part(StrEnum):
    """The part somebody has in a piece of work: one vocabulary for the whole house."""

    MAIN = "main"  # chủ trì, xử lý chính
    COOPERATING = "cooperating"  # phối hợp
    TO_FOLLOW = "to_follow"  # để biết, theo dõi


PART_TITLES: Final[Mapping[Part, str]] = {
    Part.MAIN: gettext_noop("Xử lý chính"),
    Part.COOPERATING: gettext_noop("Phối hợp"),
    Part.TO_FOLLOW: gettext_noop("Để biết, theo dõi"),
}


class State(StrEnum):
    """What has become of an item."""

    OPEN = "open"
    CLAIMED = "claimed"
    DONE = "done"
    CANCELLED = "cancelled"


class Box(StrEnum):
    """The boxes of the inbox."""

    MINE = "mine"
    GROUP = "group"
    TO_SIGN = "to_sign"
    DUE_SOON = "due_soon"
    LATE = "late"
    SENT = "sent"
    FOLLOWED = "followed"
    UNIT = "unit"


class Light(StrEnum):
    """The traffic light of an item with a due time."""

    NONE = "none"
    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to. `text` is looked for, without marks, in code, title and applicant."""

    kind: str = ""
    procedure: str = ""
    unit_id: UUID | None = None
    text: str = ""
    procedures: tuple[str, ...] | None = None
    """Any of these procedures (a field of them); None asks for nothing, an empty one for no row at all."""
    due_before: datetime | None = None
    assignee_id: UUID | None = None
    is_free: bool = False
    """Only what nobody has taken."""
    act: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    """Values of an item's facts, by name; those that open items say what they put there. Unknown names find nothing."""


@dataclass(frozen=True, slots=True)
class WorkItemInfo:
    """One item as others may hold it."""

    id: UUID
    kind: str
    subject_kind: str
    subject_id: UUID
    title: str
    code: str
    unit_id: UUID
    role: str
    assignee_id: UUID | None
    assignee_name: str
    state: State
    due_at: datetime | None
    warn_at: datetime | None
    started_at: datetime | None
    created_at: datetime
    done_at: datetime | None
    version: int
    facts: Mapping[str, Any] = field(default_factory=dict)
    part: Part = Part.MAIN

    @property
    def part_title(self) -> str:
        """The part in words."""
        return gettext(PART_TITLES[self.part])

    def light(self, now: datetime) -> Light:
        """Return green, yellow from `warn_at`, red from `due_at`; none when the item has no due time or is closed."""
        if self.due_at is None or self.state not in (State.OPEN, State.CLAIMED):
            return Light.NONE
        if now >= self.due_at:
            return Light.RED
        return Light.YELLOW if self.warn_at is not None and now >= self.warn_at else Light.GREEN


@dataclass(frozen=True, slots=True)
class BoxCount:
    """How many items are in a box, counted up to 1,000."""

    count: int

    @property
    def is_more(self) -> bool:
        """Tell whether there are more than were counted."""
        return self.count > COUNT_LIMIT

    def __str__(self) -> str:
        return f"{COUNT_LIMIT}+" if self.is_more else str(self.count)


class LineState(StrEnum):
    """What has become of one row of an act on many."""

    WAITING = "waiting"
    DONE = "done"
    REFUSED = "refused"


class PrintState(StrEnum):
    """What has become of a paper sent to the printer."""

    WAITING = "waiting"
    FAILED = "failed"
    PRINTED = "printed"


@dataclass(frozen=True, slots=True)
class SavedViewInfo:
    """A kept filter. `query` is the query string of `page` («inbox», «dossiers»); shared when it has a unit."""

    id: UUID
    owner_id: UUID
    owner_name: str
    unit_id: UUID | None
    page: str
    title: str
    query: str
    is_pinned: bool


@dataclass(frozen=True, slots=True)
class BatchRow:
    """A row an officer chose, as it was shown to them."""

    subject_id: UUID
    item_id: UUID | None = None
    version: int | None = None
    code: str = ""
    who: str = ""


@dataclass(frozen=True, slots=True)
class BatchLineInfo:
    """One row of an act on many and what became of it; `before` is what undoing it needs."""

    subject_id: UUID
    item_id: UUID | None
    version: int | None
    code: str
    who: str
    state: LineState
    refusal: str
    before: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class BatchInfo:
    """An act on many rows and its report so far."""

    id: UUID
    account_id: UUID
    act: str
    title: str
    facts: Mapping[str, Any]
    undo_of: UUID | None
    created_at: datetime
    lines: tuple[BatchLineInfo, ...]

    def of(self, state: LineState) -> list[BatchLineInfo]:
        """Return the lines that stand so."""
        return [line for line in self.lines if line.state is state]

    @property
    def is_finished(self) -> bool:
        """Tell whether no line waits."""
        return not self.of(LineState.WAITING)


@dataclass(frozen=True, slots=True)
class PrintJobInfo:
    """A paper that waits to be printed."""

    id: UUID
    subject_id: UUID
    paper: str
    code: str
    state: PrintState
    created_at: datetime
