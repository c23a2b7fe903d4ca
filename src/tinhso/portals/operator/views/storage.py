"""`/ky-thuat/dung-luong/`: what takes how much room."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.kernel.http import ActorRequest
from tinhso.portals.operator.gate import console
from tinhso.portals.operator.queries import health, storage
from tinhso.portals.operator.queries.storage import Table
from tinhso.portals.operator.views.pages import code, page, table
from tinhso.ui import data as ui
from tinhso.ui.templatetags.ui import file_size, number


@require_safe
@console
def show(request: ActorRequest) -> HttpResponse:
    """Show the disk, the database and its largest tables."""
    vital = health.vitals()
    heads = [_("Bảng"), _("Số dòng (ước tính)"), _("Dữ liệu"), _("Chỉ mục"), _("Tổng"), _("Phân vùng")]
    context = {
        "vital": vital,
        "facts": [
            ui.SummaryRow(_("Ổ đĩa"), file_size(vital.disk_total)),
            ui.SummaryRow(_("Còn trống"), file_size(vital.disk_free)),
            ui.SummaryRow(_("Cơ sở dữ liệu"), file_size(vital.database_bytes)),
        ],
        "tables": table(heads, map(_row, storage.list_tables()), numeric=frozenset(range(1, 6))),
    }
    return page(request, "storage", context)


def _row(one: Table) -> list[object]:
    sizes = [file_size(one.table_bytes), file_size(one.index_bytes), file_size(one.total_bytes)]
    return [code(one.name), number(one.rows), *sizes, number(one.partitions)]
