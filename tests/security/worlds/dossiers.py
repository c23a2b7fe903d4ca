"""A line of the story of An's dossier, by which an officer would undo an act."""

from tinhso.government.dossiers.models import TimelineEvent

PRIVATE = {"event_id"}


def things(cast):
    """Return the ids by the names they have in addresses."""
    line = TimelineEvent.objects.filter(dossier_id=cast["dossier"].id, verb="signed").get()
    return {"event_id": line.id}
