"""Whether those who tell the standing of certificates answer."""

from datetime import timedelta
from typing import Final

from django.utils.translation import gettext as _

from tinhso.foundation.signing.trust import store
from tinhso.foundation.signing.trust.data import SourceInfo
from tinhso.kernel import clock
from tinhso.kernel.modules import Health, HealthReport

NAME: Final = "signing.trust"
RECENT: Final = timedelta(hours=1)


def check_sources() -> HealthReport:
    """Report addresses that fail, and authorities none of whose addresses answers."""
    now = clock.now()
    known = store.sources()
    failing = [one for one in known if one.failures and one.failed_at and now - one.failed_at < RECENT]
    if not failing:
        return HealthReport(NAME, Health.OK, _("Các nguồn trạng thái chứng thư trả lời bình thường."))
    silent = sorted({one.authority for one in failing} - {one.authority for one in known if one not in failing})
    if silent:
        sentence = _("Không nguồn nào của «%(authority)s» trả lời; chứng thư được coi là chưa kiểm tra được. %(error)s")
        words = {"authority": silent[0], "error": _told(failing[0])}
        return HealthReport(NAME, Health.FAILED, sentence % words)
    sentence = _("%(count)d nguồn trạng thái chứng thư không trả lời, đang dùng nguồn khác. %(error)s")
    return HealthReport(NAME, Health.SLOW, sentence % {"count": len(failing), "error": _told(failing[0])})


def _told(one: SourceInfo) -> str:
    return f"{one.url}: {one.error}."
