"""`/dat-lich/`: choose a unit, a half hour, say who comes; see, move, cancel. Works without JavaScript."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.foundation.identity import public as identity
from tinhso.foundation.notifications import public as notifications
from tinhso.foundation.organisations import public as organisations
from tinhso.foundation.prints import public as prints
from tinhso.government.appointments import content, telling
from tinhso.government.appointments import public as appointments
from tinhso.government.appointments.data import BookingInfo, BookingState
from tinhso.government.appointments.errors import SlotNotOffered
from tinhso.government.appointments.web.forms import LookUpForm, PersonForm
from tinhso.kernel import clock
from tinhso.kernel.clock import to_local
from tinhso.kernel.errors import DomainError, Kind
from tinhso.kernel.http import ActorRequest, actor_of
from tinhso.kernel.text import fold
from tinhso.ui import site
from tinhso.ui.parse import iso_day_of, uuid_of

BOOKINGS: Final = 10
LOOK_UPS: Final = 30
SHOWN: Final = 60
FINE: Final = frozenset({Kind.INVALID, Kind.CONFLICT, Kind.TOO_MANY})


@require_safe
def start(request: ActorRequest) -> HttpResponse:
    """List the units that take bookings; `?tim=` narrows the list, with or without marks."""
    words = request.GET.get("tim", "")[:80]
    wanted = fold(words).split()
    units = [one for one in appointments.list_open_units() if all(word in fold(one.name) for word in wanted)]
    context = {"units": units[:SHOWN], "more": len(units) > SHOWN, "words": words, "draft": _draft(request)}
    return render(request, "appointments/start.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def unit(request: ActorRequest, unit_code: str) -> HttpResponse:
    """Show a unit's days and half hours with the places left; a POST books."""
    one = appointments.get_open_unit(unit_code)
    if request.method == "POST":
        return _book(request, one.id, unit_code)
    return render(
        request, "appointments/unit.html", _choice(request, one.id, unit_code, PersonForm(initial=_known(request)))
    )


def _book(request: ActorRequest, unit_id: UUID, unit_code: str) -> HttpResponse:
    form, actor, now = PersonForm(request.POST), actor_of(request), clock.now()
    refusals: dict[str, str] = {}
    starts_at = _moment(request.POST.get("starts_at", ""))
    if starts_at is None:
        refusals["starts_at"] = _("Chọn một khung giờ.")
    if form.is_valid() and starts_at is not None:
        try:
            identity.count_try("appointments.book", identity.client_address(request), limit=BOOKINGS, now=now)
            booking = appointments.book(
                actor,
                unit_id=unit_id,
                letter=request.POST.get("letter", "")[:1],
                starts_at=starts_at,
                name=form.cleaned_data["name"],
                phone=form.cleaned_data["phone"],
                draft_id=_draft(request),
                now=now,
            )
            messages.success(request, _("Đã đặt lịch."))
            return redirect("appointments:booking", booking.token)
        except DomainError as refusal:
            if refusal.kind not in FINE:
                raise
            _put_beside(form, refusals, refusal)
    context = _choice(request, unit_id, unit_code, form)
    return render(request, "appointments/unit.html", {**context, **_errors(form, refusals)}, status=422)


def _put_beside(form: PersonForm, refusals: dict[str, str], refusal: DomainError) -> None:
    """Put a refusal beside the field it is about; what is about none stands at the half hours."""
    field = {"notifications.bad_phone": "phone", "appointments.bad_person": "name"}.get(refusal.code)
    if field:
        form.add_error(field, _(refusal.sentence))
    else:
        refusals["letter" if refusal.code == "appointments.unknown_service" else "starts_at"] = _(refusal.sentence)


def _errors(form: PersonForm, refusals: dict[str, str]) -> dict[str, Any]:
    listed = {form[name].id_for_label: said[0] for name, said in form.errors.items()}
    return {"errors": {**{f"id_{name}": said for name, said in refusals.items()}, **listed}, "refusals": refusals}


def _choice(request: ActorRequest, unit_id: UUID, unit_code: str, form: PersonForm) -> dict[str, Any]:
    """Return what the page of a unit shows: days, the half hours of the chosen one, services, the forecast."""
    now, given = clock.now(), request.POST if request.method == "POST" else request.GET
    days = appointments.list_days(unit_id, now=now)
    chosen = iso_day_of(given.get("ngay", ""))
    day = chosen if chosen in days else next(iter(days), None)
    return {
        "unit": organisations.get_unit(unit_id),
        "unit_code": unit_code,
        "days": days,
        "day": day,
        "slots": [_slot(one) for one in appointments.list_slots(unit_id, day=day, now=now)] if day else [],
        "picked": given.get("starts_at", ""),
        "services": content.services(),
        "letter": given.get("letter", ""),
        "form": form,
        "draft": _draft(request),
        "waiting": appointments.count_waiting(unit_id, now=now),
        "forecast": appointments.forecast_at(unit_id, now=now),
    }


def _slot(one: appointments.SlotInfo) -> dict[str, Any]:
    local = to_local(one.starts_at)
    ends = local + timedelta(minutes=30)
    return {"value": local.isoformat(), "words": f"{local:%H:%M} – {ends:%H:%M}", "left": one.left}


