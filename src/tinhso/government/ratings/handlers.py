"""Reactions to events: a dossier was handed over, so ask how it went."""

from collections.abc import Sequence
from typing import cast

from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.events import ResultHandedOver
from tinhso.government.ratings import actions
from tinhso.kernel.actors import SYSTEM
from tinhso.kernel.events import Envelope


def ask(envelope: Envelope) -> None:
    """Invite the applicant, once for each dossier."""
    ask_all([envelope])


def ask_all(envelopes: Sequence[Envelope]) -> None:
    """Invite the applicants of all of them."""
    facts = [cast("ResultHandedOver", one.fact) for one in envelopes]
    infos = dossiers.infos_of(SYSTEM, ids=[one.dossier_id for one in facts])
    moments = {fact.dossier_id: one.recorded_at for fact, one in zip(facts, envelopes, strict=True)}
    actions.invite_all([(info, moments[key]) for key, info in infos.items()])
