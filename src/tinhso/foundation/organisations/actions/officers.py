"""Acts on officers and the posts they hold."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from tinhso.foundation.audit import public as audit
from tinhso.foundation.organisations import queries, rules
from tinhso.foundation.organisations.access import MANAGE_OFFICERS, access_officer, check_may
from tinhso.foundation.organisations.actions.units import check_open
from tinhso.foundation.organisations.data import AppointmentInfo, AppointmentKind, NewPost, OfficerInfo
from tinhso.foundation.organisations.errors import AppointmentNotFound, BadDates, CodeTaken, UnknownPosition
from tinhso.foundation.organisations.events import AppointmentChanged
from tinhso.foundation.organisations.models import Appointment, Officer, Position
from tinhso.kernel.actors import Actor
from tinhso.kernel.outbox import announce
from tinhso.kernel.text import clean_line, name_sort_key


@transaction.atomic
def register_officer(
    *, actor: Actor, code: str, name: str, unit_id: UUID, phone: str = "", email: str = "", now: datetime
) -> OfficerInfo:
    """Enter a person into the list of officers; `unit_id` says who answers for the entry.

    Raises BadText, CodeTaken, Forbidden.
    """
    check_may(actor, MANAGE_OFFICERS, unit_id)
    clean_code, clean_name = rules.check_name(code, length=20).upper(), rules.check_name(name, length=100)
    officer, is_new = Officer.objects.get_or_create(
        code=clean_code,
        defaults={
            "name": clean_name,
            "name_key": name_sort_key(clean_name),
            "phone": clean_line(phone)[:20],
            "email": clean_line(email)[:254],
        },
    )
    if not is_new:
        raise CodeTaken
    audit.record(
        actor,
        verb="organisations.officer_registered",
        subject_kind="officer",
        subject_id=officer.id,
        unit_id=unit_id,
        detail={"at": now.isoformat()},
    )
    return queries.to_officer(officer)


def ensure_position(*, code: str, title: str, rank: int = 100) -> None:
    """Make sure the catalogue has this post, with this title and rank (content loaders call it)."""
    Position.objects.update_or_create(code=code, defaults={"title": clean_line(title), "rank": rank})


@transaction.atomic
def appoint(
    *,
    actor: Actor,
    officer_id: UUID,
    post: NewPost,
    valid_from: date,
    valid_to: date | None = None,
    now: datetime,
) -> AppointmentInfo:
    """Give an officer a post from a day on. An earlier main post ends the day a new main one begins.

    Raises OfficerNotFound, UnitClosed, UnknownPosition, UnknownRole, BadDates, Forbidden. To stand in for somebody is
    another act: `stand_in`.
    """
    access_officer(actor, officer_id=officer_id, unit_id=post.unit_id)
    rules.check_interval(valid_from, valid_to)
    check_open(queries.get_unit(post.unit_id, on=valid_from), valid_from)
    if post.kind is AppointmentKind.ACTING or not Position.objects.filter(code=post.position).exists():
        raise UnknownPosition
    if post.kind is AppointmentKind.MAIN:
        _end_main(actor, officer_id, valid_from, now)
    row = Appointment.objects.create(
        officer_id=officer_id,
        unit_id=post.unit_id,
        position_id=post.position,
        kind=post.kind,
        roles=list(rules.check_roles(post.roles)),
        valid_from=valid_from,
        valid_to=valid_to,
        document=post.document[:200],
    )
    _tell(actor, row, "began", valid_from, now)
    return queries.get_appointment(row.id)


@transaction.atomic
def stand_in(
    *,
    actor: Actor,
    officer_id: UUID,
    for_appointment_id: UUID,
    roles: tuple[str, ...] | None = None,
    valid_from: date,
    valid_to: date,
    document: str = "",
    now: datetime,
) -> AppointmentInfo:
    """Let an officer stand in for the holder of a post between two days (làm thay).

    The delegated roles are written down: all of the post's, or the ones named, never more. Raises AppointmentNotFound,
    OfficerNotFound, BadDates (the post must be held throughout), Forbidden.
    """
    post = Appointment.objects.filter(id=for_appointment_id).exclude(kind=AppointmentKind.ACTING).first()
    if post is None:
        raise AppointmentNotFound
    access_officer(actor, officer_id=officer_id, unit_id=post.unit_id)
    rules.check_interval(valid_from, valid_to)
    if officer_id == post.officer_id or valid_from < post.valid_from or (post.valid_to and valid_to > post.valid_to):
        raise BadDates
    delegated = [role for role in post.roles if roles is None or role in roles]
    row = Appointment.objects.create(
        officer_id=officer_id,
        unit_id=post.unit_id,
        position_id=post.position_id,
        kind=AppointmentKind.ACTING,
        roles=delegated,
        acting_for_id=post.officer_id,
        valid_from=valid_from,
        valid_to=valid_to,
        document=document[:200],
    )
    _tell(actor, row, "began", valid_from, now)
    return queries.get_appointment(row.id)


@transaction.atomic
def end_appointment(*, actor: Actor, appointment_id: UUID, on: date, now: datetime) -> AppointmentInfo:
    """End a post: `on` is the first day it is no longer held. Whoever stands in for its holder there stops too.

    Raises AppointmentNotFound, BadDates, Forbidden.
    """
    row = Appointment.objects.select_for_update().filter(id=appointment_id).first()
    if row is None:
        raise AppointmentNotFound
    check_may(actor, MANAGE_OFFICERS, row.unit_id)
    _end(actor, row, on, now)
    deputies = Appointment.objects.select_for_update().filter(
        acting_for_id=row.officer_id, unit_id=row.unit_id, valid_from__lt=on, valid_to__gt=on
    )
    for deputy in deputies:
        _end(actor, deputy, on, now)
    return queries.get_appointment(appointment_id)


def _end_main(actor: Actor, officer_id: UUID, on: date, now: datetime) -> None:
    current = (
        Appointment.objects.select_for_update()
        .filter(officer_id=officer_id, kind=AppointmentKind.MAIN)
        .order_by("-valid_from")
        .first()
    )
    if current and (current.valid_to is None or current.valid_to > on):
        _end(actor, current, on, now)


def _end(actor: Actor, row: Appointment, on: date, now: datetime) -> None:
    if on <= row.valid_from or (row.valid_to is not None and on > row.valid_to):
        raise BadDates
    Appointment.objects.filter(id=row.id).update(valid_to=on)
    _tell(actor, row, "ended", on, now)


def _tell(actor: Actor, row: Appointment, change: str, on: date, now: datetime) -> None:
    audit.record(
        actor,
        verb=f"organisations.appointment_{change}",
        subject_kind="appointment",
        subject_id=row.id,
        unit_id=row.unit_id,
        detail={"officer_id": str(row.officer_id), "on": on.isoformat(), "decided_at": now.isoformat()},
    )
    announce(
        AppointmentChanged(appointment_id=row.id, officer_id=row.officer_id, unit_id=row.unit_id, change=change, on=on),
        actor=actor,
    )
