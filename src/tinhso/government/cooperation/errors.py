"""What cooperation refuses."""

from django.utils.translation import gettext_noop as _

from tinhso.kernel.errors import Conflict, DomainError, Forbidden, NotFound


class ConsultMissing(NotFound):
    """There is no such question, or it is not this actor's to see (any more)."""

    code = "cooperation.consult_not_found"
    sentence = _("Không tìm thấy phiếu lấy ý kiến này. Phiếu có thể đã đóng hoặc gửi cho đơn vị khác.")


class ConsultClosed(Conflict):
    """It was answered, declined or closed meanwhile."""

    code = "cooperation.consult_closed"
    sentence = _("Phiếu lấy ý kiến này đã có trả lời hoặc đã đóng. Tải lại trang để xem.")


class BadConsult(DomainError):
    """A question, an answer or a day that cannot be taken; `fields` says which."""

    code = "cooperation.bad_consult"
    sentence = _("Nội dung chưa đủ. Sửa các mục được đánh dấu rồi gửi lại.")


class NotYours(Forbidden):
    """The actor sees it and may not do this with it."""

    code = "cooperation.not_yours"
    sentence = _("Việc này thuộc người khác. Nhờ lãnh đạo đơn vị giao lại nếu cần.")


class PartMissing(NotFound):
    """No such part of a linked procedure, or not this actor's to see."""

    code = "cooperation.part_not_found"
    sentence = _("Không tìm thấy phần việc liên thông này. Mở lại từ trang hồ sơ.")


class BadPart(DomainError):
    """What was entered for a part cannot be taken."""

    code = "cooperation.bad_part"
    sentence = _("Nội dung chưa đủ. Sửa các mục được đánh dấu rồi gửi lại.")


class IllegalPartMove(Conflict):
    """The part's state does not allow this."""

    code = "cooperation.illegal_part_move"
    sentence = _("Phần việc này đã chuyển trạng thái. Tải lại trang để xem.")


class BadHandOver(DomainError):
    """Work cannot be given this way."""

    code = "cooperation.bad_hand_over"
    sentence = _("Chọn người giao và người nhận là hai người khác nhau trong đơn vị.")
