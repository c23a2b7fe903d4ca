"""Django's view of papers."""

from django.apps import AppConfig


class PapersConfig(AppConfig):
    """The electronic store of papers."""

    name = "tinhso.government.papers"
    label = "papers"
