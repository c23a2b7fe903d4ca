"""What other pages show of transfers: where the paper of a dossier is."""

from typing import Any
from uuid import UUID

from django import template

from tinhso.government.transfers.data import HAND
from tinhso.government.transfers.queries import paper_of
from tinhso.kernel.actors import Actor

register = template.Library()


@register.inclusion_tag("transfers/_on_dossier.html")
def paper_of_dossier(actor: Actor, dossier_id: UUID, received_for: UUID | None) -> dict[str, Any]:
    """Say on an officer's page of a dossier, which passed its own gate, where its paper is."""
    may = actor.is_officer and received_for is not None and actor.may(HAND)
    return {"line": paper_of(actor, dossier_id=dossier_id) if may else None}
