"""What documents refuse."""

from django.utils.translation import gettext_noop as _

from tinhso.kernel.errors import Conflict, DomainError, NotFound


class DocumentMissing(NotFound):
    """No such document, or not one this actor may open."""

    code = "documents.not_found"
    sentence = _("Không tìm thấy văn bản này. Kiểm tra lại số, ký hiệu hoặc đơn vị đang làm việc.")


class BadDocument(DomainError):
    """What was filled in does not make a document; `fields` says what to mend."""

    code = "documents.bad_document"
    sentence = _("Thông tin văn bản chưa đủ hoặc chưa đúng. Sửa các mục được đánh dấu rồi làm lại.")


class SecretRefused(DomainError):
    """A document of a secrecy level: it may not be on this system at all."""

    code = "documents.secret_refused"
    sentence = _(
        "Văn bản có dấu hiệu chứa bí mật nhà nước nên không được đưa vào hệ thống. Dừng lại, không tải tệp lên nữa và"
        " xử lý văn bản theo quy định bảo vệ bí mật nhà nước."
    )


class SecrecyDoubted(DomainError):
    """Words that often stand in secret documents; `detail["words"]` names them. Goes on with a reason."""

    code = "documents.secrecy_doubted"
    sentence = _("Nội dung có từ ngữ thường gặp ở văn bản mật. Kiểm tra lại; nếu không phải văn bản mật, ghi rõ lý do.")


class TwinsFound(Conflict):
    """One like it is there already; `detail["twins"]` holds them. Goes on with a reason."""

    code = "documents.twins_found"
    sentence = _("Văn bản này có thể đã được vào sổ. Mở văn bản đã có để đối chiếu; nếu là văn bản khác, ghi rõ lý do.")


class IllegalDocumentMove(Conflict):
    """The document is elsewhere by now."""

    code = "documents.illegal_move"
    sentence = _("Văn bản đã được xử lý ở bước khác. Tải lại trang để xem tình trạng mới.")


class BookMissing(NotFound):
    """No open register for this kind of document in this unit."""

    code = "documents.book_not_found"
    sentence = _("Đơn vị chưa có sổ đăng ký cho loại văn bản này. Mở sổ trong mục Sổ văn bản rồi làm lại.")


class BadNumber(DomainError):
    """A number that may not be used: not reserved, reserved on another day, or dated back."""

    code = "documents.bad_number"
    sentence = _(
        "Không dùng được số này. Chỉ dùng số đã giữ trong ngày hôm nay và chưa dùng; không ghi lùi ngày văn bản."
    )


class BadInstruction(DomainError):
    """An instruction that says nothing, or to nobody; `fields` says what to mend."""

    code = "documents.bad_instruction"
    sentence = _("Ý kiến chỉ đạo chưa đủ. Sửa các mục được đánh dấu rồi làm lại.")


class InstructionMissing(NotFound):
    """No such instruction, or not one this actor has a part in."""

    code = "documents.instruction_not_found"
    sentence = _("Không tìm thấy việc được giao này. Kiểm tra lại danh sách việc của Ông/Bà.")
