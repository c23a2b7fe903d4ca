"""The breaker of the whole portal, and the pause of one lane: pure."""

import random
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

TRIPS_AT: Final = 5
FIRST_REST: Final = 2.0
LONGEST_REST: Final = 60.0
LONGEST_PAUSE: Final = 60.0


@dataclass(frozen=True, slots=True)
class Circuit:
    """`failures` in a row; open until a moment, then one lane tries; an operator may pause it all."""

    failures: int = 0
    open_until: datetime | None = None
    is_paused: bool = False

    def room(self, wanted: int, now: datetime) -> int:
        """Return how many lanes may be tried now: none while paused or open, one to try, as many as wanted."""
        if self.is_paused or (self.open_until and self.open_until > now):
            return 0
        return min(wanted, 1) if self.failures >= TRIPS_AT else wanted

    def failed(self, now: datetime) -> "Circuit":
        """One more attempt found nobody there: from the fifth on it opens, each time for longer, a minute at most.

        What fails while it is open was under way when it opened, and tells nothing new.
        """
        if self.open_until and self.open_until > now:
            return self
        failures = self.failures + 1
        if failures < TRIPS_AT:
            return replace(self, failures=failures)
        rest = min(FIRST_REST * 2 ** min(failures - TRIPS_AT, 10), LONGEST_REST)
        return replace(self, failures=failures, open_until=now + _spread(rest))

    def answered(self) -> "Circuit":
        """The portal answered, whatever it said."""
        return replace(self, failures=0, open_until=None)


def pause_after(attempts: int) -> timedelta:
    """Return how long a lane waits after its n-th attempt in vain: 1 s, 2 s, 4 s … a minute, spread by half."""
    return _spread(min(2.0 ** min(attempts - 1, 10), LONGEST_PAUSE))


def _spread(seconds: float) -> timedelta:
    return timedelta(seconds=seconds * random.uniform(0.75, 1.25))  # noqa: S311 - to part those who wait, not a secret
