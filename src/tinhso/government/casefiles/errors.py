"""What case files refuse."""

from django.utils.translation import gettext_noop as _

from tinhso.kernel.errors import Conflict, DomainError, NotFound


class FileMissing(NotFound):
    """No such file, list or slip, or not one of this actor's."""

    code = "casefiles.not_found"
    sentence = _("Không tìm thấy hồ sơ này. Mở lại từ trang Hồ sơ công việc.")


class BadFile(DomainError):
    """What describes it is not whole; `fields` names what."""

    code = "casefiles.bad_file"
    sentence = _("Thông tin hồ sơ còn mục chưa đúng. Sửa các mục được đánh dấu rồi lưu lại.")


class BadList(DomainError):
    """A list or one of its lines is not whole; `fields` names what."""

    code = "casefiles.bad_list"
    sentence = _("Danh mục hồ sơ còn mục chưa đúng. Sửa các mục được đánh dấu rồi lưu lại.")


class ListFixed(Conflict):
    """An approved list is not changed any more."""

    code = "casefiles.list_fixed"
    sentence = _("Danh mục đã ban hành nên không sửa được. Lập hồ sơ phát sinh ngoài danh mục khi cần.")


class FileMoved(Conflict):
    """It is at another point of its road."""

    code = "casefiles.moved"
    sentence = _("Hồ sơ đã chuyển sang bước khác. Tải lại trang để xem tình trạng hiện tại.")


class NotReady(DomainError):
    """Something must be mended before it is closed."""

    code = "casefiles.not_ready"
    sentence = _("Hồ sơ chưa kết thúc được. Xử lý các mục được nêu rồi kết thúc lại.")


class NothingToAdd(DomainError):
    """Nothing of what was named can be added."""

    code = "casefiles.nothing_to_add"
    sentence = _("Chọn ít nhất một văn bản hoặc hồ sơ chưa có trong hồ sơ công việc này.")


class ReasonNeeded(DomainError):
    """A reason is missing or too short; `fields` names where."""

    code = "casefiles.reason_needed"
    sentence = _("Ghi lý do, ít nhất 10 ký tự.")


class NothingToSend(DomainError):
    """No closed file was named."""

    code = "casefiles.nothing_to_send"
    sentence = _("Chọn ít nhất một hồ sơ đã kết thúc để nộp lưu.")
