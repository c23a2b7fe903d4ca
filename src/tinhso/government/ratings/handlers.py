"""Reactions to events: a dossier was handed over, so ask how it went."""

from typing import cast

from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.events import ResultHandedOver
from tinhso.government.ratings import actions
from tinhso.kernel.actors import SYSTEM
from tinhso.kernel.events import Envelope


def ask(envelope: Envelope) -> None:
    """Invite the applicant, once for each dossier."""
    fact = cast("ResultHandedOver", envelope.fact)
    info = dossiers.get_dossier(SYSTEM, dossier_id=fact.dossier_id).info
    actions.invite(info, now=envelope.recorded_at)
