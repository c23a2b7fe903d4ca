"""Django's view of the archive."""

from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    """Packages kept for good."""

    name = "tinhso.government.archive"
    label = "archive"
