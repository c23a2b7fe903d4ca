"""Django's view of digitisation."""

from django.apps import AppConfig


class DigitisationConfig(AppConfig):
    """Paper checks, scanned pages, digitised papers."""

    name = "tinhso.government.digitisation"
    label = "digitisation"

    def ready(self) -> None:
        """Read scanned documents for their search, where the tools are installed."""
        from tinhso.government.digitisation.scans import Scans
        from tinhso.government.documents.public import read_scans_with

        read_scans_with(Scans())
