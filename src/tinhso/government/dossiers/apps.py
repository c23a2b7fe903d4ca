"""Django's view of dossiers."""

from django.apps import AppConfig


class DossiersConfig(AppConfig):
    """Tables of drafts and dossiers."""

    name = "tinhso.government.dossiers"
    label = "dossiers"

    def ready(self) -> None:
        """Name what one may authorise somebody for; prove kinship by births registered here."""
        from tinhso.foundation.mandates import public as mandates
        from tinhso.government.dossiers import kinship, mandated

        mandates.provide_subjects(mandated.subjects)
        mandates.provide_kinship("dossiers", kinship.find)
