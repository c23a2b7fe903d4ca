"""Words and facts others may hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.utils.translation import gettext, gettext_noop

CONSULT_WORK: Final = "cooperation.consult"
LATE_WORK: Final = "cooperation.late"
OUTSIDE_WORK: Final = "cooperation.outside"
CONSULT: Final = "cooperation.consult"
OUTSIDE: Final = "cooperation.outside"
HAND_OVER: Final = "cooperation.hand_over"


class ConsultState(StrEnum):
    """How far a question to another unit is."""

    OPEN = "open"
    ANSWERED = "answered"
    DECLINED = "declined"
    CLOSED = "closed"


CONSULT_TITLES: Final[Mapping[ConsultState, str]] = {
    ConsultState.OPEN: gettext_noop("Chờ ý kiến"),
    ConsultState.ANSWERED: gettext_noop("Đã trả lời"),
    ConsultState.DECLINED: gettext_noop("Từ chối cho ý kiến"),
    ConsultState.CLOSED: gettext_noop("Đã đóng"),
}


class PartState(StrEnum):
    """How far a part of a linked procedure is."""

    WAITING = "waiting"  # needs an earlier part's result
    WORKING = "working"
    SUPPLEMENT = "supplement"  # waits for the applicant
    DONE = "done"
    REFUSED = "refused"
    CANCELLED = "cancelled"


PART_STATE_TITLES: Final[Mapping[PartState, str]] = {
    PartState.WAITING: gettext_noop("Chờ kết quả trước"),
    PartState.WORKING: gettext_noop("Đang giải quyết"),
    PartState.SUPPLEMENT: gettext_noop("Chờ bổ sung"),
    PartState.DONE: gettext_noop("Đã có kết quả"),
    PartState.REFUSED: gettext_noop("Không giải quyết"),
    PartState.CANCELLED: gettext_noop("Không thực hiện"),
}
PART_TONES: Final[Mapping[PartState, str]] = {
    PartState.WAITING: "end",
    PartState.WORKING: "new",
    PartState.SUPPLEMENT: "hold",
    PartState.DONE: "ok",
    PartState.REFUSED: "late",
    PartState.CANCELLED: "end",
}


class PartWay(StrEnum):
    """Who does a part: an agency in this house, by a dossier; or an agency whose system is outside."""

    DOSSIER = "dossier"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Addressee:
    """Who is asked: a unit, or one officer of it by account; until when."""

    unit_id: UUID
    due_at: datetime
    account_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class ShownPaper:
    """One paper shown to whom was asked."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class ConsultInfo:
    """One question to one unit. For whom was asked, `papers` is empty as soon as they may not see them any more."""

    id: UUID
    dossier_id: UUID
    dossier_code: str
    procedure_name: str
    unit_id: UUID
    unit_name: str
    account_id: UUID | None
    account_name: str
    question: str
    papers: tuple[ShownPaper, ...]
    asked_by: str
    asked_by_unit: str
    asked_at: datetime
    due_at: datetime
    state: ConsultState
    answer: str
    file_id: UUID | None
    answered_by: str
    answered_at: datetime | None
    reminded_at: datetime | None
    extended_at: datetime | None
    is_raised: bool
    ground: str

    @property
    def title(self) -> str:
        """The state in words."""
        return gettext(CONSULT_TITLES[self.state])

    def tone(self, now: datetime) -> str:
        """The colour of the state's tag; open and late is red."""
        if self.state is ConsultState.OPEN:
            return "late" if now >= self.due_at else "hold"
        return {ConsultState.ANSWERED: "ok", ConsultState.DECLINED: "warn"}.get(self.state, "end")


@dataclass(frozen=True, slots=True)
class PartInfo:
    """One part of a linked procedure. `sent` are the facts passed on; `dossier_id` its own dossier in this house."""

    id: UUID
    parent_id: UUID
    parent_code: str
    key: str
    title: str
    agency: str
    way: PartWay
    after: tuple[str, ...]
    state: PartState
    dossier_id: UUID | None
    code: str
    sent: tuple[tuple[str, str], ...]
    opened_at: datetime | None
    due_at: datetime | None
    ended_at: datetime | None
    result_number: str
    result_file_id: UUID | None
    words: str

    @property
    def state_title(self) -> str:
        """The state in words."""
        return gettext(PART_STATE_TITLES[self.state])

    @property
    def tone(self) -> str:
        """The colour of the state's tag."""
        return PART_TONES[self.state]

    @property
    def is_outside(self) -> bool:
        """Whether another system than this one decides."""
        return self.way is PartWay.OUTSIDE


@dataclass(frozen=True, slots=True)
class MovedLine:
    """One thing that was, or could not be, given to another officer."""

    kind: str
    title: str
    code: str
    done: bool
    words: str


@dataclass(frozen=True, slots=True)
class HandOverInfo:
    """A record of handing work over (biên bản bàn giao)."""

    id: UUID
    number: str
    from_name: str
    to_name: str
    by_name: str
    reason: str
    at: datetime
    lines: tuple[MovedLine, ...]
    file_id: UUID | None
