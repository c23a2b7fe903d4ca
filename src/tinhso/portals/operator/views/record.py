"""`/ky-thuat/nhat-ky/`: whether the record is whole."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.kernel import modules
from tinhso.kernel.http import ActorRequest
from tinhso.portals.operator.gate import console
from tinhso.portals.operator.queries import health
from tinhso.portals.operator.verifying import TASK, Walk, last_walks
from tinhso.portals.operator.views.health import health_row
from tinhso.portals.operator.views.pages import page, table
from tinhso.ui import data as ui
from tinhso.ui.templatetags.ui import moment, number, status_tag


@require_safe
@console
def show(request: ActorRequest) -> HttpResponse:
    """Show the state of sealing, what the last walks over the record found, and the way to start one."""
    checks = [(m.title, check) for m in modules.all_modules() if m.name == "audit" for check in m.health]
    walks = last_walks()
    heads = [_("Lúc"), _("Kết quả"), _("Kết luận"), _("Số dòng"), _("Con dấu"), _("Chưa niêm phong")]
    context = {
        "checks": table([_("Bộ phận"), _("Tình trạng"), _("Kết luận")], map(health_row, health.check_all(checks))),
        "walks": table(heads, map(_walk, walks), numeric=frozenset({3, 4, 5})),
        "shown": len(walks),
        "verify_url": reverse("operator:run_periodic", args=[TASK]),
    }
    return page(request, "record", context)


def _walk(walk: Walk) -> list[object]:
    words, tone = (_("Nguyên vẹn"), ui.Tone.OK) if walk.is_whole else (_("Bị sửa"), ui.Tone.LATE)
    figures = [number(walk.entries), number(walk.seals), number(walk.unsealed)]
    return [moment(walk.at), status_tag(words, tone), walk.sentence, *figures]
