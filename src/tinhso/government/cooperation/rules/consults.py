"""When an opinion may be asked, until when, and what asking does to the clock."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from tinhso.government.cooperation.data import Addressee, ConsultState
from tinhso.government.cooperation.errors import BadConsult
from tinhso.kernel.text import clean_block

MAX_ASKED: Final = 20
MAX_PAPERS: Final = 30
LONGEST: Final = timedelta(days=90)
MIN_WORDS: Final = 10
GROUND: Final = gettext_noop(
    "Thời gian lấy ý kiến nằm trong thời hạn giải quyết; hạn trả kết quả không đổi (Nghị định 118/2025/NĐ-CP)"
)
"""Why the clock goes on. A package whose special law stops it asks for a supplement or a fee instead."""


def question(text: str) -> str:
    """Return the question, cleaned. Raises BadConsult when it asks nothing."""
    return _words(text, "question", _("Ghi nội dung cần lấy ý kiến (ít nhất 10 ký tự)."))


def answer(text: str) -> str:
    """Return an answer, cleaned. Raises BadConsult when it says nothing."""
    return _words(text, "answer", _("Ghi ý kiến trả lời (ít nhất 10 ký tự)."))


def reason(text: str) -> str:
    """Return a reason, cleaned. Raises BadConsult when there is none."""
    return _words(text, "reason", _("Ghi rõ lý do (ít nhất 10 ký tự)."))


def _words(text: str, field: str, sentence: str) -> str:
    cleaned = clean_block(text)[:4000].strip()
    if len(cleaned) < MIN_WORDS:
        raise BadConsult(fields={field: sentence})
    return cleaned


def check_asked(asked: Sequence[Addressee], *, now: datetime) -> None:
    """Refuse nobody, too many, the same twice, and a deadline that is past or far away (BadConsult)."""
    if not asked or len(asked) > MAX_ASKED:
        raise BadConsult(fields={"units": _("Chọn từ 1 đến 20 đơn vị hoặc người cho ý kiến.")})
    if len({(one.unit_id, one.account_id) for one in asked}) < len(asked):
        raise BadConsult(fields={"units": _("Mỗi đơn vị, mỗi người chỉ chọn một lần.")})
    for one in asked:
        check_due(one.due_at, now=now)


def check_due(due_at: datetime, *, now: datetime) -> None:
    """Refuse a deadline that is past or more than 90 days away (BadConsult)."""
    if not now < due_at <= now + LONGEST:
        raise BadConsult(fields={"due": _("Chọn hạn trả lời từ ngày mai đến 90 ngày tới.")})


def is_settled(states: Sequence[ConsultState]) -> bool:
    """Tell whether a step that needs opinions may go on: nothing is open any more, and somebody has answered."""
    return ConsultState.OPEN not in states and ConsultState.ANSWERED in states
