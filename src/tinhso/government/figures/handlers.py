"""Reactions to events: note which dossiers to count again. Nothing is reckoned here."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from tinhso.government.figures import projection
from tinhso.kernel.events import Envelope

SUBJECTS: Final = frozenset({"dossier", "dossiers.dossier"})
"""What papers and payments call a dossier."""


def moved(envelope: Envelope) -> None:
    """Look at a dossier again that moved, whose fee moved, or which used a paper of the store."""
    all_moved([envelope])


def all_moved(envelopes: Sequence[Envelope]) -> None:
    """Look again at all of them; subjects that are no dossiers are not counted."""
    found = [_dossier_of(one.fact) for one in envelopes]
    projection.look_again(*(one for one in found if one))


def _dossier_of(fact: Any) -> UUID | None:
    own: UUID | None = getattr(fact, "dossier_id", None)
    if own is None and fact.subject_kind in SUBJECTS:
        own = fact.subject_id
    return own
