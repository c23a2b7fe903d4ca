"""The calendar's door for tests."""

from datetime import datetime

from tinhso.foundation.calendar import calendars
from tinhso.kernel.clock import LOCAL_ZONE


def at(text: str) -> datetime:
    """Return a moment of Vietnam's clock, written "2026-11-23 09:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL_ZONE)


def settle() -> None:
    """Read the tables now and trust them for the next seconds, so that a query count has no chance in it."""
    calendars.forget()
    calendars.current_tables()
