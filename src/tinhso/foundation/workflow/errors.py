"""What workflow refuses."""

from django.utils.translation import gettext_noop as _

from tinhso.kernel.errors import Conflict, DomainError, NotFound


class ProcessRefused(DomainError):
    """The drawing has problems; `fields` names them by line."""

    code = "workflow.process_refused"
    sentence = _("Quy trình chưa dùng được. Sửa các mục được liệt kê rồi nạp lại.")


class ProcessChanged(Conflict):
    """Other bytes stand under this key."""

    code = "workflow.process_changed"
    sentence = _("Quy trình này đã được nạp và đang dùng. Tạo phiên bản mới thay vì sửa bản cũ.")


class ProcessUnknown(NotFound):
    """No drawing stands under this key."""

    code = "workflow.process_unknown"
    sentence = _("Chưa nạp quy trình này. Nạp quy trình trước khi tiếp nhận hồ sơ.")


class NotStarted(NotFound):
    """No process runs for this subject."""

    code = "workflow.not_started"
    sentence = _("Hồ sơ này chưa vào quy trình xử lý.")


class AlreadyStarted(Conflict):
    """A process runs for this subject already."""

    code = "workflow.already_started"
    sentence = _("Hồ sơ này đã vào quy trình xử lý. Tải lại trang để xem bước hiện tại.")


class TaskNotReady(Conflict):
    """The task is done, or its turn has not come."""

    code = "workflow.task_not_ready"
    sentence = _("Bước này đã được xử lý hoặc chưa đến lượt. Tải lại trang để xem bước hiện tại.")


class OutcomeUnknown(DomainError):
    """The task does not end that way."""

    code = "workflow.outcome_unknown"
    sentence = _("Kết quả xử lý không có ở bước này. Chọn lại kết quả.")


class TooManyRounds(Conflict):
    """Parallel branches went round too often."""

    code = "workflow.too_many_rounds"
    sentence = _("Hồ sơ đã quay vòng quá nhiều lần. Báo quản trị hệ thống kiểm tra quy trình.")


class DataRefused(DomainError):
    """Only a few small plain values go with a step."""

    code = "workflow.data_refused"
    sentence = _("Dữ liệu kèm theo bước xử lý không hợp lệ.")
