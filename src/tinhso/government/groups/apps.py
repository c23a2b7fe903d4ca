"""Django's view of groups."""

from django.apps import AppConfig


class GroupsConfig(AppConfig):
    """Many dossiers handed in together."""

    name = "tinhso.government.groups"
    label = "groups"
