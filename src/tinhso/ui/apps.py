"""Django's view of the design system."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Templates, static files, template tags and formats; no tables."""

    name = "tinhso.ui"
    label = "ui"
