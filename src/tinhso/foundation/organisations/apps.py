"""Django's view of organisations."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """Tables of units, officers and appointments."""

    name = "tinhso.foundation.organisations"
    label = "organisations"
