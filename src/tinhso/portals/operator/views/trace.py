"""`/ky-thuat/tim/`: the technical trail of a dossier, and of one request."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.kernel import clock
from tinhso.kernel.http import ActorRequest, actor_of
from tinhso.portals.operator.gate import console
from tinhso.portals.operator.queries import requests
from tinhso.portals.operator.queries import trace as traces
from tinhso.portals.operator.queries.trace import Trace
from tinhso.portals.operator.views.jobs import state_words
from tinhso.portals.operator.views.pages import code, ids, page, table
from tinhso.ui import data as ui
from tinhso.ui.format import moment_vi
from tinhso.ui.templatetags.ui import moment, number


@require_safe
@console
def show(request: ActorRequest) -> HttpResponse:
    """Ask for a code or a request id; show what the programs know of it. Nothing but a whole one is searched for."""
    if "yeu_cau" in request.GET:
        return _request(request, request.GET["yeu_cau"][:80])
    typed = request.GET.get("ma", "")[:64]
    errors: dict[str, str] = {}
    found = None
    wanted = traces.read_code(typed)
    if typed.strip() and not wanted:
        errors["ma"] = _("Nhập đủ mã hồ sơ, ví dụ H61.12-261122-0001.")
    elif wanted:
        found = traces.find_trace(actor_of(request), code=wanted, now=clock.now())
        if found is None:
            errors["ma"] = _("Không có hồ sơ với mã này. Kiểm tra lại từng chữ số.")
    context = {"typed": typed, "errors": errors, "trace": found, **(_shown(found) if found else {})}
    return page(request, "trace", context, status=422 if errors else 200)


def _of_request(request_id: str) -> str:
    """Return a request id that leads to all it did."""
    if not requests.read_request_id(request_id):
        return code(request_id)
    address = f"{reverse('operator:trace')}?{urlencode({'yeu_cau': request_id})}"
    return format_html('<a href="{}"><code>{}</code></a>', address, request_id)


def _request(request: ActorRequest, typed: str) -> HttpResponse:
    wanted = requests.read_request_id(typed)
    errors: dict[str, str] = {}
    lines: Sequence[requests.Line] = ()
    if wanted:
        lines = requests.list_lines(actor_of(request), request_id=wanted)
        if not lines:
            errors["yeu_cau"] = _(
                "Không có dòng nhật ký nào của yêu cầu này. Yêu cầu chỉ xem trang thường không để lại dòng."
            )
    elif typed.strip():
        errors["yeu_cau"] = _("Nhập đủ mã yêu cầu in trên trang báo lỗi, từ 8 đến 64 ký tự.")
    heads = [_("Lúc"), _("Việc"), _("Loại người làm"), _("Về"), "ID"]
    rows = [
        [moment(one.at), code(one.verb), code(one.actor_kind), one.subject_kind, code(one.subject_id or "")]
        for one in lines
    ]
    context = {"typed_request": typed, "errors": errors, "lines": table(heads, rows), "shown_request": bool(lines)}
    return page(request, "trace", context, status=422 if errors else 200)


def _shown(found: Trace) -> dict[str, object]:
    words = state_words()
    return {
        "facts": [
            ui.SummaryRow("ID", str(found.id)),
            ui.SummaryRow(_("Trạng thái"), found.status),
            ui.SummaryRow(_("Thủ tục"), found.procedure_code),
            ui.SummaryRow(_("Đơn vị"), found.unit_name),
            ui.SummaryRow(_("Bước"), ", ".join(found.ready_tasks) or found.step_task),
            ui.SummaryRow(_("Lần sửa"), number(found.version)),
            ui.SummaryRow(_("Nộp lúc"), moment_vi(found.submitted_at)),
            ui.SummaryRow(_("Hẹn trả"), moment_vi(found.promised_at) if found.promised_at else ""),
        ],
        "events": table(
            [_("Lúc"), _("Sự kiện"), "ID"], [[moment(e.recorded_at), code(e.type), code(e.id)] for e in found.events]
        ),
        "entries": table(
            [_("Lúc"), _("Việc"), _("Loại người làm"), _("Mã yêu cầu")],
            [[moment(e.at), code(e.verb), code(e.actor_kind), _of_request(e.request_id)] for e in found.entries],
        ),
        "items": table(
            [_("Loại"), _("Vai trò"), _("Trạng thái"), _("Hạn"), "ID"],
            [[code(i.kind), code(i.role), code(i.state), moment(i.due_at), code(i.id)] for i in found.items],
        ),
        "jobs": table(
            [_("Số"), _("Việc"), _("Trạng thái"), _("Mã liên quan")],
            [[code(j.id), code(j.task), words.get(j.state, j.state), ids(j.ids)] for j in found.jobs],
        ),
    }
