"""For those who answer for a unit: the monthly table, the dossiers behind each number, the scores."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.foundation.access import public as access
from tinhso.foundation.organisations import public as organisations
from tinhso.foundation.organisations.public import UnitInfo, UnitNotFound
from tinhso.government.dossiers.data import STATUS_TITLES, Status
from tinhso.government.figures import public as figures
from tinhso.government.figures.access import scope_of
from tinhso.government.figures.data import COUNTERS, Days, FactInfo, Part, Scored, TableRow, Term
from tinhso.government.figures.providing import address_of
from tinhso.government.figures.queries import known_units
from tinhso.government.figures.rules.measures import PROVIDED
from tinhso.government.figures.web import periods
from tinhso.government.figures.web.workbook import write
from tinhso.government.procedures import public as procedures
from tinhso.kernel import clock
from tinhso.kernel.actors import Actor
from tinhso.kernel.errors import NotFound
from tinhso.kernel.http import ActorRequest, actor_of
from tinhso.kernel.text import sort_key
from tinhso.ui import data as ui
from tinhso.ui.templatetags.ui import day, moment, number

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PARTS: Final = (("Tiếp nhận", 0, 10), ("Giải quyết, trả kết quả", 10, 19), ("Cuối kỳ", 19, 24))
MARK_WORDS: Final = {"sourced": "", "known": "theo thông lệ", "unsure": "công thức cần đối chiếu"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for."""

    actor: Actor
    period: periods.Period
    unit: UnitInfo | None
    unit_ids: frozenset[UUID]

    def query(self, **more: str) -> str:
        """Return the query of an address with the same period and unit."""
        unit = {"don_vi": str(self.unit.id)} if self.unit else {}
        return urlencode({"ky": self.period.code, **unit, **more})


def _asked(request: ActorRequest) -> Asked:
    actor = actor_of(request)
    scope = scope_of(actor)
    period = periods.read(request.GET.get("ky", "")[:20], clock.today())
    unit = _unit(request.GET.get("don_vi", "")[:40])
    if unit is None:
        return Asked(actor, period, None, frozenset())
    if not scope.covers(unit.id):
        raise NotFound
    return Asked(actor, period, unit, access.reach_of(unit.id) | {unit.id})


def _unit(text: str) -> UnitInfo | None:
    if not text:
        return None
    try:
        return organisations.get_unit(UUID(text))
    except (ValueError, UnitNotFound):
        raise NotFound from None


def _page(request: ActorRequest, template: str, asked: Asked, context: dict[str, Any]) -> HttpResponse:
    scope = scope_of(asked.actor)
    units = sorted(
        (organisations.get_unit(key) for key in known_units() if scope.covers(key)),
        key=lambda unit: sort_key(unit.name),
    )
    given = {"asked": asked, "units": units, "periods": periods.offered(clock.today()), **context}
    return render(request, f"figures/{template}", given)


@require_safe
def monthly(request: ActorRequest) -> HttpResponse:
    """Show the 24 counters by unit and field; each number opens exactly its dossiers."""
    asked = _asked(request)
    rows = _ordered(figures.table(asked.actor, days=asked.period.days, unit_ids=asked.unit_ids))
    codes = list(COUNTERS)
    whole = TableRow(None, None, {code: sum(row.counts[code] for row in rows) for code in codes})
    shown = [*rows, whole] if rows else []
    parts = [
        (
            _(title),
            [ui.Column(_("Đơn vị, lĩnh vực")), *_heads(codes[first:end])],
            _lines(asked, shown, codes[first:end]),
        )
        for title, first, end in PARTS
    ]
    context = {
        "parts": parts if rows else [],
        "xlsx_url": f"{reverse('figures:xlsx')}?{asked.query()}",
        "indexes": _index_links(asked),
    }
    return _page(request, "table.html", asked, context)


def _index_links(asked: Asked) -> list[tuple[str, str]]:
    return [
        (index.title, f"{reverse('figures:score', args=[code])}?{asked.query()}")
        for code, index in figures.indexes().items()
    ]


def _heads(codes: list[str]) -> list[ui.Column]:
    return [ui.Column(_(COUNTERS[code][0]), numeric=True) for code in codes]


def _ordered(rows: list[TableRow]) -> list[TableRow]:
    return sorted(rows, key=lambda row: (sort_key(_unit_name(row)), row.field_code or ""))


def _unit_name(row: TableRow) -> str:
    return organisations.full_name(row.unit_id) if row.unit_id else ""


def _field_names() -> dict[str, str]:
    return {code: name for code, name, _count in procedures.list_fields()}


def _name(row: TableRow, fields: dict[str, str]) -> str:
    if row.unit_id is None:
        return _("Cộng")
    field = fields.get(row.field_code or "", row.field_code) or _("Chưa phân lĩnh vực")
    return f"{_unit_name(row)}, {field}"


def _lines(asked: Asked, rows: list[TableRow], codes: list[str]) -> list[ui.Row]:
    fields = _field_names()
    return [ui.Row([_name(row, fields), *(_link(asked, row, code, fields) for code in codes)]) for row in rows]


def _link(asked: Asked, row: TableRow, code: str, fields: dict[str, str]) -> str:
    title, term = COUNTERS[code]
    value = row.counts[code]
    if not value:
        return "0"
    url = facts_url(term, asked.period.days, unit_id=row.unit_id or _id(asked.unit), field_code=row.field_code)
    words = f"{_(title)}, {_name(row, fields)}"
    return format_html('<a href="{}">{}<span class="vh"> {}</span></a>', url, number(value), words)


def _id(unit: UnitInfo | None) -> UUID | None:
    return unit.id if unit else None


