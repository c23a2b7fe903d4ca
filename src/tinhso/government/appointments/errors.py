"""What appointments refuse."""

from tinhso.kernel.errors import Conflict, DomainError, Forbidden, NotFound, TooMany


class DesksClosed(NotFound):
    """The unit takes no bookings and gives no tickets."""

    code = "appointments.desks_closed"
    sentence = "Đơn vị này chưa mở đặt lịch và lấy số. Chọn đơn vị khác hoặc đến trực tiếp trong giờ làm việc."


class BookingNotFound(NotFound):
    """No such booking, or it is somebody else's."""

    code = "appointments.booking_not_found"
    sentence = "Không tìm thấy lịch hẹn. Kiểm tra lại mã lịch hẹn và số điện thoại đã dùng khi đặt."


class TicketNotFound(NotFound):
    """No such ticket, or it is not the actor's to serve."""

    code = "appointments.ticket_not_found"
    sentence = "Không tìm thấy số thứ tự này. Kiểm tra lại đường dẫn trên phiếu."


class SlotNotOffered(DomainError):
    """Not a half hour that may be booked: outside working hours, too soon or too far."""

    code = "appointments.slot_not_offered"
    sentence = "Khung giờ này không đặt được. Chọn một khung giờ còn chỗ trong danh sách."


class SlotFull(Conflict):
    """Somebody else took the last place."""

    code = "appointments.slot_full"
    sentence = "Khung giờ này vừa hết chỗ. Chọn khung giờ khác còn chỗ."


class TooManyBookings(TooMany):
    """One person has as many open bookings as the unit allows."""

    code = "appointments.too_many"
    sentence = "Ông/Bà đang giữ đủ số lịch hẹn được phép tại đơn vị này. Hủy hoặc chuyển một lịch đã đặt rồi đặt lại."


class BookingClosed(Conflict):
    """Cancelled, used or past: it moves no more."""

    code = "appointments.booking_closed"
    sentence = "Lịch hẹn này đã kết thúc nên không thay đổi được nữa. Đặt lịch mới nếu cần."


class NotToday(Conflict):
    """One checks in on the day of the booking only."""

    code = "appointments.not_today"
    sentence = "Lịch hẹn này không phải hôm nay. Xem lại ngày hẹn, hoặc lấy số trực tiếp."


class UnknownService(DomainError):
    """A letter or a precedence nobody offers."""

    code = "appointments.unknown_service"
    sentence = "Chọn một việc trong danh sách."


class BadDeskRule(DomainError):
    """A rule out of bounds."""

    code = "appointments.bad_rule"
    sentence = "Thiết lập quầy chưa hợp lệ. Sửa các mục được đánh dấu."


class NotAKiosk(Forbidden):
    """Tickets are taken on the unit's own machines."""

    code = "appointments.not_a_kiosk"
    sentence = "Máy này chưa được đăng ký làm máy lấy số. Đến máy lấy số tại Bộ phận Một cửa, hoặc đặt lịch trực tuyến."


class DeskTaken(Conflict):
    """Somebody sits there."""

    code = "appointments.desk_taken"
    sentence = "Quầy này đang có người phục vụ. Chọn quầy khác."


class NoSuchDesk(DomainError):
    """The unit has no desk of this number, or nobody sits there."""

    code = "appointments.no_such_desk"
    sentence = "Quầy này không có hoặc chưa mở. Chọn một quầy trong danh sách."


class NotSitting(Conflict):
    """The officer has not opened a desk."""

    code = "appointments.not_sitting"
    sentence = "Chưa mở quầy. Chọn số quầy rồi bấm Mở quầy."


class StillServing(Conflict):
    """The desk has a ticket in hand."""

    code = "appointments.still_serving"
    sentence = "Quầy đang phục vụ một số. Bấm Hoàn thành hoặc Không có mặt trước khi gọi số khác."


class NothingCalled(Conflict):
    """The desk has no ticket in hand."""

    code = "appointments.nothing_called"
    sentence = "Quầy chưa gọi số nào. Bấm Gọi số tiếp theo."


class NobodyWaits(Conflict):
    """The queue is empty."""

    code = "appointments.nobody_waits"
    sentence = "Không còn ai chờ ở quầy này."
