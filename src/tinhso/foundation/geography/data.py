"""Words and shapes others may hold."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

SOUTH, NORTH, WEST, EAST = 7.0, 24.0, 102.0, 118.0
"""The frame of Vietnam with its islands, in degrees."""
KM_A_DEGREE: Final = 111.2
"""Kilometres in one degree of latitude."""


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the ground: decimal degrees, WGS 84."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Pin:
    """Something to show at a point: `label` is one or two letters on it, `title` says what it is."""

    point: Point
    label: str
    title: str
    url: str = ""
    tone: str = "new"


@dataclass(frozen=True, slots=True)
class Territory:
    """A unit on the map: its point, and its boundary's rings, empty where none is known."""

    unit_id: UUID
    name: str
    point: Point
    rings: tuple[tuple[Point, ...], ...] = ()
