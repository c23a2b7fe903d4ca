"""Words and shapes others may hold. Intervals of days are half-open: `valid_to` is the first day no longer valid."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID


class UnitKind(StrEnum):
    """What a unit is. Kinds in `AGENCY_KINDS` are legal entities with a seal; the others are parts of one."""

    PROVINCE = "province"
    DEPARTMENT = "department"
    BOARD = "board"
    OFFICE = "office"
    DISTRICT = "district"
    COMMUNE = "commune"
    CENTRE = "centre"
    SECTION = "section"
    ONE_STOP = "one_stop"


AGENCY_KINDS: Final = frozenset(
    {
        UnitKind.PROVINCE,
        UnitKind.DEPARTMENT,
        UnitKind.BOARD,
        UnitKind.OFFICE,
        UnitKind.DISTRICT,
        UnitKind.COMMUNE,
        UnitKind.CENTRE,
    },
)

COUNCILS: Final = frozenset({UnitKind.COMMUNE, UnitKind.DISTRICT, UnitKind.PROVINCE})
"""Agencies that work as a collective under a head: a people's committee."""
TERRITORY_KINDS: Final = ("Thành phố", "Thị xã", "Thị trấn", "Huyện", "Phường", "Xã", "Tỉnh", "Đặc khu")


class Level(StrEnum):
    """The level of government a unit belongs to (cấp). From 1 July 2025 there are no district units."""

    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"


class Share(StrEnum):
    """How much of the old unit went to the new one."""

    WHOLE = "whole"
    MAIN = "main"
    PART = "part"


class AppointmentKind(StrEnum):
    """How a post is held: as the main post, beside it (kiêm nhiệm), or standing in for somebody (làm thay)."""

    MAIN = "main"
    CONCURRENT = "concurrent"
    ACTING = "acting"


class Role(StrEnum):
    """What an appointment is there to do. `access` knows the titles and what each role may do."""

    ONE_STOP_OFFICER = "one_stop_officer"
    SPECIALIST = "specialist"
    UNIT_HEAD = "unit_head"
    LEADER = "leader"
    CLERK = "clerk"
    ONE_STOP_HEAD = "one_stop_head"
    ACCOUNTANT = "accountant"
    PROVINCE_LEADER = "province_leader"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class UnitInfo:
    """A unit as it is on one day: the name and parent valid then.

    `code` is the electronic identification code (Decision 20/2020/QĐ-TTg), opaque: nothing is read out of it.
    `gso_code` is the statistical code of the territory, "" for a unit that is none; it may pass to a successor.
    """

    id: UUID
    code: str
    gso_code: str
    name: str
    short_name: str
    kind: UnitKind
    level: Level
    parent_id: UUID | None
    valid_from: date
    valid_to: date | None
    phone: str = ""
    address: str = ""

    @property
    def is_agency(self) -> bool:
        """A legal entity: it decides, signs and seals in its own name."""
        return self.kind in AGENCY_KINDS

    @property
    def issuer(self) -> str:
        """The body that issues (NĐ 30/2020/NĐ-CP, Phụ lục I): «Ủy ban nhân dân phường 1», a department by its name."""
        if self.kind not in COUNCILS:
            return self.name
        kind, proper = split_name(self.name)
        return f"Ủy ban nhân dân {kind.lower()} {proper}".replace("  ", " ")

    @property
    def place(self) -> str:
        """The place its papers are dated at: its own name; a number keeps its kind («Phường 1»)."""
        kind, proper = split_name(self.name)
        return self.name if not kind or proper.isdigit() else proper

    def is_open_on(self, day: date) -> bool:
        """Tell whether the unit existed on `day`."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


def split_name(name: str) -> tuple[str, str]:
    """Return the kind of territory a name begins with, and the rest; ("", name) for one that begins with none."""
    kind = next((one for one in TERRITORY_KINDS if name.startswith(one + " ")), "")
    return kind, name[len(kind) + 1 :] if kind else name


@dataclass(frozen=True, slots=True)
class SuccessionInfo:
    """One line of a reorganisation: `new_id` took over `share` of `old_id` on a day, by a document."""

    old_id: UUID
    new_id: UUID
    share: Share
    on: date
    document: str


@dataclass(frozen=True, slots=True)
class NewUnit:
    """What is needed to set up a unit. `short_name` may stay empty."""

    code: str
    name: str
    kind: UnitKind
    level: Level
    parent_id: UUID | None
    short_name: str = ""
    gso_code: str = ""
    phone: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class NewPost:
    """What is needed to give somebody a post; `position` is a code of the catalogue of posts."""

    unit_id: UUID
    position: str
    roles: tuple[str, ...]
    kind: AppointmentKind = AppointmentKind.MAIN
    document: str = ""


@dataclass(frozen=True, slots=True)
class OfficerInfo:
    """An officer: `code` is the staff code; `title` the post held (the main one, or the one asked about)."""

    id: UUID
    code: str
    name: str
    title: str = ""
    phone: str = ""
    email: str = ""
    is_demo: bool = False


@dataclass(frozen=True, slots=True)
class AppointmentInfo:
    """One post held by one officer. `acting_for` is the officer stood in for (làm thay), if any."""

    id: UUID
    officer_id: UUID
    unit_id: UUID
    position: str
    roles: tuple[str, ...]
    acting_for: UUID | None
    valid_from: date
    valid_to: date | None
    kind: AppointmentKind = AppointmentKind.MAIN

    def is_valid_on(self, day: date) -> bool:
        """Tell whether the post is held on `day`."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)
