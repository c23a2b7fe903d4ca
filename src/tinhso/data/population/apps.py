"""Django's view of population."""

from django.apps import AppConfig


class PopulationConfig(AppConfig):
    """Tables: look-ups, held persons, checks, desk visits, the state of the source."""

    name = "tinhso.data.population"
    label = "population"

    def ready(self) -> None:
        """Prove kinship by the child's record."""
        from tinhso.data.population import kinship
        from tinhso.foundation.mandates import public as mandates

        mandates.provide_kinship("population", kinship.find, ask=kinship.ask)
