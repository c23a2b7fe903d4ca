"""Reactions to the road of a dossier."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from tinhso.government.digitisation.actions.check import ensure_checks, note_results
from tinhso.government.dossiers.events import DossierReceived, ResultSigned
from tinhso.kernel.clock import local_day
from tinhso.kernel.events import Envelope


def follow(envelope: Envelope) -> None:
    """Begin the paper check of what was received; note the day of its result. Each may come twice."""
    follow_all([envelope])


def follow_all(envelopes: Sequence[Envelope]) -> None:
    """Do so for many, those of one kind and day together."""
    for (kind, _), some in groupby(envelopes, key=lambda one: (type(one.fact), local_day(one.recorded_at))):
        group = list(some)
        ids = [_of(one.fact) for one in group]
        if kind is DossierReceived:
            ensure_checks(ids, now=group[0].recorded_at)
        elif kind is ResultSigned:
            note_results(ids, now=group[0].recorded_at)


def _of(fact: Any) -> Any:
    return fact.dossier_id
