"""What dossiers refuse."""

from django.utils.translation import gettext_noop

from tinhso.kernel.errors import Conflict, DomainError, Kind, NotFound


class DossierNotFound(NotFound):
    """No such dossier, or not one this actor may see."""

    code = "dossiers.not_found"
    sentence = gettext_noop("Không tìm thấy hồ sơ. Kiểm tra lại mã hồ sơ, hoặc đăng nhập đúng tài khoản đã nộp.")


class DossierDisposed(Conflict):
    """What the dossier held was destroyed by a decision; only its stub is left."""

    code = "dossiers.disposed"
    sentence = gettext_noop(
        "Tài liệu của hồ sơ này đã hết thời hạn bảo quản và đã hủy theo quyết định. Không thể xử lý thêm."
    )


class DraftNotFound(NotFound):
    """No such draft, or another person's."""

    code = "dossiers.draft_not_found"
    sentence = gettext_noop("Không tìm thấy bản khai đang soạn. Mở lại từ trang của tôi.")


class DraftChanged(Conflict):
    """Another window saved the draft meanwhile; both versions are shown and the person chooses."""

    code = "dossiers.draft_changed"
    sentence = gettext_noop("Bản khai này vừa được lưu ở cửa sổ khác. Chọn bản đang mở hoặc bản đã lưu.")


class IllegalMove(Conflict):
    """The state does not allow this act; the sentence names the state."""

    code = "dossiers.illegal_move"


class StillSigning(IllegalMove):
    """The result is being signed: nothing else is done about the dossier until it is, or the decision is taken back."""

    code = "dossiers.still_signing"
    sentence = gettext_noop(
        "Kết quả của hồ sơ đang được ký số. Chờ ký xong, hoặc đề nghị người ký rút lại việc ký rồi thực hiện tiếp."
    )


class LetterUnsigned(Conflict):
    """The letter is being signed, or was signed on paper: there is no signed file to give."""

    code = "dossiers.letter_unsigned"
    sentence = gettext_noop("Phiếu đang ký số, chưa phát hành. Mở lại sau ít phút.")


class NobodySigns(DomainError):
    """No key is there for a letter's signature."""

    code = "dossiers.nobody_signs"
    sentence = gettext_noop(
        "Cơ quan chưa có khóa con dấu. Người tại Bộ phận Một cửa ký số bằng khóa của mình, hoặc in ra và ký tay."
    )


class SomebodyElseActed(Conflict):
    """Another person was first; the sentence says who and when, and nothing of what was typed is lost."""

    code = "dossiers.somebody_else_acted"


class NotYourStep(DomainError):
    """The step belongs to another role or person."""

    kind, code = Kind.FORBIDDEN, "dossiers.not_your_step"


class FormIncomplete(DomainError):
    """The form has errors; `fields` names each."""

    code = "dossiers.form_incomplete"
    sentence = gettext_noop("Tờ khai còn mục chưa đúng. Sửa các mục được đánh dấu rồi nộp lại.")


class SignatureBroken(DomainError):
    """A file handed in was changed after it was signed; `fields` says which, where that is known."""

    code = "dossiers.signature_broken"
    sentence = "Chữ ký số trong tệp không hợp lệ. Xuất lại tệp đã ký từ nơi cấp rồi tải lên."


class PapersMissing(DomainError):
    """Compulsory papers are missing; `fields` names each component."""

    code = "dossiers.papers_missing"
    sentence = gettext_noop("Hồ sơ còn thiếu giấy tờ bắt buộc. Thêm các giấy tờ được đánh dấu rồi nộp lại.")


class SecondSupplement(DomainError):
    """One supplement request a dossier; a second needs the head's confirmation (NĐ 61/2018, NĐ 118/2025)."""

    code = "dossiers.second_supplement"
    sentence = gettext_noop(
        "Hồ sơ đã được yêu cầu bổ sung một lần. Yêu cầu lần hai bị tính là trễ hạn và cần lãnh đạo đơn vị xác nhận."
    )


class NothingAsked(DomainError):
    """A supplement request, a refusal or a result without content."""

    code = "dossiers.nothing_asked"


class AlreadyInStore(DomainError):
    """The applicant's store holds what is asked for: it is used again, never handed in twice (NĐ 45/2020, Điều 16)."""

    code = "dossiers.already_in_store"


class NotOffered(DomainError):
    """The unit does not offer this procedure, or not on this day or channel."""

    code = "dossiers.not_offered"
    sentence = gettext_noop("Đơn vị đã chọn không tiếp nhận thủ tục này. Chọn đơn vị khác trong danh sách.")


class AlreadyExtended(Conflict):
    """The day was set anew as often as the law allows."""

    code = "dossiers.already_extended"
    sentence = gettext_noop("Hồ sơ đã được hẹn lại một lần; pháp luật không cho hẹn lại nữa. Giải quyết xong sớm nhất.")


class BadDay(DomainError):
    """The new day is not one that can be promised."""

    code = "dossiers.bad_day"


class CannotUndo(Conflict):
    """The act cannot be undone; the sentence says why and what to do instead."""

    code = "dossiers.cannot_undo"


class NoFee(DomainError):
    """Nothing is to be paid."""

    code = "dossiers.no_fee"
    sentence = gettext_noop("Hồ sơ này không phải nộp phí, lệ phí trước khi giải quyết.")
