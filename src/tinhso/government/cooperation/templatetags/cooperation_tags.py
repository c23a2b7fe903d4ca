"""What other pages show of cooperation: the strip of who owes what, the parts of a linked dossier."""

from typing import Any
from uuid import UUID

from django import template

from tinhso.government.cooperation.access import is_asker
from tinhso.government.cooperation.data import CONSULT
from tinhso.government.cooperation.models import Consult
from tinhso.government.cooperation.queries.parts import list_parts
from tinhso.government.dossiers.public import DossierInfo
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import now

register = template.Library()


@register.inclusion_tag("cooperation/_on_dossier.html")
def cooperation_of(actor: Actor, info: DossierInfo, heading: str = "h2") -> dict[str, Any]:
    """Show on an officer's page of a dossier, which passed its own gate, who owes what and the linked parts."""
    moment = now()
    rows = Consult.objects.filter(dossier_id=info.id).order_by("id")[:50]
    return {
        "info": info,
        "heading": heading,
        "parts": list_parts(actor, parent_id=info.id),
        "consults": [(row.to_info(), row.to_info().tone(moment)) for row in rows if is_asker(actor, row)],
        "may_ask": actor.is_officer and actor.may(CONSULT, info.unit_id) and info.finished_at is None,
    }


@register.inclusion_tag("cooperation/_on_own.html")
def linked_parts(actor: Actor, dossier_id: UUID) -> dict[str, Any]:
    """Show the applicant the parts of their linked dossier."""
    found = list_parts(actor, parent_id=dossier_id)
    waiting = any(one.state == "supplement" for one in found)
    return {"parts": found, "dossier_id": dossier_id, "is_citizen": True, "waiting": waiting}
