"""What drafting refuses."""

from django.utils.translation import gettext_noop as _

from tinhso.kernel.errors import Conflict, DomainError, NotFound, Unavailable


class DraftMissing(NotFound):
    """No such draft, or not one this actor takes part in."""

    code = "drafting.not_found"
    sentence = _("Không tìm thấy dự thảo này. Kiểm tra lại đường dẫn hoặc đơn vị đang làm việc.")


class BadDraft(DomainError):
    """What was filled in does not do; `fields` says what to mend."""

    code = "drafting.bad_draft"
    sentence = _("Nội dung chưa đủ hoặc chưa đúng. Sửa các mục được đánh dấu rồi làm lại.")


class NotToCopy(BadDraft):
    """A document that cannot be copied: not in force, for named people alone, or without pages that can be read."""

    code = "drafting.not_to_copy"
    sentence = _("Văn bản này không sao được.")


class IllegalDraftMove(Conflict):
    """The draft is elsewhere by now."""

    code = "drafting.illegal_move"
    sentence = _("Dự thảo đã sang bước khác. Tải lại trang để xem tình trạng mới.")


class DraftMoved(Conflict):
    """Somebody saved a new version since the page was made; what was shown is no longer what would be signed."""

    code = "drafting.moved"
    sentence = _("Dự thảo vừa có bản mới. Đọc lại bản mới rồi duyệt hoặc ký.")


class SideVersionOpen(Conflict):
    """Two versions stand side by side and have not been put together yet."""

    code = "drafting.side_version_open"
    sentence = _("Còn bản sửa song song chưa hợp nhất. Mở mục Các bản, hợp nhất rồi trình hoặc ký.")


class BadCompetence(DomainError):
    """The signer's post does not carry the right they would sign by."""

    code = "drafting.bad_competence"
    sentence = _("Người ký không có thẩm quyền ký theo hình thức đã chọn. Chọn lại người ký hoặc hình thức ký.")


class BadOfficeFile(DomainError):
    """A file that is no Word document, or one that may not be opened."""

    code = "drafting.bad_office_file"
    sentence = _("Tệp này không phải văn bản Word (.docx) đọc được. Lưu lại dạng .docx, không kèm macro, rồi tải lên.")


class ConverterMissing(Unavailable):
    """LibreOffice is not installed."""

    code = "drafting.no_converter"
    sentence = _(
        "Máy chủ chưa cài LibreOffice nên chưa chuyển được tệp Word sang PDF. Lưu tệp thành PDF trong Word rồi tải lên,"
        " hoặc ký bản do hệ thống dàn trang."
    )


class ConversionFailed(Unavailable):
    """LibreOffice gave no PDF."""

    code = "drafting.not_converted"
    sentence = _("LibreOffice không mở được tệp Word này. Lưu lại dạng .docx rồi tải lên, hoặc tải lên bản PDF.")


class PaperWaits(Conflict):
    """The Word file of the version in force is still being made a PDF: nobody knows yet what would be signed."""

    code = "drafting.paper_waits"
    sentence = _(
        "Tệp Word đang được chuyển sang PDF. Chờ chuyển xong rồi trình hoặc ký, hoặc dùng bản hệ thống dàn trang."
    )


class EditorUnavailable(Unavailable):
    """The agency's online editor does not answer, or not as it should."""

    code = "drafting.no_editor"
    sentence = _(
        "Trình soạn thảo của cơ quan chưa trả lời. Ông/Bà sửa ngay trên trang soạn thảo, hoặc thử lại sau ít phút."
    )
