"""No dead dossier: every state has an owner, a due time, a next step and a sentence the citizen understands."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from tinhso.government.dossiers.data import NextStep, Status
from tinhso.kernel.clock import LOCAL_ZONE

DESK: Final = gettext_noop("Bộ phận Tiếp nhận và Trả kết quả")
FEE_DAYS: Final = 30
APPLICANT: Final = gettext_noop("Người nộp hồ sơ")
AGAIN: Final = gettext_noop("Chúng tôi xin lỗi Ông/Bà và hẹn lại trả kết quả lúc {when}.")

_ACTS: Final[Mapping[Status, str]] = {
    Status.NEW: gettext_noop("Kiểm tra và tiếp nhận hồ sơ"),
    Status.RECEIVED: gettext_noop("Xử lý bước đầu tiên"),
    Status.REFUSED: gettext_noop("Không còn việc phải làm"),
    Status.PROCESSING: gettext_noop("Xử lý bước hiện tại"),
    Status.WAITING_SUPPLEMENT: gettext_noop("Bổ sung giấy tờ theo phiếu yêu cầu"),
    Status.WAITING_FEE: gettext_noop("Nộp phí, lệ phí"),
    Status.WITHDRAWN: gettext_noop("Không còn việc phải làm"),
    Status.STOPPED: gettext_noop("Không còn việc phải làm"),
    Status.DONE: gettext_noop("Trả kết quả"),
    Status.HANDED_OVER: gettext_noop("Không còn việc phải làm"),
}

SIGNED_SOON: Final = gettext_noop("{unit} đã quyết định kết quả; kết quả đang được ký số và sẽ có ngay khi ký xong.")
"""What the applicant is told between the decision and the signature."""

_SENTENCES: Final[Mapping[Status, str]] = {
    Status.NEW: gettext_noop("Hồ sơ đã đến {unit}. Cán bộ một cửa sẽ trả lời trong 8 giờ làm việc."),
    Status.RECEIVED: gettext_noop("{unit} đã tiếp nhận và đang giải quyết hồ sơ."),
    Status.REFUSED: gettext_noop(
        "Hồ sơ không được tiếp nhận; lý do ghi trong phiếu từ chối. "
        "Ông/Bà có quyền nộp lại hoặc khiếu nại việc từ chối này."
    ),
    Status.PROCESSING: gettext_noop("{unit} đang giải quyết hồ sơ."),
    Status.WAITING_SUPPLEMENT: gettext_noop(
        "Ông/Bà cần bổ sung giấy tờ. Thời hạn giải quyết đang tạm dừng cho đến khi nhận đủ."
    ),
    Status.WAITING_FEE: gettext_noop("Ông/Bà cần nộp phí, lệ phí để hồ sơ được giải quyết tiếp."),
    Status.WITHDRAWN: gettext_noop("Hồ sơ đã được rút theo yêu cầu của Ông/Bà."),
    Status.STOPPED: gettext_noop("{unit} đã dừng giải quyết hồ sơ; lý do ghi trong thông báo."),
    Status.DONE: gettext_noop("Hồ sơ đã có kết quả. Ông/Bà tải bản điện tử tại đây hoặc đến {desk} để nhận."),
    Status.HANDED_OVER: gettext_noop("Kết quả đã được trả cho Ông/Bà."),
}


def fee_due_at(asked_at: datetime) -> datetime:
    """Return when a fee asked at a moment is to be paid: the end of the thirtieth day."""
    last = asked_at.astimezone(LOCAL_ZONE).date() + timedelta(days=FEE_DAYS)
    return datetime.combine(last, time(23, 59), LOCAL_ZONE)


def next_step(
    status: Status,
    *,
    unit_name: str,
    step_title: str = "",
    step_sentence: str = "",
    handler: str = "",
    due_at: datetime | None = None,
    again: str = "",
    desk_name: str = "",
) -> NextStep:
    """Return the four things of a state. Total: a state without a line here is a fault a test finds.

    `again` is the day set anew, in words, which the applicant is told while the dossier is worked on; `desk_name` the
    unit whose desk hands the result over when it is not the dossier's own.
    """
    waiting_for_applicant = status in (Status.WAITING_SUPPLEMENT, Status.WAITING_FEE)
    desk = desk_name if status is Status.DONE and desk_name else unit_name
    owner = _(APPLICANT) if waiting_for_applicant else _owner(status, unit_name=desk, handler=handler)
    act = step_title if step_title and status in (Status.RECEIVED, Status.PROCESSING) else _(_ACTS[status])
    sentence = step_sentence if step_sentence and status is Status.PROCESSING else _(_SENTENCES[status])
    told = sentence.format(unit=unit_name, desk=f"{_(DESK)} {desk_name}".strip())
    if again and status in (Status.RECEIVED, Status.PROCESSING):
        told += " " + _(AGAIN).format(when=again)
    return NextStep(owner, due_at, act, told)


def _owner(status: Status, *, unit_name: str, handler: str) -> str:
    if status in (Status.NEW, Status.DONE):
        return f"{_(DESK)} {unit_name}"
    if status in (Status.REFUSED, Status.WITHDRAWN, Status.STOPPED, Status.HANDED_OVER):
        return "—"
    return f"{handler}, {unit_name}" if handler else unit_name
