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


class ConsentNeeded(DomainError):
    """The key signs only with its holder's PIN, one-time code or device."""

    kind, code = Kind.CONFLICT, "signing.consent_needed"
    sentence = "Khóa ký này cần người giữ xác nhận mỗi lần ký. Mở «Chữ ký số của tôi» để ký."


class ConsentRefused(DomainError):
    """The service or the token did not accept what the holder gave."""

    kind, code = Kind.CONFLICT, "signing.consent_refused"
    sentence = "Mã PIN hoặc mã xác nhận không đúng, hoặc người giữ đã từ chối. Kiểm tra rồi ký lại."


class KeyUnsuitable(DomainError):
    """The certificate is not one we sign documents with."""

    code = "signing.key_unsuitable"
    sentence = "Chứng thư này không dùng để ký văn bản được. Chọn chứng thư ký số của Ông/Bà."


class KeyTaken(DomainError):
    """The certificate or the place of the key is registered already."""

    kind, code = Kind.CONFLICT, "signing.key_taken"
    sentence = "Chứng thư chữ ký số này đã đăng ký. Xem trong danh sách chứng thư."


class SessionGone(DomainError):
    """No such prepared document of this holder, or it waited too long."""

    kind, code = Kind.NOT_FOUND, "signing.session_gone"
    sentence = "Phiên ký này không còn hoặc đã quá hạn. Mở lại văn bản và ký từ đầu."


class SignatureMismatch(DomainError):
    """What came back is no signature of that key over that document."""

    kind, code = Kind.CONFLICT, "signing.signature_mismatch"
    sentence = "Chữ ký nhận được không khớp với văn bản hoặc chứng thư. Kiểm tra thiết bị rồi ký lại."


class PlaceTooSmall(DomainError):
    """The place left for a signature cannot hold what came back: nothing is cut, the document is prepared again."""

    kind, code = Kind.CONFLICT, "signing.place_too_small"
    sentence = "Dấu thời gian hoặc chữ ký nhận được lớn hơn chỗ dành sẵn trong văn bản. Mở lại văn bản và ký từ đầu."


class CertificateUnreadable(DomainError):
    """The bytes are no certificate."""

    code = "signing.certificate_unreadable"
    sentence = "Không đọc được chứng thư. Chọn tệp chứng thư dạng PEM, CER hoặc DER."


class EvidenceMissing(DomainError):
    """Nobody could prove the certificate's standing."""

    kind, code = Kind.UNAVAILABLE, "signing.evidence_missing"
    sentence = "Chưa lấy được bằng chứng trạng thái chứng thư từ cơ quan cấp. Hệ thống sẽ thử lại."


class NoFreePlace(DomainError):
    """Every place a mark or signature might stand has words or pictures already."""

    code = "signing.no_free_place"
    sentence = "Trang văn bản không còn chỗ trống cho dấu hiệu ký. Chừa lề trên hoặc chỗ ký rồi tạo lại tệp PDF."


class TimeStampUnavailable(DomainError):
    """The time-stamp authority is not connected, does not answer, or answers wrongly."""

    kind, code = Kind.UNAVAILABLE, "signing.no_time_stamp"
    sentence = (
        "Chưa lấy được dấu thời gian nên văn bản chưa được ký. Hệ thống không ký khi thiếu dấu thời gian; thử lại sau."
    )


class NoFieldsToFill(DomainError):
    """The document has no field for a number and date."""

    code = "signing.no_fields"
    sentence = "Văn bản không có ô số và ngày để điền. Tạo lại văn bản từ mẫu in rồi trình ký."


class AlreadyNumbered(DomainError):
    """The document has its number and date."""

    kind, code = Kind.CONFLICT, "signing.already_numbered"
    sentence = "Văn bản đã có số và ngày, không điền lại được. Muốn đổi số thì hủy chữ ký và trình ký lại."


class NotSignedYet(DomainError):
    """Nobody signed: there is nothing to number, to seal or to void."""

    kind, code = Kind.CONFLICT, "signing.not_signed_yet"
    sentence = "Văn bản chưa có chữ ký của người có thẩm quyền. Trình ký trước, rồi cấp số và đóng dấu."


class NotNumberedYet(DomainError):
    """The seal comes after number and date."""

    kind, code = Kind.CONFLICT, "signing.not_numbered_yet"
    sentence = "Văn bản chưa có số và ngày. Cấp số, ngày trước, rồi ký số của cơ quan."


class BadNumber(DomainError):
    """What was given is no number of a document."""

    code = "signing.bad_number"
    sentence = "Số văn bản không đúng. Nhập số như 15 và số, ký hiệu như 15/QĐ-UBND."


