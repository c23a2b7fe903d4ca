"""Words and shapes about drafts that others may hold."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.utils.translation import gettext, gettext_noop

from tinhso.government.drafting.paper_data import PaperInfo
from tinhso.government.drafting.signing_data import SigningInfo

WRITE: Final = "drafting.write"
SIGN: Final = "drafting.sign"
ISSUE: Final = "drafting.issue"

WRITE_WORK: Final = "drafting.to_write"
OPINION_WORK: Final = "drafting.to_advise"
PASS_WORK: Final = "drafting.to_pass"  # noqa: S105 - a kind of work
SIGN_WORK: Final = "drafting.to_sign"
ISSUE_WORK: Final = "drafting.to_issue"
RETURNED_WORK: Final = "drafting.returned"
MERGE_WORK: Final = "drafting.to_merge"
SIGNING_WORK: Final = "drafting.signing"

MAX_BODY: Final = 200_000
MAX_LINES: Final = 30
MAX_RECIPIENTS: Final = 60
MAX_LINE: Final = 500
MAX_APPENDICES: Final = 10
MAX_PEOPLE: Final = 30
MAX_WORDS: Final = 2000
MIN_REASON: Final = 5


class Status(StrEnum):
    """Where a draft is. SIGNING and SEALING are the queue's: until it has signed, nothing else moves the draft."""

    DRAFTING = "drafting"
    IN_REVIEW = "in_review"
    SIGNING = "signing"
    SIGNED = "signed"
    SEALING = "sealing"
    ISSUED = "issued"
    DROPPED = "dropped"


STATUS_TITLES: Final[Mapping[Status, str]] = {
    Status.DRAFTING: gettext_noop("Đang soạn thảo"),
    Status.IN_REVIEW: gettext_noop("Đang trình duyệt"),
    Status.SIGNING: gettext_noop("Đang được ký số"),
    Status.SIGNED: gettext_noop("Đã ký, chờ phát hành"),
    Status.SEALING: gettext_noop("Đang được đóng dấu số"),
    Status.ISSUED: gettext_noop("Đã phát hành"),
    Status.DROPPED: gettext_noop("Đã thôi soạn thảo"),
}
STATUS_TONES: Final[Mapping[Status, str]] = {
    Status.DRAFTING: "new",
    Status.IN_REVIEW: "hold",
    Status.SIGNING: "hold",
    Status.SIGNED: "warn",
    Status.SEALING: "hold",
    Status.ISSUED: "ok",
    Status.DROPPED: "end",
}


class Source(StrEnum):
    """How the words of a version came."""

    BROWSER = "browser"
    DOCX = "docx"
    WEBDAV = "webdav"
    WOPI = "wopi"
    MERGE = "merge"


SOURCE_TITLES: Final[Mapping[Source, str]] = {
    Source.BROWSER: gettext_noop("Soạn trên trình duyệt"),
    Source.DOCX: gettext_noop("Tệp Word tải lên"),
    Source.WEBDAV: gettext_noop("Lưu từ Word hoặc LibreOffice"),
    Source.WOPI: gettext_noop("Lưu từ trình soạn thảo trực tuyến"),
    Source.MERGE: gettext_noop("Hợp nhất hai bản"),
}


class StepKind(StrEnum):
    """What somebody in the chain does (ký nháy, trình qua, ký)."""

    INITIAL = "initial"
    PASS = "pass"  # noqa: S105 - a step in the chain
    SIGN = "sign"


STEP_TITLES: Final[Mapping[StepKind, str]] = {
    StepKind.INITIAL: gettext_noop("Ký nháy"),
    StepKind.PASS: gettext_noop("Duyệt trình"),
    StepKind.SIGN: gettext_noop("Ký ban hành"),
}


class StepState(StrEnum):
    """What has become of a step."""

    WAITING = "waiting"
    CURRENT = "current"
    DONE = "done"
    RETURNED = "returned"
    DROPPED = "dropped"


