"""What retention refuses."""

from django.utils.translation import gettext_noop as _

from tinhso.kernel.errors import Conflict, DomainError, NotFound


class DisposalNotFound(NotFound):
    """No such disposal, or not one this actor may see."""

    code = "retention.not_found"
    sentence = _("Không tìm thấy danh mục này. Mở lại từ trang Lưu trữ.")


class DisposalMoved(Conflict):
    """It is at another point of its road."""

    code = "retention.moved"
    sentence = _("Danh mục đã chuyển sang bước khác. Tải lại trang để xem bước hiện tại.")


class NothingDue(DomainError):
    """Nothing of what was chosen may be proposed."""

    code = "retention.nothing_due"
    sentence = _("Chọn ít nhất một hồ sơ đã hết thời hạn bảo quản và không bị ràng buộc.")


class BadOpinion(DomainError):
    """The council's opinion is not whole; `fields` names what."""

    code = "retention.bad_opinion"
    sentence = _("Biên bản họp Hội đồng còn mục chưa đúng. Sửa các mục được đánh dấu rồi ghi lại.")


class BadDecision(DomainError):
    """The decision is not whole; `fields` names what."""

    code = "retention.bad_decision"
    sentence = _("Quyết định còn mục chưa đúng. Sửa các mục được đánh dấu rồi ghi lại.")


class SamePerson(DomainError):
    """Who proposed may not decide."""

    code = "retention.same_person"
    sentence = _("Người lập danh mục không được ghi quyết định hủy. Nhờ người có thẩm quyền khác thực hiện.")


class ReasonNeeded(DomainError):
    """A reason is missing or too short; `fields` names where."""

    code = "retention.reason_needed"
    sentence = _("Ghi lý do, ít nhất 10 ký tự.")


class HoldNotFound(NotFound):
    """No such hold, or not one this actor may see."""

    code = "retention.hold_not_found"
    sentence = _("Không tìm thấy lệnh phong tỏa này. Mở lại từ trang Lưu trữ.")


class BadHold(DomainError):
    """What is held is not named; `fields` names what is wrong."""

    code = "retention.bad_hold"
    sentence = _("Phong tỏa còn mục chưa đúng. Sửa các mục được đánh dấu rồi ghi lại.")


class StandingNotFound(NotFound):
    """No such standing decision."""

    code = "retention.standing_not_found"
    sentence = _("Không tìm thấy quyết định này. Mở lại từ trang Lưu trữ.")


class ExportNotFound(NotFound):
    """No such export, or another person's."""

    code = "retention.export_not_found"
    sentence = _("Không tìm thấy tệp dữ liệu này. Mở lại từ trang của Ông/Bà.")


class ExportWaits(Conflict):
    """One is being made already."""

    code = "retention.export_waits"
    sentence = _("Một tệp dữ liệu đang được chuẩn bị. Đợi tệp đó xong rồi yêu cầu tiếp.")


class BadExport(DomainError):
    """The request at the desk is not whole; `fields` names what."""

    code = "retention.bad_export"
    sentence = _("Yêu cầu cung cấp dữ liệu còn mục chưa đúng. Sửa các mục được đánh dấu rồi gửi lại.")
