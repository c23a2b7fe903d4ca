"""Django's view of the calendar."""

from django.apps import AppConfig


class CalendarConfig(AppConfig):
    """Tables of decided days and of working weeks."""

    name = "tinhso.foundation.calendar"
    label = "calendar"
