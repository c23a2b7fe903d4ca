"""Django's handle on this room."""

from django.apps import AppConfig


class LeaderConfig(AppConfig):
    """The leader's portal: screens only."""

    name = "tinhso.portals.leader"
    label = "leader"
