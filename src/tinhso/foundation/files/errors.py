"""What files refuses."""

from django.utils.translation import gettext_noop as _

from tinhso.kernel.errors import Conflict, DomainError, Kind, NotFound, TooMany, Unavailable


class FileMissing(NotFound):
    """There is no such file."""

    code = "files.not_found"
    sentence = _("Không tìm thấy tệp này. Tải lại trang rồi thử lại.")


class FileDisposed(NotFound):
    """The file was destroyed by a decision on record."""

    code = "files.disposed"
    sentence = _("Tệp này đã hết thời hạn bảo quản và đã hủy theo quyết định. Nội dung không còn được lưu.")


class NoFile(DomainError):
    """Nothing was chosen."""

    code = "files.none"
    sentence = _("Chọn một tệp để tải lên.")


class EmptyFile(DomainError):
    """Zero bytes."""

    code = "files.empty"
    sentence = _("Tệp này rỗng (0 byte). Mở thử tệp trên máy rồi chọn lại.")


class FileTooLarge(DomainError):
    """Larger than the bound."""

    kind, code = Kind.TOO_LARGE, "files.too_large"
    sentence = _("Tệp quá lớn. Chụp lại ở độ phân giải thấp hơn hoặc tách thành nhiều tệp.")


class WrongType(DomainError):
    """Not a photo and not a PDF."""

    code = "files.wrong_type"
    sentence = _("Tệp này không phải ảnh hoặc PDF. Chọn tệp JPG, PNG, HEIC hoặc PDF.")


class DamagedImage(DomainError):
    """An image that does not open."""

    code = "files.damaged_image"
    sentence = _("Ảnh bị hỏng hoặc tải lên chưa trọn vẹn. Mở thử ảnh trên máy, chụp lại nếu cần, rồi chọn lại.")


class ImageTooManyPixels(DomainError):
    """More pixels than we decode."""

    code = "files.too_many_pixels"
    sentence = _("Ảnh có kích thước điểm ảnh quá lớn. Chụp lại ở chế độ thường của máy ảnh rồi tải lên.")


class DamagedPdf(DomainError):
    """A PDF that does not open."""

    code = "files.damaged_pdf"
    sentence = _("Tệp PDF bị hỏng, không mở được. Xuất lại PDF từ phần mềm gốc hoặc quét lại rồi chọn lại.")


class LockedPdf(DomainError):
    """A PDF that wants a password."""

    code = "files.locked_pdf"
    sentence = _("Tệp PDF có mật khẩu. Bỏ mật khẩu rồi tải lên lại.")


class TooManyPages(DomainError):
    """More pages than one paper has."""

    code = "files.too_many_pages"
    sentence = _("Tệp có quá nhiều trang. Tách thành nhiều tệp nhỏ hơn.")


class TooManyFiles(DomainError):
    """More files than one paper is made of."""

    code = "files.too_many_files"
    sentence = _("Quá nhiều tệp cho một giấy tờ. Gộp bớt hoặc chỉ giữ các trang cần nộp.")


class StoreFull(Unavailable):
    """No room on the disk."""

    code = "files.store_full"
    sentence = _("Kho lưu tệp tạm hết chỗ. Nội dung đã nhập được giữ lại; thử tải tệp lên lại sau ít phút.")


class StoreDown(Unavailable):
    """The store does not answer."""

    code = "files.store_down"
    sentence = _("Kho lưu tệp chưa sẵn sàng. Nội dung đã nhập được giữ lại; thử tải tệp lên lại sau ít phút.")


class UploadMissing(NotFound):
    """There is no such upload, it has expired, or it is not yours."""

    code = "files.upload_not_found"
    sentence = _("Không tìm thấy lần tải lên này hoặc đã quá hạn. Chọn tệp và tải lên lại.")


class OffsetConflict(Conflict):
    """The chunk does not begin where the last one ended."""

    code = "files.offset_conflict"
    sentence = _("Phần tệp gửi lên không nối tiếp phần đã nhận. Tiếp tục từ vị trí máy chủ đã nhận.")


class UploadUnfinished(Conflict):
    """Not all bytes have come."""

    code = "files.upload_unfinished"
    sentence = _("Tệp chưa tải lên xong. Đợi tải xong rồi tiếp tục.")


class TooManyUploads(TooMany):
    """Too many uploads under way."""

    code = "files.too_many_uploads"
    sentence = _("Đang có quá nhiều tệp tải lên dở dang. Đợi các tệp này xong hoặc hủy bớt rồi thử lại.")


class BadUploadRequest(DomainError):
    """Not a request of the tus protocol."""

    code = "files.bad_upload_request"
    sentence = _("Yêu cầu tải tệp lên không hợp lệ. Tải lại trang rồi thử lại.")


class ChunkTooLarge(DomainError):
    """A chunk larger than the bound."""

    kind, code = Kind.TOO_LARGE, "files.chunk_too_large"
    sentence = _("Phần tệp gửi lên quá lớn. Tải lại trang rồi thử lại.")


class UnsafeFile(DomainError):
    """Something inside would act by itself, or is no document at all. The sentence is the rule's own."""

    code = "files.unsafe"
    sentence = _("Tệp có nội dung không an toàn nên không nhận được. Quét hoặc chụp lại giấy tờ rồi tải lên.")


class FileHeld(DomainError):
    """Found unsafe after it was kept."""

    kind, code = Kind.CONFLICT, "files.held"
    sentence = _("Tệp này đang bị giữ vì có nội dung không an toàn. Báo quản trị hệ thống hoặc nộp lại bản khác.")
