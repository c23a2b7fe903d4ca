"""Django's view of figures."""

from django.apps import AppConfig


class FiguresConfig(AppConfig):
    """Figures."""

    name = "tinhso.government.figures"
    label = "figures"
