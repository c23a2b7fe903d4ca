"""Counting working time: pure, without a database."""

from tinhso.foundation.calendar.rules.schedule import Decision, Week, format_windows, parse_windows
from tinhso.foundation.calendar.rules.working import WorkingCalendar

__all__ = ["Decision", "Week", "WorkingCalendar", "format_windows", "parse_windows"]
