"""What digitisation refuses."""

from django.utils.translation import gettext_noop as _

from tinhso.kernel.errors import Conflict, DomainError, NotFound


class CheckNotFound(NotFound):
    """No such paper check, page or digitised paper, or it is not theirs."""

    code = "digitisation.not_found"
    sentence = _("Không tìm thấy giấy tờ cần số hóa này. Mở lại từ danh sách số hóa.")


class BadCheck(DomainError):
    """The paper check is not filled in right; each field says what to do."""

    code = "digitisation.bad_check"
    sentence = _("Phiếu kiểm tra giấy tờ còn chỗ cần sửa. Sửa các mục được đánh dấu.")


class CheckChanged(Conflict):
    """Somebody else saved it in between."""

    code = "digitisation.changed"
    sentence = _("Người khác vừa lưu phiếu hoặc các trang này. Tải lại trang để xem bản mới rồi làm tiếp.")


class BadPages(DomainError):
    """The pages cannot be made into papers as they lie."""

    code = "digitisation.bad_pages"
    sentence = _("Các trang chưa gộp được. Làm theo hướng dẫn ở từng giấy tờ.")


class BadDescription(DomainError):
    """The description of a paper is not complete."""

    code = "digitisation.bad_description"
    sentence = _("Thông tin giấy tờ còn chỗ cần sửa. Sửa các mục được đánh dấu.")


class WrongState(Conflict):
    """It is not at the stage for this."""

    code = "digitisation.wrong_state"
    sentence = _("Bản số hóa này không còn ở bước đó. Tải lại trang để xem bước hiện tại.")


class NoSecondPerson(DomainError):
    """Who made it cannot check it."""

    code = "digitisation.same_person"
    sentence = _("Người đã quét hoặc ký không tự kiểm tra được. Nhờ cán bộ khác kiểm tra.")
