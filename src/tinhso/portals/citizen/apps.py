"""Django's handle on this room."""

from django.apps import AppConfig


class CitizenConfig(AppConfig):
    """The citizen portal."""

    name = "tinhso.portals.citizen"
    label = "citizen"
