"""What forms refuse."""

from collections.abc import Sequence

from tinhso.foundation.forms.data import FormProblem
from tinhso.kernel.errors import DomainError, Kind


class FormRefused(DomainError):
    """A form.json that cannot be used; `problems` tells every fault, with its JSON pointer and what to do."""

    code = "form_refused"
    sentence = "Biểu mẫu có lỗi. Sửa các mục được nêu rồi nạp lại."

    def __init__(self, problems: Sequence[FormProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__(fields={problem.pointer: problem.sentence for problem in problems})


class AnswersTooLarge(DomainError):
    """More than 256 KB of answers."""

    kind, code = Kind.TOO_LARGE, "answers_too_large"
    sentence = "Nội dung tờ khai quá dài (hơn 256 KB). Rút gọn lời trình bày hoặc đính kèm thành tệp."


class NotAnObject(DomainError):
    """Answers that are not a JSON object."""

    code = "answers_not_object"
    sentence = "Dữ liệu tờ khai phải là một đối tượng JSON. Gửi lại theo cấu trúc của biểu mẫu."
