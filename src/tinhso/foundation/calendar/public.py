"""The door of the calendar."""

from tinhso.foundation.calendar.actions import DECIDE, decide_day, decide_week
from tinhso.foundation.calendar.data import Allowance, AllowanceUnit, DayInfo, DayKind, Remaining
from tinhso.foundation.calendar.errors import BadSessions, ReasonMissing
from tinhso.foundation.calendar.queries import (
    add_working_time,
    get_day,
    is_working_day,
    list_days,
    next_working_moment,
    remaining,
    shift,
    subtract_working_time,
    working_days_between,
    working_time_between,
)
from tinhso.foundation.calendar.wording import allowance_words, remaining_words

__all__ = [
    "DECIDE",
    "Allowance",
    "AllowanceUnit",
    "BadSessions",
    "DayInfo",
    "DayKind",
    "ReasonMissing",
    "Remaining",
    "add_working_time",
    "allowance_words",
    "decide_day",
    "decide_week",
    "get_day",
    "is_working_day",
    "list_days",
    "next_working_moment",
    "remaining",
    "remaining_words",
    "shift",
    "subtract_working_time",
    "working_days_between",
    "working_time_between",
]
