"""Words and facts about dossiers that others may hold."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum, StrEnum
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext, gettext_noop

from tinhso.foundation.mandates.data import FilingInfo
from tinhso.government.dossiers.letter_data import LetterInfo as LetterInfo  # noqa: PLC0414 - taken from here by others
from tinhso.government.dossiers.letter_data import LetterKind as LetterKind  # noqa: PLC0414
from tinhso.government.dossiers.letter_data import LetterState as LetterState  # noqa: PLC0414
from tinhso.government.dossiers.paper_data import PaperCount as PaperCount  # noqa: PLC0414 - taken from here by others
from tinhso.government.dossiers.paper_data import PaperForm as PaperForm  # noqa: PLC0414
from tinhso.government.dossiers.paper_data import PaperInfo as PaperInfo  # noqa: PLC0414
from tinhso.government.dossiers.paper_data import PaperInput as PaperInput  # noqa: PLC0414
from tinhso.government.dossiers.paper_data import PaperOrigin as PaperOrigin  # noqa: PLC0414
from tinhso.government.dossiers.paper_data import SignedFileInfo as SignedFileInfo  # noqa: PLC0414
from tinhso.government.dossiers.signing_data import SIGNING as SIGNING  # noqa: PLC0414


class Status(IntEnum):
    """The ten states synchronised with the National Public Service Portal (TrangThaiHoSo)."""

    NEW = 1  # Mới đăng ký
    RECEIVED = 2  # Được tiếp nhận
    REFUSED = 3  # Không được tiếp nhận
    PROCESSING = 4  # Đang xử lý
    WAITING_SUPPLEMENT = 5  # Yêu cầu bổ sung giấy tờ
    WAITING_FEE = 6  # Yêu cầu thực hiện nghĩa vụ tài chính
    WITHDRAWN = 7  # Công dân yêu cầu rút hồ sơ
    STOPPED = 8  # Dừng xử lý
    DONE = 9  # Đã xử lý xong
    HANDED_OVER = 10  # Đã trả kết quả


STATUS_TITLES: Final[Mapping[Status, str]] = {
    Status.NEW: gettext_noop("Mới đăng ký"),
    Status.RECEIVED: gettext_noop("Được tiếp nhận"),
    Status.REFUSED: gettext_noop("Không được tiếp nhận"),
    Status.PROCESSING: gettext_noop("Đang xử lý"),
    Status.WAITING_SUPPLEMENT: gettext_noop("Yêu cầu bổ sung giấy tờ"),
    Status.WAITING_FEE: gettext_noop("Yêu cầu thực hiện nghĩa vụ tài chính"),
    Status.WITHDRAWN: gettext_noop("Công dân yêu cầu rút hồ sơ"),
    Status.STOPPED: gettext_noop("Dừng xử lý"),
    Status.DONE: gettext_noop("Đã xử lý xong"),
    Status.HANDED_OVER: gettext_noop("Đã trả kết quả"),
}

CITIZEN_TITLES: Final[Mapping[Status, str]] = {
    Status.NEW: gettext_noop("Mới nộp"),
    Status.RECEIVED: gettext_noop("Đã tiếp nhận"),
    Status.REFUSED: gettext_noop("Không tiếp nhận"),
    Status.PROCESSING: gettext_noop("Đang xử lý"),
    Status.WAITING_SUPPLEMENT: gettext_noop("Chờ bổ sung"),
    Status.WAITING_FEE: gettext_noop("Chờ nộp phí"),
    Status.WITHDRAWN: gettext_noop("Đã rút"),
    Status.STOPPED: gettext_noop("Dừng xử lý"),
    Status.DONE: gettext_noop("Đã có kết quả"),
    Status.HANDED_OVER: gettext_noop("Đã trả kết quả"),
}

TONES: Final[Mapping[Status, str]] = {
    Status.NEW: "new",
    Status.RECEIVED: "new",
    Status.REFUSED: "late",
    Status.PROCESSING: "new",
    Status.WAITING_SUPPLEMENT: "hold",
    Status.WAITING_FEE: "hold",
    Status.WITHDRAWN: "end",
    Status.STOPPED: "end",
    Status.DONE: "ok",
    Status.HANDED_OVER: "end",
}

OPEN: Final = frozenset(
    {Status.NEW, Status.RECEIVED, Status.PROCESSING, Status.WAITING_SUPPLEMENT, Status.WAITING_FEE, Status.DONE},
)
RUNNING: Final = frozenset({Status.RECEIVED, Status.PROCESSING})
FINISHED: Final = frozenset(
    {Status.REFUSED, Status.WITHDRAWN, Status.STOPPED, Status.DONE, Status.HANDED_OVER},
)


class Channel(StrEnum):
    """How a dossier came in."""

    ONLINE = "online"
    COUNTER = "counter"
    NPSP = "npsp"
    POST = "post"


class Delivery(StrEnum):
    """How the applicant wants the result."""

    ONLINE = "online"
    COUNTER = "counter"
    POST = "post"


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who asks (chủ hồ sơ), as written on this dossier."""

    name: str
    number: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    birth_on: str = ""
    account_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class SupplementItem:
    """One thing the applicant must bring or mend, why, and what a right one looks like."""

    component: str
    name: str
    reason: str
    example: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is refused, and the legal ground."""

    text: str
    basis: str = ""


@dataclass(frozen=True, slots=True)
class NextStep:
    """What every state has: who owns it, until when, what comes next, and a sentence for the citizen."""

    owner: str
    due_at: datetime | None
    act: str
    sentence: str


@dataclass(frozen=True, slots=True)
class SupplementInfo:
    """One supplement request and how far it is."""

    id: UUID
    asked_at: datetime
    asked_by: str
    contact: str
    due_on: date
    items: tuple[SupplementItem, ...]
    answered_at: datetime | None
    confirmed_by: str = ""


class ClockOperation(StrEnum):
    """What can be done to a dossier's clock, by name."""

    START = "start"  # the promise is made
    PAUSE = "pause"  # we wait for the applicant
    PAUSE_LATE = "pause_late"  # we wait for the applicant, though the promise has passed already
    RESUME = "resume"  # the promise moves by the working time we waited
    CANCEL = "cancel"  # a pause was a mistake and is undone: the clock never stopped
    RECOMPUTE = "recompute"  # the promise is reckoned again: a mistake mended, a day off decided
    EXTEND = "extend"  # a new promise, with an apology, before the old one has passed
    APOLOGISE = "apologise"  # a new day, with an apology, after the promise has passed: the promise stays


