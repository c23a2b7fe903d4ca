"""What the exchange refuses, in sentences that say what to do."""

from django.utils.translation import gettext_noop

from tinhso.kernel.errors import Conflict, NotFound, Unavailable


class RecordNotFound(NotFound):
    """No such record, or it is not the asker's to see."""

    code = "national_record_not_found"
    sentence = gettext_noop("Không tìm thấy bản ghi đồng bộ này. Tải lại trang để xem danh sách mới.")


class NotFailed(Conflict):
    """It has not failed (any more)."""

    code = "national_record_not_failed"
    sentence = gettext_noop("Bản ghi này không còn lỗi. Tải lại trang để xem tình trạng mới.")


class NotConnected(Unavailable):
    """There is no address of the portal."""

    code = "national_not_connected"
    sentence = gettext_noop("Chưa khai báo địa chỉ Cổng Dịch vụ công quốc gia. Đặt TINHSO_NATIONAL_URL rồi thử lại.")
