"""Words and shapes about instructions that others may hold (bút phê, giao xử lý; Nghị định 30/2020/NĐ-CP Điều 23)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.utils.translation import gettext, gettext_noop

from tinhso.foundation.work.data import Part

MAX_ORDERS: Final = 60
MAX_DEPTH: Final = 12


class InstructionState(StrEnum):
    """What has become of an instruction."""

    GIVEN = "given"
    ACKNOWLEDGED = "acknowledged"
    DONE = "done"
    RETURNED = "returned"
    TAKEN_BACK = "taken_back"


LIVE: Final = frozenset({InstructionState.GIVEN, InstructionState.ACKNOWLEDGED})
INSTRUCTION_TITLES: Final[Mapping[InstructionState, str]] = {
    InstructionState.GIVEN: gettext_noop("Chưa nhận việc"),
    InstructionState.ACKNOWLEDGED: gettext_noop("Đang thực hiện"),
    InstructionState.DONE: gettext_noop("Đã hoàn thành"),
    InstructionState.RETURNED: gettext_noop("Đã trả lại"),
    InstructionState.TAKEN_BACK: gettext_noop("Đã thu hồi"),
}
INSTRUCTION_TONES: Final[Mapping[InstructionState, str]] = {
    InstructionState.GIVEN: "new",
    InstructionState.ACKNOWLEDGED: "new",
    InstructionState.DONE: "ok",
    InstructionState.RETURNED: "hold",
    InstructionState.TAKEN_BACK: "end",
}
READ_TITLES: Final[Mapping[InstructionState, str]] = {
    InstructionState.GIVEN: gettext_noop("Chưa đọc"),
    InstructionState.ACKNOWLEDGED: gettext_noop("Đã đọc"),
    InstructionState.DONE: gettext_noop("Đã đọc"),
}
PART_TITLES: Final[Mapping[Part, str]] = {
    Part.MAIN: gettext_noop("Chủ trì"),
    Part.COOPERATING: gettext_noop("Phối hợp"),
    Part.TO_FOLLOW: gettext_noop("Để biết"),
}


@dataclass(frozen=True, slots=True)
class NewInstruction:
    """Who is to do what: an officer's account, their part, by when. Whoever only gets it to know needs no `due_at`."""

    assignee_id: UUID
    part: Part
    due_at: datetime | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class InstructionInfo:
    """One instruction as it is now. `depth` 0 is a leader's own; `has_open_parts` when something given on is open."""

    id: UUID
    document_id: UUID
    parent_id: UUID | None
    depth: int
    part: Part
    state: InstructionState
    text: str
    giver_id: UUID
    giver_name: str
    given_at: datetime
    assignee_id: UUID
    assignee_name: str
    unit_id: UUID
    due_at: datetime | None
    acknowledged_at: datetime | None
    done_at: datetime | None
    result: str
    answer_id: UUID | None
    asked_until: datetime | None
    urged_at: datetime | None
    version: int

    @property
    def part_title(self) -> str:
        """The part in words."""
        return gettext(PART_TITLES[self.part])

    @property
    def state_title(self) -> str:
        """The state in words; of one who only reads, whether they did."""
        titles = READ_TITLES if self.part is Part.TO_FOLLOW else INSTRUCTION_TITLES
        return gettext(titles.get(self.state) or INSTRUCTION_TITLES[self.state])

    @property
    def tone(self) -> str:
        """The tone of the state's tag."""
        return INSTRUCTION_TONES[self.state]

    @property
    def is_open(self) -> bool:
        """Tell whether it is still to be done."""
        return self.state in LIVE

    def is_late(self, now: datetime) -> bool:
        """Tell whether it should be done by now and is not."""
        return self.is_open and self.due_at is not None and self.due_at <= now
