"""What schedules refuse."""

from django.utils.translation import gettext_noop as _

from tinhso.kernel.errors import Conflict, DomainError, NotFound


class EntryMissing(NotFound):
    """No such entry, or not in a week this actor reads."""

    code = "schedules.not_found"
    sentence = _("Không tìm thấy mục lịch này. Kiểm tra lại tuần và đơn vị.")


class BadEntry(DomainError):
    """An entry that is not whole; `fields` says what to mend."""

    code = "schedules.bad_entry"
    sentence = _("Mục lịch chưa đủ. Sửa các mục được đánh dấu rồi lưu lại.")


class EntryMoved(Conflict):
    """Somebody else changed it meanwhile."""

    code = "schedules.moved"
    sentence = _("Mục lịch vừa được người khác sửa. Tải lại trang rồi làm lại.")


class EntryOff(Conflict):
    """What is off stays off."""

    code = "schedules.off"
    sentence = _("Mục lịch đã hủy nên không sửa được nữa. Thêm mục mới.")


class FeedMissing(NotFound):
    """An address of a calendar that is none, or was renewed."""

    code = "schedules.no_feed"
    sentence = _("Địa chỉ lịch này không còn dùng được. Lấy địa chỉ mới trong trang Lịch công tác.")
