"""What groups refuse."""

from django.utils.translation import gettext_noop as _

from tinhso.kernel.errors import Conflict, DomainError, NotFound


class GroupMissing(NotFound):
    """No such group, or not this actor's to see."""

    code = "groups.not_found"
    sentence = _("Không tìm thấy nhóm hồ sơ này. Kiểm tra lại mã nhóm, hoặc đăng nhập đúng tài khoản đã lập nhóm.")


class GroupClosed(Conflict):
    """What was filed is changed no more."""

    code = "groups.closed"
    sentence = _("Phần này đã nộp nên không sửa được nữa. Mở hồ sơ của từng người để bổ sung hoặc rút.")


class GroupIncomplete(DomainError):
    """Something is missing before the group can be filed; `fields` names rows by their number."""

    code = "groups.incomplete"
    sentence = _("Nhóm hồ sơ còn mục chưa đủ. Sửa các dòng được đánh dấu rồi nộp lại.")


class BadRow(DomainError):
    """A row that cannot be taken."""

    code = "groups.bad_row"


class BadSheet(DomainError):
    """A file that cannot be read as a list of members."""

    code = "groups.bad_sheet"
    sentence = _("Không đọc được tệp. Tải lại tệp mẫu của trang này, điền vào đúng cột rồi gửi tệp .xlsx hoặc .csv.")


class FeeMoved(Conflict):
    """What a member owes changed while everybody's was added up."""

    code = "groups.fee_moved"
    sentence = _("Khoản phí của một hồ sơ trong nhóm vừa thay đổi. Tải lại trang rồi lập khoản thu chung lại.")


class NothingToPay(DomainError):
    """No member waits for money."""

    code = "groups.nothing_to_pay"
    sentence = _("Không hồ sơ nào trong nhóm đang chờ nộp phí, lệ phí.")
