"""Django's view of digitisation."""

from django.apps import AppConfig


class DigitisationConfig(AppConfig):
    """Paper checks, scanned pages, digitised papers."""

    name = "tinhso.government.digitisation"
    label = "digitisation"
