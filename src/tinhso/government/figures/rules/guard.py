"""Small numbers are not told, nor what would give them away by subtraction.

Told is a month that is over, by unit, with its sum. A number from 1 to 4 is kept back; and as long as the sum would
tell it (one alone, or several that can only all be 1 or all be 4), the next smallest number is kept back with it,
wherever it stands. Longer periods tell nothing of their own: they add up what their months tell, so that nothing comes
out by subtracting one period from another.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Final, TypeVar

K = TypeVar("K", bound=Hashable)
FEW: Final = 5


def is_small(value: int) -> bool:
    """Tell whether a number could point to somebody."""
    return 0 < value < FEW


def kept_back(columns: Sequence[Mapping[K, int]]) -> frozenset[K]:
    """Return the places not to be told of columns that are guarded as one (satisfied, and what it leaves of all)."""
    hidden = {place for column in columns for place, value in column.items() if is_small(value)}
    first = columns[0]
    rest = {place for place in first if place not in hidden}
    while rest and not all(is_ambiguous(column[place] for place in hidden) for column in columns):
        least = min((first[place] for place in rest), key=lambda value: (not value, value))
        taken = {place for place in rest if first[place] == least}  # which of equals was taken would tell something
        hidden, rest = hidden | taken, rest - taken
    return frozenset(hidden)


def is_ambiguous(values: Iterable[int]) -> bool:
    """Tell whether the sum of what is kept back leaves open what each small number is."""
    held = list(values)
    if not any(is_small(value) for value in held):
        return True
    return len(held) > 1 and set(held) not in ({1}, {FEW - 1})


def total(columns: Sequence[Mapping[K, int]]) -> int | None:
    """Return the sum of the first column, None where it may not be told: it is small, or tells what is kept back."""
    hidden, sums = kept_back(columns), [sum(column.values()) for column in columns]
    if any(is_small(value) for value in sums):
        return None
    return sums[0] if all(is_ambiguous(column[place] for place in hidden) for column in columns) else None
