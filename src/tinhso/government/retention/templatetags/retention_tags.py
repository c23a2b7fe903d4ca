"""The way from a dossier's page to what retention does with it."""

from django import template
from django.utils.http import urlencode

from tinhso.government.dossiers.public import DossierInfo
from tinhso.government.retention.access import HOLD
from tinhso.kernel.actors import Actor
from tinhso.ui.site import address_of

register = template.Library()


@register.simple_tag
def hold_url(actor: Actor, info: DossierInfo) -> str:
    """Return where this officer holds this dossier; "" for who may not, and for one already destroyed."""
    if not actor.may(HOLD, info.unit_id) or info.disposed_at is not None:
        return ""
    return f"{address_of('retention:holds')}?{urlencode({'ma': info.code})}"
