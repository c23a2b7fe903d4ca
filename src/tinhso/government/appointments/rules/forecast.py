"""How long one waits: an honest range, learnt from this unit's own last services at this hour of the day."""

from collections.abc import Sequence
from math import ceil, floor
from statistics import median
from typing import Final

from tinhso.government.appointments.data import Forecast

ENOUGH: Final = 5
"""Fewer services than this teach nothing: the usual time is taken and the range is wide."""

WIDE: Final = 0.5


def forecast(*, before: int, desks: int, seconds: Sequence[int], usual_minutes: int) -> Forecast | None:
    """Return the range of waiting for somebody with `before` people ahead and `desks` open; None when none is open.

    The middle is the median service time times the turns that pass before a desk is free, (before + 1) / desks less
    the half turn the service under way has behind it on average. The range spans the quartiles of the sample. Never
    negative; grows with people before, shrinks with desks.
    """
    if desks < 1:
        return None
    turns = max((before + 1) / desks - 0.5, 0.0)
    low, high = _span(sorted(seconds), usual_minutes * 60)
    return Forecast(
        before=before, desks=desks, low=floor(turns * low / 60), high=ceil(turns * high / 60), known=len(seconds)
    )


def _span(seconds: Sequence[int], usual: int) -> tuple[float, float]:
    """Return the quartiles of the sample; around the usual time when there is too little of it."""
    if len(seconds) < ENOUGH:
        return usual * (1 - WIDE), usual * (1 + WIDE)
    half = len(seconds) // 2
    return median(seconds[: half + 1]), median(seconds[half:])
