"""Words and facts about groups that others may hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext, gettext_noop

MAX_MEMBERS: Final = 200
MIN_MEMBERS: Final = 2
MAX_PAPERS: Final = 20
"""Files for one component, of all members together or of one."""


class GroupState(StrEnum):
    """How far a group is. While FILING some rows are dossiers already and some are not yet."""

    DRAFT = "draft"
    FILING = "filing"
    FILED = "filed"


STATE_TITLES: Final[Mapping[GroupState, str]] = {
    GroupState.DRAFT: gettext_noop("Đang soạn"),
    GroupState.FILING: gettext_noop("Đang nộp"),
    GroupState.FILED: gettext_noop("Đã nộp"),
}
STATE_TONES: Final[Mapping[GroupState, str]] = {
    GroupState.DRAFT: "hold",
    GroupState.FILING: "warn",
    GroupState.FILED: "new",
}


@dataclass(frozen=True, slots=True)
class Representative:
    """Who hands the group in, as written on the receipt."""

    name: str
    number: str = ""
    phone: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class GroupPaperInfo:
    """One paper: of every member (`row_id` empty) or of one. Without a file it was seen at the desk as `form` says."""

    id: UUID
    row_id: UUID | None
    component: str
    form: str
    count: int
    file_id: UUID | None


@dataclass(frozen=True, slots=True)
class RowInfo:
    """One member: what only this one has, what is still to mend, and its dossier once it is filed."""

    id: UUID
    ordinal: int
    name: str
    data: Mapping[str, Any]
    errors: Mapping[str, str]
    dossier_id: UUID | None
    code: str
    refusal: str


@dataclass(frozen=True, slots=True)
class GroupInfo:
    """A group as its page shows it; `common` are the answers all members share."""

    id: UUID
    code: str
    token: str
    title: str
    procedure_code: str
    procedure_name: str
    version_id: UUID
    unit_id: UUID | None
    unit_name: str
    at_counter: bool
    delivery: str
    state: GroupState
    representative: Representative
    common: Mapping[str, Any]
    account_id: UUID | None
    started_at: datetime
    filed_at: datetime | None
    fee_request_id: UUID | None
    version: int

    @property
    def state_title(self) -> str:
        """The state in words."""
        return gettext(STATE_TITLES[self.state])

    @property
    def state_tone(self) -> str:
        """The tone of the state's tag."""
        return STATE_TONES[self.state]


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A group as lists show it."""

    id: UUID
    code: str
    title: str
    procedure_name: str
    unit_name: str
    representative: str
    state: GroupState
    members: int
    saved_at: datetime

    @property
    def state_title(self) -> str:
        """The state in words."""
        return gettext(STATE_TITLES[self.state])

    @property
    def state_tone(self) -> str:
        """The tone of the state's tag."""
        return STATE_TONES[self.state]


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of reading a file: how many rows were taken, and what stands against others, by line of the file."""

    taken: int
    faults: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Filed:
    """What came of filing: how many are dossiers now, how many are left, and why, by row."""

    done: int
    left: int
    refused: tuple[tuple[int, str], ...] = ()
