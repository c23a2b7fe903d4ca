"""Django's view of numbering."""

from django.apps import AppConfig


class NumberingConfig(AppConfig):
    """One table of counters."""

    name = "tinhso.foundation.numbering"
    label = "numbering"
