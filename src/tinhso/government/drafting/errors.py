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
    """LibreOffice is not installed, or did not answer in time."""

    code = "drafting.no_converter"
    sentence = _(
        "Máy chủ chưa cài LibreOffice nên chưa chuyển được tệp Word sang PDF. Ông/Bà vẫn xem và ký được bản do hệ thống"
        " dàn trang."
    )


class EditorUnavailable(Unavailable):
    """The agency's online editor does not answer, or not as it should."""

    code = "drafting.no_editor"
    sentence = _(
        "Trình soạn thảo của cơ quan chưa trả lời. Ông/Bà sửa ngay trên trang soạn thảo, hoặc thử lại sau ít phút."
    )
