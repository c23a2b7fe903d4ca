"""What numbering refuses."""

from tinhso.kernel.errors import DomainError


class BadCode(DomainError):
    """Not the code of a dossier."""

    code = "numbering.bad_code"
    sentence = "Mã hồ sơ chưa đúng. Nhập mã ghi trên Giấy tiếp nhận hồ sơ, ví dụ H61.12-261122-0001."
