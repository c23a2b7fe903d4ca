"""Reactions to the register of results."""

from typing import cast

from tinhso.government.papers.actions.from_results import keep_result, revoke_result
from tinhso.government.results.events import ResultIssued, ResultRevoked
from tinhso.kernel.events import Envelope


def follow_results(envelope: Envelope) -> None:
    """Keep what is issued, take out what is revoked; in the order it happened, each once."""
    fact = envelope.fact
    if isinstance(fact, ResultIssued):
        keep_result(fact.result_id, replaces_id=fact.replaces_id, now=envelope.recorded_at)
        return
    revoke_result(cast("ResultRevoked", fact).result_id, now=envelope.recorded_at)