def facts_url(term: Term, days: Days, *, unit_id: UUID | None = None, field_code: str | None = None) -> str:
    """Return the address of the list behind a number: the whole state stands in it."""
    query = {"chi_so": term.key, "tu": days.first.isoformat(), "den": days.last.isoformat()}
    if unit_id:
        query["don_vi"] = str(unit_id)
    if field_code is not None:
        query["linh_vuc"] = field_code or "-"
    return f"{reverse('figures:facts')}?{urlencode(query)}"


@require_safe
def behind(request: ActorRequest) -> HttpResponse:
    """List the dossiers a number counts, with the number above them: codes and days, no person."""
    asked = _asked(request)
    term = figures.known_term(request.GET.get("chi_so", "")[:60])
    days = _days(request, asked.period.days)
    field = request.GET.get("linh_vuc", "")[:16]
    field_code = ("" if field == "-" else field) if field else None
    what: dict[str, Any] = {"term": term, "days": days, "unit_ids": asked.unit_ids, "field_code": field_code}
    page = figures.list_facts(asked.actor, **what, cursor=request.GET.get("cursor", "")[:200])
    titles = {one.key: title for title, one in COUNTERS.values()}
    context = {
        "title": _(titles.get(term.key, "Hồ sơ được đếm")),
        "field": _field_names().get(field_code or "", field_code) if field_code is not None else "",
        "days": days,
        "count": figures.count_facts(asked.actor, **what),
        "columns": [
            ui.Column(_("Mã hồ sơ")),
            ui.Column(_("Thủ tục")),
            ui.Column(_("Đơn vị")),
            ui.Column(_("Tiếp nhận")),
            ui.Column(_("Hẹn trả")),
            ui.Column(_("Giải quyết xong")),
            ui.Column(_("Trạng thái")),
        ],
        "rows": [_fact(one) for one in page.items],
        "next_cursor": page.next_cursor,
    }
    return _page(request, "facts.html", asked, context)


def _days(request: ActorRequest, default: Days) -> Days:
    first, last = (request.GET.get(name, "")[:20] for name in ("tu", "den"))
    try:
        days = Days(date.fromisoformat(first), date.fromisoformat(last)) if first and last else default
    except ValueError:
        raise periods.BadPeriod from None
    if not (days.first >= periods.FIRST_DAY and days.last <= periods.LAST_DAY):
        raise periods.BadPeriod
    return days


def _fact(one: FactInfo) -> ui.Row:
    cells = [
        one.code,
        one.procedure_name,
        organisations.full_name(one.unit_id),
        day(one.received_on),
        moment(one.promised_at),
        day(one.finished_on),
        _(STATUS_TITLES[Status(one.status)]),
    ]
    return ui.Row([cell or "–" for cell in cells], url=reverse("officer:dossier", args=[one.dossier_id]))


@require_safe
def workbook(request: ActorRequest) -> HttpResponse:
    """Return the monthly table as a workbook: numbers as numbers, no formula in it."""
    asked = _asked(request)
    rows = _ordered(figures.table(asked.actor, days=asked.period.days, unit_ids=asked.unit_ids))
    fields = _field_names()
    lines = [
        [_unit_name(row), fields.get(row.field_code or "", row.field_code) or "", *row.counts.values()] for row in rows
    ]
    heads = [_("Đơn vị"), _("Lĩnh vực"), *(_(title) for title, _term in COUNTERS.values())]
    response = HttpResponse(write(heads, lines), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="bang-so-lieu-{asked.period.code}.xlsx"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def score(request: ActorRequest, index: str) -> HttpResponse:
    """Show an index: points, indicator, numerator and denominator, each number to its dossiers."""
    asked = _asked(request)
    found = figures.score_of(asked.actor, code=index, days=asked.period.days, unit_ids=asked.unit_ids)
    columns = [
        ui.Column(_("Chỉ số")),
        ui.Column(_("Tử số"), numeric=True),
        ui.Column(_("Mẫu số"), numeric=True),
        ui.Column(_("Tỷ lệ"), numeric=True),
        ui.Column(_("Điểm"), numeric=True),
        ui.Column(_("Điểm tối đa"), numeric=True),
        ui.Column(_("Cách tính")),
    ]
    groups = [(group, [_scored(asked, one) for one in group.indicators]) for group in found.groups]
    context = {"score": found, "groups": groups, "columns": columns, "indexes": _index_links(asked)}
    return _page(request, "score.html", asked, context)


def _scored(asked: Asked, one: Scored) -> ui.Row:
    ratio = "–" if one.ratio is None else f"{number(one.ratio, 2)}%"
    points = _("không tính được ở đây") if one.points is None else number(one.points, 2)
    how = "; ".join(part for part in (one.formula, _(one.why) if one.why else "", _(MARK_WORDS[one.mark])) if part)
    cells = [
        f"{one.code} {one.title}",
        _sum(asked, one.numerator),
        _sum(asked, one.denominator),
        ratio,
        points,
        number(one.max_points),
        how,
    ]
    return ui.Row([cell or "–" for cell in cells])


def _sum(asked: Asked, parts: tuple[Part, ...]) -> str:
    """Return a sum as links, one for each term: 12 + 3 − 1."""
    shown: str = mark_safe("")
    for place, part in enumerate(parts):
        sign = " − " if part.sign < 0 else (" + " if place else "")
        if part.term.measure.startswith("rated"):
            url = reverse("ratings:list")
        elif part.term.measure in PROVIDED:
            url = address_of(part.term.measure, asked.period.days, _id(asked.unit))
        else:
            url = facts_url(part.term, asked.period.days, unit_id=_id(asked.unit))
        shown = format_html('{}{}<a href="{}">{}</a>', shown, sign, url, number(part.value))
    return shown