class PdfEncrypted(DomainError):
    """The file cannot be opened without a password."""

    code = "signing.encrypted"
    sentence = "Tệp PDF có đặt mật khẩu nên chưa kiểm tra được. Xin bản không đặt mật khẩu rồi kiểm tra lại."


class NotSigned(DomainError):
    """The file is of no kind that carries a signature we know."""

    code = "signing.not_a_signed_file"
    sentence = "Tệp này không phải PDF, XML hoặc tệp chữ ký .p7s. Chọn lại tệp cần kiểm tra."


class ContentMissing(DomainError):
    """A detached signature without the file it signs."""

    code = "signing.content_missing"
    sentence = "Tệp .p7s chỉ chứa chữ ký. Gửi kèm tệp gốc đã được ký."


class XmlRefused(DomainError):
    """XML that is not well formed, or declares a document type (entities)."""

    code = "signing.xml_refused"
    sentence = "Tệp XML hỏng hoặc có khai báo DOCTYPE nên không được kiểm tra. Xin lại tệp gốc từ nơi phát hành."


class TooComplex(DomainError):
    """Reading the file took more memory or time than any honest document needs."""

    code = "signing.too_complex"
    sentence = (
        "Tệp được dựng quá phức tạp nên không kiểm tra được. Không dùng tệp này; xin lại tệp gốc từ nơi phát hành."
    )


class VerifierBusy(DomainError):
    """All places for verifying are taken."""

    kind, code = Kind.UNAVAILABLE, "signing.verifier_busy"
    sentence = "Đang có nhiều tệp chờ kiểm tra. Thử lại sau ít phút."


class NotAnXml(DomainError):
    """The bytes are no XML we sign: not well formed, or with a document type."""

    code = "signing.not_an_xml"
    sentence = "Tệp này không phải XML hợp lệ hoặc có khai báo DOCTYPE. Xuất lại tệp XML rồi ký."


class RequestNotFound(DomainError):
    """No such request of this actor's."""

    kind, code = Kind.NOT_FOUND, "signing.request_not_found"
    sentence = "Không tìm thấy yêu cầu ký này trong danh sách của Ông/Bà."


class RequestClosed(DomainError):
    """The request has its end already."""

    kind, code = Kind.CONFLICT, "signing.request_closed"
    sentence = "Yêu cầu ký này đã kết thúc. Tải lại danh sách để xem kết quả."


class TooManyRequests(DomainError):
    """A batch has 1 to 100 signatures."""

    code = "signing.too_many_requests"
    sentence = "Mỗi lần ký từ 1 đến 100 văn bản. Chọn lại rồi ký."


class ProfileNotGiven(DomainError):
    """Raised when a signature of this shape is wanted at a level we do not make: never made at a lower one instead."""

    kind, code = Kind.INVALID, "signing.profile_not_given"
    sentence = "Hệ thống chưa ký XML và tệp rời ở mức B-LTA. Chọn mức B-LT."


class RenewalGainsNothing(DomainError):
    """Raised when a further time-stamp would end no later than the one it follows, or would not hold."""

    kind, code = Kind.UNAVAILABLE, "signing.renewal_gains_nothing"
    sentence = (
        "Dấu thời gian mới không dùng được lâu hơn dấu cũ. Liên hệ cơ quan cấp dấu thời gian để đổi chứng thư "
        "hoặc thuật toán."
    )


class NotLooked(DomainError):
    """Raised for a file that is not looked after."""

    kind, code = Kind.NOT_FOUND, "signing.not_looked_after"
    sentence = "Không tìm thấy tệp này trong danh sách chữ ký giữ lâu dài."


class CheckNotFound(DomainError):
    """Raised for a check that is not this person's own."""

    kind, code = Kind.NOT_FOUND, "signing.check_not_found"
    sentence = "Không tìm thấy đợt kiểm tra này trong danh sách của Ông/Bà."


class NothingToCheck(DomainError):
    """Raised when no file was sent."""

    kind, code = Kind.INVALID, "signing.nothing_to_check"
    sentence = "Chọn ít nhất một tệp cần kiểm tra."


class TooMuchToCheck(DomainError):
    """Raised for more files, or more bytes, than one check takes."""

    kind, code = Kind.TOO_LARGE, "signing.too_much_to_check"
    sentence = "Mỗi đợt tối đa 5.000 tệp và 300 MB sau khi giải nén. Chia thành nhiều đợt rồi gửi lại."


class ZipRefused(DomainError):
    """Raised for a ZIP file that cannot be read."""

    kind, code = Kind.INVALID, "signing.zip_refused"
    sentence = "Tệp ZIP hỏng hoặc có mật khẩu. Nén lại không đặt mật khẩu rồi gửi."
