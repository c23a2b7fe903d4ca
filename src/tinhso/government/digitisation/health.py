"""Whether scans can be read here, and whether the worker keeps up."""

from datetime import timedelta

from tinhso.government.digitisation import reading
from tinhso.government.digitisation.data import DigitisedState
from tinhso.government.digitisation.models import DigitisedPaper
from tinhso.kernel import clock
from tinhso.kernel.modules import Health, HealthReport

BEHIND = timedelta(minutes=30)


def check_reading() -> HealthReport:
    """Tell whether OCR is installed; without it scans are kept, only not searchable."""
    gone = reading.missing()
    if gone:
        words = f"Chưa nhận dạng được chữ trong bản quét: cài {', '.join(gone)}. Bản quét vẫn được gộp, ký và lưu."
        return HealthReport("digitisation.reading", Health.SLOW, words)
    oldest = DigitisedPaper.objects.filter(state=DigitisedState.QUEUED).order_by("id").first()
    if oldest is not None and clock.now() - oldest.created_at > BEHIND:
        words = "Có bản quét chờ xử lý quá 30 phút. Kiểm tra tiến trình nền (worker)."
        return HealthReport("digitisation.reading", Health.SLOW, words)
    return HealthReport("digitisation.reading", Health.OK, "Nhận dạng chữ tiếng Việt đang hoạt động.")
