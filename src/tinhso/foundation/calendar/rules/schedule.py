"""What is worked on a day: sessions of the week, holidays, and decisions that win over both."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

from tinhso.foundation.calendar.data import DayKind

Windows = tuple[tuple[int, int], ...]
"""Sessions of one day as seconds since midnight, in order, apart from one another."""

NO_WINDOWS: Final[Windows] = ()
_WINDOW: Final = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])-([01][0-9]|2[0-3]):([0-5][0-9])")
_MAX_WINDOWS: Final = 4


def parse_windows(text: str) -> Windows:
    """Read "07:00-11:30 13:30-17:00". Refuses, with ValueError, other text and sessions that overlap or run back."""
    words = text.split()
    if len(words) > _MAX_WINDOWS:
        raise ValueError(f"a day has at most {_MAX_WINDOWS} sessions: {text!r}")
    windows = tuple(_window(word) for word in words)
    edges = [edge for window in windows for edge in window]
    if any(later <= earlier for earlier, later in pairwise(edges)):
        raise ValueError(f"sessions follow one another: {text!r}")
    return windows


def format_windows(windows: Windows) -> str:
    """Write sessions as `parse_windows` reads them."""
    return " ".join(f"{_clock(start)}-{_clock(end)}" for start, end in windows)


def length(windows: Windows) -> int:
    """Return how many seconds are worked."""
    return sum(end - start for start, end in windows)


def _window(word: str) -> tuple[int, int]:
    found = _WINDOW.fullmatch(word)
    if found is None:
        raise ValueError(f"a session is written HH:MM-HH:MM, not {word!r}")
    start_hour, start_minute, end_hour, end_minute = map(int, found.groups())
    return start_hour * 3600 + start_minute * 60, end_hour * 3600 + end_minute * 60


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}"


@dataclass(frozen=True, slots=True)
class Week:
    """The ordinary week from a day on: sessions Monday to Sunday, and which weekdays are the weekly rest.

    Sessions on a rest day (một cửa mở sáng thứ Bảy, Quyết định 14/2010/QĐ-TTg) are working time, but such a day is not
    a working day of the law.
    """

    valid_from: date
    sessions: tuple[Windows, ...]
    rest_days: frozenset[int] = frozenset({5, 6})

    def __post_init__(self) -> None:
        if len(self.sessions) != 7 or not length(self.ordinary):
            raise ValueError("a week has seven days and is worked on one of them at least")

    @property
    def ordinary(self) -> Windows:
        """The sessions of the first weekday that is not rest: what a worked Saturday has, too."""
        return next((s for place, s in enumerate(self.sessions) if s and place not in self.rest_days), NO_WINDOWS)


@dataclass(frozen=True, slots=True)
class Decision:
    """What an official decision says of one day; without windows, those of an ordinary day (or its first half)."""

    kind: DayKind
    windows: Windows = NO_WINDOWS


@dataclass(frozen=True, slots=True)
class Day:
    """What is worked on one day, and whether the law counts it."""

    windows: Windows
    counts: bool
    seconds: int


REST: Final = Day(NO_WINDOWS, counts=False, seconds=0)


class Schedule:
    """Says what is worked on any day."""

    def __init__(
        self,
        weeks: Sequence[Week],
        *,
        holidays: Callable[[int], Collection[date]],
        decisions: Mapping[date, Decision],
    ) -> None:
        if not weeks:
            raise ValueError("a calendar has at least one week")
        self._weeks = sorted(weeks, key=lambda week: week.valid_from)
        self._holidays = holidays
        self._decisions = decisions
        self._known: dict[tuple[Windows, bool], Day] = {}

    def week_of(self, day: date) -> Week:
        """Return the week in force on `day`; before the first one, the first."""
        return next((week for week in reversed(self._weeks) if week.valid_from <= day), self._weeks[0])

    def day(self, day: date) -> Day:
        """Return what is worked on `day`: the decision if there is one, else the holiday, else the week."""
        week = self.week_of(day)
        sessions = NO_WINDOWS if day in self._holidays(day.year) else week.sessions[day.weekday()]
        counts = bool(sessions) and day.weekday() not in week.rest_days
        decision = self._decisions.get(day)
        if decision is not None:
            sessions, counts = _decided(decision, week, sessions, counts=counts)
        return self._shared(sessions, counts)

    def lengths(self) -> set[int]:
        """Return every length, in seconds, that a working day can have."""
        found = {length(s) for week in self._weeks for s in (*week.sessions, *_halves(week))}
        return (found | {length(decision.windows) for decision in self._decisions.values()}) - {0}

    def _shared(self, windows: Windows, counts: bool) -> Day:  # noqa: FBT001 - a key of two
        """Return one object for all days that are alike: thousands of days, a handful of kinds."""
        found = self._known.get((windows, counts))
        if found is None:
            found = self._known[windows, counts] = Day(windows, counts and bool(windows), length(windows))
        return found


def _halves(week: Week) -> tuple[Windows, ...]:
    return tuple(sessions[:1] for sessions in week.sessions)


def _decided(decision: Decision, week: Week, sessions: Windows, *, counts: bool) -> tuple[Windows, bool]:
    """Apply a decision: off is off, work counts, a half counts when the day would have."""
    if decision.kind is DayKind.OFF:
        return NO_WINDOWS, False
    if decision.kind is DayKind.WORK:
        return decision.windows or week.ordinary, True
    return decision.windows or (sessions or week.ordinary)[:1], counts
