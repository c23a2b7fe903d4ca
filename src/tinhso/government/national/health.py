"""Whether the portal hears of what happens here."""

from datetime import timedelta
from typing import Final

from django.db.models import Min

from tinhso.government.national.adapters.lgsp import connection
from tinhso.government.national.data import UNSETTLED, Connection, FilingState
from tinhso.government.national.models import NationalCircuit, NationalFiling, NationalMirror, NationalRecord
from tinhso.kernel import clock
from tinhso.kernel.modules import Health, HealthReport

NAME: Final = "national.exchange"
LATE: Final = timedelta(minutes=5)
MANY: Final = 1000
OFTEN: Final = 5


def portal_hears() -> HealthReport:
    """Report a pause, an open breaker, refused records and records that wait too long."""
    if connection() is Connection.NONE:
        return HealthReport(NAME, Health.OK, "Chưa kết nối Cổng Dịch vụ công quốc gia; không có gì chờ gửi.")
    row = NationalCircuit.objects.filter(pk=1).first()
    oldest = NationalRecord.objects.filter(state__in=UNSETTLED).aggregate(oldest=Min("made_at"))["oldest"]
    if row and row.is_paused:
        return HealthReport(
            NAME, Health.SLOW, "Đang tạm dừng gửi lên Cổng quốc gia. Mở trang Cổng quốc gia để tiếp tục."
        )
    if oldest and clock.now() - oldest > LATE:
        sentence = "Bản ghi chờ gửi lên Cổng quốc gia quá 5 phút. Mở trang Cổng quốc gia, xem lỗi và hướng dẫn xử lý."
        return HealthReport(NAME, Health.FAILED if row and row.failures else Health.SLOW, sentence)
    stuck = (
        NationalFiling.objects.exclude(error="").exclude(state=FilingState.WAITING, attempts__lt=OFTEN)[:MANY].count()
    )
    if stuck:
        sentence = (
            f"{stuck} hồ sơ nộp tại Cổng quốc gia chưa tiếp nhận hoặc chưa xác nhận được. Mở trang Cổng quốc gia."
        )
        return HealthReport(NAME, Health.SLOW, sentence)
    failed = NationalMirror.objects.filter(is_blocked=True)[:MANY].count()
    if failed:
        sentence = (
            f"{failed} hồ sơ bị Cổng quốc gia từ chối bản ghi. Mở trang Cổng quốc gia, sửa nguyên nhân rồi gửi lại."
        )
        return HealthReport(NAME, Health.SLOW, sentence)
    return HealthReport(NAME, Health.OK, "Cổng quốc gia nhận hồ sơ và tiến độ bình thường.")
