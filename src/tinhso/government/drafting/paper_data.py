"""Words of the PDF a Word file of a draft becomes."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.utils.translation import gettext, gettext_noop


class PaperState(StrEnum):
    """How far a Word file is on its way to a PDF. MISSING: no LibreOffice there. DROPPED: a newer version came."""

    WAITING = "waiting"
    WORKING = "working"
    DONE = "done"
    FAILED = "failed"
    MISSING = "missing"
    DROPPED = "dropped"


OPEN: Final = (PaperState.WAITING.value, PaperState.WORKING.value)
LACKS: Final = {
    "number": gettext_noop("số"),
    "date": gettext_noop("ngày tháng"),
    "leader": gettext_noop("chữ ký"),
    "appendices": gettext_noop("phụ lục soạn trên hệ thống"),
}
"""What a PDF may lack to be signed, in words."""


@dataclass(frozen=True, slots=True)
class PaperInfo:
    """The Word file of a version and its PDF. The PDF is what is signed when `is_used`."""

    id: UUID
    version: int
    state: PaperState
    by_hand: bool
    set_aside: bool
    lacks: tuple[str, ...]
    problem: str
    tries: int
    next_try_at: datetime | None
    pdf_file_id: UUID | None

    @property
    def is_open(self) -> bool:
        """Tell whether its PDF is still being made."""
        return self.state in (PaperState.WAITING, PaperState.WORKING)

    @property
    def is_used(self) -> bool:
        """Tell whether its PDF is the paper that is signed."""
        return self.state is PaperState.DONE and not self.lacks and not self.set_aside

    @property
    def lacking(self) -> str:
        """What the PDF lacks, in words."""
        return ", ".join(gettext(LACKS.get(one, one)) for one in self.lacks)
