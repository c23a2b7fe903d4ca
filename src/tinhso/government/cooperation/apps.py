"""Django's view of cooperation."""

from django.apps import AppConfig


class CooperationConfig(AppConfig):
    """Several agencies in one dossier."""

    name = "tinhso.government.cooperation"
    label = "cooperation"
