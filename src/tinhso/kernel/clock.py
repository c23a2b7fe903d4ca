"""Time: stored in UTC, shown in Asia/Ho_Chi_Minh. Nobody else asks the operating system what time it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Final
from zoneinfo import ZoneInfo

LOCAL_ZONE: Final = ZoneInfo("Asia/Ho_Chi_Minh")

_frozen: list[datetime] = []


def now() -> datetime:
    """Return this moment, aware, in UTC."""
    return _frozen[-1] if _frozen else datetime.now(UTC)


def to_local(moment: datetime) -> datetime:
    """Return the same moment on the wall clock of Vietnam. Refuses a naive datetime with ValueError."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs its zone")
    return moment.astimezone(LOCAL_ZONE)


def local_day(moment: datetime) -> date:
    """Return the calendar day on which `moment` falls in Vietnam."""
    return to_local(moment).date()


def today() -> date:
    """Return the calendar day in Vietnam."""
    return local_day(now())


@contextmanager
def frozen(moment: datetime) -> Iterator[datetime]:
    """Hold the clock still at `moment` inside the block (tests and simulations only)."""
    _frozen.append(moment.astimezone(UTC))
    try:
        yield moment
    finally:
        _frozen.pop()
