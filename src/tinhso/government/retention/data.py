"""Words others may hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.utils.translation import gettext, gettext_noop


class DisposalState(StrEnum):
    """How far a disposal is. DONE and DROPPED are ends."""

    LISTED = "listed"
    OPINED = "opined"
    DECIDED = "decided"
    DONE = "done"
    DROPPED = "dropped"


DISPOSAL_TITLES: Final[Mapping[DisposalState, str]] = {
    DisposalState.LISTED: gettext_noop("Chờ Hội đồng xác định giá trị"),
    DisposalState.OPINED: gettext_noop("Chờ quyết định"),
    DisposalState.DECIDED: gettext_noop("Đang thực hiện"),
    DisposalState.DONE: gettext_noop("Đã hủy xong"),
    DisposalState.DROPPED: gettext_noop("Đã dừng"),
}
DISPOSAL_TONES: Final[Mapping[DisposalState, str]] = {
    DisposalState.LISTED: "hold",
    DisposalState.OPINED: "warn",
    DisposalState.DECIDED: "new",
    DisposalState.DONE: "ok",
    DisposalState.DROPPED: "end",
}


class Opinion(StrEnum):
    """What the council says of one dossier."""

    DESTROY = "destroy"
    KEEP = "keep"


class LineState(StrEnum):
    """How one line of a disposal stands."""

    LISTED = "listed"
    KEPT = "kept"
    REFUSED = "refused"
    DESTROYED = "destroyed"
    DROPPED = "dropped"


LINE_TITLES: Final[Mapping[LineState, str]] = {
    LineState.LISTED: gettext_noop("Trong danh mục"),
    LineState.KEPT: gettext_noop("Giữ lại theo ý kiến Hội đồng"),
    LineState.REFUSED: gettext_noop("Chưa hủy được"),
    LineState.DESTROYED: gettext_noop("Đã hủy"),
    LineState.DROPPED: gettext_noop("Danh mục đã dừng"),
}
LINE_TONES: Final[Mapping[LineState, str]] = {
    LineState.LISTED: "new",
    LineState.KEPT: "hold",
    LineState.REFUSED: "late",
    LineState.DESTROYED: "end",
    LineState.DROPPED: "end",
}


class Cleaning(StrEnum):
    """What is cleaned under a standing decision, because no law asks to keep it."""

    DRAFTS = "drafts"
    UPLOADS = "uploads"
    REPLAYS = "replays"


class ExportState(StrEnum):
    """How far an export is. ENDED: its days are over and the file is gone."""

    WAITING = "waiting"
    READY = "ready"
    FAILED = "failed"
    ENDED = "ended"


EXPORT_TITLES: Final[Mapping[ExportState, str]] = {
    ExportState.WAITING: gettext_noop("Đang chuẩn bị"),
    ExportState.READY: gettext_noop("Sẵn sàng tải về"),
    ExportState.FAILED: gettext_noop("Chưa làm được"),
    ExportState.ENDED: gettext_noop("Đã hết hạn, tệp đã xóa"),
}
EXPORT_TONES: Final[Mapping[ExportState, str]] = {
    ExportState.WAITING: "new",
    ExportState.READY: "ok",
    ExportState.FAILED: "late",
    ExportState.ENDED: "end",
}


@dataclass(frozen=True, slots=True)
class CouncilMember:
    """One member of the council that appraises records (Hội đồng xác định giá trị tài liệu)."""

    name: str
    position: str


@dataclass(frozen=True, slots=True)
class DueLine:
    """A dossier whose term is over. `reason` says what it is tied by, "" when it may be proposed."""

    dossier_id: UUID
    code: str
    procedure_code: str
    procedure_name: str
    unit_id: UUID
    unit_name: str
    closed_on: date
    term_code: str
    term_title: str
    years: int
    due_on: date
    reason: str = ""


@dataclass(frozen=True, slots=True)
class LineInfo:
    """One line of a disposal."""

    id: UUID
    ordinal: int
    dossier_id: UUID
    code: str
    procedure_name: str
    closed_on: date
    term_title: str
    years: int
    due_on: date
    opinion: Opinion
    state: LineState
    reason: str
    done_at: datetime | None

    @property
    def state_title(self) -> str:
        """The state in words."""
        return gettext(LINE_TITLES[self.state])

    @property
    def tone(self) -> str:
        """The colour tone of the state's tag."""
        return LINE_TONES[self.state]


@dataclass(frozen=True, slots=True)
class DisposalInfo:
    """One disposal: a list of dossiers, and how far it is on its road (đợt hủy tài liệu hết giá trị)."""

    id: UUID
    code: str
    unit_id: UUID
    unit_name: str
    state: DisposalState
    lines: int
    proposed_by: str
    proposed_by_id: UUID | None
    proposed_at: datetime
    council: tuple[CouncilMember, ...]
    met_on: date | None
    minutes_file_id: UUID | None
    decision_number: str
    decided_on: date | None
    signer_name: str
    decision_file_id: UUID | None
    decided_at: datetime | None
    starts_at: datetime | None
    started_at: datetime | None
    finished_at: datetime | None
    dropped_reason: str

    @property
    def state_title(self) -> str:
        """The state in words."""
        return gettext(DISPOSAL_TITLES[self.state])

    @property
    def tone(self) -> str:
        """The colour tone of the state's tag."""
        return DISPOSAL_TONES[self.state]


@dataclass(frozen=True, slots=True)
class StubInfo:
    """What stays of a destroyed dossier. `files` are (sha256, size in bytes, pages, whether others still have it)."""

    dossier_id: UUID
    code: str
    procedure_code: str
    procedure_name: str
    unit_id: UUID
    unit_name: str
    channel: str
    received_at: datetime | None
    closed_on: date
    disposal_id: UUID
    decision_number: str
    decided_on: date
    destroyed_at: datetime
    files: tuple[tuple[str, int, int, bool], ...]


@dataclass(frozen=True, slots=True)
class HoldInfo:
    """A hold (phong tỏa): while it stands, nothing it covers is destroyed."""

    id: UUID
    dossier_code: str
    number: str
    reason: str
    document: str
    unit_id: UUID
    placed_by: str
    placed_at: datetime
    lifted_by: str
    lifted_at: datetime | None
    lift_reason: str


@dataclass(frozen=True, slots=True)
class StandingInfo:
    """A standing decision: what may be cleaned without a decision each time (quyết định thường xuyên)."""

    id: UUID
    number: str
    decided_on: date
    signer_name: str
    kinds: tuple[Cleaning, ...]
    file_id: UUID
    recorded_by: str
    recorded_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class ExportInfo:
    """One export of everything about a person. `size` in bytes; `is_own` when the person asked themselves."""

    id: UUID
    name: str
    number: str
    state: ExportState
    is_own: bool
    purpose: str
    asked_by: str
    asked_at: datetime
    due_at: datetime
    ready_at: datetime | None
    expires_at: datetime | None
    size: int
    downloads: int
    error: str

    @property
    def state_title(self) -> str:
        """The state in words."""
        return gettext(EXPORT_TITLES[self.state])

    @property
    def tone(self) -> str:
        """The colour tone of the state's tag."""
        return EXPORT_TONES[self.state]
