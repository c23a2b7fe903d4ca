"""A line of the story of An's dossier, by which an officer would undo an act; a letter An was sent, signed."""

from tinhso.government.dossiers.models import Dossier, Letter, TimelineEvent
from tinhso.kernel import clock
from tinhso.kernel.ids import uuid7

PRIVATE = {"event_id", "dossier_letter_id"}


def things(cast):
    """Return the ids by the names they have in addresses."""
    dossier = Dossier.objects.get(pk=cast["dossier"].id)
    line = TimelineEvent.objects.filter(dossier=dossier, verb="signed").get()
    letter = Letter.objects.create(
        dossier=dossier,
        kind="supplement",
        event_id=line.id,
        number="01/PBS-UBND",
        on=clock.today(),
        held_id=uuid7(),
        file_id=dossier.result_file_id,
        state="signed",
        stage="seal",
        signer_name=cast["binh"].name,
        role="one_stop_officer",
        asked_at=clock.now(),
        ended_at=clock.now(),
    )
    return {"event_id": line.id, "dossier_letter_id": letter.id}
