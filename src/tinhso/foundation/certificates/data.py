"""Words and shapes others may hold."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

SEE: Final = "certificates.see"
ASK: Final = "certificates.ask"
MANAGE: Final = "certificates.manage"

MANAGE_WORK: Final = "certificates.request"
HOLDER_WORK: Final = "certificates.holder_changed"
EXPIRY_WORK: Final = "certificates.expiring"

WARN_DAYS: Final = (60, 30, 7)
MAX_FILE: Final = 256 * 1024


class HolderKind(StrEnum):
    """Whose certificate it is: a person's, an agency's, a device's (Law 20/2023/QH15 on Electronic Transactions)."""

    PERSON = "person"
    ORGANISATION = "organisation"
    DEVICE = "device"


class State(StrEnum):
    """Where a certificate stands in its life."""

    REQUESTED = "requested"
    APPROVED = "approved"
    REFUSED = "refused"
    ISSUED = "issued"
    HANDED_OVER = "handed_over"
    IN_USE = "in_use"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    EXPIRED = "expired"
    DESTROYED = "destroyed"


class Move(StrEnum):
    """What can be done to a certificate in the register."""

    APPROVE = "approve"
    REFUSE = "refuse"
    ISSUE = "issue"
    HAND_OVER = "hand_over"
    PUT_IN_USE = "put_in_use"
    SUSPEND = "suspend"
    RESUME = "resume"
    REVOKE = "revoke"
    EXPIRE = "expire"
    DESTROY = "destroy"


class Reason(StrEnum):
    """Why a certificate is revoked (RFC 5280, section 5.3.1)."""

    KEY_COMPROMISE = "key_compromise"
    AFFILIATION_CHANGED = "affiliation_changed"
    SUPERSEDED = "superseded"
    CESSATION = "cessation_of_operation"
    PRIVILEGE_WITHDRAWN = "privilege_withdrawn"
    AUTHORITY = "told_by_authority"


KIND_TITLES: Final = {
    HolderKind.PERSON: gettext_noop("Cá nhân"),
    HolderKind.ORGANISATION: gettext_noop("Cơ quan, tổ chức"),
    HolderKind.DEVICE: gettext_noop("Thiết bị, dịch vụ"),
}
STATE_TITLES: Final = {
    State.REQUESTED: gettext_noop("Chờ duyệt"),
    State.APPROVED: gettext_noop("Đã duyệt, chờ cấp"),
    State.REFUSED: gettext_noop("Không duyệt"),
    State.ISSUED: gettext_noop("Đã cấp, chờ bàn giao"),
    State.HANDED_OVER: gettext_noop("Đã bàn giao"),
    State.IN_USE: gettext_noop("Đang sử dụng"),
    State.SUSPENDED: gettext_noop("Tạm dừng"),
    State.REVOKED: gettext_noop("Đã thu hồi"),
    State.EXPIRED: gettext_noop("Hết hạn"),
    State.DESTROYED: gettext_noop("Đã hủy"),
}
STATE_TONES: Final = {
    State.REQUESTED: "new",
    State.APPROVED: "new",
    State.REFUSED: "off",
    State.ISSUED: "soon",
    State.HANDED_OVER: "soon",
    State.IN_USE: "ok",
    State.SUSPENDED: "soon",
    State.REVOKED: "late",
    State.EXPIRED: "off",
    State.DESTROYED: "off",
}
MOVE_TITLES: Final = {
    Move.APPROVE: gettext_noop("Duyệt"),
    Move.REFUSE: gettext_noop("Không duyệt"),
    Move.ISSUE: gettext_noop("Nhập chứng thư đã cấp"),
    Move.HAND_OVER: gettext_noop("Bàn giao"),
    Move.PUT_IN_USE: gettext_noop("Đưa vào sử dụng"),
    Move.SUSPEND: gettext_noop("Tạm dừng"),
    Move.RESUME: gettext_noop("Cho dùng lại"),
    Move.REVOKE: gettext_noop("Thu hồi"),
    Move.EXPIRE: gettext_noop("Ghi hết hạn"),
    Move.DESTROY: gettext_noop("Hủy khóa và thiết bị"),
}
REASON_TITLES: Final = {
    Reason.KEY_COMPROMISE: gettext_noop("Lộ hoặc nghi lộ khóa bí mật"),
    Reason.AFFILIATION_CHANGED: gettext_noop("Người giữ nghỉ việc, chuyển công tác"),
    Reason.SUPERSEDED: gettext_noop("Đã có chứng thư thay thế"),
    Reason.CESSATION: gettext_noop("Cơ quan giải thể, sáp nhập"),
    Reason.PRIVILEGE_WITHDRAWN: gettext_noop("Không còn thẩm quyền ký"),
    Reason.AUTHORITY: gettext_noop("Nơi cấp chứng thư báo thu hồi"),
}


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for: a certificate for somebody, by a document of the unit.

    `owner_id` is the account of a person or the unit itself; a device has none. `unit_id` answers for it.
    """

    kind: HolderKind
    unit_id: UUID
    owner_name: str
    owner_id: UUID | None = None
    position: str = ""
    purposes: str = ""
    device: str = ""
    document: str = ""
    document_on: date | None = None
    replaces_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What a certificate says of itself. `certificate` is PEM; `serial` hexadecimal; moments are UTC."""

    subject: str
    issuer: str
    serial: str
    fingerprint: str
    certificate: str
    not_before: datetime
    not_after: datetime
    usages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CertificateInfo:
    """One line of the register. `blocked` says why its key may verify but no longer sign, "" when it may."""

    id: UUID
    kind: HolderKind
    state: State
    state_since: datetime
    owner_id: UUID | None
    owner_name: str
    unit_id: UUID
    unit_name: str
    position: str
    purposes: str
    device: str
    document: str
    document_on: date | None
    subject: str
    issuer: str
    serial: str
    fingerprint: str
    not_before: datetime | None
    not_after: datetime | None
    key_id: UUID | None
    is_demo: bool
    reason: str
    blocked: str
    replaces_id: UUID | None
    version: int

    @property
    def title(self) -> str:
        """The state in words."""
        return _(STATE_TITLES[self.state])

    @property
    def tone(self) -> str:
        """The colour of the state's tag."""
        return STATE_TONES[self.state]

    @property
    def kind_title(self) -> str:
        """Whose it is, in words."""
        return _(KIND_TITLES[self.kind])

    @property
    def may_sign(self) -> bool:
        """Whether signatures may be made with it now, as far as the register knows."""
        return self.state is State.IN_USE and not self.blocked


@dataclass(frozen=True, slots=True)
class EventInfo:
    """One thing that happened to a certificate. Never changed."""

    at: datetime
    what: str
    state: State
    by: str
    reason: str
    document: str


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to; empty means everything one may see."""

    words: str = ""
    states: tuple[State, ...] = ()
    kind: HolderKind | None = None
    unit_id: UUID | None = None
    ends_within: int | None = None
    is_blocked: bool = False
    issuer: str = ""


@dataclass(frozen=True, slots=True)
class UnitFigures:
    """How many certificates of a unit stand in which state."""

    unit_id: UUID
    unit_name: str
    counts: dict[State, int] = field(default_factory=dict)
    ending: int = 0
    blocked: int = 0


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """One month: what came into use, what was revoked, what ran out in it, and how many were in use at its end."""

    month: date
    began: int
    revoked: int
    expired: int
    in_use: int
