"""When to try again: after growing pauses, about 41 hours in all, then a person has to look."""

from datetime import timedelta
from typing import Final

PAUSES: Final = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(hours=12),
    timedelta(hours=24),
)


def pause_after(attempts: int) -> timedelta | None:
    """Return how long to wait after `attempts` failed attempts (1 and up); None when it has been tried enough."""
    return PAUSES[attempts - 1] if attempts <= len(PAUSES) else None
