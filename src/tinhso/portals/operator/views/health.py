"""`/ky-thuat/`: how every part is."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.kernel import clock
from tinhso.kernel.http import ActorRequest
from tinhso.kernel.modules import Health
from tinhso.portals.operator.gate import console
from tinhso.portals.operator.queries import health
from tinhso.portals.operator.queries.health import Checked
from tinhso.portals.operator.views.pages import page, table
from tinhso.ui import data as ui
from tinhso.ui.templatetags.ui import file_size, number, status_tag

_TONES = {Health.OK: ui.Tone.OK, Health.SLOW: ui.Tone.WARN, Health.FAILED: ui.Tone.LATE}


@require_safe
@console
def show(request: ActorRequest) -> HttpResponse:
    """Run every check and show it, the worst first, then versions, connections and disk."""
    checked = health.check_all()
    vital = health.vitals()
    failed = sum(one.report.health is Health.FAILED for one in checked)
    warned = sum(one.report.health is Health.SLOW for one in checked)
    context = {
        "checks": table([_("Bộ phận"), _("Tình trạng"), _("Kết luận")], map(health_row, checked)),
        "failed": failed,
        "warned": warned,
        "vital": vital,
        "facts": [
            ui.SummaryRow("PostgreSQL", vital.postgresql),
            ui.SummaryRow("Django", f"{vital.django}, Python {vital.python}"),
            ui.SummaryRow(_("Cơ sở dữ liệu"), file_size(vital.database_bytes)),
            ui.SummaryRow(_("Kết nối đang mở"), f"{number(vital.connections)} / {number(vital.connections_most)}"),
            ui.SummaryRow(
                _("Ổ đĩa còn trống"),
                _("%(free)s trong %(total)s")
                % {"free": file_size(vital.disk_free), "total": file_size(vital.disk_total)},
            ),
        ],
        "taken_at": clock.now(),
    }
    return page(request, "health", context)


def health_row(one: Checked) -> list[object]:
    """Return the cells of one check."""
    words = {Health.OK: _("Tốt"), Health.SLOW: _("Cần chú ý"), Health.FAILED: _("Lỗi")}
    state, is_slow = one.report.health, one.seconds > health.SLOW
    return [
        f"{one.module}: {one.report.name}",
        status_tag(words[state], _TONES[state]),
        one.report.sentence + (_(" (%(number)s giây)") % {"number": number(one.seconds, 1)} if is_slow else ""),
    ]
