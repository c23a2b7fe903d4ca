"""What the operator is told about Word files on their way to a PDF."""

from datetime import timedelta
from typing import Final

from django.utils.translation import gettext as _

from tinhso.government.drafting import converting
from tinhso.government.drafting.paper_data import OPEN
from tinhso.government.drafting.paper_models import DraftPaper
from tinhso.kernel import clock
from tinhso.kernel.modules import Health, HealthReport

LONG: Final = timedelta(minutes=10)


def check_converter() -> HealthReport:
    """Tell how many Word files wait to be made a PDF, and whether LibreOffice is there."""
    waiting = DraftPaper.objects.filter(state__in=OPEN)
    oldest = waiting.order_by("next_try_at").values_list("asked_at", flat=True).first()
    if oldest is not None:
        late = clock.now() - oldest > LONG
        said = _("%(count)d tệp Word đang chờ chuyển sang PDF.") % {"count": waiting.count()}
        return HealthReport("drafting.papers", Health.SLOW if late else Health.OK, said)
    if not converting.find_converter():
        said = _("Chưa cài LibreOffice: tệp Word không chuyển được sang PDF, người soạn tải bản PDF lên bằng tay.")
        return HealthReport("drafting.papers", Health.OK, said)
    return HealthReport("drafting.papers", Health.OK, _("Không có tệp Word nào đang chờ chuyển sang PDF."))
