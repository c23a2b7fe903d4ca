"""`/quay/`: the officer's panel: open the desk, call, pass on, finish; the day's bookings."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.foundation.organisations import public as organisations
from tinhso.foundation.work import public as work
from tinhso.government.appointments import content, handlers, reaching
from tinhso.government.appointments import public as appointments
from tinhso.government.appointments.access import MANAGE, access_desk
from tinhso.government.appointments.errors import DesksClosed
from tinhso.government.appointments.models import DeskRule
from tinhso.government.appointments.web.booking import FINE, tone, words
from tinhso.kernel import clock
from tinhso.kernel.actors import Actor
from tinhso.kernel.errors import DomainError, NotFound
from tinhso.kernel.http import ActorRequest, actor_of
from tinhso.ui.parse import day_of, iso_day_of, whole_of
from tinhso.ui.templatetags.ui import status_tag


@require_safe
def panel(request: ActorRequest) -> HttpResponse:
    """Show the unit's queue and the desk's buttons."""
    actor, now = actor_of(request), clock.now()
    unit_id = access_desk(actor)
    try:
        queue = appointments.get_queue(actor, now=now)
    except DesksClosed:
        return render(request, "appointments/closed.html", {"may_manage": actor.may(MANAGE, unit_id)})
    sitting = appointments.get_sitting(actor)
    current = appointments.ticket_of_call(actor)
    taken = {one.desk for one in queue.sittings}
    desks = range(1, DeskRule.objects.get(unit_id=unit_id).desks + 1)
    reasons = {one.code: one.title for one in content.precedences()}
    context = {
        "unit": organisations.get_unit(unit_id),
        "queue": queue,
        "rows": [
            (one, content.service_title(one.letter), reasons.get(one.precedence, "")) for one in queue.waiting[:100]
        ],
        "sitting": sitting,
        "current": current,
        "reason": reasons.get(current.precedence, "") if current else "",
        "service": content.service_title(current.letter) if current else "",
        "free_desks": [n for n in desks if n not in taken],
        "other_desks": sorted(taken - {sitting.desk}) if sitting else [],
        "services": content.services(),
        "precedences": content.precedences(),
        "may_manage": actor.may(MANAGE, unit_id),
        "median": round(queue.median_seconds / 60) if queue.median_seconds else None,
        "at": now,
    }
    return render(request, "appointments/desk.html", context)


Act = Callable[[Actor, QueryDict, datetime], str]


def _open(actor: Actor, post: QueryDict, now: datetime) -> str:
    known = {one.letter for one in content.services()}
    letters = "".join(letter for letter in post.getlist("letters")[:26] if letter in known)
    one = appointments.open_desk(actor, desk=whole_of(post.get("desk", "")), letters=letters, now=now)
    return _("Đã mở quầy số %(desk)d.") % {"desk": one.desk}


def _close(actor: Actor, _post: QueryDict, now: datetime) -> str:
    appointments.close_desk(actor, now=now)
    return _("Đã đóng quầy.")


def _call(actor: Actor, _post: QueryDict, now: datetime) -> str:
    return _("Đang gọi số %(label)s.") % {"label": appointments.call_next(actor, now=now).label}


def _recall(actor: Actor, _post: QueryDict, now: datetime) -> str:
    return _("Đang gọi lại số %(label)s.") % {"label": appointments.recall(actor, now=now).label}


def _no_show(actor: Actor, _post: QueryDict, now: datetime) -> str:
    return _("Số %(label)s không có mặt.") % {"label": appointments.mark_no_show(actor, now=now).label}


def _finish(actor: Actor, _post: QueryDict, now: datetime) -> str:
    return _("Đã phục vụ xong số %(label)s.") % {"label": appointments.finish(actor, now=now).label}


def _transfer(actor: Actor, post: QueryDict, now: datetime) -> str:
    one = appointments.transfer(actor, desk=whole_of(post.get("desk", "")), now=now)
    return _("Đã chuyển số %(label)s sang quầy số %(desk)d.") % {"label": one.label, "desk": one.for_desk or 0}


def _ticket(actor: Actor, post: QueryDict, now: datetime) -> str:
    one = appointments.take_ticket_at_desk(
        actor, letter=post.get("letter", "")[:1], precedence=post.get("precedence", "")[:20], now=now
    )
    return _("Đã cấp số %(label)s.") % {"label": one.label}


def _check_in(actor: Actor, post: QueryDict, now: datetime) -> str:
    one = appointments.check_in_at_desk(actor, text=post.get("text", "")[:300], now=now)
    return _("Đã nhận lịch hẹn, số thứ tự %(label)s.") % {"label": one.label}


ACTS: Final[Mapping[str, Act]] = {
    "mo": _open,
    "dong": _close,
    "goi": _call,
    "goi_lai": _recall,
    "vang": _no_show,
    "xong": _finish,
    "chuyen": _transfer,
    "cap_so": _ticket,
    "nhan_lich": _check_in,
}


@require_POST
def act(request: ActorRequest) -> HttpResponse:
    """Do what a button of the panel says, say what was done or why not, return to the panel."""
    actor = actor_of(request)
    access_desk(actor)
    wanted = ACTS.get(request.POST.get("lam", ""))
    if wanted is None:
        raise NotFound
    try:
        messages.success(request, wanted(actor, request.POST, clock.now()))
    except DomainError as refusal:
        if refusal.kind not in FINE and not isinstance(refusal, NotFound):
            raise
        messages.warning(request, _(refusal.sentence))
    return redirect("appointments:desk")


@require_safe
def bookings(request: ActorRequest) -> HttpResponse:
    """List a day's bookings of the unit, with who comes; the look is on record."""
    actor = actor_of(request)
    asked = request.GET.get("ngay", "")
    day = iso_day_of(asked) or day_of(asked) or clock.today()
    page = appointments.list_day(actor, day=day, cursor=request.GET.get("cursor", ""))
    rows = [
        (one, content.service_title(one.letter), status_tag(words(one.state), tone(one.state))) for one in page.items
    ]
    context = {"day": day, "rows": rows, "next_cursor": page.next_cursor}
    return render(request, "appointments/bookings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def reach(request: ActorRequest, subject_id: UUID) -> HttpResponse:
    """Show whom no message reached, and by which matter; a POST says that they were reached."""
    actor = actor_of(request)
    person = reaching.get_person(actor, subject_id=subject_id)
    if request.method == "POST":
        reaching.close(actor, subject_id=subject_id, now=clock.now())
        messages.success(request, _("Đã ghi nhận việc liên hệ."))
        return redirect("appointments:desk")
    items = [one for one in work.list_of_subject(actor, subject_id=subject_id) if one.kind == handlers.REACH]
    return render(request, "appointments/reach.html", {"person": person, "open": bool(items)})
