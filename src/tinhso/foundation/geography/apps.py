"""Django's view of geography."""

from django.apps import AppConfig


class GeographyConfig(AppConfig):
    """Where units are. No tables."""

    name = "tinhso.foundation.geography"
    label = "geography"
