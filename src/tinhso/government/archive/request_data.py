"""Words and shapes of reading and borrowing what is kept (yêu cầu khai thác, Thông tư 05/2025/TT-BNV, Phụ lục V)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.utils.translation import gettext, gettext_noop


class RequestForm(StrEnum):
    """In which form it is used: read here, a copy to take away (DIP), or the paper borrowed."""

    READ = "read"
    COPY = "copy"
    PAPER = "paper"


FORM_TITLES: Final[Mapping[RequestForm, str]] = {
    RequestForm.READ: gettext_noop("Đọc trên hệ thống"),
    RequestForm.COPY: gettext_noop("Nhận bản sao điện tử"),
    RequestForm.PAPER: gettext_noop("Mượn bản giấy"),
}


class RequestState(StrEnum):
    """How far a request is. ENDED, REFUSED and WITHDRAWN are ends; every other has somebody who must act, or a day."""

    ASKED = "asked"
    FORWARDED = "forwarded"
    PREPARING = "preparing"
    FAILED = "failed"
    READY = "ready"
    LENT = "lent"
    ENDED = "ended"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


REQUEST_TITLES: Final[Mapping[RequestState, str]] = {
    RequestState.ASKED: gettext_noop("Chờ giải quyết"),
    RequestState.FORWARDED: gettext_noop("Chờ lãnh đạo cho phép"),
    RequestState.PREPARING: gettext_noop("Đang chuẩn bị tài liệu"),
    RequestState.FAILED: gettext_noop("Chưa lập được bản đọc"),
    RequestState.READY: gettext_noop("Đang cho khai thác"),
    RequestState.LENT: gettext_noop("Đang mượn bản giấy"),
    RequestState.ENDED: gettext_noop("Đã kết thúc"),
    RequestState.REFUSED: gettext_noop("Từ chối"),
    RequestState.WITHDRAWN: gettext_noop("Đã rút"),
}
REQUEST_TONES: Final[Mapping[RequestState, str]] = {
    RequestState.ASKED: "warn",
    RequestState.FORWARDED: "warn",
    RequestState.PREPARING: "hold",
    RequestState.FAILED: "late",
    RequestState.READY: "ok",
    RequestState.LENT: "ok",
    RequestState.ENDED: "end",
    RequestState.REFUSED: "late",
    RequestState.WITHDRAWN: "end",
}
OPEN_STATES: Final = (
    RequestState.ASKED,
    RequestState.FORWARDED,
    RequestState.PREPARING,
    RequestState.FAILED,
    RequestState.READY,
    RequestState.LENT,
)


@dataclass(frozen=True, slots=True)
class Asking:
    """What somebody asks for. `wanted`: in their own words; `purpose` and `fee_object` are codes of the circular."""

    unit_id: UUID | None
    form: str
    wanted: str
    purpose: str
    purpose_content: str
    fee_object: str = ""
    topic: str = ""
    package_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class RequestInfo:
    """One request. `answer_by`: until when it is answered; `due_at`: until when it may be read, or the paper is out."""

    id: UUID
    code: str
    unit_id: UUID
    unit_name: str
    form: RequestForm
    state: RequestState
    asker_id: UUID
    asker_name: str
    asker_unit: str
    wanted: str
    purpose: str
    purpose_content: str
    fee_object: str
    topic: str
    asked_at: datetime
    answer_by: datetime
    decided_by: str
    decided_at: datetime | None
    reason: str
    due_at: datetime | None
    extended: bool
    lent_at: datetime | None
    ended_at: datetime | None
    size: int
    error: str

    @property
    def is_citizen(self) -> bool:
        """Whether no officer of the house asks."""
        return not self.asker_unit

    @property
    def form_title(self) -> str:
        """The form in words."""
        return gettext(FORM_TITLES[self.form])

    @property
    def state_title(self) -> str:
        """The state in words; a paper that is ready waits to be fetched."""
        if self.form is RequestForm.PAPER and self.state is RequestState.READY:
            return gettext("Chờ đến nhận bản giấy")
        return gettext(REQUEST_TITLES[self.state])

    @property
    def tone(self) -> str:
        """The tone of the state's tag."""
        return REQUEST_TONES[self.state]

    @property
    def is_open(self) -> bool:
        """Whether something may still happen to it."""
        return self.state in OPEN_STATES


@dataclass(frozen=True, slots=True)
class RequestLine:
    """One package in a request; `paths` the documents that are granted, empty for all of them."""

    package_id: UUID
    code: str
    title: str
    paths: tuple[str, ...]
    is_conditional: bool


@dataclass(frozen=True, slots=True)
class ReadingItem:
    """One document a reader may open. `path` is inside the package made for them; `shown`: a browser can show it."""

    path: str
    title: str
    code: str
    issued_on: str
    name: str
    size: int
    shown: bool
