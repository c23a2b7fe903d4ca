"""Words others may hold. Days are half-closed: a paper is valid on `valid_until` and no longer on the day after."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext, gettext_noop


class PaperState(StrEnum):
    """Whether a paper counts on a day. EXPIRED is reckoned from `valid_until`, never stored."""

    IN_FORCE = "in_force"
    EXPIRED = "expired"
    REPLACED = "replaced"
    REVOKED = "revoked"


STATE_TITLES: Final[Mapping[PaperState, str]] = {
    PaperState.IN_FORCE: gettext_noop("Còn hiệu lực"),
    PaperState.EXPIRED: gettext_noop("Hết hiệu lực"),
    PaperState.REPLACED: gettext_noop("Đã được thay thế"),
    PaperState.REVOKED: gettext_noop("Đã thu hồi"),
}
TONES: Final[Mapping[PaperState, str]] = {
    PaperState.IN_FORCE: "ok",
    PaperState.EXPIRED: "end",
    PaperState.REPLACED: "end",
    PaperState.REVOKED: "late",
}


class Origin(StrEnum):
    """How a paper came into the store."""

    RESULT = "result"
    DIGITISED = "digitised"
    CERTIFIED = "certified"
    DECLARED = "declared"


ORIGIN_TITLES: Final[Mapping[Origin, str]] = {
    Origin.RESULT: gettext_noop("Kết quả giải quyết thủ tục"),
    Origin.DIGITISED: gettext_noop("Cơ quan số hóa"),
    Origin.CERTIFIED: gettext_noop("Bản sao điện tử có chứng thực"),
    Origin.DECLARED: gettext_noop("Tự đưa vào, chưa xác minh"),
}


class Confidence(StrEnum):
    """How far the data of a paper may be trusted; the words are in content/papers/types.yaml."""

    A = "A"
    B = "B"
    C = "C"


class ShareKind(StrEnum):
    """With whom a paper is shared."""

    AGENCY = "agency"
    PERSON = "person"
    LINK = "link"


SHARE_TITLES: Final[Mapping[ShareKind, str]] = {
    ShareKind.AGENCY: gettext_noop("Cơ quan"),
    ShareKind.PERSON: gettext_noop("Cá nhân, tổ chức"),
    ShareKind.LINK: gettext_noop("Đường dẫn"),
}


class ShareScope(StrEnum):
    """What a share allows: to read the facts of the paper, or its file too."""

    FACTS = "facts"
    FILE = "file"


class CopyState(StrEnum):
    """How far a certified copy is."""

    TO_SIGN = "to_sign"
    SIGNED = "signed"
    RETURNED = "returned"
    CLOSED = "closed"


COPY_TITLES: Final[Mapping[CopyState, str]] = {
    CopyState.TO_SIGN: gettext_noop("Chờ ký"),
    CopyState.SIGNED: gettext_noop("Đã chứng thực"),
    CopyState.RETURNED: gettext_noop("Đã trả lại"),
    CopyState.CLOSED: gettext_noop("Đã đóng"),
}


@dataclass(frozen=True, slots=True)
class PaperType:
    """A type of paper (loại giấy tờ). `months`: how long one is valid from its day of issue, None for ever."""

    code: str
    name: str
    name_en: str
    field: str
    procedures: tuple[str, ...]
    months: int | None
    mark: str
    basis: str


@dataclass(frozen=True, slots=True)
class PaperInfo:
    """One version of one paper. `size` in bytes; `lineage_id` is the same for all versions of a paper."""

    id: UUID
    lineage_id: UUID
    version: int
    owner_number: str
    owner_name: str
    type_code: str
    type_name: str
    name: str
    code: str
    number: str
    issued_on: date | None
    valid_until: date | None
    scope: str
    abstract: str
    issuer_name: str
    signer_name: str
    file_id: UUID
    sha256: str
    size: int
    pages: int
    extracted: Mapping[str, Any]
    dossier_id: UUID | None
    dossier_code: str
    procedure_code: str
    field_code: str
    result_id: UUID | None
    origin: Origin
    confidence: Confidence
    digitised_by: str
    kept_at: datetime
    state: PaperState
    replaced_by: UUID | None
    revoked_at: datetime | None
    revoked_reason: str

    @property
    def is_verified(self) -> bool:
        """Whether an office answers for it."""
        return self.origin is not Origin.DECLARED

    @property
    def state_title(self) -> str:
        """The state in words."""
        return gettext(STATE_TITLES[self.state])

    @property
    def tone(self) -> str:
        """The colour tone of the state's tag."""
        return TONES[self.state]

    @property
    def origin_title(self) -> str:
        """Where it comes from, in words."""
        return gettext(ORIGIN_TITLES[self.origin])


