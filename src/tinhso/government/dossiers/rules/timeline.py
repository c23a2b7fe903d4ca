"""What the timeline says: one sentence for each verb; which of them the applicant sees."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

SENTENCES: Final[Mapping[str, str]] = {
    "submitted": gettext_noop("Đã nộp hồ sơ {channel}"),
    "received": gettext_noop("Đã tiếp nhận hồ sơ"),
    "refused": gettext_noop("Từ chối tiếp nhận hồ sơ"),
    "supplement_asked": gettext_noop("Yêu cầu bổ sung: {items}"),
    "supplemented": gettext_noop("Đã nộp giấy tờ bổ sung"),
    "step": gettext_noop("{title}: {outcome}"),
    "assigned": gettext_noop("Giao {handler} thụ lý"),
    "result_drafted": gettext_noop("Soạn dự thảo kết quả"),
    "signed": gettext_noop("Đã ký số kết quả"),
    "signing": gettext_noop("Đã quyết định ký kết quả; đang ký số"),
    "sign_failed": gettext_noop("Chưa ký số được kết quả: {problem}"),
    "sign_again": gettext_noop("Yêu cầu ký số lại"),
    "signing_withdrawn": gettext_noop("Rút lại việc ký kết quả"),
    "numbered": gettext_noop("Cấp số {number}"),
    "corrected": gettext_noop("Trả lại để sửa"),
    "handed_over": gettext_noop("Đã trả kết quả cho {to}"),
    "handed_over.post": gettext_noop("Đã gửi kết quả cho {to} qua bưu chính, mã bưu gửi {tracking}"),
    "handed_over.online": gettext_noop("Đã trả kết quả điện tử cho {to}"),
    "withdrawn": gettext_noop("Người nộp rút hồ sơ"),
    "stopped": gettext_noop("Dừng giải quyết hồ sơ"),
    "stopped_at_wish": gettext_noop("Dừng giải quyết theo đề nghị của người nộp"),
    "fee_asked": gettext_noop("Yêu cầu nộp phí, lệ phí: {amount}"),
    "fee_paid": gettext_noop("Đã nhận phí, lệ phí: {amount}"),
    "fee_reopened": gettext_noop("Khoản phí, lệ phí đã nộp bị hoàn lại; cần nộp lại: {amount}"),
    "fee_cancelled": gettext_noop("Không còn yêu cầu nộp phí, lệ phí"),
    "fee_waived": gettext_noop("Miễn phí, lệ phí: {exemption}"),
    "fee_shared": gettext_noop("Phí, lệ phí được nộp chung theo nhóm {code}"),
    "extended": gettext_noop("Xin lỗi và hẹn lại ngày trả: {when}"),
    "apologised": gettext_noop("Xin lỗi vì trễ hẹn và hẹn lại ngày trả: {when}"),
    "recomputed": gettext_noop("Tính lại ngày hẹn trả: {when}"),
    "returned": gettext_noop("Thu hồi kết quả đã ký để sửa"),
    "undone": gettext_noop("Hủy việc đã làm nhầm: {what}"),
    "transferred": gettext_noop("Chuyển hồ sơ đến {to} giải quyết"),
    "papers_sent": gettext_noop("Đã gửi hồ sơ giấy đến {to}, phiếu bàn giao {number}"),
    "papers_missing": gettext_noop("{to} báo chưa nhận được hồ sơ giấy, phiếu bàn giao {number}"),
    "papers_recorded": gettext_noop("Kiểm tra, ghi lại giấy tờ đã nhận: {names}"),
    "papers_taken": gettext_noop("Đã nhận hồ sơ giấy từ {from_unit}"),
    "stood_still": gettext_noop("Hồ sơ chưa có bước tiếp theo; đã nhắc {whom}"),
    "consulted": gettext_noop("Lấy ý kiến phối hợp của {unit}"),
    "opinion_given": gettext_noop("{unit} trả lời ý kiến phối hợp"),
    "opinion_declined": gettext_noop("{unit} từ chối cho ý kiến"),
    "linked": gettext_noop("Chuyển các cơ quan giải quyết liên thông: {names}"),
    "linked_done": gettext_noop("Các cơ quan đã giải quyết xong các phần việc liên thông"),
    "part_ended": gettext_noop("{part}: {outcome}"),
    "part_asked": gettext_noop("{agency} yêu cầu bổ sung cho phần việc {part}"),
    "part_answered": gettext_noop("Đã trả lời yêu cầu bổ sung của {agency} cho phần việc {part}"),
    "identity_differs": gettext_noop("Khác với Cơ sở dữ liệu quốc gia về dân cư: {what}"),
    "overdue": gettext_noop("Hồ sơ quá hạn; đã giao lãnh đạo ký phiếu xin lỗi"),
}

PUBLIC: Final = frozenset(
    {
        "submitted",
        "received",
        "refused",
        "supplement_asked",
        "supplemented",
        "signed",
        "numbered",
        "handed_over",
        "withdrawn",
        "stopped",
        "step",
        "stopped_at_wish",
        "fee_asked",
        "fee_paid",
        "fee_reopened",
        "fee_waived",
        "fee_cancelled",
        "fee_shared",
        "extended",
        "apologised",
        "recomputed",
        "returned",
        "undone",
        "transferred",
        "papers_recorded",
        "linked",
        "linked_done",
        "part_ended",
        "part_asked",
        "part_answered",
    },
)


def sentence(verb: str, facts: Mapping[str, Any]) -> str:
    """Return the sentence of one event, in the way it was done. KeyError for a verb nobody wrote a sentence for."""
    way = f"{verb}.{facts.get('way')}"
    known = {key: _(value) if key == "channel" else value for key, value in facts.items()}
    return _(SENTENCES[way if way in SENTENCES else verb]).format_map(_Known(known))


class _Known(dict[str, Any]):
    """Facts, with an empty word for one that an older event does not carry."""

    def __missing__(self, key: str) -> str:
        return ""
