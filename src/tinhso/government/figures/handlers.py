"""Reactions to events: note which dossier to count again. Nothing is reckoned here."""

from typing import Any

from tinhso.government.figures import projection
from tinhso.kernel.events import Envelope


def dossier_moved(envelope: Envelope) -> None:
    """Look at a dossier again."""
    fact: Any = envelope.fact
    projection.look_again(fact.dossier_id)


def subject_moved(envelope: Envelope) -> None:
    """Look at a dossier again whose fee moved or which used a paper of the store; other subjects are not counted."""
    fact: Any = envelope.fact
    if fact.subject_kind == "dossier":
        projection.look_again(fact.subject_id)
