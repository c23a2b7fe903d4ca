"""What organisations refuses."""

from tinhso.kernel.errors import Conflict, DomainError, NotFound


class UnitNotFound(NotFound):
    """No such unit."""

    code = "organisations.unit_not_found"
    sentence = "Không tìm thấy đơn vị này. Kiểm tra lại mã đơn vị."


class OfficerNotFound(NotFound):
    """No such officer."""

    code = "organisations.officer_not_found"
    sentence = "Không tìm thấy cán bộ này. Kiểm tra lại mã cán bộ."


class AppointmentNotFound(NotFound):
    """No such appointment."""

    code = "organisations.appointment_not_found"
    sentence = "Không tìm thấy quyết định phân công này. Tải lại trang rồi thử lại."


class CodeTaken(Conflict):
    """An identification code names one unit, for ever."""

    code = "organisations.code_taken"
    sentence = "Mã này đã được dùng cho đơn vị hoặc cán bộ khác. Chọn mã khác."


class BadCode(DomainError):
    """Not an identification code of Decision 20/2020/QĐ-TTg."""

    code = "organisations.bad_code"
    sentence = "Mã định danh chưa đúng dạng. Nhập mã theo Quyết định 20/2020/QĐ-TTg, ví dụ H61.02.15."


class UnitClosed(Conflict):
    """The unit does not exist on the day of the act."""

    code = "organisations.unit_closed"
    sentence = "Đơn vị không còn hoạt động tại ngày này. Chọn đơn vị tiếp nhận nhiệm vụ của đơn vị đó."


class UnitHasParts(Conflict):
    """Open units still lie below it."""

    code = "organisations.unit_has_parts"
    sentence = "Đơn vị còn các đơn vị trực thuộc. Chuyển hoặc giải thể các đơn vị trực thuộc trước."


class TreeCircle(DomainError):
    """A unit cannot lie below itself."""

    code = "organisations.tree_circle"
    sentence = "Không thể đặt đơn vị trực thuộc chính nó hoặc đơn vị cấp dưới của nó. Chọn đơn vị cấp trên khác."


class BadDates(DomainError):
    """The end comes before the beginning, or the act before what it changes."""

    code = "organisations.bad_dates"
    sentence = "Ngày hiệu lực chưa hợp lệ. Nhập ngày kết thúc sau ngày bắt đầu và sau lần thay đổi gần nhất."


class BadText(DomainError):
    """A name or another text is empty or too long."""

    code = "organisations.bad_text"
    sentence = "Tên chưa hợp lệ. Nhập tên từ 1 đến 200 ký tự."


class UnknownRole(DomainError):
    """A role nobody declared."""

    code = "organisations.unknown_role"
    sentence = "Vai trò chưa có trong danh mục. Chọn vai trò trong danh mục."


class UnknownPosition(DomainError):
    """A post that is not in the catalogue."""

    code = "organisations.unknown_position"
    sentence = "Chức vụ chưa có trong danh mục. Chọn chức vụ trong danh mục."
