"""Words and facts about deliveries that others may hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.utils.translation import gettext, gettext_noop

from tinhso.foundation.calendar.data import Allowance, AllowanceUnit
from tinhso.foundation.edxml.public import Business, StatusCode, status_title

HANDLE: Final = "correspondence.handle"
FOLLOW: Final = "correspondence.follow"

RECALL_WORK: Final = "correspondence.recall"
FAILED_WORK: Final = "correspondence.failed"
REFUSED_WORK: Final = "correspondence.refused"
ANSWER_WITHIN: Final = Allowance(Decimal(8), AllowanceUnit.WORKING_HOUR)

MAX_LIST: Final = 500
MAX_LISTS: Final = 100
MIN_REASON: Final = 5
MAX_REASON: Final = 500


class DeliveryState(StrEnum):
    """Where a delivery is on its way, whatever the receiver does with it."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    FAILED = "failed"
    OUTSIDE = "outside"
    HANDED_OUT = "handed_out"
    CANCELLED = "cancelled"


STATE_TITLES: Final[Mapping[DeliveryState, str]] = {
    DeliveryState.WAITING: gettext_noop("Đang gửi"),
    DeliveryState.DELIVERED: gettext_noop("Đã đến"),
    DeliveryState.FAILED: gettext_noop("Gửi chưa thành công"),
    DeliveryState.OUTSIDE: gettext_noop("Chờ xuất gói tin"),
    DeliveryState.HANDED_OUT: gettext_noop("Đã xuất gói tin"),
    DeliveryState.CANCELLED: gettext_noop("Không gửi nữa"),
}
STATE_TONES: Final[Mapping[DeliveryState, str]] = {
    DeliveryState.WAITING: "hold",
    DeliveryState.DELIVERED: "new",
    DeliveryState.FAILED: "late",
    DeliveryState.OUTSIDE: "hold",
    DeliveryState.HANDED_OUT: "new",
    DeliveryState.CANCELLED: "end",
}
STATUS_TONES: Final[Mapping[StatusCode, str]] = {
    StatusCode.ARRIVED: "new",
    StatusCode.REFUSED: "late",
    StatusCode.REGISTERED: "ok",
    StatusCode.ASSIGNED: "ok",
    StatusCode.PROCESSING: "ok",
    StatusCode.DONE: "ok",
    StatusCode.RECALL_ASKED: "hold",
    StatusCode.RECALL_AGREED: "end",
    StatusCode.RECALL_REFUSED: "late",
}


class Standing(StrEnum):
    """What a sender filters receivers by."""

    ON_THE_WAY = "on_the_way"
    ARRIVED = "arrived"
    TAKEN = "taken"
    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"
    RECALLED = "recalled"


STANDING_TITLES: Final[Mapping[Standing, str]] = {
    Standing.ON_THE_WAY: gettext_noop("Đang gửi"),
    Standing.ARRIVED: gettext_noop("Đã đến, chưa vào sổ"),
    Standing.TAKEN: gettext_noop("Đã tiếp nhận"),
    Standing.DONE: gettext_noop("Hoàn thành"),
    Standing.REFUSED: gettext_noop("Từ chối"),
    Standing.FAILED: gettext_noop("Lỗi gửi"),
    Standing.RECALLED: gettext_noop("Thu hồi"),
}
BUSINESS_TITLES: Final[Mapping[Business, str]] = {
    Business.NEW: gettext_noop("Văn bản mới"),
    Business.RECALL: gettext_noop("Thu hồi văn bản"),
    Business.UPDATE: gettext_noop("Cập nhật văn bản"),
    Business.REPLACE: gettext_noop("Thay thế văn bản"),
}


@dataclass(frozen=True, slots=True)
class PacketInfo:
    """One packet as somebody who may open its document sees it. `document_id` is the sender's document, when ours."""

    id: UUID
    business: Business
    unit_id: UUID | None
    sender_code: str
    sender_name: str
    code: str
    kind: str
    subject: str
    issued_on: date
    document_id: UUID | None
    wire_id: str
    sha256: str
    size: int
    signer: str
    algorithm: str
    is_weak: bool
    reason: str
    created_at: datetime
    sealed_at: datetime | None
    error: str
    is_ours: bool

    @property
    def business_title(self) -> str:
        """What the packet is about, in words."""
        return gettext(BUSINESS_TITLES[self.business])


@dataclass(frozen=True, slots=True)
class DeliveryInfo:
    """One receiver of a packet: how far it came, and what the receiver said last. `document_id` is the receiver's."""

    id: UUID
    packet_id: UUID
    receiver_unit_id: UUID | None
    receiver_code: str
    receiver_name: str
    state: DeliveryState
    status: StatusCode | None
    recall: StatusCode | None
    document_id: UUID | None
    arrived_at: datetime | None
    changed_at: datetime
    error: str

    @property
    def title(self) -> str:
        """How it stands, in words."""
        code = self.recall or self.status
        return status_title(code) if code else gettext(STATE_TITLES[self.state])

    @property
    def tone(self) -> str:
        """The tone of its tag."""
        code = self.recall or self.status
        return STATUS_TONES[code] if code else STATE_TONES[self.state]


@dataclass(frozen=True, slots=True)
class StatusLineInfo:
    """One thing said about a delivery: the code, when, by whom, in which words."""

    code: StatusCode
    at: datetime
    said_by: str
    unit_name: str
    text: str

    @property
    def title(self) -> str:
        """The code in words."""
        return status_title(self.code)


@dataclass(frozen=True, slots=True)
class SendListInfo:
    """A list of receivers (danh sách gửi). `kinds` are all units of a kind below the owner; `members` single ones."""

    id: UUID
    unit_id: UUID
    title: str
    kinds: tuple[str, ...]
    members: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Receiver:
    """A unit on a list as of a day; `instead_of` names the closed unit it stands for."""

    unit_id: UUID
    name: str
    code: str
    instead_of: str = ""
