"""What payments refuse."""

from tinhso.kernel.errors import Conflict, DomainError, Forbidden, Kind, NotFound, Unavailable


class RequestNotFound(NotFound):
    """No such request, or it is not yours."""

    code = "payments.not_found"
    sentence = "Không tìm thấy khoản thu này. Kiểm tra lại đường dẫn hoặc mã thanh toán."


class NoticeNotFound(NotFound):
    """No such notice, or its unit is out of reach."""

    code = "payments.notice_not_found"
    sentence = "Không tìm thấy giao dịch ngân hàng này. Mở lại danh sách giao dịch chưa khớp."


class RefundNotFound(NotFound):
    """No such refund, or its unit is out of reach."""

    code = "payments.refund_not_found"
    sentence = "Không tìm thấy đề nghị hoàn trả này. Mở lại danh sách hoàn trả."


class BadItems(DomainError):
    """The lines to pay are none, too many, or out of bounds."""

    code = "payments.bad_items"
    sentence = "Khoản thu chưa hợp lệ: cần từ 1 đến 20 dòng, mỗi dòng có tên và số tiền lớn hơn 0."


class OtherItems(Conflict):
    """The same purpose was asked with another amount and has been paid, or partly."""

    code = "payments.other_items"
    sentence = "Khoản thu này đã lập với số tiền khác. Hủy khoản thu cũ trước khi lập lại."


class NotPayable(Conflict):
    """The request is paid, cancelled or refunded."""

    code = "payments.not_payable"
    sentence = "Khoản thu này đã nộp đủ hoặc đã hủy. Tải lại trang để xem trạng thái hiện tại."


class CannotCancel(Conflict):
    """A paid request is refunded, not cancelled."""

    code = "payments.cannot_cancel"
    sentence = "Khoản thu đã nộp đủ nên không hủy được. Lập đề nghị hoàn trả nếu phải trả lại tiền."


class TooLittle(DomainError):
    """Less cash than what is due."""

    code = "payments.too_little"
    sentence = "Số tiền khách đưa ít hơn số phải thu. Kiểm tra lại số tiền."


class NoShift(Conflict):
    """Cash is taken in an open shift only."""

    code = "payments.no_shift"
    sentence = "Chưa mở ca thu tiền mặt. Mở ca và nhập số tiền đầu ca trước khi thu."


class ShiftOpen(Conflict):
    """One shift at a time."""

    code = "payments.shift_open"
    sentence = "Ca thu tiền mặt đang mở. Đóng ca này trước khi mở ca mới."


class ExplainDifference(DomainError):
    """The drawer does not hold what it should: say why."""

    code = "payments.explain_difference"
    sentence = "Số tiền kiểm đếm khác số phải có. Đếm lại hoặc nhập lý do chênh lệch, từ 10 đến 500 ký tự."


class ReasonNeeded(DomainError):
    """An act that is hard to undo says why."""

    code = "payments.reason_needed"
    sentence = "Nhập lý do từ 10 đến 500 ký tự."


class BadNotice(DomainError):
    """A bank's notice is not in the shape agreed."""

    code = "payments.bad_notice"
    sentence = "Báo có không đúng định dạng đã thỏa thuận."


class NoticeDiffers(Conflict):
    """The same transaction number was told before with other facts."""

    code = "payments.notice_differs"
    sentence = "Mã giao dịch này đã được ghi sổ với nội dung khác. Ngân hàng kiểm tra lại."


class BadSignature(DomainError):
    """The sender cannot be who they say, or the message is too old."""

    kind, code = Kind.UNAUTHENTICATED, "payments.bad_signature"
    sentence = "Chữ ký hoặc thời điểm của báo có không hợp lệ."


class NotUnmatched(Conflict):
    """The money has been dealt with."""

    code = "payments.not_unmatched"
    sentence = "Giao dịch này đã được xử lý. Tải lại danh sách chưa khớp."


class OtherAccount(DomainError):
    """The money lies in another bank account than the request's unit uses."""

    code = "payments.other_account"
    sentence = "Tiền nằm ở tài khoản của đơn vị khác nên không khớp được với khoản thu này. Lập đề nghị hoàn trả."


class BadRefund(DomainError):
    """There is not that much to give back, or it is not said where to."""

    code = "payments.bad_refund"
    sentence = "Đề nghị hoàn trả chưa hợp lệ: số tiền phải có thật và đủ tên, số tài khoản, ngân hàng nhận."


class NotWholePaid(Conflict):
    """What is paid in part is cancelled first; then it is money to give back."""

    code = "payments.not_whole_paid"
    sentence = "Khoản thu mới nộp một phần. Hủy khoản thu trước, sau đó hoàn trả số tiền đã nộp."


class BankTookBack(Conflict):
    """The bank has taken this money back: there is nothing to give."""

    code = "payments.bank_took_back"
    sentence = "Ngân hàng đã thu hồi khoản tiền này nên không còn để hoàn trả. Không duyệt hoặc thu hồi đề nghị."


class RefundMoved(Conflict):
    """Somebody decided already."""

    code = "payments.refund_moved"
    sentence = "Đề nghị hoàn trả này đã chuyển bước. Tải lại trang để xem trạng thái hiện tại."


class SamePerson(Forbidden):
    """Who asks for a refund does not approve it."""

    code = "payments.same_person"
    sentence = "Người đề nghị hoàn trả không được duyệt chính đề nghị của mình. Chuyển cho người khác duyệt."


class NotYetClaim(Conflict):
    """The money taken back can still be had from where it lies, or nobody knows of it: nobody owes it."""

    code = "payments.not_yet_claim"
    sentence = (
        "Chưa ghi phải thu hồi được: chưa có giao dịch gốc, hoặc tiền đang nằm trong một đề nghị hoàn trả chưa chi. "
        "Không duyệt hoặc thu hồi đề nghị hoàn trả đó trước."
    )


class OtherAmount(DomainError):
    """What was paid in is not what is owed."""

    code = "payments.other_amount"
    sentence = "Giao dịch nộp lại phải cùng đơn vị, cùng số tiền với khoản phải thu hồi và chưa khớp với khoản nào."


class SameClaimant(Forbidden):
    """Who booked a claim does not give it up."""

    code = "payments.same_claimant"
    sentence = "Người ghi khoản phải thu hồi không được tự xóa khoản đó. Chuyển cho người khác quyết định."


class BankUnavailable(Unavailable):
    """The bank's statement cannot be had now."""

    code = "payments.bank_unavailable"
    sentence = "Chưa lấy được sao kê của ngân hàng. Hệ thống sẽ tự lấy lại sau ít phút."


class NoBankAccount(Conflict):
    """Nobody said where this unit's money goes."""

    code = "payments.no_bank_account"
    sentence = "Đơn vị này chưa có tài khoản thu. Nộp tiền mặt tại quầy hoặc liên hệ đơn vị."
