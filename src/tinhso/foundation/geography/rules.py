"""From degrees to a sheet of paper: pure. Plate carrée, squeezed by the cosine of the middle latitude.

Over one province (a degree or two) distances on it are right to a hundredth, which is enough to point at a place.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, cos, hypot, radians
from typing import Final

from tinhso.foundation.geography.data import KM_A_DEGREE, Point, Territory

WIDTH: Final = 1000.0
MARGIN: Final = 0.1
LEAST: Final = 0.12
ZOOMS: Final = (1.0, 1.4, 2.0, 2.8, 4.0, 5.6, 8.0, 11.0, 16.0)
STEPS: Final = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0)
LETTER, LINE = 22.0, 46.0
"""The room a letter and a line of a name take at zoom 1 where the sheet is 300 pixels wide."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of the ground a sheet shows, in degrees."""

    west: float
    south: float
    east: float
    north: float

    @property
    def squeeze(self) -> float:
        """How long a degree of longitude is beside one of latitude."""
        return cos(radians((self.north + self.south) / 2))

    @property
    def scale(self) -> float:
        """Units of the sheet in a degree of latitude."""
        return WIDTH / ((self.east - self.west) * self.squeeze)

    @property
    def height(self) -> float:
        """The sheet's height in units; its width is `WIDTH`."""
        return round((self.north - self.south) * self.scale, 1)

    def place(self, point: Point) -> tuple[float, float]:
        """Return where a point lies on the sheet: to the right and down from its upper left corner."""
        x = (point.longitude - self.west) * self.squeeze * self.scale
        return round(x, 1), round((self.north - point.latitude) * self.scale, 1)

    def holds(self, point: Point) -> bool:
        """Tell whether a point lies on the sheet."""
        return self.west <= point.longitude <= self.east and self.south <= point.latitude <= self.north


def frame_of(points: Iterable[Point], *, least: float = LEAST) -> Frame:
    """Return a frame around points, with a margin, and no smaller than `least` degrees. At least one point."""
    held = list(points)
    west, east = min(p.longitude for p in held), max(p.longitude for p in held)
    south, north = min(p.latitude for p in held), max(p.latitude for p in held)
    wide = max(east - west, least) - (east - west)
    tall = max(north - south, least) - (north - south)
    side = MARGIN * max(east - west, north - south, least)
    return Frame(west - wide / 2 - side, south - tall / 2 - side, east + wide / 2 + side, north + tall / 2 + side)


def path_of(frame: Frame, rings: Sequence[Sequence[Point]]) -> str:
    """Return rings as an SVG path in whole units: points that fall together are one."""
    return "".join(_ring(frame, ring) for ring in rings)


def _ring(frame: Frame, ring: Sequence[Point]) -> str:
    spots = [(round(x), round(y)) for x, y in map(frame.place, ring)]
    spots = spots[:1] + [spot for before, spot in pairwise(spots) if spot != before]
    if len(spots) < 4:
        return ""
    steps = "".join(f"l{x - fx} {y - fy}" for (fx, fy), (x, y) in pairwise(spots[:-1]))
    return f"M{spots[0][0]} {spots[0][1]}{steps}z"


def grid_step(frame: Frame) -> float:
    """Return the distance of grid lines in degrees: about five over the longer side, so that their names have room."""
    span = max(frame.east - frame.west, frame.north - frame.south)
    return next((step for step in STEPS if span / step <= 5), STEPS[-1])


def lines_between(low: float, high: float, step: float) -> list[float]:
    """Return the round values between two, a step apart."""
    first = ceil(low / step)
    return [round(n * step, 4) for n in range(first, ceil(high / step))]


def name_zooms(frame: Frame, territories: Sequence[Territory]) -> list[float]:
    """Return for each name the zoom from which there is room for it, so that names never lie on each other."""
    spots = [frame.place(one.point) for one in territories]
    zooms = [0.0] * len(territories)
    for zoom in ZOOMS:
        for n in range(len(spots)):
            if not zooms[n] and all(_apart(territories, spots, n, m, zoom) for m, at in enumerate(zooms) if at):
                zooms[n] = zoom
    return [zoom or ZOOMS[-1] * 2 for zoom in zooms]


def _apart(
    territories: Sequence[Territory], spots: Sequence[tuple[float, float]], one: int, other: int, zoom: float
) -> bool:
    wide = LETTER * (len(territories[one].name) + len(territories[other].name)) / 2 / zoom
    dx, dy = abs(spots[one][0] - spots[other][0]), abs(spots[one][1] - spots[other][1])
    return dx > wide or dy > LINE / zoom


def distance_km(one: Point, other: Point) -> float:
    """Return how far two points of a province are from each other."""
    squeeze = cos(radians((one.latitude + other.latitude) / 2))
    degrees = hypot(one.latitude - other.latitude, (one.longitude - other.longitude) * squeeze)
    return degrees * KM_A_DEGREE


def is_inside(point: Point, ring: Sequence[Point]) -> bool:
    """Tell whether a point lies in a ring, by the number of its sides a line to the east crosses."""
    inside = False
    for one, other in pairwise([*ring, ring[0]]):
        if (one.latitude > point.latitude) != (other.latitude > point.latitude):
            share = (point.latitude - one.latitude) / (other.latitude - one.latitude)
            inside ^= point.longitude < one.longitude + share * (other.longitude - one.longitude)
    return inside
