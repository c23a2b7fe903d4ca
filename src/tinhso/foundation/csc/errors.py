"""What csc refuses. `word` is the API's (OAuth 2.0, CSC API 2.0); the sentence is a person's."""

from typing import ClassVar

from tinhso.kernel.errors import DomainError, Kind


class ApiRefused(DomainError):
    """A call that is not answered as wished."""

    word: ClassVar[str] = "invalid_request"
    code = "csc.invalid_request"
    sentence = "Yêu cầu không đúng chuẩn CSC. Xem docs/csc.md."


class BadClient(ApiRefused):
    """Unknown client, wrong secret, or a closed system."""

    kind, word, code = Kind.UNAUTHENTICATED, "invalid_client", "csc.invalid_client"
    sentence = "Mã kết nối hoặc bí mật không đúng, hoặc hệ thống đã ngừng kết nối."


class BadToken(ApiRefused):
    """No access token, or one that has ended."""

    kind, word, code = Kind.UNAUTHENTICATED, "invalid_token", "csc.invalid_token"
    sentence = "Mã truy cập không đúng hoặc đã hết hạn. Lấy mã mới."


class BadCredential(ApiRefused):
    """No such seal, or one that may not sign now."""

    code = "csc.bad_credential"
    sentence = "Không có con dấu số này hoặc con dấu đang tạm dừng. Xem credentials/list."


class BadActivation(ApiRefused):
    """Activation data that is unknown, of another system or seal, for other hashes, used or ended."""

    code = "csc.bad_activation"
    sentence = "Ủy nhiệm ký không đúng, đã dùng hoặc đã hết 5 phút. Xin ủy nhiệm mới."


class NotGranted(ApiRefused):
    """The custodian refused."""

    kind, word, code = Kind.FORBIDDEN, "access_denied", "csc.access_denied"
    sentence = "Người giữ con dấu đã từ chối."


class TooManyWaiting(ApiRefused):
    """More open requests than one system may have."""

    kind, word, code = Kind.TOO_MANY, "too_many_requests", "csc.too_many"
    sentence = "Quá nhiều yêu cầu đang chờ. Đợi người giữ con dấu quyết định rồi gửi tiếp."


class SystemMissing(DomainError):
    """No such system, rule or request within this person's reach."""

    kind, code = Kind.NOT_FOUND, "csc.missing"
    sentence = "Không tìm thấy nội dung này. Mở lại danh sách con dấu số."


class BadRule(DomainError):
    """What was typed for a system or a rule does not fit."""

    code = "csc.bad_rule"
    sentence = "Kiểm tra lại các mục được đánh dấu."


class AlreadyDecided(DomainError):
    """Somebody decided before, or the request has ended."""

    kind, code = Kind.CONFLICT, "csc.already_decided"
    sentence = "Yêu cầu này đã được quyết định hoặc đã hết hạn. Tải lại trang."
