"""Reads. Units come from memory (see `tree`); officers and appointments from the database.

Every question has a day `on`, today when left out. A unit that was closed is still known by its id and code.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Final
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from tinhso.foundation.organisations.data import (
    AppointmentInfo,
    AppointmentKind,
    Level,
    OfficerInfo,
    Share,
    SuccessionInfo,
    UnitInfo,
    UnitKind,
)
from tinhso.foundation.organisations.errors import AppointmentNotFound, OfficerNotFound, UnitNotFound
from tinhso.foundation.organisations.models import Appointment, Officer
from tinhso.foundation.organisations.tree import DayTree, snapshot
from tinhso.kernel import clock
from tinhso.kernel.paging import MAX_PAGE, bounded

_KINDS: Final = tuple(AppointmentKind)
_POSTS: Final = """
    SELECT a.id, a.officer_id, a.unit_id, p.title, a.roles, a.acting_for_id, a.valid_from, a.valid_to, a.kind
      FROM organisations_appointment a JOIN organisations_position p ON p.code = a.position_id
     WHERE a.officer_id = %s AND a.valid_from <= %s AND (a.valid_to IS NULL OR a.valid_to > %s)
     LIMIT %s
"""
"""Asked at every request of an officer."""
_ANYBODY: Final = """
    SELECT EXISTS (SELECT 1 FROM organisations_appointment a
                    WHERE a.unit_id = %s AND a.roles @> %s::varchar[]
                      AND a.valid_from <= %s AND (a.valid_to IS NULL OR a.valid_to > %s))
"""
"""Asked at every document that is registered."""


def _tree(on: date | None) -> DayTree:
    return snapshot().on(on or clock.today())


def get_unit(unit_id: UUID, *, on: date | None = None) -> UnitInfo:
    """Return the unit as it is on a day. Raises UnitNotFound."""
    found = _tree(on).units.get(unit_id)
    if found is None:
        raise UnitNotFound
    return found


def find_unit(code: str, *, on: date | None = None) -> UnitInfo | None:
    """Return the unit with this identification code, if there is one."""
    return _tree(on).by_code.get(code)


def find_territory(gso_code: str, *, on: date | None = None) -> UnitInfo | None:
    """Return the open unit that bears this statistical code on a day; a code may pass to a successor."""
    return next((unit for unit in _tree(on).listed if unit.gso_code == gso_code), None) if gso_code else None


def find_former_territory(gso_code: str, *, on: date | None = None) -> UnitInfo | None:
    """Return the unit that bore this statistical code last and is closed on a day, under its last name; None if none.

    Papers and answers from before a merger name it; `valid_to` is the first day without it.
    """
    day = on or clock.today()
    closed = [
        unit
        for unit in _tree(on).units.values()
        if gso_code and unit.gso_code == gso_code and unit.valid_to is not None and unit.valid_to <= day
    ]
    return max(closed, key=lambda unit: (unit.valid_to or date.min, unit.code), default=None)


def root(*, on: date | None = None) -> UnitInfo:
    """Return the unit the installation works for: the one that lies below nobody. Raises UnitNotFound."""
    tops = _tree(on).children.get(None, ())
    if not tops:
        raise UnitNotFound
    return tops[0]


def list_units(
    *,
    kind: UnitKind | str | None = None,
    level: Level | str | None = None,
    parent_id: UUID | None = None,
    on: date | None = None,
) -> tuple[UnitInfo, ...]:
    """Return the open units of a kind, a level, or right below a parent, in Vietnamese order."""
    tree = _tree(on)
    units = tree.listed if parent_id is None else tree.children.get(parent_id, ())
    return tuple(u for u in units if kind in (None, u.kind) and level in (None, u.level))


def subtree_ids(unit_id: UUID, *, on: date | None = None) -> frozenset[UUID]:
    """Return the ids of the unit and of every open unit below it. Raises UnitNotFound."""
    tree = _tree(on)
    if unit_id not in tree.units:
        raise UnitNotFound
    return tree.subtree(unit_id)


def ancestors(unit_id: UUID, *, on: date | None = None) -> tuple[UnitInfo, ...]:
    """Return the units above, the nearest first, the root last. Raises UnitNotFound."""
    tree, found = _tree(on), []
    at = get_unit(unit_id, on=on).parent_id
    while at is not None and at in tree.units:
        found.append(tree.units[at])
        at = tree.units[at].parent_id
    return tuple(found)


def agency_of(unit_id: UUID, *, on: date | None = None) -> UnitInfo:
    """Return the legal entity a unit belongs to: itself, or the nearest above with a seal. Raises UnitNotFound."""
    unit = get_unit(unit_id, on=on)
    return next((u for u in (unit, *ancestors(unit_id, on=on)) if u.is_agency), unit)


def one_stop_of(unit_id: UUID, *, on: date | None = None) -> UnitInfo | None:
    """Return the agency's one-stop section (Bộ phận Tiếp nhận và Trả kết quả), if it has one."""
    agency = agency_of(unit_id, on=on)
    return next(iter(list_units(kind=UnitKind.ONE_STOP, parent_id=agency.id, on=on)), None)


def succession_of(unit_id: UUID, *, on: date | None = None) -> tuple[SuccessionInfo, ...]:
    """Return who took over from this unit until a day, step by step, the nearest step first."""
    day, found, waiting, seen = on or clock.today(), [], [unit_id], {unit_id}
    lines = snapshot().successions
    while waiting:
        at = waiting.pop(0)
        for line in lines:
            if line.old_id == at and line.on <= day:
                found.append(line)
                if line.new_id not in seen:
                    seen.add(line.new_id)
                    waiting.append(line.new_id)
    return tuple(found)


