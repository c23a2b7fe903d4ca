"""Words and shapes others may hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.utils.translation import gettext_noop


class Kind(StrEnum):
    """What a petition is about: the classes of QĐ 766 (5.1), and what is none of them."""

    PROCEDURE = "procedure"
    STAFF = "staff"
    SCENE = "scene"
    OTHER = "other"
    COMPLAINT = "complaint"


KIND_TITLES: Final[Mapping[Kind, str]] = {
    Kind.PROCEDURE: gettext_noop("Thủ tục hành chính, việc giải quyết hồ sơ"),
    Kind.STAFF: gettext_noop("Thái độ, hành vi của cán bộ, công chức"),
    Kind.SCENE: gettext_noop("Đường sá, môi trường, trật tự tại hiện trường"),
    Kind.OTHER: gettext_noop("Việc khác"),
    Kind.COMPLAINT: gettext_noop("Khiếu nại quyết định, hành vi hành chính"),
}


class Status(StrEnum):
    """How far a petition is. UNVERIFIED is none yet: the code sent to the contact has not come back."""

    UNVERIFIED = "unverified"
    NEW = "new"
    WAITING = "waiting"
    PROCESSING = "processing"
    DRAFTED = "drafted"
    ANSWERED = "answered"
    REFUSED = "refused"
    REDIRECTED = "redirected"
    LAPSED = "lapsed"


STATUS_TITLES: Final[Mapping[Status, str]] = {
    Status.UNVERIFIED: gettext_noop("Chờ xác nhận liên hệ"),
    Status.NEW: gettext_noop("Mới gửi"),
    Status.WAITING: gettext_noop("Chờ bổ sung"),
    Status.PROCESSING: gettext_noop("Đang xử lý"),
    Status.DRAFTED: gettext_noop("Chờ duyệt trả lời"),
    Status.ANSWERED: gettext_noop("Đã trả lời"),
    Status.REFUSED: gettext_noop("Không tiếp nhận"),
    Status.REDIRECTED: gettext_noop("Đã hướng dẫn theo thủ tục khiếu nại"),
    Status.LAPSED: gettext_noop("Không xác nhận"),
}
TONES: Final[Mapping[Status, str]] = {
    Status.NEW: "new",
    Status.PROCESSING: "new",
    Status.DRAFTED: "new",
    Status.WAITING: "hold",
    Status.ANSWERED: "ok",
    Status.REFUSED: "late",
}
SENTENCES: Final[Mapping[Status, str]] = {
    Status.UNVERIFIED: gettext_noop("Nhập mã đã gửi tới số điện thoại để hoàn tất việc gửi phản ánh."),
    Status.NEW: gettext_noop("Đơn vị đang xem phản ánh để tiếp nhận và phân công."),
    Status.WAITING: gettext_noop("Đơn vị cần Ông/Bà bổ sung thông tin để xử lý tiếp."),
    Status.PROCESSING: gettext_noop("Người được phân công đang xác minh và soạn trả lời."),
    Status.DRAFTED: gettext_noop("Lãnh đạo đơn vị đang duyệt nội dung trả lời."),
    Status.ANSWERED: gettext_noop("Đơn vị đã trả lời. Mời Ông/Bà xem và đánh giá."),
    Status.REFUSED: gettext_noop("Đơn vị không tiếp nhận phản ánh này vì lý do nêu dưới đây."),
    Status.REDIRECTED: gettext_noop("Nội dung này là khiếu nại. Xem hướng dẫn gửi khiếu nại dưới đây."),
    Status.LAPSED: gettext_noop("Phản ánh không được xác nhận nên không được xử lý."),
}
LIVE: Final = frozenset({Status.NEW, Status.WAITING, Status.PROCESSING, Status.DRAFTED})
ENDED: Final = frozenset({Status.ANSWERED, Status.REFUSED, Status.REDIRECTED, Status.LAPSED})


class Vote(StrEnum):
    """What the person says of the answer."""

    SATISFIED = "satisfied"
    ACCEPTED = "accepted"
    DISSATISFIED = "dissatisfied"


VOTE_TITLES: Final[Mapping[Vote, str]] = {
    Vote.SATISFIED: gettext_noop("Hài lòng"),
    Vote.ACCEPTED: gettext_noop("Chấp nhận được"),
    Vote.DISSATISFIED: gettext_noop("Không hài lòng"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where it is: decimal degrees (WGS 84) inside Vietnam's frame, and words."""

    latitude: Decimal | None = None
    longitude: Decimal | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """Who may be answered, for somebody without an account. Personal data: never published."""

    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class StoryLine:
    """One thing that happened to a petition; `who` is empty for what the person did."""

    at: datetime
    verb: str
    who: str
    words: str


@dataclass(frozen=True, slots=True)
class PetitionInfo:
    """A petition as its writer and the unit see it. `title`, `words`, `answer` may hold personal data."""

    id: UUID
    code: str
    kind: Kind
    status: Status
    unit_id: UUID
    unit_name: str
    title: str
    words: str
    place: Place
    dossier_id: UUID | None
    dossier_code: str
    filed_at: datetime
    due_at: datetime | None
    answer: str
    reason: str
    answered_at: datetime | None
    published_at: datetime | None
    vote: Vote | None
    reopened_at: datetime | None
    handler_id: UUID | None
    handler_name: str
    account_id: UUID | None
    language: str
    version: int

    @property
    def is_published(self) -> bool:
        """Whether everybody may read its public text."""
        return self.published_at is not None

    @property
    def may_reopen(self) -> bool:
        """Whether its writer may ask once more: after an answer, once."""
        return self.status is Status.ANSWERED and self.reopened_at is None


@dataclass(frozen=True, slots=True)
class Detail:
    """One petition whole: its photographs (file ids) and its story."""

    info: PetitionInfo
    contact: Contact
    photos: tuple[UUID, ...]
    story: tuple[StoryLine, ...]
    draft: str
    public_title: str
    public_words: str
    public_answer: str
    token: str


@dataclass(frozen=True, slots=True)
class PublicPetition:
    """A published petition as everybody reads it: no name, no number, no account, no day's minute.

    Its point, where the desk published one, is rounded to a hundredth of a degree (about a kilometre).
    """

    code: str
    kind: Kind
    unit_name: str
    title: str
    words: str
    answer: str
    filed_on: date
    answered_on: date
    place_words: str
    photos: tuple[UUID, ...]
    vote: Vote | None
    latitude: Decimal | None = None
    longitude: Decimal | None = None


class Counted(StrEnum):
    """Which petitions a figure counts: all filed, those in time at every step, those nobody was unhappy with."""

    ALL = "tat-ca"
    ON_TIME = "dung-han"
    SATISFIED = "hai-long"


@dataclass(frozen=True, slots=True)
class Figures:
    """QĐ 766 group 5 over some units and a period of filing days.

    `on_time` counts those whose every step so far kept its time; `unhappy` those disliked, re-opened or late (5.3).
    """

    total: int
    by_kind: Mapping[Kind, int]
    on_time: int
    unhappy: int

    @property
    def on_time_score(self) -> Decimal:
        """5.2: six points without petitions, else 6·R/100."""
        return Decimal(6) if not self.total else Decimal(6) * self.on_time / self.total

    @property
    def satisfaction_score(self) -> Decimal:
        """5.3: six points without petitions, else 6·R/100."""
        return Decimal(6) if not self.total else Decimal(6) * (self.total - self.unhappy) / self.total
