"""Words and facts about paper on its way that others may hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.utils.translation import gettext, gettext_noop

from tinhso.foundation.calendar.data import Allowance, AllowanceUnit

HAND: Final = "transfers.hand"
SEND_WORK: Final = "transfers.send"
TAKE_WORK: Final = "transfers.take"
MISSING_WORK: Final = "transfers.missing"
LATE_WORK: Final = "transfers.late"
MAX_LINES: Final = 100
SEND_WITHIN: Final = Allowance(Decimal(8), AllowanceUnit.WORKING_HOUR)
ARRIVE_WITHIN: Final = Allowance(Decimal(2), AllowanceUnit.WORKING_DAY)
LOOK_WITHIN: Final = Allowance(Decimal(8), AllowanceUnit.WORKING_HOUR)


class Way(StrEnum):
    """How paper travels."""

    OFFICER = "officer"
    POST = "post"
    COURIER = "courier"


WAY_TITLES: Final[Mapping[Way, str]] = {
    Way.OFFICER: gettext_noop("Cán bộ mang đến"),
    Way.POST: gettext_noop("Bưu chính công ích"),
    Way.COURIER: gettext_noop("Xe công văn"),
}


class LineState(StrEnum):
    """Where the paper of one dossier is."""

    WAITING = "waiting"
    SENT = "sent"
    ARRIVED = "arrived"
    MISSING = "missing"
    NOT_NEEDED = "not_needed"


STATE_TITLES: Final[Mapping[LineState, str]] = {
    LineState.WAITING: gettext_noop("Chờ gửi"),
    LineState.SENT: gettext_noop("Đang chuyển"),
    LineState.ARRIVED: gettext_noop("Đã nhận"),
    LineState.MISSING: gettext_noop("Chưa nhận được"),
    LineState.NOT_NEEDED: gettext_noop("Không phải gửi"),
}
STATE_TONES: Final[Mapping[LineState, str]] = {
    LineState.WAITING: "hold",
    LineState.SENT: "new",
    LineState.ARRIVED: "ok",
    LineState.MISSING: "late",
    LineState.NOT_NEEDED: "end",
}


@dataclass(frozen=True, slots=True)
class LineInfo:
    """The paper of one dossier on its way; `papers` are its names as handed in."""

    id: UUID
    dossier_id: UUID
    code: str
    applicant: str
    procedure: str
    papers: tuple[str, ...]
    from_unit_id: UUID
    from_unit_name: str
    to_unit_id: UUID
    to_unit_name: str
    state: LineState
    transfer_id: UUID | None
    noted_at: datetime
    confirmed_by: str
    confirmed_at: datetime | None
    remark: str
    taken_back_at: datetime | None = None
    """On an earlier slip: since when its paper goes with another."""

    @property
    def title(self) -> str:
        """The state in words."""
        return (
            gettext("Không đến, gửi lại bằng phiếu khác") if self.taken_back_at else gettext(STATE_TITLES[self.state])
        )

    @property
    def tone(self) -> str:
        """The tone of the state's tag."""
        return "end" if self.taken_back_at else STATE_TONES[self.state]


@dataclass(frozen=True, slots=True)
class TransferInfo:
    """One slip (phiếu bàn giao hồ sơ): from whom to whom, by whom, when, how, and when it should be there."""

    id: UUID
    number: str
    from_unit_id: UUID
    from_unit_name: str
    to_unit_id: UUID
    to_unit_name: str
    way: Way
    carrier: str
    tracking: str
    sent_by: str
    sent_at: datetime
    due_at: datetime
    closed_at: datetime | None
    closed_by: str

    @property
    def way_title(self) -> str:
        """How it travels, in words."""
        return gettext(WAY_TITLES[self.way])

    def is_late(self, now: datetime) -> bool:
        """Tell whether it should have been confirmed by now and is not."""
        return self.closed_at is None and self.due_at < now
