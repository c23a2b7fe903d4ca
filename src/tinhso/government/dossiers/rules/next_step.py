"""No dead dossier: every state has an owner, a due time, a next step and a sentence the citizen understands."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from tinhso.government.dossiers.data import NextStep, Status

DESK: Final = "Bộ phận Tiếp nhận và Trả kết quả"
APPLICANT: Final = "Người nộp hồ sơ"

_ACTS: Final[Mapping[Status, str]] = {
    Status.NEW: "Kiểm tra và tiếp nhận hồ sơ",
    Status.RECEIVED: "Xử lý bước đầu tiên",
    Status.REFUSED: "Không còn việc phải làm",
    Status.PROCESSING: "Xử lý bước hiện tại",
    Status.WAITING_SUPPLEMENT: "Bổ sung giấy tờ theo phiếu yêu cầu",
    Status.WAITING_FEE: "Nộp phí, lệ phí",
    Status.WITHDRAWN: "Không còn việc phải làm",
    Status.STOPPED: "Không còn việc phải làm",
    Status.DONE: "Trả kết quả",
    Status.HANDED_OVER: "Không còn việc phải làm",
}

_SENTENCES: Final[Mapping[Status, str]] = {
    Status.NEW: "Hồ sơ đã đến {unit}. Cán bộ một cửa sẽ trả lời trong 8 giờ làm việc.",
    Status.RECEIVED: "{unit} đã tiếp nhận và đang giải quyết hồ sơ.",
    Status.REFUSED: (
        "Hồ sơ không được tiếp nhận; lý do ghi trong phiếu từ chối. "
        "Ông/Bà có quyền nộp lại hoặc khiếu nại việc từ chối này."
    ),
    Status.PROCESSING: "{unit} đang giải quyết hồ sơ.",
    Status.WAITING_SUPPLEMENT: "Ông/Bà cần bổ sung giấy tờ. Thời hạn giải quyết đang tạm dừng cho đến khi nhận đủ.",
    Status.WAITING_FEE: "Ông/Bà cần nộp phí, lệ phí để hồ sơ được giải quyết tiếp.",
    Status.WITHDRAWN: "Hồ sơ đã được rút theo yêu cầu của Ông/Bà.",
    Status.STOPPED: "{unit} đã dừng giải quyết hồ sơ; lý do ghi trong thông báo.",
    Status.DONE: "Hồ sơ đã có kết quả. Ông/Bà tải bản điện tử tại đây hoặc đến {desk} để nhận.",
    Status.HANDED_OVER: "Kết quả đã được trả cho Ông/Bà.",
}


def next_step(
    status: Status,
    *,
    unit_name: str,
    step_title: str = "",
    step_sentence: str = "",
    handler: str = "",
    due_at: datetime | None = None,
) -> NextStep:
    """Return the four things of a state. Total: a state without a line here is a fault a test finds."""
    waiting_for_applicant = status in (Status.WAITING_SUPPLEMENT, Status.WAITING_FEE)
    owner = APPLICANT if waiting_for_applicant else _owner(status, unit_name=unit_name, handler=handler)
    act = step_title if step_title and status in (Status.RECEIVED, Status.PROCESSING) else _ACTS[status]
    sentence = step_sentence if step_sentence and status is Status.PROCESSING else _SENTENCES[status]
    return NextStep(owner, due_at, act, sentence.format(unit=unit_name, desk=DESK))


def _owner(status: Status, *, unit_name: str, handler: str) -> str:
    if status in (Status.NEW, Status.DONE):
        return f"{DESK} {unit_name}"
    if status in (Status.REFUSED, Status.WITHDRAWN, Status.STOPPED, Status.HANDED_OVER):
        return "—"
    return f"{handler}, {unit_name}" if handler else unit_name
