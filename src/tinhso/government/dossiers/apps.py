"""Django's view of dossiers."""

from django.apps import AppConfig


class DossiersConfig(AppConfig):
    """Tables of drafts and dossiers."""

    name = "tinhso.government.dossiers"
    label = "dossiers"