CLOCK_TITLES: Final[Mapping[ClockOperation, str]] = {
    ClockOperation.START: gettext_noop("Bắt đầu tính thời hạn"),
    ClockOperation.PAUSE: gettext_noop("Tạm dừng thời hạn"),
    ClockOperation.PAUSE_LATE: gettext_noop("Tạm dừng thời hạn khi đã quá hạn"),
    ClockOperation.RESUME: gettext_noop("Tiếp tục tính thời hạn"),
    ClockOperation.CANCEL: gettext_noop("Hủy tạm dừng thời hạn"),
    ClockOperation.RECOMPUTE: gettext_noop("Tính lại thời hạn"),
    ClockOperation.EXTEND: gettext_noop("Gia hạn, hẹn lại ngày trả"),
    ClockOperation.APOLOGISE: gettext_noop("Xin lỗi, hẹn lại ngày trả khi đã quá hạn"),
}


@dataclass(frozen=True, slots=True)
class ClockOperationInfo:
    """One operation of the clock: its legal ground, who did it, the promise before and after."""

    at: datetime
    operation: ClockOperation
    ground: str
    who: str
    old_promise: datetime | None
    new_promise: datetime | None

    @property
    def title(self) -> str:
        """The operation in words."""
        return gettext(CLOCK_TITLES[self.operation])


