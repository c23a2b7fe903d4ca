"""What people read: statuses, methods, accounts and reasons in Vietnamese."""

from types import MappingProxyType
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tinhso.government.payments.data import (
    FeeKind,
    LedgerAccount,
    Method,
    NoticeStatus,
    RefundStatus,
    RequestStatus,
    Unmatched,
)
from tinhso.ui.data import Tone

STATUS: Final[MappingProxyType[RequestStatus, tuple[Promise, Tone]]] = MappingProxyType(
    {
        RequestStatus.OPEN: (_("Chưa nộp"), Tone.WARN),
        RequestStatus.PART_PAID: (_("Nộp một phần"), Tone.WARN),
        RequestStatus.PAID: (_("Đã nộp đủ"), Tone.OK),
        RequestStatus.OVER_PAID: (_("Nộp thừa"), Tone.HOLD),
        RequestStatus.CANCELLED: (_("Đã hủy"), Tone.END),
        RequestStatus.REFUNDING: (_("Đang hoàn trả"), Tone.HOLD),
        RequestStatus.REFUNDED: (_("Đã hoàn trả"), Tone.END),
    }
)
METHOD: Final = MappingProxyType({Method.TRANSFER: _("Chuyển khoản"), Method.CASH: _("Tiền mặt")})
FEE_KIND: Final = MappingProxyType({FeeKind.FEE: _("Lệ phí"), FeeKind.CHARGE: _("Phí")})
REFUND: Final[MappingProxyType[RefundStatus, tuple[Promise, Tone]]] = MappingProxyType(
    {
        RefundStatus.ASKED: (_("Chờ duyệt"), Tone.WARN),
        RefundStatus.APPROVED: (_("Đã duyệt, chờ chi"), Tone.NEW),
        RefundStatus.REFUSED: (_("Không duyệt"), Tone.END),
        RefundStatus.PAID: (_("Đã chi"), Tone.OK),
        RefundStatus.RECALLED: (_("Đã thu hồi"), Tone.END),
    }
)
CLAIM: Final[MappingProxyType[NoticeStatus, tuple[Promise, Tone]]] = MappingProxyType(
    {
        NoticeStatus.CLAIMED: (_("Chờ nộp lại"), Tone.WARN),
        NoticeStatus.REPAID: (_("Đã nộp lại"), Tone.OK),
        NoticeStatus.LOST: (_("Đã xóa theo quyết định"), Tone.END),
    }
)
WHY: Final = MappingProxyType(
    {
        Unmatched.NO_CODE: _("Nội dung không có mã thanh toán"),
        Unmatched.UNKNOWN_CODE: _("Mã thanh toán không có trong sổ"),
        Unmatched.SEVERAL_CODES: _("Nội dung có nhiều mã thanh toán"),
        Unmatched.CANCELLED: _("Khoản thu đã hủy"),
        Unmatched.ALREADY_PAID: _("Khoản thu đã nộp đủ trước đó"),
        Unmatched.OTHER_ACCOUNT: _("Tiền vào tài khoản của đơn vị khác"),
        Unmatched.UNKNOWN_ACCOUNT: _("Tài khoản nhận không có trong danh mục"),
        Unmatched.REVERSAL: _("Ngân hàng thu hồi khoản không còn nguyên"),
    }
)
ACCOUNT: Final = MappingProxyType(
    {
        LedgerAccount.BANK: _("Tiền gửi ngân hàng"),
        LedgerAccount.DRAWER: _("Tiền mặt trong ca"),
        LedgerAccount.SAFE: _("Quỹ tiền mặt"),
        LedgerAccount.DUE: _("Phải thu"),
        LedgerAccount.INCOME: _("Thu phí, lệ phí"),
        LedgerAccount.SUSPENSE: _("Tiền chờ xác định"),
        LedgerAccount.OVER: _("Nộp thừa"),
        LedgerAccount.REFUND: _("Phải hoàn trả"),
        LedgerAccount.SHORTAGE: _("Chênh lệch quỹ"),
        LedgerAccount.CLAIM: _("Phải thu hồi"),
        LedgerAccount.LOSS: _("Xóa khoản phải thu"),
    }
)
ENTRY: Final = MappingProxyType(
    {
        "raised": _("Lập khoản thu"),
        "received": _("Thu tiền"),
        "suspended": _("Báo có chưa khớp"),
        "matched": _("Khớp giao dịch"),
        "reversed": _("Ngân hàng thu hồi"),
        "cancelled": _("Hủy khoản thu"),
        "refund_approved": _("Duyệt hoàn trả"),
        "refund_paid": _("Chi hoàn trả"),
        "refund_recalled": _("Thu hồi hoàn trả"),
        "claimed": _("Ghi phải thu hồi"),
        "claim_repaid": _("Nộp lại khoản phải thu hồi"),
        "claim_lost": _("Xóa khoản phải thu hồi"),
        "shift_opened": _("Mở ca"),
        "shift_closed": _("Đóng ca"),
    }
)
