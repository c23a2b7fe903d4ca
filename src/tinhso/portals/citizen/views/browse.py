"""Finding out: the front page, the list of procedures, and the start page of each."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from tinhso.foundation.calendar import public as calendar
from tinhso.government.procedures import public as procedures
from tinhso.kernel.clock import local_day, now
from tinhso.kernel.http import actor_of
from tinhso.kernel.paging import Page
from tinhso.portals.citizen import presenting, texts
from tinhso.portals.citizen.elsewhere import otherwise_rows, takes_here
from tinhso.ui.data import Chip

PAGE: Final = 30
FOUND: Final = 50
FILTERS: Final = ("su-kien", "linh-vuc", "doi-tuong", "cap", "muc-do")


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Search, look-up, what one has to do, events of life."""
    actor = actor_of(request)
    context = {
        "events": [
            {"code": one.value, "title": texts.life_event_title(one), "hint": texts.life_event_hint(one)}
            for one in procedures.LifeEvent
        ],
        "tasks": presenting.tasks_of(actor, now=now()) if actor.is_applicant else [],
    }
    return render(request, "citizen/home.html", context)


@require_safe
def procedures_list(request: HttpRequest) -> HttpResponse:
    """Search (with or without marks) and filter; works without JavaScript, every filter stands in the address."""
    words = request.GET.get("tu-khoa", "").strip()[:100]
    wanted = {name: request.GET.get(name, "")[:60] for name in FILTERS}
    page = _searched(words, wanted) if words else _listed(wanted, request.GET.get("cursor", ""))
    options = _options()
    context = {
        "words": words,
        "wanted": wanted,
        "page": page,
        "found": [{"info": info, "name": texts.name_of(info)} for info in page.items],
        "chips": _chips(request.GET, wanted, options),
        "selects": [
            {"name": name, "label": label, "options": options[name], "value": wanted[name]}
            for name, label in (
                ("su-kien", _("Sự kiện")),
                ("linh-vuc", _("Lĩnh vực")),
                ("doi-tuong", _("Đối tượng")),
                ("cap", _("Cấp giải quyết")),
                ("muc-do", _("Nộp trực tuyến")),
            )
        ],
        "count": _count_words(page, is_search=bool(words)),
    }
    return render(request, "citizen/procedures.html", context)


def _listed(wanted: dict[str, str], cursor: str) -> Page[procedures.ProcedureInfo]:
    return procedures.list_procedures(
        life_event=wanted["su-kien"],
        field=wanted["linh-vuc"],
        audience=wanted["doi-tuong"],
        level=wanted["cap"],
        online_level=wanted["muc-do"],
        cursor=cursor,
        size=PAGE,
    )


def _searched(words: str, wanted: dict[str, str]) -> Page[procedures.ProcedureInfo]:
    return Page([info for info in procedures.search(words, size=FOUND) if _fits(info, wanted)])


def _fits(info: procedures.ProcedureInfo, wanted: dict[str, str]) -> bool:
    asked = (
        (wanted["su-kien"], info.life_event),
        (wanted["linh-vuc"], info.field_code),
        (wanted["cap"], info.level),
        (wanted["muc-do"], info.online_level),
    )
    audience = wanted["doi-tuong"]
    return all(not want or want == has for want, has in asked) and (not audience or audience in info.audience)


def _options() -> dict[str, list[tuple[str, str]]]:
    return {
        "su-kien": [(one.value, texts.life_event_title(one)) for one in procedures.LifeEvent],
        "linh-vuc": [(code, name) for code, name, _n in procedures.list_fields()],
        "doi-tuong": [("citizen", _("Công dân")), ("business", _("Doanh nghiệp, tổ chức"))],
        "cap": [("commune", _("Xã, phường")), ("district", _("Huyện")), ("department", _("Sở, ngành"))],
        "muc-do": [("full", _("Toàn trình")), ("partial", _("Một phần"))],
    }


def _chips(query: QueryDict, wanted: dict[str, str], options: dict[str, list[tuple[str, str]]]) -> list[Chip]:
    chips = []
    for name, value in wanted.items():
        if value:
            rest = query.copy()
            rest.pop(name, None)
            rest.pop("cursor", None)
            chips.append(Chip(dict(options[name]).get(value, value), f"?{rest.urlencode()}"))
    return chips


def _count_words(page: Page[Any], *, is_search: bool) -> str:
    shown = len(page.items)
    if not shown:
        return _("Không tìm thấy thủ tục nào.")
    if is_search:
        return ngettext("Tìm thấy %(n)d thủ tục.", "Tìm thấy %(n)d thủ tục.", shown) % {"n": shown}
    return ngettext("Đang xem %(n)d thủ tục.", "Đang xem %(n)d thủ tục.", shown) % {"n": shown}


@require_safe
def procedure(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything to know before one begins, and one way to begin (W2)."""
    version = procedures.get_by_slug(slug)
    raw, settings = version.package, procedures.services_of(version.code)
    context = {
        "version": version,
        "info": version.info,
        "name": texts.name_of(version.info),
        "summary": texts.text(raw, "summary"),
        "who": texts.text(raw, "who"),
        "prepare": texts.text(raw, "prepare", ()),
        "procedure_text": texts.text(raw, "procedure_text", ()),
        "requirements": texts.text(raw, "requirements", ()),
        "papers": presenting.papers_to_bring(version),
        "limits": texts.limit_rows(version),
        "fees": texts.fee_rows(version),
        "results": [texts.text(one, "name") for one in raw.get("results", ())],
        "begin_name": "citizen:eligibility" if version.eligibility else "citizen:begin",
        "first_limit": calendar.allowance_words(procedures.allowance_for(version, version.cases[0], "online")),
        "places_count": len(procedures.agencies_of(version, settings=settings)),
        "takes_here": takes_here(version, settings),
        "otherwise": otherwise_rows(version, settings),
    }
    return render(request, "citizen/procedure.html", context)


@require_safe
def blank_form(_request: HttpRequest, slug: str) -> HttpResponse:
    """Print the application form empty, to be filled in by hand."""
    version = procedures.get_by_slug(slug)
    pdf = procedures.render(
        version, version.prints["application"], presenting.blank_application(version, on=local_day(now()))
    )
    named = f'inline; filename="to-khai-{version.info.slug}.pdf"'
    return HttpResponse(pdf, content_type="application/pdf", headers={"Content-Disposition": named})