def successors(unit_id: UUID, on: date | None = None) -> tuple[UnitInfo, ...]:
    """Return the open units that answer for this one on a day: itself while it is open. Main successors come first."""
    unit = get_unit(unit_id, on=on)
    day = on or clock.today()
    if unit.is_open_on(day):
        return (unit,)
    lines = sorted(succession_of(unit_id, on=day), key=lambda line: line.share is Share.PART)
    heirs = dict.fromkeys(get_unit(line.new_id, on=day) for line in lines)
    return tuple(heir for heir in heirs if heir.is_open_on(day))


def predecessors(unit_id: UUID, *, on: date | None = None) -> frozenset[UUID]:
    """Return the ids of the units whose whole or main part came to this one, however many steps ago."""
    return predecessors_of({unit_id}, on=on) - {unit_id}


def predecessors_of(unit_ids: Iterable[UUID], *, on: date | None = None) -> frozenset[UUID]:
    """Return the ids of the units whose whole or main part came to any of these, however many steps ago."""
    day, olds = on or clock.today(), defaultdict[UUID, set[UUID]](set)
    for line in snapshot().successions:
        if line.on <= day and line.share is not Share.PART:
            olds[line.new_id].add(line.old_id)
    found, waiting = set[UUID](), list(unit_ids) if olds else []
    while waiting:
        fresh = olds[waiting.pop()] - found
        found |= fresh
        waiting.extend(fresh)
    return frozenset(found)


def get_officer(officer_id: UUID, *, on: date | None = None) -> OfficerInfo:
    """Return an officer with the title of the first post held that day. Raises OfficerNotFound."""
    row = Officer.objects.filter(id=officer_id).first()
    if row is None:
        raise OfficerNotFound
    posts = appointments_of(officer_id, on)
    return to_officer(row, posts[0].position if posts else "")


def names_of(officer_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the names of these officers, those that exist. One query at most."""
    wanted = set(officer_ids)
    return dict(Officer.objects.filter(id__in=wanted).values_list("id", "name")) if wanted else {}


def find_officer(code: str) -> OfficerInfo | None:
    """Return the officer with this staff code, if there is one."""
    row = Officer.objects.filter(code=code).first()
    return to_officer(row) if row else None


def list_demo_officers() -> tuple[OfficerInfo, ...]:
    """Return every officer of the demo, for the rooms that add to the demo."""
    return tuple(to_officer(row) for row in Officer.objects.filter(is_demo=True).order_by("code"))


def full_name(unit_id: UUID, *, on: date | None = None) -> str:
    """Return the name with those above it, below the root: «Phường 1, Thành phố Vĩnh Long». Raises UnitNotFound."""
    line = (get_unit(unit_id, on=on), *ancestors(unit_id, on=on))
    return ", ".join(unit.name for unit in (line[:-1] or line))


def get_appointment(appointment_id: UUID) -> AppointmentInfo:
    """Return one appointment. Raises AppointmentNotFound."""
    row = Appointment.objects.select_related("position").filter(id=appointment_id).first()
    if row is None:
        raise AppointmentNotFound
    return to_appointment(row)


def appointments_of(officer_id: UUID, on: date | None = None) -> tuple[AppointmentInfo, ...]:
    """Return the posts an officer holds on a day: the main one first, acting ones last. One query."""
    day = on or clock.today()
    with connection.cursor() as cursor:
        cursor.execute(_POSTS, [officer_id, day, day, MAX_PAGE])
        rows = cursor.fetchall()
    found = (
        AppointmentInfo(id_, officer, unit, title, tuple(roles), acting, begins, ends, AppointmentKind(kind))
        for id_, officer, unit, title, roles, acting, begins, ends, kind in rows
    )
    return tuple(sorted(found, key=lambda a: (_KINDS.index(a.kind), a.id)))


def list_officers(
    unit_id: UUID,
    *,
    role: str | None = None,
    on: date | None = None,
    is_deep: bool = False,
    size: int | None = None,
) -> tuple[OfficerInfo, ...]:
    """Return who holds a post in the unit (with `is_deep`, in the units below it too) on a day, at most `size` ≤ 100.

    With `role`, only those whose post has it. The order is that of posts, then of given names.
    """
    units = subtree_ids(unit_id, on=on) if is_deep else {unit_id}
    rows = _valid_on(on or clock.today()).filter(unit_id__in=units)
    if role is not None:
        rows = rows.filter(roles__contains=[role])
    rows = rows.select_related("position", "officer").order_by("position__rank", "officer__name_key", "id")
    found = {row.officer_id: to_officer(row.officer, row.position.title) for row in reversed(rows[:MAX_PAGE])}
    return tuple(reversed(found.values()))[: bounded(size, default=MAX_PAGE)]


def has_officer(unit_id: UUID, *, role: str, on: date | None = None) -> bool:
    """Tell whether anybody holds a post with this role in the unit on a day; one small statement."""
    day = on or clock.today()
    with connection.cursor() as cursor:
        cursor.execute(_ANYBODY, [unit_id, [role], day, day])
        (found,) = cursor.fetchone()
    return bool(found)


def _valid_on(day: date) -> QuerySet[Appointment]:
    return Appointment.objects.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)


def to_officer(row: Officer, title: str = "") -> OfficerInfo:
    """Return the row as others may hold it."""
    return OfficerInfo(row.id, row.code, row.name, title, row.phone, row.email, row.is_demo)


def to_appointment(row: Appointment) -> AppointmentInfo:
    """Return the row as others may hold it."""
    return AppointmentInfo(
        id=row.id,
        officer_id=row.officer_id,
        unit_id=row.unit_id,
        position=row.position.title,
        roles=tuple(row.roles),
        acting_for=row.acting_for_id,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        kind=AppointmentKind(row.kind),
    )
