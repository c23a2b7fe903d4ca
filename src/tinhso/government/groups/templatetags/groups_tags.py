"""What other pages show of groups: which one a dossier belongs to."""

from typing import Any
from uuid import UUID

from django import template

from tinhso.government.groups.queries import group_of
from tinhso.kernel.actors import Actor

register = template.Library()


@register.inclusion_tag("groups/_on_dossier.html")
def group_of_dossier(actor: Actor, dossier_id: UUID) -> dict[str, Any]:
    """Lead from a dossier, whose page passed its own gate, to the group it was filed with."""
    return {"group": group_of(actor, dossier_id=dossier_id)}
