"""Django's view of mandates."""

from django.apps import AppConfig


class MandatesConfig(AppConfig):
    """Who may act for whom."""

    name = "tinhso.foundation.mandates"
    label = "mandates"
