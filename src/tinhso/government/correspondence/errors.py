"""What correspondence refuses."""

from django.utils.translation import gettext_noop as _

from tinhso.kernel.errors import Conflict, DomainError, NotFound


class DeliveryMissing(NotFound):
    """No such delivery or packet, or not one of this actor's agency."""

    code = "correspondence.not_found"
    sentence = _("Không tìm thấy lượt gửi, nhận văn bản này. Kiểm tra lại đơn vị đang làm việc.")


class IllegalStatus(Conflict):
    """That may not be said of a delivery that stands so."""

    code = "correspondence.illegal_status"
    sentence = _("Văn bản này đã được xử lý ở bước khác. Tải lại trang để xem trạng thái mới.")


class BadReply(DomainError):
    """An answer that says nothing; `fields` says what to mend."""

    code = "correspondence.bad_reply"
    sentence = _("Trả lời chưa đủ. Sửa các mục được đánh dấu rồi gửi lại.")


class BadImport(DomainError):
    """A packet that is sound but cannot be taken here."""

    code = "correspondence.bad_import"
    sentence = _("Không nhận được gói tin này vào cơ quan đang làm việc.")


class BadSendList(DomainError):
    """A send list that cannot be kept; `fields` says what to mend."""

    code = "correspondence.bad_list"
    sentence = _("Danh sách gửi chưa đủ. Sửa các mục được đánh dấu rồi lưu lại.")
