"""Finding the first broken row of a batch from the marks its seal kept."""

from collections.abc import Sequence
from enum import StrEnum

from tinhso.foundation.audit.rules.merkle import MARK


class Fault(StrEnum):
    """What was done to a row."""

    ALTERED = "altered"
    REMOVED = "removed"
    INSERTED = "inserted"


def first_fault(marks: bytes, leaves: Sequence[bytes]) -> tuple[int, Fault] | None:
    """Return the place of the first row that is not what was sealed, and what happened to it.

    The place counts in the rows found now; of a removed row it is the place where it should stand. None when all marks
    agree.
    """
    sealed = [marks[n : n + MARK] for n in range(0, len(marks), MARK)]
    found = [one[:MARK] for one in leaves]
    if sealed == found:
        return None
    shorter = min(len(sealed), len(found))
    place = next((n for n in range(shorter) if sealed[n] != found[n]), shorter)
    if place == len(found) or found[place] in sealed[place + 1 :]:
        return place, Fault.REMOVED
    if place == len(sealed) or sealed[place] in found[place + 1 :]:
        return place, Fault.INSERTED
    return place, Fault.ALTERED