@dataclass(frozen=True, slots=True)
class ApologyInfo:
    """One slip of apology (Mẫu số 04). `is_late`: signed after the promise had passed."""

    number: str
    reason: str
    signed_at: datetime
    signed_by: str
    old_promise: datetime
    new_promise: datetime
    is_late: bool
    file_id: UUID | None
    """The signed slip, where it is no letter of the register (given before letters were); None otherwise."""


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One thing that happened. `sentence` may be shown to the applicant; names of officers are for staff."""

    at: datetime
    verb: str
    sentence: str
    who: str
    unit_name: str
    note: str
    is_public: bool
    planned_at: datetime | None = None
    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class DossierInfo:
    """A dossier as lists show it."""

    id: UUID
    code: str
    procedure_code: str
    procedure_name: str
    status: Status
    channel: Channel
    unit_id: UUID
    unit_name: str
    applicant: Applicant
    subject: str
    submitted_at: datetime
    received_at: datetime | None
    promised_at: datetime | None
    paused_at: datetime | None
    finished_at: datetime | None
    handed_over_at: datetime | None
    step_task: str
    step_title: str
    step_role: str
    step_act: str
    step_due_at: datetime | None
    handler_id: UUID | None
    handler_name: str
    token: str
    version: int
    reappointed_at: datetime | None = None
    receiving_unit_id: UUID | None = None
    receiving_unit_name: str = ""
    disposed_at: datetime | None = None

    @property
    def is_late(self) -> bool:
        """Finished after its promise (the end counts; before that ask `rules.clock`)."""
        return bool(self.promised_at and self.finished_at and self.finished_at > self.promised_at)

    @property
    def title(self) -> str:
        """The state in the officers' words."""
        return gettext(STATUS_TITLES[self.status])

    @property
    def citizen_title(self) -> str:
        """The state in the citizen's words."""
        return gettext(CITIZEN_TITLES[self.status])

    @property
    def tone(self) -> str:
        """The colour tone of the state's tag."""
        return TONES[self.status]


@dataclass(frozen=True, slots=True)
class DossierDetail:
    """Everything about one dossier that its page shows."""

    info: DossierInfo
    version_id: UUID
    case: str
    data: Mapping[str, Any]
    papers: tuple[PaperInfo, ...]
    supplements: tuple[SupplementInfo, ...]
    timeline: tuple[TimelineEntry, ...]
    next_step: NextStep
    reasons: tuple[Reason, ...]
    draft_result: Mapping[str, Any] | None
    result_token: str
    result_file_id: UUID | None
    delivery: Delivery
    clock: tuple[ClockOperationInfo, ...] = ()
    apologies: tuple[ApologyInfo, ...] = ()
    letters: tuple[LetterInfo, ...] = ()
    fee_request_id: UUID | None = None
    filing: FilingInfo | None = None
    """Who handed it in for the applicant (nộp hộ, đại diện); None when they did themselves."""


@dataclass(frozen=True, slots=True)
class PublicView:
    """What anybody who holds the code or the printed QR may see: no full name, number or phone."""

    code: str
    procedure_name: str
    status: Status
    citizen_title: str
    tone: str
    unit_name: str
    applicant_masked: str
    submitted_at: datetime
    promised_at: datetime | None
    next_step: NextStep


@dataclass(frozen=True, slots=True)
class DossierFilter:
    """What a list of dossiers asks for. `light` is one of "", "late", "soon"; `order` is "newest" or "due"."""

    unit_ids: tuple[UUID, ...] = ()
    statuses: tuple[Status, ...] = ()
    procedure_code: str = ""
    channel: str = ""
    words: str = ""
    light: str = ""
    received_from: date | None = None
    received_to: date | None = None
    finish: str = ""  # "", "on_time", "late"
    order: str = "newest"
    field_code: str = ""
    handler_id: UUID | None = None
    step_act: str = ""  # the act of the step it stands at
    due_before: datetime | None = None  # promised until then, the clock running
    applicant_kind: str = ""  # "", "citizen", "business"
    ids: tuple[UUID, ...] = ()  # only these
    for_others: bool = False  # only what a desk in sight received for a unit elsewhere


@dataclass(frozen=True, slots=True)
class UnitCounts:
    """The figures of one unit in a period: each links to exactly its rows."""

    unit_id: UUID
    unit_name: str
    received: int = 0
    on_time: int = 0
    late: int = 0
    waiting: int = 0
    overdue: int = 0


@dataclass(frozen=True, slots=True)
class DraftInfo:
    """An applicant's unfinished request, kept on the server at every step."""

    id: UUID
    procedure_code: str
    version_id: UUID
    unit_id: UUID | None
    case: str
    data: Mapping[str, Any]
    papers: tuple[PaperInfo, ...]
    delivery: Delivery
    saved_at: datetime
    revision: int
    dossier_id: UUID | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)
