"""What the calendar refuses."""

from tinhso.kernel.errors import DomainError


class BadSessions(DomainError):
    """Sessions that cannot be worked."""

    code = "calendar.bad_sessions"
    sentence = "Giờ làm việc chưa đúng. Ghi các buổi theo thứ tự, ví dụ 07:00-11:30 13:30-17:00."


class ReasonMissing(DomainError):
    """A decision nobody gives a reason for."""

    code = "calendar.reason_missing"
    sentence = "Nhập lý do của quyết định về ngày này, ví dụ «Làm bù cho ngày 31/8/2026»."
