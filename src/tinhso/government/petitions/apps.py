"""Django's view of petitions."""

from django.apps import AppConfig


class PetitionsConfig(AppConfig):
    """Petitions and their story."""

    name = "tinhso.government.petitions"
    label = "petitions"
