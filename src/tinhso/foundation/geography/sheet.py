"""The sheet of the province, for the design system to show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from uuid import UUID

from tinhso.foundation.geography import content, rules
from tinhso.foundation.geography.data import KM_A_DEGREE, Pin, Point, Territory
from tinhso.foundation.geography.rules import Frame
from tinhso.foundation.organisations import public as organisations
from tinhso.foundation.organisations.public import UnitInfo, UnitKind
from tinhso.kernel import clock
from tinhso.ui import data as ui

RULER_KM = 10


def territories(*, on: date | None = None) -> list[Territory]:
    """Return the communes whose place is known, as they are on a day (today)."""
    day, lines = on or clock.today(), content.boundaries()
    found = (_territory(unit, day, lines) for unit in organisations.list_units(kind=UnitKind.COMMUNE, on=day))
    return [one for one in found if one is not None]


def _territory(unit: UnitInfo, day: date, lines: content.Boundaries) -> Territory | None:
    rings = lines.get(unit.gso_code, ()) if unit.gso_code else ()
    point = content.point_on(unit.gso_code, day if unit.valid_to is None else unit.valid_from)
    if point is None and rings:
        held = rings[0]
        point = Point(sum(p.latitude for p in held) / len(held), sum(p.longitude for p in held) / len(held))
    return Territory(unit.id, unit.name, point, rings) if point else None


def sheet(title: str, *, pins: Sequence[Pin] = (), focus: Sequence[Point] = ()) -> ui.MapSheet | None:
    """Return the map of the province with pins, first shown around `focus`; None where no place is known.

    Pins off the sheet are left out: a list beside the map has every one.
    """
    known = tuple(territories())
    if not known:
        return None
    ground = _ground(known)
    frame = ground.frame
    return ui.MapSheet(
        title=title,
        width=rules.WIDTH,
        height=frame.height,
        west=round(frame.west, 5),
        north=round(frame.north, 5),
        scale=round(frame.scale, 3),
        squeeze=round(frame.squeeze, 6),
        view=_view(frame, [point for point in focus if frame.holds(point)]),
        ruler=round(frame.scale * RULER_KM / KM_A_DEGREE, 1),
        ruler_km=RULER_KM,
        shapes=ground.shapes,
        places=ground.places,
        lines=ground.lines,
        pins=[
            ui.MapPin(*frame.place(pin.point), pin.label, pin.title, pin.url, pin.tone)
            for pin in pins
            if frame.holds(pin.point)
        ],
    )


@dataclass(frozen=True, slots=True)
class _Ground:
    """What every map of the same territories has in common."""

    frame: Frame
    shapes: Sequence[ui.MapShape]
    places: Sequence[ui.MapPlace]
    lines: Sequence[ui.MapLine]


@lru_cache(maxsize=4)
def _ground(known: tuple[Territory, ...]) -> _Ground:
    """Draw the territories, once for as long as they stay the same."""
    frame = rules.frame_of([p for one in known for ring in one.rings for p in ring] + [one.point for one in known])
    zooms = rules.name_zooms(frame, known)
    return _Ground(
        frame,
        [ui.MapShape(rules.path_of(frame, one.rings), one.name, str(one.unit_id)) for one in known if one.rings],
        [
            ui.MapPlace(*frame.place(one.point), one.name, str(one.unit_id), zoom)
            for one, zoom in zip(known, zooms, strict=True)
        ],
        _lines(frame),
    )


def _view(frame: Frame, focus: Sequence[Point]) -> tuple[float, float, float, float]:
    """Return the part first shown: the whole, or what is around the focus, in the sheet's proportions."""
    if not focus:
        return 0.0, 0.0, rules.WIDTH, frame.height
    near = rules.frame_of(focus)
    left, top = frame.place(Point(near.north, near.west))
    right, bottom = frame.place(Point(near.south, near.east))
    share = min(1.0, max((right - left) / rules.WIDTH, (bottom - top) / frame.height))
    wide, tall = rules.WIDTH * share, frame.height * share
    x = min(max((left + right - wide) / 2, 0.0), rules.WIDTH - wide)
    y = min(max((top + bottom - tall) / 2, 0.0), frame.height - tall)
    return round(x, 1), round(y, 1), round(wide, 1), round(tall, 1)


def _lines(frame: Frame) -> list[ui.MapLine]:
    step, height = rules.grid_step(frame), frame.height
    across = [
        ui.MapLine(0, y, rules.WIDTH, y, f"{value:g}".replace(".", ","))
        for value in rules.lines_between(frame.south, frame.north, step)
        for _, y in [frame.place(Point(value, frame.west))]
    ]
    down = [
        ui.MapLine(x, 0, x, height, f"{value:g}".replace(".", ","))
        for value in rules.lines_between(frame.west, frame.east, step)
        for x, _ in [frame.place(Point(frame.north, value))]
    ]
    return across + down


def unit_at(point: Point) -> tuple[UUID, str, float] | None:
    """Return the commune a point lies in, or else the nearest by its point: id, name and kilometres (0 when inside)."""
    known = territories()
    for one in known:
        if any(rules.is_inside(point, ring) for ring in one.rings if ring):
            return one.unit_id, one.name, 0.0
    near = min(known, key=lambda one: rules.distance_km(one.point, point), default=None)
    return (near.unit_id, near.name, rules.distance_km(near.point, point)) if near else None
