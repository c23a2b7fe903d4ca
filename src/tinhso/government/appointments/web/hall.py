"""In the hall: the machine that gives numbers, the calling screen, and a ticket's own page."""

from datetime import timedelta
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_deny
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.foundation.organisations.public import UnitInfo
from tinhso.foundation.prints import public as prints
from tinhso.government.appointments import content
from tinhso.government.appointments import public as appointments
from tinhso.government.appointments.access import kiosk_required
from tinhso.government.appointments.data import TicketInfo, TicketState
from tinhso.government.appointments.web.booking import FINE, site_address
from tinhso.kernel import clock
from tinhso.kernel.clock import to_local
from tinhso.kernel.errors import DomainError, Kind

COOKIE: Final = "tinhso_kiosk"
COOKIE_AGE: Final = int(timedelta(days=365).total_seconds())


@require_http_methods(["GET", "HEAD", "POST"])
def kiosk(request: HttpRequest, unit_code: str) -> HttpResponse:
    """Give a number, or check a booking in, on a machine the unit has registered. No account, no name.

    Big buttons by touch or keyboard; a scanner types the QR code of a booking into the one field.
    """
    unit = appointments.get_open_unit(unit_code)
    key = request.COOKIES.get(COOKIE, "")[:64]
    kiosk_required(unit.id, key)
    refusal = ""
    if request.method == "POST":
        try:
            ticket = _take(request, unit, key)
            return redirect(f"{reverse('appointments:kiosk', args=[unit_code])}?so={ticket.token}")
        except DomainError as error:
            if error.kind not in FINE and error.kind is not Kind.NOT_FOUND:
                raise
            refusal = _(error.sentence)
    context = {
        "unit": unit,
        "services": content.services(),
        "precedences": content.precedences(),
        "precedence": request.GET.get("uu_tien", "")[:20],
        "choosing": "uu_tien" in request.GET,
        "errors": {"id_text": refusal} if refusal else None,
        "refusal": refusal,
        "forecast": appointments.forecast_at(unit.id, now=clock.now()),
        **_given(request.GET.get("so", "")[:64]),
    }
    return render(request, "appointments/kiosk.html", context, status=422 if refusal else 200)


def _take(request: HttpRequest, unit: UnitInfo, key: str) -> TicketInfo:
    now = clock.now()
    if "text" in request.POST:
        return appointments.check_in_at_kiosk(unit_id=unit.id, key=key, text=request.POST["text"], now=now)
    return appointments.take_ticket_at_kiosk(
        unit_id=unit.id,
        key=key,
        letter=request.POST.get("letter", "")[:1],
        precedence=request.POST.get("precedence", "")[:20],
        now=now,
    )


def _given(token: str) -> dict[str, Any]:
    """Return the ticket just given, to show and print; nothing without one."""
    if not token:
        return {}
    status = appointments.get_status(token, now=clock.now())
    address = f"{site_address()}{reverse('appointments:ticket', args=[token])}"
    return {"status": status, "ticket": status.ticket, "qr": prints.qr_svg(address)}


@require_safe
def ticket(request: HttpRequest, ticket_token: str) -> HttpResponse:
    """Show a ticket to who has its address: whose turn it is, how many are before, how long that takes."""
    status = appointments.get_status(ticket_token, now=clock.now())
    template = "appointments/_ticket.html" if request.GET.get("phan") == "1" else "appointments/ticket.html"
    context = {
        "status": status,
        "ticket": status.ticket,
        "service": content.service_title(status.ticket.letter),
        "is_live": status.ticket.state in (TicketState.WAITING, TicketState.CALLED),
        "at": clock.now(),
    }
    response = render(request, template, context)
    response["Cache-Control"] = "no-store, private"
    return response


@require_safe
@xframe_options_deny
def screen(request: HttpRequest, unit_code: str) -> HttpResponse:
    """Show who is called, full screen: numbers and desks alone. Speaks and sounds when somebody turned that on."""
    unit = appointments.get_open_unit(unit_code)
    return render(request, "appointments/screen.html", {"unit": unit, "unit_code": unit_code, **_board(unit)})


@require_safe
def board(request: HttpRequest, unit_code: str) -> HttpResponse:
    """Give the part of the calling screen that changes; 304 while it does not (asked every two seconds)."""
    unit = appointments.get_open_unit(unit_code)
    context = _board(unit)
    tag = quote_etag(f"{context['mark']}-{request.LANGUAGE_CODE}")
    if request.headers.get("If-None-Match") == tag:
        response = HttpResponse(status=304)
    else:
        response = render(request, "appointments/_board.html", {"unit": unit, **context})
    response["ETag"] = tag
    response["Cache-Control"] = "no-cache"
    return response


def _board(unit: UnitInfo) -> dict[str, Any]:
    now = clock.now()
    calls = [
        {"ticket": one, "mark": f"{one.id.hex}-{one.calls}", "speech": speech(one)}
        for one in appointments.list_calls(unit.id, now=now)
    ]
    waiting = appointments.count_waiting(unit.id, now=now)
    clock_words = f"{to_local(now):%H:%M}"
    mark = "|".join([str(call["mark"]) for call in calls] + [str(waiting), clock_words])
    return {"calls": calls, "waiting": waiting, "clock_words": clock_words, "mark": mark}


def speech(one: TicketInfo) -> str:
    """Return what the screen says: the number digit by digit, so that it is not taken for another."""
    said = " ".join(one.label)
    return _("Mời số %(label)s đến quầy số %(desk)d") % {"label": said, "desk": one.desk or 0}
