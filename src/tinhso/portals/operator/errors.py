"""What the console refuses."""

from tinhso.kernel.errors import Conflict, DomainError, Unavailable


class ReplayFailed(Unavailable):
    """The subscriber could not take the event this time either."""

    code = "operator.replay_failed"
    sentence = "Bên nhận vẫn chưa xử lý được sự kiện này. Xem lỗi, khắc phục nguyên nhân rồi chạy lại."


class AlreadyWaiting(Conflict):
    """The job is in the queue."""

    code = "operator.already_waiting"
    sentence = "Việc này đang chờ hoặc đang chạy. Đợi việc chạy xong rồi tải lại trang."


class TooSlow(Unavailable):
    """A look-up took longer than the console allows itself."""

    code = "operator.too_slow"
    sentence = "Tra cứu mất quá 5 giây nên đã dừng để không làm chậm hệ thống. Thử lại ngoài giờ cao điểm."


class SealsUnreadable(DomainError):
    """What was typed are no numbers of seals that can be walked at once."""

    code = "operator.seals_unreadable"
    sentence = "Số con dấu chưa đúng. Sửa các ô được đánh dấu."
