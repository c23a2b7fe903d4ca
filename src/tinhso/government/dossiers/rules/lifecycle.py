"""The law as a table: which move leads from which state to which (ten national states)."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from tinhso.government.dossiers.data import STATUS_TITLES, Status
from tinhso.government.dossiers.errors import IllegalMove


class Move(StrEnum):
    """What can be done to a dossier's state."""

    RECEIVE = "receive"
    REFUSE = "refuse"
    PROCESS = "process"
    ASK_SUPPLEMENT = "ask_supplement"
    SUPPLEMENT = "supplement"
    WITHDRAW = "withdraw"
    STOP = "stop"
    FINISH = "finish"
    CORRECT = "correct"
    HAND_OVER = "hand_over"
    ASK_FEE = "ask_fee"
    PAY = "pay"
    EXTEND = "extend"


MOVE_TITLES: Final[Mapping[Move, str]] = {
    Move.RECEIVE: gettext_noop("tiếp nhận"),
    Move.REFUSE: gettext_noop("từ chối tiếp nhận"),
    Move.PROCESS: gettext_noop("chuyển bước xử lý"),
    Move.ASK_SUPPLEMENT: gettext_noop("yêu cầu bổ sung"),
    Move.SUPPLEMENT: gettext_noop("bổ sung giấy tờ"),
    Move.WITHDRAW: gettext_noop("rút hồ sơ"),
    Move.STOP: gettext_noop("dừng xử lý"),
    Move.FINISH: gettext_noop("ký kết quả"),
    Move.CORRECT: gettext_noop("trả lại để sửa"),
    Move.HAND_OVER: gettext_noop("trả kết quả"),
    Move.ASK_FEE: gettext_noop("yêu cầu nộp phí, lệ phí"),
    Move.PAY: gettext_noop("ghi nhận đã nộp phí, lệ phí"),
    Move.EXTEND: gettext_noop("hẹn lại ngày trả"),
}

# SUPPLEMENT and PAY lead back to where the request was made; `supplemented` below decides which.
NEXT: Final[Mapping[tuple[Status, Move], Status]] = {
    (Status.NEW, Move.RECEIVE): Status.RECEIVED,
    (Status.NEW, Move.REFUSE): Status.REFUSED,
    (Status.NEW, Move.ASK_SUPPLEMENT): Status.WAITING_SUPPLEMENT,
    (Status.NEW, Move.WITHDRAW): Status.WITHDRAWN,
    (Status.RECEIVED, Move.PROCESS): Status.PROCESSING,
    (Status.RECEIVED, Move.ASK_SUPPLEMENT): Status.WAITING_SUPPLEMENT,
    (Status.RECEIVED, Move.WITHDRAW): Status.WITHDRAWN,
    (Status.RECEIVED, Move.STOP): Status.STOPPED,
    (Status.RECEIVED, Move.FINISH): Status.DONE,
    (Status.PROCESSING, Move.PROCESS): Status.PROCESSING,
    (Status.PROCESSING, Move.ASK_SUPPLEMENT): Status.WAITING_SUPPLEMENT,
    (Status.PROCESSING, Move.WITHDRAW): Status.WITHDRAWN,
    (Status.PROCESSING, Move.STOP): Status.STOPPED,
    (Status.PROCESSING, Move.FINISH): Status.DONE,
    (Status.WAITING_SUPPLEMENT, Move.SUPPLEMENT): Status.PROCESSING,
    (Status.WAITING_SUPPLEMENT, Move.WITHDRAW): Status.WITHDRAWN,
    (Status.WAITING_SUPPLEMENT, Move.STOP): Status.STOPPED,
    (Status.WAITING_SUPPLEMENT, Move.REFUSE): Status.REFUSED,
    (Status.RECEIVED, Move.ASK_FEE): Status.WAITING_FEE,
    (Status.PROCESSING, Move.ASK_FEE): Status.WAITING_FEE,
    (Status.WAITING_FEE, Move.PAY): Status.PROCESSING,
    (Status.WAITING_FEE, Move.WITHDRAW): Status.WITHDRAWN,
    (Status.WAITING_FEE, Move.STOP): Status.STOPPED,
    (Status.RECEIVED, Move.EXTEND): Status.RECEIVED,
    (Status.PROCESSING, Move.EXTEND): Status.PROCESSING,
    (Status.DONE, Move.CORRECT): Status.PROCESSING,
    (Status.DONE, Move.HAND_OVER): Status.HANDED_OVER,
}


def move(status: Status, by: Move) -> Status:
    """Return the state after a move. Raises IllegalMove, naming the state, when the table has no such line."""
    try:
        return NEXT[status, by]
    except KeyError:
        sentence = _("Không thể %(move)s: hồ sơ đang ở trạng thái «%(status)s».") % {
            "move": _(MOVE_TITLES[by]),
            "status": _(STATUS_TITLES[status]),
        }
        raise IllegalMove(sentence) from None


def end(status: Status, by: Move, *, was_received: bool) -> Status:
    """Return the state after a refusal or a stop: what was never received is refused, what was is stopped.

    While waiting for a supplement both stand in the table, and reception decides. Raises IllegalMove.
    """
    after = move(status, by)
    if by is Move.STOP and not was_received:
        raise IllegalMove(_("Hồ sơ chưa được tiếp nhận nên không dừng giải quyết được. Dùng «Từ chối tiếp nhận»."))
    if by is Move.REFUSE and was_received:
        raise IllegalMove(_("Hồ sơ đã được tiếp nhận nên không từ chối được nữa. Dùng «Dừng giải quyết»."))
    return after


def may(status: Status, by: Move) -> bool:
    """Tell whether the table has such a line."""
    return (status, by) in NEXT


def supplemented(*, was_received: bool, was_processing: bool) -> Status:
    """Return where a supplement leads back to: the desk if it was never received, else where it was."""
    if not was_received:
        return Status.NEW
    return Status.PROCESSING if was_processing else Status.RECEIVED