@require_safe
def show(request: HttpRequest, booking_token: str) -> HttpResponse:
    """Show a booking to who has its address: QR code, calendar file, what may still be done."""
    booking = appointments.get_booking(booking_token)
    return render(request, "appointments/booking.html", _booking_context(booking))


@require_safe
def calendar(_request: HttpRequest, booking_token: str) -> HttpResponse:
    """Give a booking as a calendar file; a cancelled one takes itself out of the calendar."""
    booking = appointments.get_booking(booking_token)
    place = organisations.get_unit(booking.unit_id)
    entry = telling.calendar_event(booking, place)
    response = HttpResponse(
        notifications.calendar_file(entry, now=booking.changed_at or clock.now()),
        content_type="text/calendar; charset=utf-8",
    )
    response["Content-Disposition"] = f'attachment; filename="lich-hen-{booking.code}.ics"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: ActorRequest, booking_token: str) -> HttpResponse:
    """Choose another half hour of the same unit."""
    booking, refusals = appointments.get_booking(booking_token), {}
    if request.method == "POST":
        try:
            starts_at = _moment(request.POST.get("starts_at", ""))
            if starts_at is None:
                raise SlotNotOffered(_("Chọn một khung giờ."))
            appointments.move_booking(actor_of(request), token=booking_token, starts_at=starts_at, now=clock.now())
            messages.success(request, _("Đã chuyển lịch hẹn."))
            return redirect("appointments:booking", booking_token)
        except DomainError as refusal:
            if refusal.kind not in FINE:
                raise
            refusals = {"starts_at": _(refusal.sentence)}
    context = _choice(request, booking.unit_id, "", PersonForm())
    said = {"errors": {"id_starts_at": refusals["starts_at"]}, "refusals": refusals} if refusals else {}
    return render(
        request, "appointments/move.html", {**context, "booking": booking, **said}, status=422 if refusals else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: ActorRequest, booking_token: str) -> HttpResponse:
    """Ask once, then give the place back."""
    booking = appointments.get_booking(booking_token)
    if request.method == "POST":
        appointments.cancel_booking(actor_of(request), token=booking_token, now=clock.now())
        messages.success(request, _("Đã hủy lịch hẹn."))
        return redirect("appointments:booking", booking_token)
    return render(request, "appointments/cancel.html", _booking_context(booking))


@require_http_methods(["GET", "HEAD", "POST"])
def look_up(request: HttpRequest) -> HttpResponse:
    """Find a booking by its code and telephone number; guesses from one address are counted."""
    form = LookUpForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        address = identity.client_address(request)
        identity.count_try("appointments.look_up", address, limit=LOOK_UPS, now=clock.now())
        try:
            token = appointments.find_token(code=form.cleaned_data["code"], phone=form.cleaned_data["phone"])
        except DomainError as refusal:
            form.add_error("code", _(refusal.sentence))
        else:
            identity.take_back("appointments.look_up", address)
            return redirect("appointments:booking", token)
    context = {"form": form, "errors": form if form.errors else None}
    return render(request, "appointments/look_up.html", context, status=422 if form.errors else 200)


@require_safe
def mine(request: ActorRequest) -> HttpResponse:
    """List one's own bookings."""
    rows = [
        {
            "booking": one,
            "unit": organisations.get_unit(one.unit_id),
            "tone": tone(one.state),
            "state": words(one.state),
        }
        for one in appointments.list_own_bookings(actor_of(request))
    ]
    return render(request, "appointments/mine.html", {"rows": rows})


def words(state: BookingState) -> str:
    """Return how a state is called."""
    return {
        BookingState.BOOKED: _("Đã đặt"),
        BookingState.CHECKED_IN: _("Đã đến"),
        BookingState.CANCELLED: _("Đã hủy"),
        BookingState.MISSED: _("Không đến"),
    }[state]


def tone(state: BookingState) -> str:
    """Return the tone of a state's tag."""
    return {BookingState.BOOKED: "new", BookingState.CHECKED_IN: "ok"}.get(state, "end")


def _booking_context(booking: BookingInfo) -> dict[str, Any]:
    address = f"{site_address()}{reverse('appointments:booking', args=[booking.token])}"
    return {
        "booking": booking,
        "unit": organisations.get_unit(booking.unit_id),
        "service": content.service_title(booking.letter),
        "qr": prints.qr_svg(address),
        "state": words(booking.state),
        "tone": tone(booking.state),
        "is_open": booking.state is BookingState.BOOKED and booking.starts_at > clock.now(),
        "site_name": site.current().name,
    }


def site_address() -> str:
    """Return the address of this site, as QR codes carry it."""
    from django.conf import settings

    return str(settings.PUBLIC_URL)


def _known(request: ActorRequest) -> dict[str, str]:
    """Return what the account says of who is signed in: their own data, to be changed at will."""
    actor = actor_of(request)
    if not actor.is_applicant or actor.account_id is None:
        return {}
    account = identity.get_account(actor.account_id)
    return {"name": account.name, "phone": account.phone}


def _draft(request: HttpRequest) -> UUID | None:
    """Return the draft this visit is for, from the address or the form; nonsense is nobody's draft."""
    return uuid_of((request.POST.get("ho_so") or request.GET.get("ho_so") or "")[:36])


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text[:40])
    except ValueError:
        return None
    return found if found.tzinfo else None
