"""Django's view of the national exchange."""

from django.apps import AppConfig


class NationalConfig(AppConfig):
    """Tables: lanes and records told, comparisons, filings fetched, the national catalogue."""

    name = "tinhso.government.national"
    label = "national"
