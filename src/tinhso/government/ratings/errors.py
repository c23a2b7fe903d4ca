"""What ratings refuse."""

from tinhso.kernel.errors import Conflict, DomainError, NotFound


class RatingNotFound(NotFound):
    """No such rating, or not the actor's to see."""

    code = "ratings.not_found"
    sentence = "Không tìm thấy phiếu đánh giá. Kiểm tra lại đường dẫn trong tin nhắn hoặc thông báo."


class RatingClosed(Conflict):
    """A day after it was given, a rating stays."""

    code = "ratings.closed"
    sentence = "Phiếu đánh giá này đã quá 24 giờ nên không sửa được nữa. Cảm ơn Ông/Bà đã góp ý."


class RatedAlready(Conflict):
    """What was rated is not rated over from the desk."""

    code = "ratings.rated_already"
    sentence = "Hồ sơ này đã được đánh giá. Người nộp sửa đánh giá bằng đường dẫn đã nhận trong vòng 24 giờ."


class LevelMissing(DomainError):
    """No level was chosen."""

    code = "ratings.level_missing"
    sentence = "Chọn một mức độ hài lòng."


class WordsTooLong(DomainError):
    """More words than fit."""

    code = "ratings.words_too_long"
    sentence = "Viết ý kiến không quá 1.000 ký tự."
