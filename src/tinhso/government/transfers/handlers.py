"""Reactions to other rooms' events; idempotent."""

from tinhso.government.dossiers.events import DossierTransferred
from tinhso.government.transfers import actions
from tinhso.kernel.events import Envelope


def passed_on(envelope: Envelope) -> None:
    """Note the paper of a dossier that a desk received for another unit."""
    fact = envelope.fact
    if isinstance(fact, DossierTransferred):
        actions.note_papers(dossier_id=fact.dossier_id, now=envelope.recorded_at)
