"""What notifications refuse."""

from tinhso.kernel.errors import Conflict, DomainError, NotFound


class NoticeNotFound(NotFound):
    """No such notice, or it is somebody else's."""

    code = "notifications.notice_not_found"
    sentence = "Không tìm thấy thông báo này. Mở lại danh sách thông báo."


class DeliveryNotFound(NotFound):
    """No such letter, or it is not the actor's to see."""

    code = "notifications.delivery_not_found"
    sentence = "Không tìm thấy thư này. Mở lại danh sách thư chưa gửi được."


class DeliveryNotFailed(Conflict):
    """Only a letter that was given up is sent again."""

    code = "notifications.delivery_not_failed"
    sentence = "Thư này không còn ở trạng thái chưa gửi được. Tải lại danh sách để xem trạng thái mới."


class BadPreference(DomainError):
    """A choice that nobody offers."""

    code = "notifications.bad_preference"
    sentence = "Lựa chọn chưa hợp lệ. Tải lại trang, chọn lại rồi bấm Lưu cài đặt."
