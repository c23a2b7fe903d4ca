"""What work refuses."""

from django.utils.translation import gettext_noop as _

from tinhso.kernel.errors import Conflict, DomainError, Forbidden, NotFound


class ItemMissing(NotFound):
    """There is no such item, or it is not this actor's to see."""

    code = "work.not_found"
    sentence = _("Không tìm thấy việc này. Việc có thể đã xong hoặc đã chuyển cho đơn vị khác.")


class AlreadyTaken(Conflict):
    """Somebody else has it."""

    code = "work.already_taken"
    sentence = _("Việc này vừa có người nhận. Tải lại danh sách để xem các việc còn lại.")


class AlreadyClosed(Conflict):
    """It is done or was taken away."""

    code = "work.already_closed"
    sentence = _("Việc này đã xong. Tải lại danh sách để xem các việc còn lại.")


class Moved(Conflict):
    """It changed since this actor looked at it."""

    code = "work.moved"
    sentence = _("Việc này vừa được người khác thay đổi. Tải lại trang để xem bản mới.")


class NotYours(Forbidden):
    """The actor sees it and may not do this with it."""

    code = "work.not_yours"
    sentence = _("Việc này đang do người khác xử lý. Nhờ lãnh đạo đơn vị giao lại nếu cần.")


class NotSuited(DomainError):
    """The officer named cannot be given this item."""

    code = "work.not_suited"
    sentence = _("Cán bộ được chọn không giữ vai trò cần cho việc này ở đơn vị. Chọn cán bộ khác.")


class BadItem(DomainError):
    """An item nobody could read or do."""

    code = "work.bad_item"
    sentence = _("Việc thiếu thông tin cần thiết hoặc thông tin quá dài.")


class ViewMissing(NotFound):
    """There is no such kept filter, or it is not this actor's to change."""

    code = "work.view_not_found"
    sentence = _("Không tìm thấy bộ lọc đã lưu. Tải lại trang để xem danh sách mới.")


class BadView(DomainError):
    """A filter without a name, or with too long an address."""

    code = "work.bad_view"
    sentence = _("Ghi tên bộ lọc, không quá 80 ký tự.")


class TooManyViews(Conflict):
    """One person keeps at most thirty."""

    code = "work.too_many_views"
    sentence = _("Đã lưu 30 bộ lọc. Xóa bớt bộ lọc không dùng rồi lưu lại.")


class BatchMissing(NotFound):
    """There is no such act on many rows, or somebody else asked for it."""

    code = "work.batch_not_found"
    sentence = _("Không tìm thấy lần xử lý hàng loạt này. Chọn lại các việc trong danh sách.")


class BatchTooLong(DomainError):
    """More rows than one act takes."""

    code = "work.batch_too_long"
    sentence = _("Mỗi lần xử lý nhiều nhất 500 hồ sơ. Lọc bớt danh sách rồi làm lại.")


class UndoTooLate(Conflict):
    """The time for taking back is over."""

    code = "work.undo_too_late"
    sentence = _("Đã quá thời gian hoàn tác hoặc đã hoàn tác rồi. Mở từng hồ sơ để sửa.")


class PrintMissing(NotFound):
    """There is no such paper in this officer's queue."""

    code = "work.print_not_found"
    sentence = _("Không tìm thấy bản in trong hàng chờ. Tải lại trang.")
