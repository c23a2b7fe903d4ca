"""From what the rooms hold of a dossier to its fact row: the two verdicts on its time, and its marks.

The house's verdict compares the end with the promise, which has moved by the working time we waited for the applicant.
The national one (QĐ 766/QĐ-TTg, group 2, as the portal reckons it) is stricter: a second request to supplement makes
the dossier late whenever it ends.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final, Protocol

from tinhso.kernel.clock import local_day

REFUSED, WITHDRAWN, STOPPED, DONE, HANDED_OVER = 3, 7, 8, 9, 10
ENDS: Final[Mapping[int, str]] = {
    REFUSED: "refused",
    WITHDRAWN: "withdrawn",
    STOPPED: "stopped",
    DONE: "done",
    HANDED_OVER: "done",
}
ONLINE: Final = frozenset({"online", "npsp"})
_ONE_DAY: Final = timedelta(days=1)


class Source(Protocol):
    """What dossiers tell of one (their `FigureFacts`)."""

    @property
    def status(self) -> int: ...
    @property
    def channel(self) -> str: ...
    @property
    def received_at(self) -> datetime | None: ...
    @property
    def promised_at(self) -> datetime | None: ...
    @property
    def paused_at(self) -> datetime | None: ...
    @property
    def finished_at(self) -> datetime | None: ...
    @property
    def handed_over_at(self) -> datetime | None: ...
    @property
    def asked_at(self) -> tuple[datetime, ...]: ...
    @property
    def waits(self) -> tuple[tuple[datetime, datetime | None], ...]: ...


def day(moment: datetime | None) -> date | None:
    """Return the day of a moment in Vietnam."""
    return local_day(moment) if moment else None


def verdict(source: Source) -> str:
    """Return early, on_time or late for a dossier done or stopped, else "". Early is before the promised day."""
    finished, promised = source.finished_at, source.promised_at
    if ENDS.get(source.status) not in {"done", "stopped"} or finished is None or promised is None:
        return ""
    if finished > promised:
        return "late"
    return "early" if local_day(finished) < local_day(promised) else "on_time"


def national(source: Source) -> str:
    """Return on_time or late by the national formula for one with an end (9, 10, 8 or 3) and a promise, else ""."""
    finished, promised = source.finished_at, source.promised_at
    if finished is None or promised is None or source.status == WITHDRAWN:
        return ""
    return "late" if finished > promised or len(source.asked_at) > 1 else "on_time"


def overdue_on(source: Source) -> date | None:
    """Return the day from which it is overdue: the one after its promise; None while the clock stands before it."""
    promised = source.promised_at
    if promised is None or (source.paused_at is not None and source.paused_at <= promised):
        return None
    return local_day(promised) + _ONE_DAY


def national_late_on(source: Source) -> date | None:
    """Return the day from which it is late by the national formula: overdue, or asked a second time to supplement."""
    second = day(source.asked_at[1]) if len(source.asked_at) > 1 else None
    days = [one for one in (overdue_on(source), second) if one is not None]
    return min(days) if days and source.received_at else None


def pauses(source: Source) -> tuple[tuple[date, date | None], ...]:
    """Return the days in which the clock stood: whole days, begun and not yet ended; never past the end."""
    return tuple(
        (local_day(since), day(until or source.finished_at))
        for since, until in source.waits
        if day(until or source.finished_at) != local_day(since)
    )


def times(source: Source) -> dict[str, Any]:
    """Return the part of a fact row that says when, and how it stood to its time."""
    return {
        "received_on": day(source.received_at),
        "finished_on": day(source.finished_at),
        "handed_on": day(source.handed_over_at),
        "end": ENDS.get(source.status, ""),
        "verdict": verdict(source),
        "national": national(source),
        "overdue_on": overdue_on(source),
        "national_late_on": national_late_on(source),
        "supplemented": bool(source.asked_at),
    }
