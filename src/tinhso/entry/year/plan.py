"""The rhythm of a year and the fate of a dossier: pure functions of a seed."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import accumulate, pairwise
from typing import Final

from tinhso.kernel.clock import LOCAL_ZONE

WEEKDAYS: Final = (1.35, 1.1, 1.0, 0.95, 0.85, 0.5, 0.5)
"""Monday brings the most; the last two are Saturdays and Sundays that are worked."""
LONG_REST: Final = 5
BEFORE_TET, AFTER_TET, DECEMBER = 0.55, 0.6, 1.1
ONLINE_SHARE: Final = 0.55
LATE: Final = 0.04


@dataclass(frozen=True, slots=True)
class Fate:
    """What will become of one dossier, decided when it is filed; shares of all in the comments of `fate_of`."""

    online: bool
    refused: bool
    supplemented: bool
    ended: str
    late: bool
    extended: bool
    sent_back: bool
    corrected: bool
    by_bank: bool
    level: int
    pace: float
    rest: float


def dice_for(*parts: object) -> random.Random:
    """Return dice that fall the same for the same parts."""
    return random.Random(":".join(map(str, parts)))  # noqa: S311 - the same year every time is the purpose


def fate_of(key: str) -> Fate:
    """Return the fate of the dossier with this key."""
    dice = dice_for("fate", key)
    late = dice.random() < LATE
    return Fate(
        online=dice.random() < ONLINE_SHARE,
        refused=dice.random() < 0.015,
        supplemented=dice.random() < 0.04,
        ended=dice.choices(("", "stopped", "withdrawn"), cum_weights=(0.98, 0.992, 1.0))[0],
        late=late,
        extended=late and dice.random() < 0.4,
        sent_back=dice.random() < 0.02,
        corrected=dice.random() < 0.003,
        by_bank=dice.random() < 0.7,
        level=dice.choices((0, 1, 2, 3), cum_weights=(0.75, 0.9, 0.985, 1.0))[0],
        pace=dice.uniform(0.25, 0.95) if not late else 1 + dice.expovariate(2.0),
        rest=dice.random(),
    )


def day_weights(days: Sequence[date]) -> list[float]:
    """Return how much is filed on each of these working days: Mondays more, around the long rest of Tết less."""
    weights = [WEEKDAYS[day.weekday()] * (DECEMBER if day.month == 12 else 1.0) for day in days]
    for place, (day, following) in enumerate(pairwise(days)):
        if (following - day).days > LONG_REST and day.month in (1, 2):
            for at in range(max(0, place - 4), place + 1):
                weights[at] *= BEFORE_TET
            for at in range(place + 1, min(len(days), place + 6)):
                weights[at] *= AFTER_TET
    return weights


def shares(total: int, weights: Sequence[float]) -> list[int]:
    """Return whole numbers in the proportion of the weights that add up to `total`."""
    whole = sum(weights)
    marks = [0, *(round(total * so_far / whole) for so_far in accumulate(weights))] if whole else [0, total]
    return [after - before for before, after in pairwise(marks)]


def unit_weights(seed: int, codes: Mapping[str, int]) -> dict[str, float]:
    """Return how much each unit is asked for: offices differ in size, and where more is offered more is filed."""
    return {code: dice_for(seed, "size", code).lognormvariate(0, 0.5) * offered**0.5 for code, offered in codes.items()}


def filing_moment(dice: random.Random, day: date, *, online: bool) -> datetime:
    """Return when on a day a dossier is filed: at the desk in office hours, on line from seven to twenty-one."""
    if online:
        minute = dice.choices((7, 8, 9, 10, 13, 14, 15, 16, 19, 20), (2, 6, 9, 8, 4, 8, 7, 4, 3, 2))[0] * 60
    else:
        minute = dice.choices((450, 480, 540, 600, 810, 840, 900), (3, 7, 9, 6, 6, 8, 6))[0]
    moment = datetime.combine(day, time(0), LOCAL_ZONE) + timedelta(minutes=minute + dice.randrange(60))
    return moment if online else min(moment, datetime.combine(day, time(16, 10), LOCAL_ZONE))
