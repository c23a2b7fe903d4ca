"""Whether the calendar knows the year that comes."""

from datetime import date

from tinhso.foundation.calendar.models import DecidedDay
from tinhso.kernel import clock
from tinhso.kernel.modules import Health, HealthReport


def next_year_decided() -> HealthReport:
    """Say, from 15 December on, when nothing official is on record for next year: its Tết is only an estimate."""
    today = clock.today()
    year = today.year + 1
    if today < date(today.year, 12, 15) or DecidedDay.objects.filter(day__year=year, unit_id=None).exists():
        return HealthReport("calendar.next_year", Health.OK, "Lịch làm việc đã đủ cho năm nay.")
    sentence = (
        f"Chưa có ngày nghỉ, ngày làm bù chính thức của năm {year}; ngày hẹn trả đang tính theo lịch dự kiến. "
        f"Nhập thông báo của cơ quan có thẩm quyền vào Lịch nghỉ."
    )
    return HealthReport("calendar.next_year", Health.SLOW, sentence)
