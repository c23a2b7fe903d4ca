"""What notifications refuse."""

from tinhso.kernel.errors import Conflict, DomainError, NotFound, Unauthenticated


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


class AnotherWay(Conflict):
    """The same message is on its way, or arrived, by another way."""

    code = "notifications.another_way"
    sentence = "Tin này đã hoặc đang được gửi đến cùng số điện thoại bằng cách khác nên không gửi lại."


class BadPreference(DomainError):
    """A choice that nobody offers."""

    code = "notifications.bad_preference"
    sentence = "Lựa chọn chưa hợp lệ. Tải lại trang, chọn lại rồi bấm Lưu cài đặt."


class BadReceipt(DomainError):
    """Not a receipt of a message of ours."""

    code = "notifications.bad_receipt"
    sentence = "Biên nhận không khớp tin nhắn nào. Kiểm tra id và status theo docs/gateways.md."


class UnsignedReceipt(Unauthenticated):
    """Nobody we know sent this."""

    code = "notifications.unsigned_receipt"
    sentence = "Chữ ký của biên nhận không đúng hoặc đã quá 5 phút. Kiểm tra khóa chung và đồng hồ."


class BadDevice(DomainError):
    """A browser's push subscription that cannot be used."""

    code = "notifications.bad_device"
    sentence = "Trình duyệt này chưa nhận được tin đẩy. Thử lại, hoặc dùng kênh khác."


class TooManyDevices(Conflict):
    """One account has as many devices as it may."""

    code = "notifications.too_many_devices"
    sentence = "Tài khoản đã có đủ thiết bị nhận tin đẩy. Tắt ở một thiết bị khác rồi thử lại."
