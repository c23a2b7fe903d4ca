"""What procedures refuse."""

from collections.abc import Sequence

from tinhso.government.procedures.data import Problem
from tinhso.kernel.errors import Conflict, DomainError, Forbidden, NotFound


class ProcedureNotFound(NotFound):
    """No such procedure, or none in force on that day."""

    code = "procedure_not_found"
    sentence = "Không tìm thấy thủ tục này. Kiểm tra lại mã hoặc tìm theo tên thủ tục."


class CaseUnknown(DomainError):
    """The answers fit no case of the procedure."""

    code = "case_unknown"
    sentence = "Nội dung khai chưa khớp trường hợp nào của thủ tục. Kiểm tra lại các mục lựa chọn trong tờ khai."


class PackageRefused(DomainError):
    """A procedure's package has faults; `problems` tells each with file, line and what to do."""

    code = "package_refused"
    sentence = "Gói thủ tục có lỗi nên chưa được nạp. Sửa từng dòng được nêu rồi nạp lại."

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(fields={f"{p.file}:{p.line}": p.sentence for p in problems})


class CopyNotFound(NotFound):
    """No such working copy."""

    code = "working_copy_not_found"
    sentence = "Không tìm thấy bản thảo này. Mở lại danh sách bản thảo."


class CopyChanged(Conflict):
    """Somebody else wrote in the working copy meanwhile."""

    code = "working_copy_changed"
    sentence = "Người khác vừa sửa bản thảo này. Tải lại trang rồi sửa tiếp trên bản mới."


class CopyClosed(Conflict):
    """The working copy is offered, published or given up: it is not written in any more."""

    code = "working_copy_closed"
    sentence = "Bản thảo này không còn sửa được. Lập bản thảo mới từ phiên bản đã ban hành."


class NotOfferedYet(Conflict):
    """Only a working copy that was offered is published."""

    code = "working_copy_not_offered"
    sentence = "Bản thảo chưa được trình. Người soạn bấm “Trình ban hành” trước."


class OwnWork(Forbidden):
    """Who wrote in a working copy does not publish it."""

    code = "own_work"
    sentence = "Ông/Bà đã sửa bản thảo này nên không tự ban hành được. Chuyển cho người khác có quyền ban hành."


class PastDay(DomainError):
    """A version begins, or ends, today at the earliest."""

    code = "past_day"
    sentence = "Ngày này đã qua. Chọn từ hôm nay trở đi."


class SettingRefused(DomainError):
    """A service of an agency is not set like this."""

    code = "service_setting_refused"
    sentence = "Chưa lưu được cách cung cấp. Kiểm tra các mục được nêu."
