"""What papers refuse."""

from django.utils.translation import gettext_noop

from tinhso.kernel.errors import Conflict, DomainError, Forbidden, NotFound


class PaperNotFound(NotFound):
    """No such paper, or not one this actor may see."""

    code = "papers.not_found"
    sentence = gettext_noop("Không tìm thấy giấy tờ này. Mở lại từ trang Giấy tờ của tôi.")


class ActingForAnother(Forbidden):
    """Who acts for somebody else has their own store closed meanwhile."""

    code = "papers.acting_for_another"
    sentence = gettext_noop(
        "Ông/Bà đang làm việc cho người khác. Chuyển về làm việc cho chính mình để mở kho giấy tờ của mình."
    )


class ShareNotFound(NotFound):
    """No such share; one that has ended or expired looks the same."""

    code = "papers.share_not_found"
    sentence = gettext_noop("Không tìm thấy giấy tờ được chia sẻ. Hỏi lại người chia sẻ để có đường dẫn mới.")


class PaperNotUsable(Conflict):
    """The paper does not count on this day: expired, replaced or revoked."""

    code = "papers.not_usable"
    sentence = gettext_noop(
        "Giấy tờ này không còn hiệu lực nên không dùng lại được. Chọn giấy tờ khác hoặc nộp bản mới."
    )


class BadPaper(DomainError):
    """What is to be kept lacks something or has it wrong; `fields` names each."""

    code = "papers.bad_paper"
    sentence = gettext_noop("Thông tin giấy tờ chưa đủ. Sửa các mục được đánh dấu rồi lưu lại.")


class BadShare(DomainError):
    """A share without receiver, purpose or end; `fields` names each."""

    code = "papers.bad_share"
    sentence = gettext_noop("Thông tin chia sẻ chưa đủ. Sửa các mục được đánh dấu rồi chia sẻ lại.")


class PurposeNeeded(DomainError):
    """Nobody looks into another person's store without saying why."""

    code = "papers.purpose_needed"
    sentence = gettext_noop("Ghi mục đích tra cứu từ 10 đến 300 ký tự, nêu mã hồ sơ nếu có.")


class CopyNotFound(NotFound):
    """No such certified copy, or another agency's."""

    code = "papers.copy_not_found"
    sentence = gettext_noop("Không tìm thấy bản sao chứng thực này. Mở lại từ sổ chứng thực.")


class BadCopy(DomainError):
    """A certified copy whose facts are missing; `fields` names each."""

    code = "papers.bad_copy"
    sentence = gettext_noop("Thông tin chứng thực chưa đủ. Sửa các mục được đánh dấu rồi trình ký lại.")


class CopyMoved(Conflict):
    """Somebody signed or returned it before."""

    code = "papers.copy_moved"
    sentence = gettext_noop("Bản sao này đã được ký hoặc trả lại trước đó. Tải lại trang để xem trạng thái hiện tại.")


class LookNotFound(NotFound):
    """No such look at this person's data."""

    code = "papers.look_not_found"
    sentence = gettext_noop("Không tìm thấy lần xem này. Mở lại trang Ai đã xem dữ liệu của tôi.")


class BadQuestion(DomainError):
    """A question or an answer without words."""

    code = "papers.bad_question"
    sentence = gettext_noop("Ghi nội dung từ 10 đến 1000 ký tự.")
