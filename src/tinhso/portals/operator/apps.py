"""Django's handle on this room."""

from django.apps import AppConfig


class OperatorConfig(AppConfig):
    """The operator's console: no tables."""

    name = "tinhso.portals.operator"
    label = "operator"
