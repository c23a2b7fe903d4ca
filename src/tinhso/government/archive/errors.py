"""What the archive refuses."""

from django.utils.translation import gettext_noop as _

from tinhso.kernel.errors import Conflict, DomainError, NotFound


class PackageMissing(NotFound):
    """No such package or receipt, or not one of this actor's."""

    code = "archive.not_found"
    sentence = _("Không tìm thấy gói này trong kho lưu trữ. Mở lại từ trang Kho lưu trữ.")


class NoPackage(DomainError):
    """No file was sent, or one too large."""

    code = "archive.no_package"
    sentence = _("Chọn tệp gói .zip theo Thông tư 05/2025/TT-BNV, trong giới hạn dung lượng.")


class AlreadyKept(Conflict):
    """The very same package is kept already."""

    code = "archive.already_kept"
    sentence = _("Gói này đã có trong kho. Tìm theo mã gói để mở.")


class ReceiptMoved(Conflict):
    """It was taken or refused already."""

    code = "archive.receipt_moved"
    sentence = _("Gói này không ở bước chờ duyệt. Tải lại trang để xem tình trạng.")


class ReasonNeeded(DomainError):
    """A file is returned only with a reason."""

    code = "archive.reason_needed"
    sentence = _("Ghi lý do trả lại, ít nhất 10 ký tự, cho từng hồ sơ không tiếp nhận.")


class RequestMissing(NotFound):
    """No such request, or not one of this actor's."""

    code = "archive.request_not_found"
    sentence = _("Không tìm thấy yêu cầu khai thác này. Mở lại từ danh sách yêu cầu.")


class BadRequest(DomainError):
    """What is asked for is not whole; `fields` names what."""

    code = "archive.bad_request"
    sentence = _("Yêu cầu còn mục chưa đúng. Sửa các mục được đánh dấu rồi gửi lại.")


class RequestMoved(Conflict):
    """It is at another point of its road."""

    code = "archive.request_moved"
    sentence = _("Yêu cầu đã chuyển sang bước khác. Tải lại trang để xem tình trạng.")


class LeaderNeeded(Conflict):
    """Some of it may be read under conditions only: the head of the agency allows it."""

    code = "archive.leader_needed"
    sentence = _("Trong yêu cầu có tài liệu tiếp cận có điều kiện. Trình lãnh đạo cơ quan cho phép.")


class NotToBeLent(DomainError):
    """It cannot be read or borrowed here."""

    code = "archive.not_to_be_lent"
    sentence = _("Gói này không cho khai thác trên hệ thống được. Chọn gói khác.")


class ReadingOver(NotFound):
    """The term of reading is over, or has not begun."""

    code = "archive.reading_over"
    sentence = _("Thời hạn đọc đã hết hoặc tài liệu chưa sẵn sàng. Gửi yêu cầu mới nếu cần.")
