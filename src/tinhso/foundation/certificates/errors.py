"""What the register refuses."""

from django.utils.translation import gettext_noop as _

from tinhso.kernel.errors import Conflict, DomainError, NotFound


class CertificateMissing(NotFound):
    """No such line, or not one of this actor's units."""

    code = "certificates.not_found"
    sentence = _("Không tìm thấy chứng thư này. Kiểm tra lại số chứng thư hoặc đơn vị đang làm việc.")


class BadRequest(DomainError):
    """A request or an act that is not whole; `fields` says what to mend."""

    code = "certificates.bad_request"
    sentence = _("Thông tin chứng thư chưa đủ. Sửa các mục được đánh dấu rồi làm lại.")


class BadCertificate(DomainError):
    """A file that is no certificate, or whose certificate is not the one meant."""

    code = "certificates.bad_certificate"
    sentence = _("Tệp này không phải chứng thư chữ ký số. Chọn tệp .cer, .crt, .pem, .der hoặc .p12.")


class PasswordNeeded(DomainError):
    """A PKCS#12 file that opens with another password."""

    code = "certificates.password_needed"
    sentence = _("Mật khẩu của tệp .p12 không đúng. Nhập lại mật khẩu, hoặc dùng tệp .cer không cần mật khẩu.")


class AlreadyRegistered(Conflict):
    """The certificate stands in the register."""

    code = "certificates.already_registered"
    sentence = _("Chứng thư này đã có trong sổ. Tìm theo số chứng thư để mở.")


class IllegalMove(Conflict):
    """The certificate is elsewhere in its life by now."""

    code = "certificates.illegal_move"
    sentence = _("Chứng thư đã chuyển sang trạng thái khác. Tải lại trang để xem.")


class OwnApproval(Conflict):
    """Whoever asked may not approve."""

    code = "certificates.own_approval"
    sentence = _("Người đề nghị không tự duyệt được. Chờ người quản lý chứng thư khác duyệt.")
