"""Figures for everybody: by unit and months that are over, without persons, small numbers guarded (`rules.guard`)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from tinhso.foundation.organisations import public as organisations
from tinhso.government.figures.data import Days, PublicRow
from tinhso.government.figures.queries import by_month
from tinhso.government.figures.rules import guard
from tinhso.government.figures.rules.guard import FEW
from tinhso.kernel.text import sort_key

__all__ = ["COLUMNS", "FEW", "public_rows", "tell_month"]

SUMS: Final = ("received", "early", "on_time", "late", "rated_1", "rated_2", "rated_3")
COLUMNS: Final = ("received", "on_time", "late", "rated", "satisfied")
DISSATISFIED: Final = "dissatisfied"

Place = UUID | None
"""An agency; None is all of them."""
Told = dict[Place, dict[str, int | None]]


def public_rows(*, days: Days) -> list[PublicRow]:
    """Return one row for each agency with figures in whole months that are over, by name, and all as the last one.

    Sections are counted with their agency. A number of several months is the sum of what each month tells; where one
    month keeps its number back, so does the period, and says what the others come to (`at_least`). No gate: this is for
    everybody. One query over cells.
    """
    months = [tell_month(_by_agency(sums)) for sums in by_month(SUMS, days=days).values()]
    places = {place for month in months for place in month if place is not None}
    rows = sorted((_row(place, months) for place in places), key=lambda row: sort_key(row.unit_name))
    return [*rows, _row(None, months)] if rows else []


def _by_agency(sums: Mapping[UUID, Counter[str]]) -> dict[UUID, dict[str, int]]:
    found: dict[UUID, Counter[str]] = {}
    for unit_id, counts in sums.items():
        found.setdefault(organisations.agency_of(unit_id).id, Counter()).update(counts)
    return {agency: _counted(counts) for agency, counts in found.items() if any(counts.values())}


def _counted(sums: Mapping[str, int]) -> dict[str, int]:
    satisfied = sums["rated_2"] + sums["rated_3"]
    return {
        "received": sums["received"],
        "on_time": sums["early"] + sums["on_time"],
        "late": sums["late"],
        "rated": satisfied + sums["rated_1"],
        "satisfied": satisfied,
        DISSATISFIED: sums["rated_1"],
    }


def tell_month(counted: Mapping[UUID, Mapping[str, int]]) -> Told:
    """Return what of one month is told of each agency and of all, None for what is kept back."""
    told: Told = {place: {} for place in (*counted, None)}
    for name in COLUMNS:
        names = (name, DISSATISFIED) if name == "satisfied" else (name,)
        columns = [{place: counts[one] for place, counts in counted.items()} for one in names]
        hidden = guard.kept_back(columns)
        for place, value in columns[0].items():
            told[place][name] = None if place in hidden else value
        told[None][name] = guard.total(columns)
    return told


def _row(place: Place, months: Sequence[Told]) -> PublicRow:
    parts = {name: [month[place][name] for month in months if place in month] for name in COLUMNS}
    known = {name: sum(value for value in values if value is not None) for name, values in parts.items()}
    hidden = {name for name, values in parts.items() if None in values}
    return PublicRow(
        place,
        organisations.full_name(place) if place else "",
        **{name: None if name in hidden else known[name] for name in COLUMNS},
        at_least={name: known[name] for name in sorted(hidden) if known[name]},
    )
