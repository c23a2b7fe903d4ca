"""What this room refuses."""

from tinhso.kernel.errors import DomainError, Kind, NotFound, TooMany, Unavailable


class PersonNotFound(DomainError):
    """The source has nobody with this number."""

    kind, code = Kind.INVALID, "population.person_not_found"
    sentence = (
        "Cơ sở dữ liệu quốc gia về dân cư không có số định danh này. Kiểm tra lại số trên thẻ căn cước; nếu số đúng,"
        " hướng dẫn công dân đến công an cấp xã nơi thường trú."
    )


class PersonMismatch(DomainError):
    """The source does not have these three things of one person."""

    kind, code = Kind.INVALID, "population.person_mismatch"
    sentence = (
        "Số định danh, họ tên và ngày sinh không cùng khớp với cơ sở dữ liệu quốc gia về dân cư. Đối chiếu lại với thẻ"
        " căn cước rồi tra cứu lại."
    )


class SourceRefused(Unavailable):
    """The source refuses this installation: keys, registration or rights are wrong; an operator must see to it."""

    code = "population.refused"
    sentence = (
        "Cơ sở dữ liệu quốc gia về dân cư từ chối kết nối của tỉnh. Cứ tiếp tục, thông tin được ghi là chưa xác minh;"
        " báo bộ phận kỹ thuật."
    )


class SourceUnavailable(Unavailable):
    """The source does not answer, or not in time."""

    code = "population.unavailable"
    sentence = (
        "Cơ sở dữ liệu quốc gia về dân cư chưa trả lời. Cứ tiếp tục, thông tin được ghi là chưa xác minh và sẽ được"
        " xác minh sau."
    )


class AnswerUnreadable(Unavailable):
    """The source answered with something that is no answer."""

    code = "population.unreadable"
    sentence = (
        "Câu trả lời của cơ sở dữ liệu quốc gia về dân cư không đọc được. Cứ tiếp tục, thông tin được ghi là chưa xác"
        " minh và sẽ được xác minh sau."
    )


class NotConnected(Unavailable):
    """The installation has no line to the source."""

    code = "population.not_connected"
    sentence = "Chưa kết nối cơ sở dữ liệu quốc gia về dân cư. Nhập thông tin theo giấy tờ công dân xuất trình."


class PurposeMissing(DomainError):
    """Nobody asks without a purpose and a subject."""

    code = "population.purpose_missing"
    sentence = "Chọn mục đích tra cứu và nêu hồ sơ hoặc lượt tiếp công dân."


class BadQuestion(DomainError):
    """Number, name or birth date cannot be asked for as typed; `fields` says which."""

    code = "population.bad_question"
    sentence = "Kiểm tra lại số định danh, họ tên và ngày sinh."


class LimitReached(TooMany):
    """One officer asked too often within an hour; the head of the unit has been told."""

    code = "population.limit_reached"
    sentence = (
        "Tài khoản này đã tra cứu dân cư quá số lần cho phép trong một giờ; lãnh đạo đơn vị đã được báo. Đợi đến giờ"
        " sau rồi tra cứu tiếp."
    )


class CheckNotFound(NotFound):
    """There is no such verification, or it is not to be seen by this actor."""


class CheckNotGivenUp(DomainError):
    """Only a verification that was given up is put back."""

    kind, code = Kind.CONFLICT, "population.check_not_given_up"
    sentence = "Việc xác minh này đang chờ hoặc đã xong. Tải lại trang để xem trạng thái mới."
