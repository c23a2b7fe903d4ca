"""Django's view of work."""

from django.apps import AppConfig


class WorkConfig(AppConfig):
    """Tables of work items and of what is followed."""

    name = "tinhso.foundation.work"
    label = "work"
