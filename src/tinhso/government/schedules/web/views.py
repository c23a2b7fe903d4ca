"""A week, one entry, publishing, one's own calendar."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.foundation.organisations import public as organisations
from tinhso.government.documents import public as documents
from tinhso.government.schedules import public as schedules
from tinhso.government.schedules.access import agency_for, writes
from tinhso.government.schedules.data import MAX_ATTENDEES, OFF, READ, WRITE
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import LOCAL_ZONE, now, to_local, today
from tinhso.kernel.errors import DomainError, Kind
from tinhso.ui.parse import FIRST_YEAR, LAST_YEAR, iso_day_of, typed_day, uuid_of, version_of
from tinhso.ui.people import officer_of

_SAID: Final = frozenset({Kind.INVALID, Kind.CONFLICT})
_TIME: Final = re.compile(r"([01]?\d|2[0-3])[:h.]([0-5]\d)")
_FIELDS: Final = {
    "title": "noi_dung",
    "ends": "den_gio",
    "people": "nguoi_du",
    "chair": "chu_tri",
    "reason": "ly_do",
}


@require_safe
def week(request: HttpRequest) -> HttpResponse:
    """Show an agency's week (`tuan`, any of its days; `don_vi`; `cua_toi` only one's own)."""
    return _week(request, officer_of(request, READ, WRITE), secret="")


def _week(request: HttpRequest, actor: Actor, *, secret: str) -> HttpResponse:
    asked = request.GET
    monday = schedules.monday_of(_day_of(asked.get("tuan", "")))
    unit_id = agency_for(actor, uuid_of(asked.get("don_vi", "")))
    mine = asked.get("cua_toi") == "1"
    days = schedules.week(actor, unit_id=unit_id, monday=monday, mine=mine)
    here = {"don_vi": str(unit_id), **({"cua_toi": "1"} if mine else {})}
    entries = [one for day in days for one in (*day.morning, *day.afternoon)]
    context = {
        "days": days,
        "today": today(),
        "monday": monday,
        "sunday": monday + timedelta(days=6),
        "number": monday.isocalendar().week,
        "unit": organisations.get_unit(unit_id),
        "mine": mine,
        "mine_url": "?" + urlencode({"tuan": monday.isoformat(), "don_vi": str(unit_id), "cua_toi": "1"}),
        "all_url": "?" + urlencode({"tuan": monday.isoformat(), "don_vi": str(unit_id)}),
        "before_url": "?" + urlencode({"tuan": (monday - timedelta(days=7)).isoformat(), **here}),
        "after_url": "?" + urlencode({"tuan": (monday + timedelta(days=7)).isoformat(), **here}),
        "units": _agencies(actor),
        "writes": writes(actor, unit_id),
        "drafts": len({one.id for one in entries if one.state is schedules.State.DRAFT}),
        "secret": secret,
        "has_feed": schedules.has_feed(actor),
    }
    return render(request, "schedules/week.html", context)


def _day_of(text: str) -> date:
    """Return the day in an address, today for none and for one no calendar of ours reaches."""
    found = iso_day_of(text)
    return found if found and FIRST_YEAR < found.year < LAST_YEAR else today()


def _agencies(actor: Actor) -> list[tuple[str, str]]:
    """Return the agencies whose weeks this actor reads, their own first."""
    own, home = actor.unit_id, documents.home(actor)
    scope = actor.scope(READ)
    units = [one for one in organisations.list_units() if one.is_agency and (scope.covers(one.id) or one.id in home)]
    return [(str(one.id), one.name) for one in sorted(units[:400], key=lambda one: one.id != own)]


@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Put something into a week."""
    actor = officer_of(request, WRITE)
    unit_id = agency_for(actor, uuid_of((request.POST or request.GET).get("don_vi", "")), WRITE)
    if request.method != "POST":
        day = _day_of(request.GET.get("ngay", ""))
        return _form(request, actor, unit_id, {"ngay": f"{day:%d/%m/%Y}", "tu_gio": "08:00", "den_gio": "09:30"})
    plan, errors = _plan_of(request, unit_id)
    if plan is None or errors:
        return _form(request, actor, unit_id, request.POST.dict(), errors=errors)
    clashes = schedules.clashes(actor, plan=plan)
    if clashes and request.POST.get("van_luu") != "1":
        return _form(request, actor, unit_id, request.POST.dict(), clashes=clashes)
    try:
        made = schedules.enter(actor, plan=plan, now=now())
    except DomainError as refused:
        return _form(request, actor, unit_id, request.POST.dict(), errors=_errors(refused))
    messages.success(request, _("Đã thêm vào lịch. Mọi người thấy sau khi công bố."))
    return _back(made)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Show one entry; to who writes the week, to be changed."""
    actor = officer_of(request)
    info = schedules.get_entry(actor, entry_id=entry_id)
    may_write = writes(actor, info.unit_id) and info.state not in OFF
    if request.method != "POST" or not may_write:
        if not may_write:
            return render(request, "schedules/entry.html", {"entry": info})
        return _form(request, actor, info.unit_id, _typed(info), entry=info)
    plan, errors = _plan_of(request, info.unit_id)
    typed = request.POST.dict()
    if plan is None or errors:
        return _form(request, actor, info.unit_id, typed, errors=errors, entry=info)
    clashes = schedules.clashes(actor, plan=plan, except_id=info.id)
    if clashes and request.POST.get("van_luu") != "1":
        return _form(request, actor, info.unit_id, typed, clashes=clashes, entry=info)
    try:
        made = schedules.change(
            actor, entry_id=entry_id, plan=plan, version=version_of(request.POST.get("phien_ban", "")), now=now()
        )
    except DomainError as refused:
        return _form(request, actor, info.unit_id, typed, errors=_errors(refused), entry=info)
    messages.success(request, _("Đã lưu. Người có tên trong lịch đã được báo nếu lịch thay đổi."))
    return _back(made)


@require_POST
def call_off(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Call an entry off."""
    actor = officer_of(request, WRITE)
    try:
        info = schedules.call_off(
            actor,
            entry_id=entry_id,
            reason=request.POST.get("ly_do", ""),
            version=version_of(request.POST.get("phien_ban", "")),
            now=now(),
        )
    except DomainError as refused:
        info = schedules.get_entry(actor, entry_id=entry_id)
        return _form(request, actor, info.unit_id, _typed(info), errors=_errors(refused), entry=info)
    messages.success(request, _("Đã hủy mục lịch và báo người có tên."))
    return _back(info)


