"""What signing refuses."""

from tinhso.kernel.errors import DomainError, Kind


class KeyNotFound(DomainError):
    """No such key, or it is not this holder's."""

    kind, code = Kind.NOT_FOUND, "signing.key_not_found"
    sentence = "Không tìm thấy chứng thư chữ ký số này. Chọn chứng thư khác trong danh sách của Ông/Bà."


class KeyNotUsable(DomainError):
    """The key is suspended or revoked."""

    kind, code = Kind.CONFLICT, "signing.key_not_usable"
    sentence = "Chứng thư chữ ký số đang tạm dừng hoặc đã thu hồi. Liên hệ quản trị hệ thống để được cấp lại."


class KeyOutOfDate(DomainError):
    """The certificate has not begun or has ended."""

    kind, code = Kind.CONFLICT, "signing.key_out_of_date"
    sentence = "Chứng thư chữ ký số chưa có hiệu lực hoặc đã hết hạn. Gia hạn chứng thư rồi ký lại."


class KeyUnreachable(DomainError):
    """The key's file, token or service does not answer."""

    kind, code = Kind.UNAVAILABLE, "signing.key_unreachable"
    sentence = "Chưa mở được khóa ký. Kiểm tra thiết bị hoặc dịch vụ ký số rồi thử lại."


class NotAPdf(DomainError):
    """The file cannot be read as PDF."""

    code = "signing.not_a_pdf"
    sentence = "Tệp này không phải PDF hoặc đã hỏng. Chọn lại tệp PDF."


class DocumentTooLarge(DomainError):
    """More bytes than we sign or verify in one go."""

    kind, code = Kind.TOO_LARGE, "signing.too_large"
    sentence = "Tệp PDF quá lớn. Chọn tệp không quá 50 MB."


class NoSignaturePlace(DomainError):
    """The document has no free place of that name."""

    code = "signing.no_place"
    sentence = "Văn bản không có chỗ ký này hoặc chỗ ký đã dùng. Tạo lại dự thảo từ mẫu in rồi ký."


class BadSignatureImage(DomainError):
    """The image of the signature is not a PNG of reasonable size."""

    code = "signing.bad_image"
    sentence = "Ảnh chữ ký phải là tệp PNG nền trong suốt, không quá 1 MB. Chọn lại ảnh."
