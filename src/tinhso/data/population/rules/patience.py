"""How long to wait: pauses of the queue, and the circuit breaker before the source."""

from datetime import datetime, timedelta
from typing import Final

PAUSES: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 15, 30, 60, 120, 240, 480, 720, 1440, 1440))
REFUSED_PAUSE: Final = timedelta(minutes=30)
OPENS_AFTER: Final = 5
FIRST_REST: Final = timedelta(seconds=30)
LONGEST_REST: Final = timedelta(minutes=5)


def pause_after(attempts: int) -> timedelta | None:
    """Return how long a verification waits after so many attempts; None after the last one (about three days)."""
    return PAUSES[attempts - 1] if attempts <= len(PAUSES) else None


def rest_after(failures: int) -> timedelta | None:
    """Return how long nobody asks after so many failures in a row: 30 s from the fifth, doubling to five minutes."""
    if failures < OPENS_AFTER:
        return None
    return min(FIRST_REST * (1 << min(failures - OPENS_AFTER, 10)), LONGEST_REST)


def may_ask(now: datetime, *, open_until: datetime | None, paused: bool) -> bool:
    """Tell whether a question may go out."""
    return not paused and (open_until is None or now >= open_until)
