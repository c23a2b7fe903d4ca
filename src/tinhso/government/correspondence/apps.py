"""Django's view of correspondence."""

from django.apps import AppConfig


class CorrespondenceConfig(AppConfig):
    """Exchange of documents between agencies."""

    name = "tinhso.government.correspondence"
    label = "correspondence"
