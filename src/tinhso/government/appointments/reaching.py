"""A person whom no message reached: the one-stop head calls them, or asks somebody to."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from tinhso.foundation.audit import public as audit
from tinhso.foundation.work import public as work
from tinhso.government.appointments.access import MANAGE, access_desk
from tinhso.government.appointments.errors import BookingNotFound
from tinhso.government.appointments.handlers import REACH
from tinhso.government.appointments.models import Booking
from tinhso.government.dossiers import public as dossiers
from tinhso.kernel.actors import Actor
from tinhso.kernel.errors import NotFound

WHY: Final = "Liên hệ người dân khi thông báo không gửi được"


@dataclass(frozen=True, slots=True)
class PersonToReach:
    """Whom to reach about what. Name and phone are personal data."""

    name: str = field(repr=False)
    phone: str = field(repr=False)
    code: str
    about: str


def get_person(actor: Actor, *, subject_id: UUID) -> PersonToReach:
    """Return whom to call about a booking or a dossier of the actor's unit; the look is on record.

    Raises Unauthenticated, Forbidden, BookingNotFound for what is not there or not the unit's.
    """
    unit_id = access_desk(actor, MANAGE)
    booking = Booking.objects.filter(pk=subject_id, unit_id=unit_id).first()
    if booking is not None:
        _record(actor, booking.account_id, subject_id)
        return PersonToReach(booking.name, booking.phone, booking.code, "booking")
    try:
        info = dossiers.get_dossier(actor, dossier_id=subject_id).info
    except NotFound:
        raise BookingNotFound from None
    _record(actor, info.applicant.account_id, subject_id)
    return PersonToReach(info.applicant.name, info.applicant.phone, info.code, "dossier")


@transaction.atomic
def close(actor: Actor, *, subject_id: UUID, now: datetime) -> None:
    """Note that the person was reached: the item leaves every inbox. Raises what `get_person` does."""
    get_person(actor, subject_id=subject_id)
    work.close_items(subject_id=subject_id, kind=REACH, actor=actor, now=now)
    audit.record(actor, verb="appointments.person_reached", subject_kind="person", subject_id=subject_id)


def _record(actor: Actor, account_id: UUID | None, subject_id: UUID) -> None:
    """Write the look; of somebody without an account it stands with what they booked or filed."""
    if account_id:
        audit.record_read(actor, person_id=account_id, purpose=WHY, subject_kind="person", subject_id=subject_id)
        return
    with transaction.atomic():
        audit.record(actor, verb=audit.READ_VERB, purpose=WHY, subject_kind="person", subject_id=subject_id)
