"""Reactions to the register of results, and to a holder's identity being proven."""

from typing import cast

from tinhso.foundation.identity.events import HolderProven
from tinhso.government.papers.actions.from_results import keep_result, revoke_result
from tinhso.government.papers.actions.share import end_shares_granted_before
from tinhso.government.results.events import ResultIssued, ResultRevoked
from tinhso.kernel.events import Envelope


def follow_results(envelope: Envelope) -> None:
    """Keep what is issued, take out what is revoked; in the order it happened, each once."""
    fact = envelope.fact
    if isinstance(fact, ResultIssued):
        keep_result(fact.result_id, replaces_id=fact.replaces_id, now=envelope.recorded_at)
        return
    revoke_result(cast("ResultRevoked", fact).result_id, now=envelope.recorded_at)


def holder_proven(envelope: Envelope) -> None:
    """End the shares of a store that were given before its holder was proven; once more changes nothing."""
    fact = envelope.fact
    if isinstance(fact, HolderProven):
        end_shares_granted_before(fact.account_id, now=envelope.recorded_at)
