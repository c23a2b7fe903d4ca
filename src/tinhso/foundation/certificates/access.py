"""The gates of the register. Forbidden and missing look the same."""

from uuid import UUID

from django.db.models import Q, QuerySet

from tinhso.foundation.certificates.data import ASK, MANAGE, SEE
from tinhso.foundation.certificates.errors import CertificateMissing
from tinhso.foundation.certificates.models import Certificate
from tinhso.kernel.actors import Actor


def visible(actor: Actor) -> QuerySet[Certificate]:
    """Return the certificates of the units where the actor sees the register, and the actor's own."""
    rows, scope = Certificate.objects.all(), actor.scope(SEE) | actor.scope(MANAGE) | actor.scope(ASK)
    if scope.everywhere:
        return rows
    own = Q(owner_id=actor.account_id) if actor.account_id and actor.is_officer else Q()
    units = Q(unit_id__in=sorted(scope.units)) if scope.units else Q()
    return rows.filter(own | units) if own or units else rows.none()


def access_certificate(
    actor: Actor, *, certificate_id: UUID, ability: str | None = None, lock: bool = False
) -> Certificate:
    """Return a certificate the actor sees, and over whose unit they hold `ability`. Raises CertificateMissing."""
    rows = visible(actor)
    found = (rows.select_for_update() if lock else rows).filter(pk=certificate_id).first()
    if found is None or (ability is not None and not actor.may(ability, found.unit_id)):
        raise CertificateMissing
    return found
