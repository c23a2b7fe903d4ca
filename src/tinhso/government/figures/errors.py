"""What figures refuse."""

from tinhso.kernel.errors import DomainError, NotFound


class UnknownMeasure(NotFound):
    """No such measure, or it has no list."""

    code = "figures.unknown_measure"


class BadIndex(DomainError):
    """An index in content/figures that cannot be reckoned as it is written."""

    code = "figures.bad_index"
    sentence = "Công thức của bộ chỉ số không đọc được. Kiểm tra lại tệp trong content/figures."
