"""Words others may hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum, StrEnum
from typing import Final
from uuid import UUID

from django.utils.translation import gettext, gettext_noop


class ComponentState(IntEnum):
    """How a component of a dossier stands, in the national exchange's codes (TD: DuocSoHoa)."""

    NOT_YET = 0
    DIGITISED = 1
    REUSED = 2
    REUSED_RESULT = 3


COMPONENT_TITLES: Final[Mapping[ComponentState, str]] = {
    ComponentState.NOT_YET: gettext_noop("Chưa số hóa"),
    ComponentState.DIGITISED: gettext_noop("Được số hóa"),
    ComponentState.REUSED: gettext_noop("Tái sử dụng"),
    ComponentState.REUSED_RESULT: gettext_noop("Tái sử dụng từ kết quả hồ sơ khác"),
}


class Exemption(StrEnum):
    """Why a paper needs no scan (Circular 03/2025/TT-VPCP, Article 5(2))."""

    NONE = ""
    ONLINE = "online"
    SHOWN = "shown"
    INTERNAL = "internal"
    SECRET = "secret"  # noqa: S105 - the word of the law, no password


class DigitisedState(StrEnum):
    """How far one digitised paper is. FAILED goes on only by a person; REPLACED and REJECTED are ends."""

    QUEUED = "queued"
    WORKING = "working"
    READY = "ready"
    KEPT = "kept"
    FAILED = "failed"
    REPLACED = "replaced"
    REJECTED = "rejected"


DIGITISED_TITLES: Final[Mapping[DigitisedState, str]] = {
    DigitisedState.QUEUED: gettext_noop("Chờ xử lý"),
    DigitisedState.WORKING: gettext_noop("Đang xử lý"),
    DigitisedState.READY: gettext_noop("Chờ nhập thông tin và ký"),
    DigitisedState.KEPT: gettext_noop("Đã ký, đã lưu kho"),
    DigitisedState.FAILED: gettext_noop("Không xử lý được"),
    DigitisedState.REPLACED: gettext_noop("Đã thay bằng bản khác"),
    DigitisedState.REJECTED: gettext_noop("Kiểm tra không đạt"),
}
DIGITISED_TONES: Final[Mapping[DigitisedState, str]] = {
    DigitisedState.QUEUED: "hold",
    DigitisedState.WORKING: "new",
    DigitisedState.READY: "warn",
    DigitisedState.KEPT: "ok",
    DigitisedState.FAILED: "late",
    DigitisedState.REPLACED: "end",
    DigitisedState.REJECTED: "late",
}


class Review(StrEnum):
    """What the second person's check came to; NONE: not in the sample."""

    NONE = ""
    WANTED = "wanted"
    PASSED = "passed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class LineInput:
    """What the officer counted of one component: copies of each kind, pages of one copy, a remark."""

    component: str
    originals: int = 0
    certified: int = 0
    photos: int = 0
    pages: int = 0
    note: str = ""
    exemption: str = ""


@dataclass(frozen=True, slots=True)
class LineInfo:
    """One line of a paper check. `needs_scan`: paper lies there and nobody has made data of it yet."""

    id: UUID
    component: str
    name: str
    originals: int
    certified: int
    photos: int
    pages: int
    note: str
    exemption: Exemption
    state: ComponentState
    paper_id: UUID | None

    @property
    def copies(self) -> int:
        """Copies of every kind together."""
        return self.originals + self.certified + self.photos

    @property
    def needs_scan(self) -> bool:
        """Whether it is still to be digitised."""
        return self.copies > 0 and not self.exemption and self.state is ComponentState.NOT_YET

    @property
    def state_title(self) -> str:
        """The state in words."""
        return gettext(COMPONENT_TITLES[self.state])


@dataclass(frozen=True, slots=True)
class CheckInfo:
    """The paper check of one dossier (phiếu kiểm tra giấy tờ)."""

    id: UUID
    dossier_id: UUID
    dossier_code: str
    procedure_code: str
    unit_id: UUID
    channel: str
    checked_at: datetime | None
    checked_by: str
    revision: int
    pending: int
    lines: tuple[LineInfo, ...]


@dataclass(frozen=True, slots=True)
class PageInfo:
    """One scanned page: `index` in its file, `turn` in degrees clockwise, dots an inch (None: nothing to measure)."""

    id: UUID
    file_id: UUID
    index: int
    position: int
    turn: int
    component: str
    dpi: int | None


@dataclass(frozen=True, slots=True)
class PageInput:
    """What is said of one page in the grid: its place, its turn, its component; `removed` puts it aside."""

    id: UUID
    position: int
    turn: int = 0
    component: str = ""
    removed: bool = False


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What the text of a scan seems to say. A person confirms or corrects each before anything is kept."""

    number: str = ""
    issued_on: date | None = None
    issuer_name: str = ""
    paper_type: str = ""


@dataclass(frozen=True, slots=True)
class PaperDescription:
    """What an officer says of a digitised paper before it is signed and kept."""

    paper_type: str
    name: str = ""
    number: str = ""
    issued_on: date | None = None
    valid_until: date | None = None
    issuer_name: str = ""
    owner_number: str = ""
    owner_name: str = ""


@dataclass(frozen=True, slots=True)
class DigitisedInfo:
    """One component made one PDF. `percent` is of the work, 0 to 100."""

    id: UUID
    dossier_id: UUID
    dossier_code: str
    unit_id: UUID
    component: str
    name: str
    state: DigitisedState
    stage: str
    percent: int
    error: str
    pages: int
    file_id: UUID | None
    is_searchable: bool
    low_reason: str
    suggestions: Suggestions
    prepared_by: str
    prepared_by_id: UUID | None
    created_at: datetime
    signed_by: str
    signed_at: datetime | None
    paper_id: UUID | None
    review: Review
    reviewed_by: str
    review_note: str

    @property
    def state_title(self) -> str:
        """The state in words."""
        return gettext(DIGITISED_TITLES[self.state])

    @property
    def tone(self) -> str:
        """The colour tone of the state's tag."""
        return DIGITISED_TONES[self.state]

    @property
    def is_under_way(self) -> bool:
        """Whether the worker has it."""
        return self.state in (DigitisedState.QUEUED, DigitisedState.WORKING)


@dataclass(frozen=True, slots=True)
class Figures:
    """QĐ 766/QĐ-TTg, 4.2, of one unit in a period: dossiers with a result, and those of them fully digitised.

    `points` of 4: in full from 80 per cent, in proportion below.
    """

    unit_id: UUID
    unit_name: str
    dossiers: int
    digitised: int

    @property
    def percent(self) -> float:
        """Share in per cent, to one decimal; 0 of nothing."""
        return round(100 * self.digitised / self.dossiers, 1) if self.dossiers else 0.0

    @property
    def points(self) -> float:
        """Points of 4."""
        return round(min(4.0, 4 * self.percent / 80), 2)
