"""Django's handle on this room."""

from django.apps import AppConfig


class LeaderConfig(AppConfig):
    """The leader's portal: screens only."""

    name = "tinhso.portals.leader"
    label = "leader"

    def ready(self) -> None:
        """Let figures count what the room of petitions counts: the two stand beside each other."""
        from tinhso.government.figures import public as figures
        from tinhso.portals.leader import counting

        figures.provide("petitions", counting.PETITIONS)
