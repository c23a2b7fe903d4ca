"""Django's view of procedures."""

from django.apps import AppConfig


class ProceduresConfig(AppConfig):
    """Tables of procedures and their published versions."""

    name = "tinhso.government.procedures"
    label = "procedures"
