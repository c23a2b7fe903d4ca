"""Django's view of results."""

from django.apps import AppConfig


class ResultsConfig(AppConfig):
    """The register of results."""

    name = "tinhso.government.results"
    label = "results"
