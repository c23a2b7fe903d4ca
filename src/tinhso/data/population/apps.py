"""Django's view of population."""

from django.apps import AppConfig


class PopulationConfig(AppConfig):
    """Tables: look-ups, held persons, checks, desk visits, the state of the source."""

    name = "tinhso.data.population"
    label = "population"
