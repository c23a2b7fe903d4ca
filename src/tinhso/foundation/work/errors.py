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
