"""`/danh-muc-quoc-gia/`: what the national catalogue of procedures says otherwise than ours."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from tinhso.government.national.data import CatalogueItem
from tinhso.government.national.queries import catalogue
from tinhso.kernel.http import ActorRequest, actor_of
from tinhso.ui import data as ui
from tinhso.ui.templatetags.ui import moment

PARTS = {
    "name": gettext_lazy("Tên"),
    "field": gettext_lazy("Lĩnh vực"),
    "deadline": gettext_lazy("Thời hạn"),
    "fees": gettext_lazy("Phí, lệ phí"),
    "components": gettext_lazy("Thành phần hồ sơ"),
}


@require_safe
def differences(request: ActorRequest) -> HttpResponse:
    """List the procedures that differ, with both sides; nothing here changes anything."""
    actor = actor_of(request)
    page = catalogue.list_differences(actor, cursor=request.GET.get("cursor", ""))
    theirs = catalogue.list_only_theirs(actor)
    context = {
        "columns": [ui.Column(_("Thủ tục")), ui.Column(_("Mã")), ui.Column(_("Khác biệt")), ui.Column(_("Lấy về lúc"))],
        "rows": [_row(one) for one in page.items],
        "next_cursor": page.next_cursor,
        "shown": len(page.items),
        "theirs_columns": [ui.Column(_("Thủ tục")), ui.Column(_("Mã"))],
        "theirs": [ui.Row([one.name or one.code, one.code]) for one in theirs],
    }
    return render(request, "national/catalogue.html", context)


def _row(one: CatalogueItem) -> ui.Row:
    if one.fetched_at is None:
        return ui.Row([one.name, one.code, _("Danh mục quốc gia không có thủ tục này."), ""])
    said = format_html_join(
        "",
        "<p><b>{}</b><br>{} {}<br>{} {}</p>",
        ((PARTS[d.part], _("Tỉnh:"), d.ours, _("Quốc gia:"), d.theirs) for d in one.differences),
    )
    return ui.Row([one.name, one.code, said, moment(one.fetched_at)])
