"""A list taken away as a workbook or as CSV: at most 10,000 rows; every row and the taking are on record."""

import csv
import io
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _

from tinhso.foundation.audit import public as audit
from tinhso.government.dossiers import public as dossiers
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import to_local
from tinhso.kernel.errors import Forbidden
from tinhso.portals.officer import presenting

MAX_ROWS: Final = 10_000
PAGE: Final = 100
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NEEDS: Final = ("dossiers.receive", "dossiers.oversee")
WIDTHS: Final = (24, 30, 16, 16, 44, 26, 18, 20, 18, 18, 24)


def may_export(actor: Actor) -> bool:
    """Tell whether an officer may take lists away: who keeps the registers of the unit."""
    return any(actor.may(ability) for ability in NEEDS)


def export(actor: Actor, wanted: dossiers.DossierFilter, *, form: str, query: str, now: datetime) -> HttpResponse:
    """Return the rows a list shows, without its paging, as xlsx or CSV. Raises Forbidden.

    What is asked for, how many rows were taken and by whom is in the audit; past 10,000 rows the rest is left out and
    the last line says so.
    """
    if not may_export(actor):
        raise Forbidden
    rows = list(_rows(actor, wanted, now))
    kind = "csv" if form == "csv" else "xlsx"
    with transaction.atomic():
        audit.record(
            actor,
            verb="dossiers.list_taken",
            subject_kind="unit",
            subject_id=actor.unit_id,
            unit_id=actor.unit_id,
            purpose="Tải danh sách hồ sơ",
            detail={"query": query[:1000], "form": kind, "rows": len(rows)},
        )
    if len(rows) >= MAX_ROWS:
        rows.append([_("Danh sách dài hơn 10.000 hồ sơ. Lọc bớt để lấy phần còn lại.")])
    body, media = (_csv(rows), "text/csv; charset=utf-8") if kind == "csv" else (_xlsx(rows), XLSX)
    response = HttpResponse(body, content_type=media)
    response["Content-Disposition"] = f'attachment; filename="ho-so-{to_local(now):%Y%m%d-%H%M}.{kind}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _rows(actor: Actor, wanted: dossiers.DossierFilter, now: datetime) -> Iterator[list[str]]:
    cursor = ""
    for _page in range(MAX_ROWS // PAGE):
        page = dossiers.list_dossiers(actor, wanted=wanted, now=now, cursor=cursor, size=PAGE)
        yield from map(_row, page.items)
        cursor = page.next_cursor
        if not cursor:
            return


def _columns() -> list[str]:
    return [
        _("Mã hồ sơ"),
        _("Chủ hồ sơ"),
        _("Số định danh"),
        _("Điện thoại"),
        _("Thủ tục"),
        _("Đơn vị"),
        _("Cách nộp"),
        _("Trạng thái"),
        _("Tiếp nhận"),
        _("Hẹn trả"),
        _("Người xử lý"),
    ]


def _row(info: dossiers.DossierInfo) -> list[str]:
    return [
        info.code,
        info.applicant.name,
        info.applicant.number,
        info.applicant.phone,
        info.procedure_name,
        info.unit_name,
        str(presenting.CHANNEL_TITLES[info.channel]),
        str(info.title),
        _moment(info.received_at),
        _moment(info.reappointed_at or info.promised_at),
        info.handler_name,
    ]


def _moment(at: datetime | None) -> str:
    return f"{to_local(at):%H:%M %d/%m/%Y}" if at else ""


def _csv(rows: list[list[str]]) -> bytes:
    """Write CSV as spreadsheets of this country read it; text that a spreadsheet would run as a formula is quoted."""
    held = io.StringIO()
    writer = csv.writer(held, delimiter=";", quoting=csv.QUOTE_ALL)
    for row in [_columns(), *rows]:
        writer.writerow([f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell for cell in row])
    return b"\xef\xbb\xbf" + held.getvalue().encode()


def _xlsx(rows: list[list[str]]) -> bytes:
    """Write a workbook in which every cell is text: nothing in it is ever a formula."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Ho so")
    sheet.freeze_panes = "A2"
    for place, width in enumerate(WIDTHS):
        sheet.column_dimensions[chr(ord("A") + place)].width = width

    def cell(value: str, *, bold: bool = False) -> Any:
        made = WriteOnlyCell(sheet, value="".join(c for c in value if c >= " "))
        made.data_type = "s"
        if bold:
            made.font = Font(bold=True)
        return made

    sheet.append([cell(title, bold=True) for title in _columns()])
    for row in rows:
        sheet.append([cell(value) for value in row])
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()
