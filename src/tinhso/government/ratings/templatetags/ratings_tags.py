"""What other pages show of ratings: the way to invite somebody at the desk."""

from typing import Any

from django import template

from tinhso.government.dossiers.public import DossierInfo, Status
from tinhso.government.ratings.access import SHOW
from tinhso.government.ratings.queries import is_rated
from tinhso.kernel.actors import Actor

register = template.Library()


@register.inclusion_tag("ratings/_on_dossier.html")
def rating_at_desk(actor: Actor, info: DossierInfo) -> dict[str, Any]:
    """Lead from a dossier handed over, which passed its own gate, to the page that invites its applicant to rate."""
    may = info.status is Status.HANDED_OVER and actor.may(SHOW, info.unit_id)
    return {"info": info, "is_shown": may and is_rated(info.id) is False}
