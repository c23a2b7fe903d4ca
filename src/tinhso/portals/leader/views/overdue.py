"""`/dieu-hanh/qua-han/`: what is overdue, by field, then by unit, then the dossiers; from each a task can be given."""

from collections import Counter
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tinhso.foundation.organisations import public as organisations
from tinhso.government.figures import public as figures
from tinhso.government.procedures import public as procedures
from tinhso.kernel import clock
from tinhso.kernel.http import ActorRequest, actor_of
from tinhso.portals.leader import board as boards
from tinhso.ui import data as ui
from tinhso.ui.templatetags.ui import day, moment, number

OVERDUE: Final = figures.Term("overdue", figures.At.CLOSING)
NO_FIELD: Final = "-"


@dataclass(frozen=True, slots=True)
class Asked:
    """A field ("-" for none, "" for all) and a unit (None for all one oversees)."""

    field: str
    unit_id: UUID | None

    @property
    def field_code(self) -> str | None:
        """The code as figures know it; None for all fields."""
        return ("" if self.field == NO_FIELD else self.field) if self.field else None


def _asked(request: ActorRequest) -> Asked:
    actor = actor_of(request)
    unit = boards.read_unit(actor, request.GET.get("don_vi", ""))
    return Asked(request.GET.get("linh_vuc", "")[:16], unit.id if unit else None)


def _today() -> figures.Days:
    today = clock.today()
    return figures.Days(today, today)


def _names() -> dict[str, str]:
    return {code: name for code, name, _count in procedures.list_fields()}


def _url(name: str, **query: str) -> str:
    kept = urlencode({key: value for key, value in query.items() if value})
    return f"{reverse(name)}?{kept}" if kept else reverse(name)


@require_safe
def overdue(request: ActorRequest) -> HttpResponse:
    """Show how many are overdue by field; with a field chosen, by unit. Each number opens what makes it up."""
    asked, actor = _asked(request), actor_of(request)
    units = [asked.unit_id] if asked.unit_id else []
    sums: Counter[tuple[str, str]] = Counter()
    for row in figures.table(actor, days=_today(), unit_ids=units):
        if asked.field_code in (None, row.field_code) and row.counts["overdue"]:
            by = str(row.unit_id) if asked.field else row.field_code or NO_FIELD
            sums[by, _name(by, by_unit=bool(asked.field))] += row.counts["overdue"]
    rows = [_row(asked, key, name, count) for (key, name), count in sums.most_common()]
    context = {
        "total": sum(sums.values()),
        "field": _names().get(asked.field, asked.field.strip(NO_FIELD)),
        "all_url": _url("leader:overdue_list", linh_vuc=asked.field, don_vi=str(asked.unit_id or "")),
        "columns": [ui.Column(_("Đơn vị") if asked.field else _("Lĩnh vực")), ui.Column(_("Quá hạn"), numeric=True)],
        "rows": rows,
    }
    return render(request, "leader/overdue.html", context)


def _name(key: str, *, by_unit: bool) -> str:
    if by_unit:
        return organisations.full_name(UUID(key))
    return _names().get(key, key) if key != NO_FIELD else _("Chưa phân lĩnh vực")


def _row(asked: Asked, key: str, name: str, count: int) -> ui.Row:
    if asked.field:
        url = _url("leader:overdue_list", linh_vuc=asked.field, don_vi=key)
    else:
        url = _url("leader:overdue", linh_vuc=key, don_vi=str(asked.unit_id or ""))
    words = format_html('<a href="{}">{}<span class="vh"> {}</span></a>', url, number(count), name)
    return ui.Row([name, words])


@require_safe
def listed(request: ActorRequest) -> HttpResponse:
    """List the overdue dossiers of a field and a unit: as many as the number that led here."""
    asked, actor = _asked(request), actor_of(request)
    what: dict[str, Any] = {
        "term": OVERDUE,
        "days": _today(),
        "unit_ids": [asked.unit_id] if asked.unit_id else [],
        "field_code": asked.field_code,
    }
    page = figures.list_facts(actor, **what, cursor=request.GET.get("cursor", "")[:200])
    heads = (_("Mã hồ sơ"), _("Thủ tục"), _("Đơn vị"), _("Tiếp nhận"), _("Hẹn trả"), _("Chỉ đạo"))
    context = {
        "total": figures.count_facts(actor, **what),
        "back_url": _url("leader:overdue", linh_vuc=asked.field),
        "columns": [ui.Column(title) for title in heads],
        "rows": [_fact(one) for one in page.items],
        "next_cursor": page.next_cursor,
    }
    return render(request, "leader/overdue_list.html", context)


def _fact(one: figures.FactInfo) -> ui.Row:
    give = format_html(
        '<a href="{}">{}<span class="vh"> {}</span></a>',
        reverse("leader:give", args=[one.dossier_id]),
        _("Giao việc"),
        one.code,
    )
    unit = organisations.full_name(one.unit_id)
    cells = [one.code, one.procedure_name, unit, day(one.received_on), moment(one.promised_at), give]
    return ui.Row(cells, url=reverse("officer:dossier", args=[one.dossier_id]))
