"""Django's view of prints."""

from django.apps import AppConfig


class PrintsConfig(AppConfig):
    """No tables; the health check and the door."""

    name = "tinhso.foundation.prints"
    label = "prints"
