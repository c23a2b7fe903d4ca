"""What results refuse."""

from tinhso.kernel.errors import Conflict, DomainError, NotFound


class ResultNotFound(NotFound):
    """No such result, or it is not yours."""

    code = "results.not_found"
    sentence = "Không tìm thấy kết quả này. Kiểm tra lại mã tra cứu hoặc đường dẫn."


class NotInForce(Conflict):
    """The result is replaced or revoked already."""

    code = "results.not_in_force"
    sentence = "Kết quả này đã được thay thế hoặc thu hồi trước đó. Tải lại trang để xem trạng thái hiện tại."


class ReasonNeeded(DomainError):
    """A revocation says why."""

    code = "results.reason_needed"
    sentence = "Nhập lý do thu hồi từ 10 đến 500 ký tự, nêu căn cứ."


class BadResult(DomainError):
    """What is to be issued lacks something or has it wrong."""

    code = "results.bad_result"
    sentence = "Kết quả chưa đủ thông tin để phát hành. Kiểm tra số, tên, người ký và tệp đã ký."
