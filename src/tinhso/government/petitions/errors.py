"""What petitions refuse."""

from django.utils.translation import gettext_noop

from tinhso.kernel.errors import Conflict, DomainError, NotFound


class PetitionNotFound(NotFound):
    """No such petition, or not the actor's to see."""

    code = "petitions.not_found"
    sentence = gettext_noop("Không tìm thấy phản ánh này. Kiểm tra lại mã hoặc đường dẫn đã nhận.")


class BadPetition(DomainError):
    """Something is missing or wrong; `fields` names each."""

    code = "petitions.bad_petition"


class WrongCode(DomainError):
    """The code sent to the contact was typed wrong, or is too old."""

    code = "petitions.wrong_code"
    sentence = gettext_noop("Mã chưa đúng hoặc đã hết hạn. Nhập lại mã gồm 6 chữ số, hoặc gửi lại phản ánh.")


class PetitionMoved(Conflict):
    """Its state does not allow this, or somebody else acted."""

    code = "petitions.moved"
    sentence = gettext_noop("Phản ánh này đã chuyển sang bước khác. Tải lại trang để xem tình trạng mới.")


class PersonalDataLeft(DomainError):
    """The public text still holds what tells who somebody is; `detail["found"]` lists the pieces."""

    code = "petitions.personal_data_left"
    sentence = gettext_noop("Bản công khai còn thông tin cá nhân. Xóa hoặc thay bằng […] rồi công khai lại.")
