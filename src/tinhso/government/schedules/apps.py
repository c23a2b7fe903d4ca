"""Django's view of schedules."""

from django.apps import AppConfig


class SchedulesConfig(AppConfig):
    """Leaders' weeks."""

    name = "tinhso.government.schedules"
    label = "schedules"
