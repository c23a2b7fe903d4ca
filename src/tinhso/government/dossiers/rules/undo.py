"""Which acts can be undone, by whom, for how long. Undoing is itself an act, later and visible: nothing is erased."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from tinhso.foundation.calendar.data import Allowance, AllowanceUnit

_DAY: Final = Allowance(Decimal(8), AllowanceUnit.WORKING_HOUR)
_HALF: Final = Allowance(Decimal(4), AllowanceUnit.WORKING_HOUR)

COMPANIONS: Final = frozenset(
    {"assigned", "numbered", "transferred", "stood_still", "overdue", "papers_sent", "papers_taken", "papers_missing"}
)
"""Lines that an act writes beside its own, or that the system writes: nothing followed when only these do."""


@dataclass(frozen=True, slots=True)
class Undoable:
    """How long an act can be undone, and the ability that did it."""

    within: Allowance
    ability: str


UNDOABLE: Final[Mapping[str, Undoable]] = {
    "received": Undoable(_HALF, "dossiers.receive"),
    "refused": Undoable(_DAY, "dossiers.receive"),
    "stopped": Undoable(_DAY, "dossiers.process"),
    "supplement_asked": Undoable(_HALF, "dossiers.see"),
    "step": Undoable(_HALF, "dossiers.process"),
    "handed_over": Undoable(_DAY, "dossiers.hand_over"),
}

INSTEAD: Final[Mapping[str, str]] = {
    "submitted": gettext_noop("Người nộp tự rút hồ sơ, hoặc bộ phận một cửa từ chối tiếp nhận."),
    "signed": gettext_noop("Kết quả đã ký chỉ sửa được bằng «Thu hồi kết quả để sửa»."),
    "signing": gettext_noop("Kết quả đang được ký số; dùng «Rút lại việc ký»."),
    "numbered": gettext_noop("Số đã cấp không lấy lại được; dùng «Thu hồi kết quả để sửa»."),
    "withdrawn": gettext_noop("Hồ sơ do người nộp rút; người nộp nộp hồ sơ mới nếu còn yêu cầu."),
    "stopped_at_wish": gettext_noop("Hồ sơ dừng theo đề nghị của người nộp; người nộp nộp hồ sơ mới nếu còn yêu cầu."),
    "supplemented": gettext_noop("Giấy tờ đã nộp được giữ lại trong hồ sơ. Yêu cầu bổ sung lại nếu giấy tờ chưa đúng."),
    "extended": gettext_noop("Phiếu xin lỗi đã gửi cho người nộp nên không thu lại được."),
    "apologised": gettext_noop("Phiếu xin lỗi đã gửi cho người nộp nên không thu lại được."),
    "fee_asked": gettext_noop("Hủy khoản thu ở phần phí, lệ phí; hồ sơ tự chạy tiếp."),
}


@dataclass(frozen=True, slots=True)
class Act:
    """One line of the story, as far as undoing asks."""

    verb: str
    at: datetime
    is_undone: bool


def why_not(act: Act, later: Sequence[str], *, now: datetime, until: datetime | None) -> str:
    """Return why an act cannot be undone now, with what to do instead; "" when it can.

    `later` are the verbs of the lines after it, `until` the end of its time (None for an act never undone).
    """
    if act.is_undone:
        return _("Việc này đã được hủy trước đó.")
    if act.verb not in UNDOABLE or until is None:
        return _(INSTEAD.get(act.verb, "")) or _("Việc này không hủy được. Thực hiện việc tiếp theo để sửa lại.")
    if any(verb not in COMPANIONS for verb in later):
        return _("Hồ sơ đã có bước tiếp theo nên không hủy được việc này. Hủy việc sau cùng trước.")
    if now > until:
        return _("Đã quá thời gian cho phép hủy (%(hours)s giờ làm việc).") % {
            "hours": int(UNDOABLE[act.verb].within.amount)
        }
    return ""
