"""The list of dossiers: every filter stands in the address, so that a figure elsewhere can link to exactly its rows."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET

from tinhso.foundation.organisations import public as organisations
from tinhso.foundation.work import public as work
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.data import STATUS_TITLES
from tinhso.government.procedures import public as procedures
from tinhso.kernel import clock
from tinhso.kernel.actors import Actor
from tinhso.kernel.errors import DomainError
from tinhso.kernel.ids import uuid7
from tinhso.kernel.paging import Page
from tinhso.portals.officer import exporting, filtering, presenting, shell
from tinhso.ui.parse import iso_day_of, uuid_of
from tinhso.ui.people import officer_of

SIZE: Final = 50
COUNT_LIMIT: Final = 10_000
LIGHTS: Final = {"late": gettext_lazy("Quá hạn"), "soon": gettext_lazy("Sắp đến hạn")}
FINISHES: Final = {"on_time": gettext_lazy("Xong đúng hạn"), "late": gettext_lazy("Xong trễ hạn")}
NO_UNIT: Final = UUID(int=0)
PLACES: Final = {"khac": gettext_lazy("Tiếp nhận thay đơn vị khác")}
ORDERS: Final = {"newest": gettext_lazy("Mới nhất trước"), "due": gettext_lazy("Hạn gần nhất trước")}


@require_GET
def dossiers_list(request: HttpRequest) -> HttpResponse:
    """List the dossiers this officer may see, filtered and ordered as the address says.

    `tim` words, code, number or phone · `trang_thai` and `don_vi` may repeat · `thu_tuc` code · `kenh` · `han` late or
    soon · `ket_thuc` on_time or late · `tu`, `den` days of reception (ISO 8601) · `noi` «khac» received for
    others · `xep` newest or due · `sau` cursor;
    and those of `filtering`.
    """
    actor = officer_of(request)
    now = clock.now()
    shared = filtering.read(request.GET, actor, now=now)
    wanted = filter_of(request.GET, shared)
    found = dossiers.list_dossiers(actor, wanted=wanted, now=now, cursor=request.GET.get("sau", ""), size=SIZE)
    context: dict[str, Any] = {
        "rows": [(info, presenting.due_of(info, now)) for info in found.items],
        "next_cursor": found.next_cursor,
        "count_words": _found_words(found) if wanted.words else _count_words(actor, wanted, now),
        "wanted": wanted,
        "is_damaged": NO_UNIT in wanted.unit_ids,
        "chips": _chips(request.GET, wanted, shared),
        "shared": shared,
        "choices": filtering.choices(actor, shared),
        "units": _units(actor, wanted),
        "here_query": _query_of(request.GET),
        "batch_token": uuid7(),
        "may_export": exporting.may_export(actor),
        "may_assign": actor.may(work.OVERSEE),
        "may_hand_over": actor.may("dossiers.hand_over"),
        "statuses": [(int(status), title, status in wanted.statuses) for status, title in STATUS_TITLES.items()],
        "lights": [(code, title, code == wanted.light) for code, title in LIGHTS.items()],
        "places": [(code, title, wanted.for_others) for code, title in PLACES.items()],
        "elsewhere": {info.id for info in found.items if not actor.may("dossiers.see", info.unit_id)},
        "orders": [(code, title, code == wanted.order) for code, title in ORDERS.items()],
        "procedures": _offered(actor),
        "kept": [(name, value) for name in ("tu", "den", "ket_thuc") for value in request.GET.getlist(name)],
        "may_receive": actor.may("dossiers.receive"),
    }
    return shell.page(request, "dossiers.html", context)


def _offered(actor: Actor) -> list[tuple[str, str]]:
    """Return code and name of what may be filed where the officer works."""
    offered = procedures.offered_at(actor.unit_id) if actor.unit_id else []
    return [(one.code, procedures.name_here(one.code, one.name)) for one in offered]


def _units(actor: Actor, wanted: dossiers.DossierFilter) -> list[tuple[str, str, bool]]:
    """Return the units to choose from: the agency's own sections below it, and those the address already names."""
    named = [unit for unit in wanted.unit_ids if unit != NO_UNIT]
    known = {unit.id: unit.name for unit in organisations.list_units(parent_id=actor.unit_id)} if actor.unit_id else {}
    if actor.unit_id:
        known = {actor.unit_id: actor.unit_name} | known
    for unit in named[:20]:
        known.setdefault(unit, _unit_name(unit))
    return [(str(unit), name, unit in named) for unit, name in list(known.items())[:100]]


