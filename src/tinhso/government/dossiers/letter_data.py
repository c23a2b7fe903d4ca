"""Words of the letters of a dossier: what the office writes to the applicant; taken from `data` by others."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.utils.translation import gettext, gettext_noop


class LetterKind(StrEnum):
    """A letter to the applicant that is numbered in the office's register: Mẫu 02, 03, 04, the notice of stopping.

    The values are also the names of the prints.
    """

    SUPPLEMENT = "supplement"
    REFUSAL = "refusal"
    APOLOGY = "apology"
    STOP = "stop"


class LetterState(StrEnum):
    """How far a letter is: being signed, signed by a key, signed by hand on its print, or made void with its act."""

    OPEN = "open"
    SIGNED = "signed"
    ON_PAPER = "on_paper"
    VOID = "void"


class LetterStage(StrEnum):
    """Whose signature is made now: a person's, or the agency's seal."""

    HAND = "hand"
    SEAL = "seal"


LETTER_TITLES: Final[Mapping[LetterKind, str]] = {
    LetterKind.SUPPLEMENT: gettext_noop("Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ"),
    LetterKind.REFUSAL: gettext_noop("Phiếu từ chối tiếp nhận giải quyết hồ sơ"),
    LetterKind.APOLOGY: gettext_noop("Phiếu xin lỗi và hẹn lại ngày trả kết quả"),
    LetterKind.STOP: gettext_noop("Thông báo dừng giải quyết hồ sơ"),
}
LETTER_STATES: Final[Mapping[LetterState, str]] = {
    LetterState.OPEN: gettext_noop("Đang ký số"),
    LetterState.SIGNED: gettext_noop("Đã ký số"),
    LetterState.ON_PAPER: gettext_noop("Đã ký tay trên bản in"),
    LetterState.VOID: gettext_noop("Đã hủy số"),
}


@dataclass(frozen=True, slots=True)
class LetterInfo:
    """One letter of a dossier: its number in the register, how far its signature is, why it waits ("" when not).

    `has_failed`: it will not be signed unless somebody acts; otherwise it is tried again by itself at `next_try_at`.
    `reason`: why it is void.
    """

    id: UUID
    kind: LetterKind
    number: str
    on: date
    state: LetterState
    signer_name: str
    signer_id: UUID | None
    document_id: UUID | None
    ended_at: datetime | None
    problem: str = ""
    has_failed: bool = False
    next_try_at: datetime | None = None
    reason: str = ""

    @property
    def title(self) -> str:
        """What it is called."""
        return gettext(LETTER_TITLES[self.kind])

    @property
    def state_title(self) -> str:
        """How far it is, in words."""
        return gettext("Chưa ký được") if self.has_failed else gettext(LETTER_STATES[self.state])

    @property
    def tone(self) -> str:
        """The colour tone of its tag."""
        if self.state is LetterState.OPEN:
            return "warn" if self.has_failed else "new"
        return "ok" if self.state is not LetterState.VOID else "end"

    @property
    def is_open(self) -> bool:
        """Its signature is still awaited."""
        return self.state is LetterState.OPEN
