"""What procedures refuse."""

from collections.abc import Sequence

from tinhso.government.procedures.data import Problem
from tinhso.kernel.errors import DomainError, NotFound


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
