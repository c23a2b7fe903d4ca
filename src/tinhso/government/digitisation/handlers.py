"""Reactions to the road of a dossier."""

from tinhso.government.digitisation.actions.check import ensure_check, note_result
from tinhso.government.dossiers.events import DossierReceived, ResultSigned
from tinhso.kernel.events import Envelope


def follow(envelope: Envelope) -> None:
    """Begin the paper check of what was received; note the day of its result. Each may come twice."""
    fact = envelope.fact
    if isinstance(fact, DossierReceived):
        ensure_check(fact.dossier_id, now=envelope.recorded_at)
    elif isinstance(fact, ResultSigned):
        note_result(fact.dossier_id, now=envelope.recorded_at)
