"""Figures for everybody: by unit and period, without persons, small numbers guarded.

A number from 1 to 4 is not told where it could point to somebody; when it is the only one left out of a column, the
next smallest is left out with it, for else the total would tell it.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Final
from uuid import UUID

from tinhso.foundation.organisations import public as organisations
from tinhso.government.figures.data import Days, PublicRow, Term
from tinhso.government.figures.queries import take
from tinhso.kernel.text import sort_key

FEW: Final = 5
TERMS: Final = tuple(map(Term, ("received", "early", "on_time", "late", "rated_1", "rated_2", "rated_3")))
COLUMNS: Final = ("received", "on_time", "late", "rated", "satisfied")


def public_rows(*, days: Days) -> list[PublicRow]:
    """Return one row for each agency with figures in the period, by name, and the whole as the last one.

    Sections are counted with their agency. No gate: this is for everybody. At most three queries over cells.
    """
    by_agency: dict[UUID, Counter[str]] = {}
    for (unit_id, _), counts in take(TERMS, days=days, unit_ids=None).items():
        by_agency.setdefault(organisations.agency_of(unit_id).id, Counter()).update(counts)
    rows = [_row(unit_id, counts) for unit_id, counts in by_agency.items() if any(counts.values())]
    rows.sort(key=lambda row: sort_key(row.unit_name))
    whole = _total(rows)
    return [*guarded(rows), *([whole] if rows else [])]


def _row(unit_id: UUID, counts: Counter[str]) -> PublicRow:
    told = {term.measure: counts[term.key] for term in TERMS}
    satisfied = told["rated_2"] + told["rated_3"]
    return PublicRow(
        unit_id=unit_id,
        unit_name=organisations.full_name(unit_id),
        received=told["received"],
        on_time=told["early"] + told["on_time"],
        late=told["late"],
        rated=satisfied + told["rated_1"],
        satisfied=satisfied,
    )


def _total(rows: Sequence[PublicRow]) -> PublicRow:
    sums = {name: sum(getattr(row, name) or 0 for row in rows) for name in COLUMNS}
    hidden = {name for name in COLUMNS if 0 < sums[name] < FEW}
    if sums["rated"] - sums["satisfied"] in range(1, FEW):
        hidden.add("satisfied")
    return PublicRow(None, "", **{name: None if name in hidden else sums[name] for name in COLUMNS})


def guarded(rows: Sequence[PublicRow]) -> list[PublicRow]:
    """Return the rows with what could point to somebody left out (None), and never just one of a column."""
    hidden = {name: {place for place, row in enumerate(rows) if _is_small(row, name)} for name in COLUMNS}
    for name, places in list(hidden.items()):
        if len(places) == 1:
            others = [(getattr(row, name), place) for place, row in enumerate(rows) if place not in places]
            others = [other for other in others if other[0]] or others
            hidden[name] = places | ({min(others)[1]} if others else set())
    return [_without(row, {name for name in COLUMNS if place in hidden[name]}) for place, row in enumerate(rows)]


def _without(row: PublicRow, names: set[str]) -> PublicRow:
    told = {name: None if name in names else getattr(row, name) for name in COLUMNS}
    return PublicRow(row.unit_id, row.unit_name, **told)


def _is_small(row: PublicRow, name: str) -> bool:
    value = getattr(row, name)
    if 0 < value < FEW:
        return True
    return name == "satisfied" and 0 < (row.rated or 0) - value < FEW
