"""Django's view of dossiers."""

from django.apps import AppConfig


class DossiersConfig(AppConfig):
    """Tables of drafts and dossiers."""

    name = "tinhso.government.dossiers"
    label = "dossiers"

    def ready(self) -> None:
        """Name what one may authorise somebody for."""
        from tinhso.foundation.mandates import public as mandates
        from tinhso.government.dossiers import mandated

        mandates.provide_subjects(mandated.subjects)
