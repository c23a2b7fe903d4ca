"""Points from content/geography, boundaries from the operator's file; each read once by a process."""

import csv
import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

import structlog
from django.conf import settings

from tinhso.foundation.geography.data import EAST, NORTH, SOUTH, WEST, Point
from tinhso.foundation.geography.errors import BadBoundaries

log = structlog.get_logger(__name__)

MAX_BYTES: Final = 32 * 1024 * 1024
MAX_FEATURES: Final = 5_000
MAX_POINTS: Final = 500_000

Ring = tuple[Point, ...]
Boundaries = dict[str, tuple[Ring, ...]]


def point_on(gso_code: str, day: date) -> Point | None:
    """Return the point of a territory on a day, None where none is known."""
    return next((point for since, point in _points().get(gso_code, ()) if since <= day), None)


@cache
def _points() -> dict[str, list[tuple[date, Point]]]:
    found: dict[str, list[tuple[date, Point]]] = {}
    path = Path(settings.CONTENT_DIR) / "geography" / "points.csv"
    if not path.exists():
        return found
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            point = Point(float(row["latitude"]), float(row["longitude"]))
            found.setdefault(row["gso_code"], []).append((date.fromisoformat(row["since"]), point))
    for known in found.values():
        known.sort(key=lambda one: one[0], reverse=True)
        known[-1] = (date.min, known[-1][1])  # of a unit older than our list, its first point is the best we know
    return found


def boundaries() -> Boundaries:
    """Return the operator's boundaries by statistical code; none when no file is named or it cannot be read."""
    if not settings.BOUNDARIES:
        return {}
    try:
        return read_boundaries(settings.BOUNDARIES)
    except BadBoundaries as refused:
        log.warning("geography.bad_boundaries", file=settings.BOUNDARIES, why=refused.detail.get("why"))
        return {}


@cache
def read_boundaries(path: str) -> Boundaries:
    """Read a GeoJSON file (RFC 7946) of polygons with a `gso_code` each; holes are left out.

    Raises BadBoundaries for what is none, is larger than 32 MiB, 5,000 features or 500,000 points, or lies elsewhere.
    """
    try:
        file = Path(path)
        if file.stat().st_size > MAX_BYTES:
            raise BadBoundaries(why="too large")
        features = json.loads(file.read_text("utf-8"))["features"]
        found = {str(one["properties"]["gso_code"]): _rings(one["geometry"]) for one in features[:MAX_FEATURES]}
    except (OSError, ValueError, KeyError, TypeError, IndexError, RecursionError) as error:
        raise BadBoundaries(why=f"{type(error).__name__}: {error}"[:200]) from error
    if sum(len(ring) for rings in found.values() for ring in rings) > MAX_POINTS:
        raise BadBoundaries(why="too many points")
    return found


def _rings(geometry: dict[str, Any]) -> tuple[Ring, ...]:
    polygons = {"Polygon": lambda held: [held], "MultiPolygon": list}[geometry["type"]](geometry["coordinates"])
    return tuple(tuple(_point(pair) for pair in polygon[0]) for polygon in polygons)


def _point(pair: list[float]) -> Point:
    longitude, latitude = float(pair[0]), float(pair[1])
    if not (WEST <= longitude <= EAST and SOUTH <= latitude <= NORTH):
        raise ValueError(f"{latitude}, {longitude} is not in Vietnam; GeoJSON writes longitude first")
    return Point(latitude, longitude)