def _query_of(query: QueryDict) -> str:
    """Return the filters of an address without its place in the list."""
    kept = query.copy()
    kept.pop("sau", None)
    return kept.urlencode()


@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """Give the list as the address filters it, as a workbook or as CSV (`dang`); on record."""
    actor = officer_of(request)
    now = clock.now()
    wanted = filter_of(request.GET, filtering.read(request.GET, actor, now=now))
    return exporting.export(actor, wanted, form=request.GET.get("dang", ""), query=_query_of(request.GET), now=now)


def filter_of(query: QueryDict, shared: filtering.Wanted) -> dossiers.DossierFilter:
    """Return the filter an address asks for; what is not understood is not asked for.

    Except a unit: one that cannot be read stands for no unit, so that a damaged link never shows more than was meant.
    """
    units = [uuid_of(text) or NO_UNIT for text in query.getlist("don_vi")[:200]]
    known = {str(int(status)): status for status in dossiers.Status}
    return dossiers.DossierFilter(
        unit_ids=tuple(dict.fromkeys(units)),
        statuses=tuple(known[text] for text in query.getlist("trang_thai")[:20] if text in known),
        procedure_code=query.get("thu_tuc", "")[:20],
        channel=shared.channel,
        words=query.get("tim", "").strip()[:100],
        light=_one_of(query, "han", LIGHTS),
        received_from=iso_day_of(query.get("tu", "")),
        received_to=iso_day_of(query.get("den", "")),
        finish=_one_of(query, "ket_thuc", FINISHES),
        order=_one_of(query, "xep", ORDERS) or "newest",
        field_code=shared.field,
        handler_id=shared.handler_id,
        step_act=shared.step,
        due_before=shared.due_before,
        applicant_kind=shared.kind,
        for_others=query.get("noi", "") in PLACES,
    )


def _one_of(query: QueryDict, name: str, known: Any) -> str:
    text = query.get(name, "")
    return text if text in known else ""


def _found_words(found: Page[dossiers.DossierInfo]) -> str:
    """Say how many were found; words may match a good part of a province, so a full page is not counted further."""
    if found.next_cursor:
        return _("Hơn %(n)s hồ sơ") % {"n": len(found.items)}
    return _number_words(len(found.items))


def _count_words(actor: Actor, wanted: dossiers.DossierFilter, now: datetime) -> str:
    count = dossiers.count_dossiers(actor, wanted=wanted, now=now)
    if count >= COUNT_LIMIT:
        return _("Hơn %(n)s hồ sơ") % {"n": "10.000"}
    return _number_words(count)


def _number_words(count: int) -> str:
    return ngettext("%(n)s hồ sơ", "%(n)s hồ sơ", count) % {"n": f"{count:,}".replace(",", ".")}


def _chips(query: QueryDict, wanted: dossiers.DossierFilter, shared: filtering.Wanted) -> list[Any]:
    """Return each filter in force with the address without it."""
    titles = {
        "tim": f"«{wanted.words}»" if wanted.words else "",
        "trang_thai": ", ".join(STATUS_TITLES[status] for status in wanted.statuses),
        "thu_tuc": wanted.procedure_code,
        "han": str(LIGHTS.get(wanted.light, "")),
        "ket_thuc": str(FINISHES.get(wanted.finish, "")),
        "don_vi": _unit_names(wanted),
        "noi": str(PLACES["khac"]) if wanted.for_others else "",
        "tu": _("từ %(day)s") % {"day": wanted.received_from.strftime("%d/%m/%Y")} if wanted.received_from else "",
        "den": _("đến %(day)s") % {"day": wanted.received_to.strftime("%d/%m/%Y")} if wanted.received_to else "",
        **filtering.titles(shared),
    }
    shown = {name: title for name, title in titles.items() if title}
    return presenting.chips(shown, shown, query)


def _unit_names(wanted: dossiers.DossierFilter) -> str:
    if len(wanted.unit_ids) > 1:
        return _("%(n)d đơn vị") % {"n": len(wanted.unit_ids)}
    return "".join(_unit_name(unit) for unit in wanted.unit_ids)


def _unit_name(unit: UUID) -> str:
    try:
        return organisations.full_name(unit)
    except DomainError:
        return _("đơn vị không đọc được")
