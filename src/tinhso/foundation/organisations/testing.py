"""Builders for tests: units, officers and posts, in as few statements as there are tables."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from tinhso.foundation.organisations import queries, tree
from tinhso.foundation.organisations.data import AppointmentKind, Level, Role, UnitInfo, UnitKind
from tinhso.foundation.organisations.models import Appointment, Officer, Position, Unit, UnitName, UnitPlace
from tinhso.foundation.organisations.province import ONE_STOP_NAME, ONE_STOP_SHORT
from tinhso.kernel.ids import uuid7
from tinhso.kernel.text import name_sort_key

SINCE: Final = date(2020, 1, 1)


def make_unit(
    *,
    code: str,
    name: str,
    kind: UnitKind = UnitKind.COMMUNE,
    level: Level = Level.COMMUNE,
    parent_id: UUID | None = None,
    gso_code: str = "",
    since: date = SINCE,
) -> UnitInfo:
    """Make one unit, open since 2020 unless told otherwise."""
    unit_id = _insert([(uuid7(), code, name, "", kind, level, parent_id, gso_code)], since)[0]
    return queries.get_unit(unit_id, on=since)


@dataclass(frozen=True, slots=True)
class SmallProvince:
    """A province with a department, a district, and two communes of it that each have a one-stop section."""

    province: UnitInfo
    department: UnitInfo
    department_counter: UnitInfo
    district: UnitInfo
    district_counter: UnitInfo
    commune_a: UnitInfo
    counter_a: UnitInfo
    commune_b: UnitInfo
    counter_b: UnitInfo


def make_small_province() -> SmallProvince:
    """Make nine units: H61, a department, a district, communes A (Phường 1) and B (Xã An Bình), with their counters."""
    province, department, district, a, b = (uuid7() for _ in range(5))
    stop, top, mid, low = UnitKind.ONE_STOP, Level.PROVINCE, Level.DISTRICT, Level.COMMUNE
    rows: list[_NewRow] = [
        (province, "H61", "Tỉnh Vĩnh Long", "UBND tỉnh", UnitKind.PROVINCE, top, None, "86"),
        (department, "H61.03", "Sở Tư pháp", "STP", UnitKind.DEPARTMENT, top, province, ""),
        (uuid7(), "H61.03.00", ONE_STOP_NAME, ONE_STOP_SHORT, stop, top, department, ""),
        (district, "H61.21", "Thành phố Vĩnh Long", "", UnitKind.DISTRICT, mid, province, "855"),
        (uuid7(), "H61.21.00", ONE_STOP_NAME, ONE_STOP_SHORT, stop, mid, district, ""),
        (a, "H61.21.03", "Phường 1", "", UnitKind.COMMUNE, low, district, "29548"),
        (uuid7(), "H61.21.03.00", ONE_STOP_NAME, ONE_STOP_SHORT, stop, low, a, ""),
        (b, "H61.22.05", "Xã An Bình", "", UnitKind.COMMUNE, low, district, "29587"),
        (uuid7(), "H61.22.05.00", ONE_STOP_NAME, ONE_STOP_SHORT, stop, low, b, ""),
    ]
    return SmallProvince(*(queries.get_unit(unit_id) for unit_id in _insert(rows, SINCE)))


_NewRow = tuple[UUID, str, str, str, UnitKind, Level, UUID | None, str]


def _insert(rows: list[_NewRow], since: date) -> list[UUID]:
    Unit.objects.bulk_create(
        Unit(id=key, code=code, gso_code=gso, kind=kind, level=level, valid_from=since)
        for key, code, _name, _short, kind, level, _parent, gso in rows
    )
    UnitName.objects.bulk_create(
        UnitName(unit_id=row[0], name=row[2], short_name=row[3], valid_from=since) for row in rows
    )
    UnitPlace.objects.bulk_create(UnitPlace(unit_id=row[0], parent_id=row[6], valid_from=since) for row in rows)
    tree.bump()
    return [row[0] for row in rows]


def make_officer(*, code: str, name: str, is_demo: bool = False) -> Officer:
    """Make one officer without a post."""
    return Officer.objects.create(code=code, name=name, name_key=name_sort_key(name), is_demo=is_demo)


def make_appointment(
    *,
    officer_id: UUID,
    unit_id: UUID,
    roles: tuple[str, ...] = (Role.SPECIALIST,),
    position: str = "specialist",
    title: str = "Chuyên viên",
    kind: AppointmentKind = AppointmentKind.MAIN,
    acting_for: UUID | None = None,
    valid_from: date = SINCE,
    valid_to: date | None = None,
) -> UUID:
    """Give an officer a post; return the appointment's id."""
    Position.objects.get_or_create(code=position, defaults={"title": title})
    return Appointment.objects.create(
        officer_id=officer_id,
        unit_id=unit_id,
        position_id=position,
        kind=kind,
        roles=list(roles),
        acting_for_id=acting_for,
        valid_from=valid_from,
        valid_to=valid_to,
    ).id
