"""How the queue of files to be removed is."""

from datetime import timedelta
from typing import Final

from tinhso.government.retention.models import Disposal, FileRemoval
from tinhso.kernel import clock
from tinhso.kernel.modules import Health, HealthReport

PATIENCE: Final = timedelta(hours=6)


def check_removals() -> HealthReport:
    """Tell whether bytes that were to go are still there, and whether a decision stands still."""
    late = clock.now() - PATIENCE
    waiting = FileRemoval.objects.filter(done_at=None, at__lt=late)[:1000].count()
    still = Disposal.objects.filter(state="decided", starts_at__lt=late)[:100].count()
    if waiting or still:
        sentence = (
            f"{waiting} tệp đã hủy theo quyết định vẫn còn nội dung trong kho, {still} quyết định hủy chưa thực hiện"
            " xong quá 6 giờ. Kiểm tra kho tệp và tiến trình nền."
        )
        return HealthReport("retention", Health.FAILED, sentence)
    return HealthReport("retention", Health.OK, "Không có tệp, quyết định hủy nào chờ quá 6 giờ.")