STEP_STATE_TITLES: Final[Mapping[StepState, str]] = {
    StepState.WAITING: gettext_noop("Chưa đến lượt"),
    StepState.CURRENT: gettext_noop("Đang chờ"),
    StepState.DONE: gettext_noop("Đã duyệt"),
    StepState.RETURNED: gettext_noop("Đã trả lại"),
    StepState.DROPPED: gettext_noop("Không thực hiện"),
}
STEP_STATE_TONES: Final[Mapping[StepState, str]] = {
    StepState.WAITING: "end",
    StepState.CURRENT: "warn",
    StepState.DONE: "ok",
    StepState.RETURNED: "late",
    StepState.DROPPED: "end",
}


class Competence(StrEnum):
    """By what right somebody signs (Nghị định 30/2020/NĐ-CP, Điều 13)."""

    HEAD = ""
    COLLECTIVE = "TM."
    DEPUTY = "KT."
    BY_ORDER = "TL."
    MANDATED = "TUQ."
    ACTING = "Q."


COMPETENCE_TITLES: Final[Mapping[Competence, str]] = {
    Competence.HEAD: gettext_noop("Người đứng đầu ký"),
    Competence.COLLECTIVE: gettext_noop("Thay mặt tập thể (TM.)"),
    Competence.DEPUTY: gettext_noop("Cấp phó ký thay (KT.)"),
    Competence.BY_ORDER: gettext_noop("Ký thừa lệnh (TL.)"),
    Competence.MANDATED: gettext_noop("Ký thừa ủy quyền (TUQ.)"),
    Competence.ACTING: gettext_noop("Quyền cấp trưởng (Q.)"),
}


class Stance(StrEnum):
    """An opinion in one word."""

    AGREE = "agree"
    AMEND = "amend"
    OBJECT = "object"


STANCE_TITLES: Final[Mapping[Stance, str]] = {
    Stance.AGREE: gettext_noop("Thống nhất"),
    Stance.AMEND: gettext_noop("Thống nhất, đề nghị sửa"),
    Stance.OBJECT: gettext_noop("Không thống nhất"),
}
STANCE_TONES: Final[Mapping[Stance, str]] = {Stance.AGREE: "ok", Stance.AMEND: "warn", Stance.OBJECT: "late"}


