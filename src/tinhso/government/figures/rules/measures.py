"""The measures: what each counts, of which fact, on which day. One table makes both the sums and the lists.

A flow happens on a day («đã giải quyết ngày 5»); a stock holds over days («đang giải quyết hết ngày 5») from the day
it begins, up to and without the day it ends. Days are days in Vietnam. A dossier is overdue from the day after its
promise: a day of promise is in term to its end.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final


@dataclass(frozen=True, slots=True)
class Flow:
    """Counts a fact on the day in its column `on`, when its columns have one of the values of `where`."""

    on: str
    where: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Stock:
    """Counts a fact on every day from the one in column `begins` until before the one in column `ends`."""

    begins: str
    ends: str
    where: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)


Measure = Flow | Stock
YES: Final = (True,)

MEASURES: Final[Mapping[str, Measure]] = {
    "received": Flow("received_on"),
    "received_online": Flow("received_on", {"channel": ("online",)}),
    "received_npsp": Flow("received_on", {"channel": ("npsp",)}),
    "received_counter": Flow("received_on", {"channel": ("counter",)}),
    "received_post": Flow("received_on", {"channel": ("post",)}),
    "received_elsewhere": Flow("received_on", {"elsewhere": YES}),
    "supplemented": Flow("received_on", {"supplemented": YES}),
    "with_fee": Flow("received_on", {"with_fee": YES}),
    "paid_online": Flow("received_on", {"paid": ("online",)}),
    "reused": Flow("received_on", {"reused": YES}),
    "online_whole": Flow("received_on", {"online_whole": YES}),
    "refused": Flow("finished_on", {"end": ("refused",)}),
    "withdrawn": Flow("finished_on", {"end": ("withdrawn",)}),
    "stopped": Flow("finished_on", {"end": ("stopped",)}),
    "solved": Flow("finished_on", {"end": ("done", "stopped")}),
    "done": Flow("finished_on", {"end": ("done",)}),
    "early": Flow("finished_on", {"verdict": ("early",)}),
    "on_time": Flow("finished_on", {"verdict": ("on_time",)}),
    "late": Flow("finished_on", {"verdict": ("late",)}),
    "result_filed": Flow("finished_on", {"end": ("done",), "result_filed": YES}),
    "digitised": Flow("finished_on", {"end": ("done",), "result_filed": YES, "has_files": YES}),
    "national_on_time": Flow("finished_on", {"national": ("on_time",)}),
    "national_late": Flow("finished_on", {"national": ("late",)}),
    "handed_over": Flow("handed_on", {"end": ("done",)}),
    "handed_online": Flow("handed_on", {"end": ("done",), "delivery": ("online",)}),
    "handed_post": Flow("handed_on", {"end": ("done",), "delivery": ("post",)}),
    "open": Stock("received_on", "finished_on"),
    "overdue": Stock("overdue_on", "finished_on"),
    "national_overdue": Stock("national_late_on", "finished_on"),
    "unreturned": Stock("finished_on", "handed_on", {"end": ("done",)}),
}
"""Of the row of a dossier. `waiting` is counted of its pauses, `rated_1` to `rated_3` of ratings."""

WAITING: Final = "waiting"
RATED: Final = ("rated_1", "rated_2", "rated_3")
COLUMNS: Final = (*MEASURES, WAITING, *RATED)
PROVIDED: Final = ("petitions", "petitions_on_time", "petitions_satisfied")
"""Counted by a room beside this one, which whoever stands above both brings (`providing`); flows of no field."""
STOCKS: Final = frozenset({name for name, measure in MEASURES.items() if isinstance(measure, Stock)} | {WAITING})

Move = tuple[str, date, int]
"""A measure, a day, and by how much the sum of that day moves."""


def moves(fact: Mapping[str, Any], pauses: tuple[tuple[date, date | None], ...]) -> Iterator[Move]:
    """Yield how one dossier moves the sums. The sum over all days up to a day is the stock at its end."""
    for name, measure in MEASURES.items():
        if not all(fact[column] in values for column, values in measure.where.items()):
            continue
        if isinstance(measure, Flow):
            if fact[measure.on] is not None:
                yield name, fact[measure.on], 1
        else:
            yield from _span(name, fact[measure.begins], fact[measure.ends])
    for begins, ends in pauses:
        yield from _span(WAITING, begins, ends)


def _span(name: str, begins: date | None, ends: date | None) -> Iterator[Move]:
    if begins is None or (ends is not None and ends <= begins):
        return
    yield name, begins, 1
    if ends is not None:
        yield name, ends, -1
