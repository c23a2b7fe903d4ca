"""Acts on one unit. Each takes effect on a day `on` and names the deciding document; nothing is overwritten."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from tinhso.foundation.audit import public as audit
from tinhso.foundation.organisations import queries, rules, tree
from tinhso.foundation.organisations.access import MANAGE_UNITS, access_unit, check_may
from tinhso.foundation.organisations.data import NewUnit, UnitInfo
from tinhso.foundation.organisations.errors import BadDates, CodeTaken, UnitClosed, UnitHasParts
from tinhso.foundation.organisations.events import UnitChanged
from tinhso.foundation.organisations.models import Unit, UnitName, UnitPlace
from tinhso.kernel.actors import Actor
from tinhso.kernel.outbox import announce
from tinhso.kernel.text import clean_line


@transaction.atomic
def create_unit(*, actor: Actor, new: NewUnit, on: date, document: str, now: datetime) -> UnitInfo:
    """Set up a unit from a day on (thành lập).

    Raises BadCode, BadText, CodeTaken, UnitClosed when the parent does not exist that day, Forbidden.
    """
    check_may(actor, MANAGE_UNITS, new.parent_id)
    return insert_unit(actor, new=new, on=on, document=document, now=now)


def insert_unit(actor: Actor, *, new: NewUnit, on: date, document: str, now: datetime) -> UnitInfo:
    """Write a new unit, inside an act whose gate has been passed."""
    code, name = rules.check_code(new.code), rules.check_name(new.name)
    if Unit.objects.filter(code=code).exists():
        raise CodeTaken
    if new.parent_id is not None:
        check_open(queries.get_unit(new.parent_id, on=on), on)
    unit = Unit.objects.create(
        code=code,
        gso_code=clean_line(new.gso_code)[:5],
        kind=new.kind,
        level=new.level,
        phone=clean_line(new.phone)[:40],
        address=clean_line(new.address)[:300],
        valid_from=on,
    )
    UnitName.objects.create(
        unit=unit, name=name, short_name=clean_line(new.short_name)[:100], valid_from=on, document=document[:200]
    )
    UnitPlace.objects.create(unit=unit, parent_id=new.parent_id, valid_from=on, document=document[:200])
    return record(actor, unit.id, change="created", on=on, document=document, now=now)


@transaction.atomic
def rename_unit(
    *, actor: Actor, unit_id: UUID, name: str, short_name: str = "", on: date, document: str, now: datetime
) -> UnitInfo:
    """Give a unit another name from a day on (đổi tên); the old name stays true for the days before.

    Raises UnitNotFound, Forbidden, BadText, UnitClosed, BadDates when a later name is already decided.
    """
    unit = access_unit(actor, unit_id=unit_id)
    clean = rules.check_name(name)
    check_open(queries.get_unit(unit_id, on=on), on)
    _end_current(UnitName, unit, on)
    UnitName.objects.create(
        unit=unit, name=clean, short_name=clean_line(short_name)[:100], valid_from=on, document=document[:200]
    )
    return record(actor, unit_id, change="renamed", on=on, document=document, now=now)


@transaction.atomic
def move_unit(
    *, actor: Actor, unit_id: UUID, parent_id: UUID | None, on: date, document: str, now: datetime
) -> UnitInfo:
    """Put a unit, with all below it, under another parent from a day on (chuyển về trực thuộc).

    Raises UnitNotFound, Forbidden at either end, UnitClosed, TreeCircle, BadDates.
    """
    unit = access_unit(actor, unit_id=unit_id)
    check_may(actor, MANAGE_UNITS, parent_id)
    check_open(queries.get_unit(unit_id, on=on), on)
    if parent_id is not None:
        check_open(queries.get_unit(parent_id, on=on), on)
    known = tree.snapshot().on(on).units
    rules.check_no_circle(unit_id, parent_id, {info.id: info.parent_id for info in known.values()})
    _end_current(UnitPlace, unit, on)
    UnitPlace.objects.create(unit=unit, parent_id=parent_id, valid_from=on, document=document[:200])
    return record(actor, unit_id, change="moved", on=on, document=document, now=now)


@transaction.atomic
def close_unit(*, actor: Actor, unit_id: UUID, on: date, document: str, now: datetime) -> UnitInfo:
    """Dissolve a unit: `on` is the first day it no longer exists (giải thể).

    Its own sections (parts without a seal) close with it. Raises UnitNotFound, Forbidden, UnitClosed, BadDates, and
    UnitHasParts while agencies lie below it.
    """
    unit = access_unit(actor, unit_id=unit_id)
    return end_unit(actor, unit=unit, on=on, document=document, now=now)


def end_unit(actor: Actor, *, unit: Unit, on: date, document: str, now: datetime) -> UnitInfo:
    """Write the end of a unit and of its sections, inside an act whose gate has been passed."""
    known = tree.snapshot().on(on)
    check_open(queries.get_unit(unit.id, on=on), on)
    parts = [known.units[part] for part in known.subtree(unit.id) if part != unit.id]
    if any(part.is_agency for part in parts):
        raise UnitHasParts
    for row in Unit.objects.select_for_update().filter(id__in=[unit.id, *(part.id for part in parts)]):
        if on <= row.valid_from:
            raise BadDates
        _end_current(UnitName, row, on)
        _end_current(UnitPlace, row, on)
        Unit.objects.filter(id=row.id).update(valid_to=on)
    return record(actor, unit.id, change="closed", on=on, document=document, now=now)


def check_open(info: UnitInfo, day: date) -> None:
    """Raise UnitClosed unless the unit exists on `day`."""
    if not info.is_open_on(day):
        raise UnitClosed


def record(actor: Actor, unit_id: UUID, *, change: str, on: date, document: str, now: datetime) -> UnitInfo:
    """Let caches, the trail and other rooms know of an act on a unit; return the unit as it then is."""
    tree.bump()
    detail = {"on": on.isoformat(), "document": document, "decided_at": now.isoformat()}
    audit.record(
        actor,
        verb=f"organisations.unit_{change}",
        subject_kind="unit",
        subject_id=unit_id,
        unit_id=unit_id,
        detail=detail,
    )
    announce(UnitChanged(unit_id=unit_id, change=change, on=on), actor=actor)
    return queries.get_unit(unit_id, on=on)


def _end_current(model: Any, unit: Unit, on: date) -> None:
    """End the open interval the day before `on`. Raises BadDates when the last change lies on `on` or after."""
    current = model.objects.select_for_update().filter(unit=unit).order_by("-valid_from").first()
    if current is None or current.valid_from >= on or current.valid_to is not None:
        raise BadDates
    model.objects.filter(id=current.id).update(valid_to=on)