@dataclass(frozen=True, slots=True)
class Appendix:
    """An appendix in the same file (phụ lục): its body in the same simple markup."""

    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Content:
    """The words of a draft, box by box (Nghị định 30/2020/NĐ-CP, Phụ lục I).

    `body` is plain lines in a simple markup: «Điều 1.», «1.», «a)» begin an article, a clause, a point; «# …» and
    «Chương I», «Mục 1» are headings; «| … | … |» is a row of a table; **đậm**, *nghiêng*. Grounds carry no closing
    mark.
    """

    subject: str = ""
    addressees: tuple[str, ...] = ()
    grounds: tuple[str, ...] = ()
    body: str = ""
    recipients: tuple[str, ...] = ()
    archive: str = ""
    drafter: str = ""
    urgency: int = 0
    appendices: tuple[Appendix, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftInfo:
    """A draft as its list shows it. `head` is the number of the version in force; `versions` how many there are."""

    id: UUID
    unit_id: UUID
    unit_name: str
    kind: str
    kind_title: str
    subject: str
    status: Status
    author_id: UUID
    author_name: str
    head: int
    versions: int
    round: int
    symbol_tail: str
    competence: Competence
    signer_id: UUID | None
    answers_id: UUID | None
    replaces_id: UUID | None
    document_id: UUID | None
    document_code: str
    created_at: datetime
    changed_at: datetime
    waits_for: str = ""
    copies_id: UUID | None = None

    @property
    def title(self) -> str:
        """Kind and subject, as people say it."""
        return f"{self.kind_title}: {self.subject}" if self.subject else self.kind_title

    @property
    def status_title(self) -> str:
        """The status in words."""
        return gettext(STATUS_TITLES[self.status])

    @property
    def tone(self) -> str:
        """The tone of the status' tag."""
        return STATUS_TONES[self.status]


@dataclass(frozen=True, slots=True)
class VersionInfo:
    """One version. A side version (`is_side`) was made from an older one and waits to be put together with the head."""

    number: int
    base: int
    is_side: bool
    merged_into: int | None
    source: Source
    author_name: str
    at: datetime
    note: str
    file_id: UUID | None

    @property
    def source_title(self) -> str:
        """How it came, in words."""
        return gettext(SOURCE_TITLES[self.source])

    @property
    def is_open_side(self) -> bool:
        """Tell whether it still has to be put together with the head."""
        return self.is_side and self.merged_into is None


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save made: the version, and whether it stands beside a head that somebody else had made meanwhile."""

    number: int
    is_side: bool
    head: int
    is_new: bool = True


@dataclass(frozen=True, slots=True)
class NewStep:
    """Who comes next in the chain and what they do there."""

    kind: StepKind
    account_id: UUID


@dataclass(frozen=True, slots=True)
class StepInfo:
    """One step of a chain."""

    id: UUID
    round: int
    place: int
    kind: StepKind
    reviewer_id: UUID
    reviewer_name: str
    reviewer_title: str
    state: StepState
    version: int | None
    words: str
    at: datetime | None

    @property
    def title(self) -> str:
        """What is done there, in words."""
        return gettext(STEP_TITLES[self.kind])

    @property
    def state_title(self) -> str:
        """Its state in words."""
        return gettext(STEP_STATE_TITLES[self.state])

    @property
    def tone(self) -> str:
        """The tone of its tag."""
        return STEP_STATE_TONES[self.state]


@dataclass(frozen=True, slots=True)
class Slip:
    """A submission slip (phiếu trình): what is put before the leader, and the ways out to choose between."""

    words: str
    options: tuple[str, ...] = ()
    chosen: int | None = None


@dataclass(frozen=True, slots=True)
class CommentInfo:
    """A remark on a paragraph of a version; `place` counts paragraphs of the body from 1, 0 is the whole draft."""

    id: UUID
    version: int
    place: int
    quote: str
    words: str
    writer_id: UUID
    writer_name: str
    at: datetime
    settled_by: str
    settled_at: datetime | None


@dataclass(frozen=True, slots=True)
class OpinionInfo:
    """One person's answer to a round of opinions, or that it is still to come."""

    id: UUID
    round_id: UUID
    adviser_id: UUID
    adviser_name: str
    stance: Stance | None
    words: str
    version: int
    at: datetime | None
    due_at: datetime

    @property
    def stance_title(self) -> str:
        """The stance in words; "" while there is none."""
        return gettext(STANCE_TITLES[self.stance]) if self.stance else ""

    @property
    def tone(self) -> str:
        """The tone of its tag."""
        return STANCE_TONES[self.stance] if self.stance else "hold"


@dataclass(frozen=True, slots=True)
class SignatureInfo:
    """A signature given on a draft: the signed file, and, when it was voided, by whom, why and the marked file."""

    id: UUID
    version: int
    signer_name: str
    at: datetime
    file_id: UUID
    voided_at: datetime | None
    voided_by: str
    reason: str
    voided_file_id: UUID | None


@dataclass(frozen=True, slots=True)
class Detail:
    """A draft with everything on its page."""

    info: DraftInfo
    content: Content
    versions: tuple[VersionInfo, ...]
    steps: tuple[StepInfo, ...]
    comments: tuple[CommentInfo, ...]
    opinions: tuple[OpinionInfo, ...]
    signatures: tuple[SignatureInfo, ...]
    writers: tuple[tuple[UUID, str], ...] = ()
    slip: Slip | None = None
    may: frozenset[str] = field(default_factory=frozenset)
    """What this actor may do now: write, submit, pass, sign, return, take_back, void, issue, ask, advise, drop,
    sign_again, stop_signing."""
    paper: PaperInfo | None = None
    """The Word file of the version in force and its PDF, None where it came in none."""
    signing: SigningInfo | None = None
    """How far the signature under way is; the last that failed while its step waits to be taken again."""
    checkout: str = ""
    """Who has the draft open for editing, and since when, in words; "" when nobody has, or the actor themselves."""
