"""Django's view of access."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """No tables."""

    name = "tinhso.foundation.access"
    label = "access"
