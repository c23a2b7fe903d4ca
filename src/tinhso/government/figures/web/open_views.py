"""`/so-lieu/`: figures for everybody, and the same as open data."""

import csv
import io
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.foundation.organisations import public as organisations
from tinhso.government.figures.data import PublicRow
from tinhso.government.figures.open_figures import COLUMNS, FEW, public_rows
from tinhso.government.figures.web import periods
from tinhso.kernel import clock
from tinhso.ui import data as ui
from tinhso.ui.templatetags.ui import number

LICENCE: Final = "CC-BY-4.0"
LICENCE_URL: Final = "https://creativecommons.org/licenses/by/4.0/"
BARS: Final = 12
HIDDEN: Final = "*"
CACHE: Final = "public, max-age=300"
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Shown:
    """What one address shows: a period, the rows told, the whole."""

    period: periods.Period
    rows: list[PublicRow]
    whole: PublicRow | None


def _asked(request: HttpRequest) -> Shown:
    """Return what is asked for; small numbers are guarded over all units before one of them is picked."""
    period = periods.read_closed(request.GET.get("ky", "")[:20], clock.today())
    told = public_rows(days=period.days)
    rows, whole = told[:-1], told[-1] if told else None
    wanted = request.GET.get("don_vi", "")[:40]
    return Shown(period, [row for row in rows if not wanted or str(row.unit_id) == wanted], whole)


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Show received, on time, late and ratings by unit, with a chart, for a period of the list."""
    shown = _asked(request)
    query = urlencode({"ky": shown.period.code})
    context: dict[str, Any] = {
        "period": shown.period,
        "periods": periods.offered_closed(clock.today()),
        "units": [(str(row.unit_id), row.unit_name) for row in shown.rows],
        "chosen": request.GET.get("don_vi", "")[:40],
        "whole": shown.whole,
        "share": on_time_share(shown.whole) if shown.whole else "–",
        "columns": _columns(),
        "rows": [_row(row) for row in shown.rows] + ([_row(shown.whole)] if shown.whole else []),
        "chart": _chart(shown),
        "csv_url": f"{reverse('figures:open_csv')}?{query}",
        "json_url": f"{reverse('figures:open_json')}?{query}",
        "licence": LICENCE,
        "licence_url": LICENCE_URL,
        "few": FEW,
    }
    response = render(request, "figures/open.html", context)
    response["Cache-Control"] = "private, max-age=60"
    return response


def _titles() -> dict[str, str]:
    return {
        "received": _("Tiếp nhận"),
        "on_time": _("Đúng hạn"),
        "late": _("Trễ hạn"),
        "rated": _("Lượt đánh giá"),
        "satisfied": _("Hài lòng"),
    }


def _columns() -> list[ui.Column]:
    heads = [ui.Column(title, numeric=True) for title in _titles().values()]
    return [ui.Column(_("Cơ quan")), *heads[:3], ui.Column(_("Tỷ lệ đúng hạn"), numeric=True), *heads[3:]]


def _row(row: PublicRow) -> ui.Row:
    told = [_told(row, name) for name in COLUMNS]
    return ui.Row([row.unit_name or _("Cả tỉnh"), *told[:3], on_time_share(row), *told[3:]])


def _told(row: PublicRow, name: str) -> str:
    value = getattr(row, name)
    if value is not None:
        return number(value)
    return f"≥ {number(row.at_least[name])}" if name in row.at_least else HIDDEN


def on_time_share(row: PublicRow) -> str:
    """Return how many per cent of what was finished was in time; a dash when it may not be told or nothing was."""
    if row.on_time is None or row.late is None or not row.on_time + row.late:
        return "–"
    return f"{number(round(100 * row.on_time / (row.on_time + row.late), 1), 1)}%"


def _chart(shown: Shown) -> ui.BarChart | None:
    told = [row for row in shown.rows if row.received]
    most = sorted(told, key=lambda row: -(row.received or 0))[:BARS]
    if not most:
        return None
    return ui.BarChart(
        takeaway=_("Số hồ sơ tiếp nhận theo cơ quan, %(period)s") % {"period": shown.period.title.lower()},
        bars=[ui.Bar(row.unit_name, row.received or 0, _unit_url(shown.period.code, row.unit_id)) for row in most],
        label_title=_("Cơ quan"),
        value_title=_("Tiếp nhận"),
    )


def _unit_url(period: str, unit_id: UUID | None) -> str:
    return f"{reverse('figures:open')}?{urlencode({'ky': period, 'don_vi': str(unit_id)})}"


@require_safe
def as_csv(request: HttpRequest) -> HttpResponse:
    """Return the rows as CSV (RFC 4180, UTF-8 with mark): an empty cell is a number not told."""
    shown = _asked(request)
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow(["period", "first_day", "last_day", "unit_code", "unit_name", *COLUMNS, "licence"])
    days = shown.period.days
    for row in shown.rows:
        told = ["" if getattr(row, name) is None else getattr(row, name) for name in COLUMNS]
        cells = [shown.period.code, days.first.isoformat(), days.last.isoformat(), _code(row), row.unit_name]
        writer.writerow([*(_plain(cell) for cell in cells), *told, LICENCE])
    name = f"so-lieu-{shown.period.code}.csv"
    return HttpResponse(
        out.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": CACHE},
    )


def _plain(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _code(row: PublicRow) -> str:
    return organisations.get_unit(row.unit_id).code if row.unit_id else ""


@require_safe
def as_json(request: HttpRequest) -> JsonResponse:
    """Return the rows as JSON with their licence; null is a number not told."""
    shown = _asked(request)
    days = shown.period.days
    body = {
        "title": "Tiếp nhận, giải quyết thủ tục hành chính",
        "licence": LICENCE,
        "licence_url": LICENCE_URL,
        "period": shown.period.code,
        "first_day": days.first.isoformat(),
        "last_day": days.last.isoformat(),
        "hidden_below": FEW,
        "units": [{"code": _code(row), "name": row.unit_name, **_cells(row)} for row in shown.rows],
    }
    return JsonResponse(body, json_dumps_params={"ensure_ascii": False}, headers={"Cache-Control": CACHE})


def _cells(row: PublicRow) -> dict[str, Any]:
    return {**{name: getattr(row, name) for name in COLUMNS}, "at_least": dict(row.at_least)}
