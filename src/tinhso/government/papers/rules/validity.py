"""Whether a paper counts on a day, and how long one is valid. No Django, no clock."""

from calendar import monthrange
from datetime import date

from tinhso.government.papers.data import PaperState


def state_on(stored: PaperState, valid_until: date | None, on: date) -> PaperState:
    """Return how a paper stands on a day: what was decided about it goes before the passing of time."""
    if stored is PaperState.IN_FORCE and valid_until is not None and on > valid_until:
        return PaperState.EXPIRED
    return stored


def is_usable(stored: PaperState, valid_until: date | None, issued_on: date | None, on: date) -> bool:
    """Tell whether a paper may stand in a dossier on a day: in force, not expired, issued by then."""
    issued = issued_on is None or issued_on <= on
    return issued and state_on(stored, valid_until, on) is PaperState.IN_FORCE


def end_of(issued_on: date | None, months: int | None) -> date | None:
    """Return the last day of validity, `months` after the day of issue; None when it does not end or is not known.

    The same day of a later month, its last day when it has no such day; that day itself still counts (Civil Code 2015,
    Articles 147 and 148: the first day is left out, the term ends with its last day).
    """
    if issued_on is None or months is None:
        return None
    year, month = divmod(issued_on.month - 1 + months, 12)
    year, month = issued_on.year + year, month + 1
    return date(year, month, min(issued_on.day, monthrange(year, month)[1]))
