"""Django's view of transfers."""

from django.apps import AppConfig


class TransfersConfig(AppConfig):
    """Paper on its way between units."""

    name = "tinhso.government.transfers"
    label = "transfers"
