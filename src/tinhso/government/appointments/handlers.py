"""Reactions to events: confirm a booking; and let a person reach whom no message reached."""

from datetime import timedelta
from typing import Any, Final, cast
from uuid import UUID

from tinhso.foundation.calendar import public as calendar
from tinhso.foundation.calendar.public import Allowance, AllowanceUnit
from tinhso.foundation.notifications import events as notification_events
from tinhso.foundation.work import public as work
from tinhso.government.appointments import telling
from tinhso.government.appointments.events import DeskBooked
from tinhso.government.appointments.models import Booking
from tinhso.government.dossiers import public as dossiers
from tinhso.kernel.actors import SYSTEM
from tinhso.kernel.errors import NotFound
from tinhso.kernel.events import Envelope

REACH: Final = "appointments.reach_person"
ONE_DAY: Final = Allowance(1, AllowanceUnit.WORKING_DAY)  # type: ignore[arg-type] # a whole number is a Decimal there


def confirm(envelope: Envelope) -> None:
    """Tell who booked, once per event: by their account, else by the telephone number they gave."""
    fact = cast("DeskBooked", envelope.fact)
    booking = Booking.objects.get(pk=fact.booking_id)
    if booking.starts_at == fact.starts_at:
        telling.tell(booking, template="appointment_booked", once_key=str(envelope.id), now=envelope.recorded_at)


def reach_person(envelope: Envelope) -> None:
    """Give the unit's one-stop head a person to reach, once per matter while it is open: no message came through."""
    fact = cast("notification_events.NoticeUndelivered", envelope.fact)
    found = _whose(fact.subject_kind, fact.subject_id)
    if found is None or fact.subject_id is None:
        return
    unit_id, code, facts = found
    if any(item.kind == REACH for item in work.list_of_subject(SYSTEM, subject_id=fact.subject_id)):
        return
    due = calendar.add_working_time(envelope.recorded_at, ONE_DAY, unit_id=unit_id)
    work.open_item(
        kind=REACH,
        subject_kind=fact.subject_kind,
        subject_id=fact.subject_id,
        title="Liên hệ người dân: thông báo không gửi được qua kênh nào",
        code=code,
        unit_id=unit_id,
        role="one_stop_head",
        due_at=max(due, envelope.recorded_at + timedelta(hours=1)),
        facts=facts,
        now=envelope.recorded_at,
    )


def _whose(kind: str, subject_id: UUID | None) -> tuple[UUID, str, dict[str, Any]] | None:
    """Return the unit and the code of what the message told of; None for what no desk looks after."""
    if subject_id is None:
        return None
    if kind == "booking":
        booking = Booking.objects.filter(pk=subject_id).first()
        return (booking.unit_id, booking.code, {}) if booking else None
    if kind != "dossier":
        return None
    try:
        info = dossiers.get_dossier(SYSTEM, dossier_id=subject_id).info
    except NotFound:
        return None
    return info.unit_id, info.code, {"procedure": info.procedure_name}