@require_POST
def publish(request: HttpRequest) -> HttpResponse:
    """Publish a week."""
    actor = officer_of(request, WRITE)
    unit_id = agency_for(actor, uuid_of(request.POST.get("don_vi", "")), WRITE)
    monday = schedules.monday_of(_day_of(request.POST.get("tuan", "")))
    first, after = schedules.bounds_of(monday)
    count = schedules.publish(actor, unit_id=unit_id, first=first, last=after, now=now())
    messages.success(request, _("Đã công bố %(n)d mục lịch.") % {"n": count})
    asked = {"tuan": monday.isoformat(), "don_vi": str(unit_id)}
    return redirect(f"{reverse('schedules:week')}?{urlencode(asked)}")


@require_POST
def renew_feed(request: HttpRequest) -> HttpResponse:
    """Make a new address for one's own calendar and show it, once."""
    actor = officer_of(request, READ, WRITE)
    token = schedules.renew_feed(actor, now=now())
    return _week(request, actor, secret=settings.PUBLIC_URL + reverse("schedules:feed", args=[token]))


@require_safe
def feed(_request: HttpRequest, token: str) -> HttpResponse:
    """Give the calendar behind a secret address, to a program that signs in nowhere."""
    answer = HttpResponse(schedules.feed(token, now=now()), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="lich-cong-tac.ics"'
    answer["Cache-Control"] = "private, max-age=300"
    answer["Referrer-Policy"] = "no-referrer"
    return answer


def _back(info: schedules.EntryInfo) -> HttpResponse:
    asked = {"tuan": to_local(info.starts_at).date().isoformat(), "don_vi": str(info.unit_id)}
    return redirect(f"{reverse('schedules:week')}?{urlencode(asked)}#muc-{info.id}")


def _typed(info: schedules.EntryInfo) -> dict[str, Any]:
    starts, ends = to_local(info.starts_at), to_local(info.ends_at)
    return {
        "ngay": f"{starts:%d/%m/%Y}",
        "tu_gio": f"{starts:%H:%M}",
        "den_ngay": f"{ends:%d/%m/%Y}" if ends.date() != starts.date() else "",
        "den_gio": f"{ends:%H:%M}",
        "noi_dung": info.title,
        "dia_diem": info.place,
        "chu_tri": str(info.chair_id or ""),
        "nguoi_du": [str(one) for one in info.people],
        "khac": info.others,
        "chuan_bi": info.prepared_by,
        "ghi_chu": info.note,
        "rieng": "1" if info.is_private else "",
    }


def _form(
    request: HttpRequest,
    actor: Actor,
    unit_id: UUID,
    typed: dict[str, Any],
    *,
    errors: dict[str, str] | None = None,
    clashes: list[schedules.Clash] | None = None,
    entry: schedules.EntryInfo | None = None,
) -> HttpResponse:
    if request.method == "POST" and "nguoi_du" in request.POST:
        typed = {**typed, "nguoi_du": request.POST.getlist("nguoi_du")}
    context = {
        "unit": organisations.get_unit(unit_id),
        "people": _people(unit_id),
        "typed": typed,
        "errors": errors or {},
        "clashes": clashes or [],
        "entry": entry,
        "may_write": writes(actor, unit_id),
    }
    return render(request, "schedules/form.html", context, status=422 if errors or clashes else 200)


def _people(unit_id: UUID) -> list[tuple[str, str]]:
    """Return the officers of an agency who have an account: id and name with title, in the order of posts."""
    return [(str(one.account_id), f"{one.name}, {one.title}") for one in documents.list_staff(unit_id)]


def _plan_of(request: HttpRequest, unit_id: UUID) -> tuple[schedules.Plan | None, dict[str, str]]:
    post, errors = request.POST, dict[str, str]()
    day = typed_day(post.get("ngay", ""), "ngay", errors)
    until = typed_day(post.get("den_ngay", ""), "den_ngay", errors) or day
    starts, ends = (_moment(on, post.get(name, ""), name, errors) for on, name in ((day, "tu_gio"), (until, "den_gio")))
    if day is None and "ngay" not in errors:
        errors["ngay"] = _("Nhập ngày theo dạng ngày/tháng/năm, ví dụ 27/03/2026.")
    if starts is None or ends is None:
        return None, errors
    people = [one for text in post.getlist("nguoi_du")[: MAX_ATTENDEES + 1] if (one := uuid_of(text))]
    plan = schedules.Plan(
        unit_id=unit_id,
        starts_at=starts,
        ends_at=ends,
        title=post.get("noi_dung", ""),
        place=post.get("dia_diem", ""),
        chair_id=uuid_of(post.get("chu_tri", "")),
        people=tuple(people),
        others=post.get("khac", ""),
        prepared_by=post.get("chuan_bi", ""),
        note=post.get("ghi_chu", ""),
        is_private=post.get("rieng") == "1",
    )
    return plan, errors


def _moment(on: date | None, text: str, name: str, errors: dict[str, str]) -> datetime | None:
    found = _TIME.fullmatch(text.strip()[:10])
    if found is None:
        errors[name] = _("Nhập giờ theo dạng giờ:phút, ví dụ 08:30.")
        return None
    if on is None:
        return None
    return datetime.combine(on, time(int(found[1]), int(found[2])), tzinfo=LOCAL_ZONE)


def _errors(refused: DomainError) -> dict[str, str]:
    if refused.kind not in _SAID:
        raise refused
    return {_FIELDS.get(key, key): str(words) for key, words in refused.fields.items()} or {"all": _(refused.sentence)}
