"""Django's handle on this room."""

from django.apps import AppConfig


class OfficerConfig(AppConfig):
    """The officers' portal: no tables."""

    name = "tinhso.portals.officer"
    label = "officer"