@dataclass(frozen=True, slots=True)
class Used:
    """What a dossier gets of a paper: the file, and the facts as they were on that day."""

    use_id: UUID
    file_id: UUID
    snapshot: Mapping[str, Any]
    origin: Origin


@dataclass(frozen=True, slots=True)
class UseInfo:
    """One use of a paper by a subject (a draft, a dossier), with how the paper stands now."""

    id: UUID
    paper_id: UUID
    subject_kind: str
    subject_id: UUID
    component: str
    file_id: UUID
    at: datetime
    name: str
    number: str
    state: PaperState
    revoked_reason: str
    origin: Origin

    @property
    def state_title(self) -> str:
        """The state in words."""
        return gettext(STATE_TITLES[self.state])

    @property
    def tone(self) -> str:
        """The colour tone of the state's tag."""
        return TONES[self.state]


@dataclass(frozen=True, slots=True)
class ShareInfo:
    """One share of one paper. `token` is only there in the answer to `share_paper`: it is kept as a hash."""

    id: UUID
    paper_id: UUID
    paper_name: str
    kind: ShareKind
    receiver: str
    purpose: str
    scope: ShareScope
    granted_at: datetime
    expires_at: datetime
    ended_at: datetime | None
    looks: int
    token: str = ""

    def is_open(self, now: datetime) -> bool:
        """Tell whether it still opens the paper."""
        return self.ended_at is None and now < self.expires_at

    @property
    def kind_title(self) -> str:
        """With whom, in words."""
        return gettext(SHARE_TITLES[self.kind])


@dataclass(frozen=True, slots=True)
class CopyInfo:
    """One certified electronic copy: a row of the agency's book once it is signed. `fee` in đồng."""

    id: UUID
    unit_id: UUID
    owner_number: str
    owner_name: str
    type_code: str
    name: str
    issuer_name: str
    original_number: str
    original_on: date | None
    pages: int
    copies: int
    fee: int
    scan_file_id: UUID
    state: CopyState
    prepared_by: str
    prepared_at: datetime
    number: str
    ordinal: int | None
    signer_name: str
    signed_at: datetime | None
    file_id: UUID | None
    token: str
    paper_id: UUID | None
    note: str

    @property
    def state_title(self) -> str:
        """The state in words."""
        return gettext(COPY_TITLES[self.state])


@dataclass(frozen=True, slots=True)
class Look:
    """One line of the data tracker: who saw a person's data, for which agency, why. `key` names it in a question.

    `receiver` is the system the data was passed on to, "" when somebody of the house looked.
    """

    id: UUID
    key: str
    at: datetime
    who: str
    kind: str
    unit_id: UUID | None
    unit_name: str
    purpose: str
    subject_kind: str
    subject_id: UUID | None
    question_state: str = ""
    answer: str = ""
    receiver: str = ""


@dataclass(frozen=True, slots=True)
class QuestionInfo:
    """A person's question about one look at their data, and its answer (hỏi về lần xem dữ liệu)."""

    id: UUID
    unit_id: UUID
    person_name: str
    looked_at: datetime
    looked_by: str
    purpose: str
    words: str
    asked_at: datetime
    due_at: datetime
    answer: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """What is to be kept: whose, which type, which file, and what stands on it.

    `owner_number` is a personal number or a tax code. An empty `name` is the type's. Without `valid_until` the type's
    validity is reckoned from `issued_on`. `extracted` is data read from the paper (JSON, 64 KiB).
    """

    owner_number: str
    owner_name: str
    paper_type: str
    file_id: UUID
    name: str = ""
    number: str = ""
    issued_on: date | None = None
    valid_until: date | None = None
    scope: str = ""
    abstract: str = ""
    issuer_name: str = ""
    issuer_unit_id: UUID | None = None
    signer_name: str = ""
    extracted: Mapping[str, Any] | None = None
    dossier_id: UUID | None = None
    dossier_code: str = ""
    procedure_code: str = ""
    field_code: str = ""


@dataclass(frozen=True, slots=True)
class CopyFacts:
    """What the desk says of an original it has before it. `pages` are those the officer counted.

    Without a scan a copy presented again keeps the one it has.
    """

    owner_number: str
    owner_name: str
    paper_type: str
    name: str
    issuer_name: str
    pages: int
    scan_file_id: UUID | None
    seen_original: bool
    copies: int = 1
    original_number: str = ""
    original_on: date | None = None


@dataclass(frozen=True, slots=True)
class BookSums:
    """What a year's book of certified copies holds: copies, pages, đồng, and its last number."""

    count: int
    pages: int
    fee: int
    last: int

    @property
    def missing(self) -> int:
        """How many numbers are not in the book; the numbering leaves none out."""
        return self.last - self.count
