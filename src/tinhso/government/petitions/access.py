"""The gates: its writer by account or token, the officers of its unit, everybody for what is published."""

from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from tinhso.government.petitions.data import Kind
from tinhso.government.petitions.errors import PetitionNotFound
from tinhso.government.petitions.models import Petition
from tinhso.kernel.actors import Actor
from tinhso.kernel.errors import Forbidden, Unauthenticated

SEE: Final = "petitions.see"
RECEIVE: Final = "petitions.receive"
ANSWER: Final = "petitions.answer"
APPROVE: Final = "petitions.approve"
PUBLISH: Final = "petitions.publish"


def may_see(actor: Actor, petition: Petition) -> bool:
    """Tell whether an officer sees a petition.

    Of a unit in scope; about staff only its leaders (APPROVE), so that nobody finds who wrote about them; and always
    whoever handles it.
    """
    if petition.filed_at is None or not actor.is_officer:
        return False
    if petition.handler_id is not None and petition.handler_id == actor.account_id:
        return actor.may(ANSWER, petition.unit_id)
    needed = APPROVE if petition.kind == Kind.STAFF else SEE
    return actor.may(needed, petition.unit_id)


def access_petition(actor: Actor, *, petition_id: UUID, ability: str = SEE, lock: bool = False) -> Petition:
    """Return a petition of the officer's, with `ability` over its unit. Locked, when it is to change.

    Raises Unauthenticated, PetitionNotFound for what they may not see, Forbidden for what they may see but not do.
    """
    if actor.account_id is None:
        raise Unauthenticated
    rows = Petition.objects.filter(pk=petition_id)
    found = (rows.select_for_update() if lock else rows).first()
    if found is None or not may_see(actor, found):
        raise PetitionNotFound
    is_handler = found.handler_id == actor.account_id
    if ability != SEE and not actor.may(ability, found.unit_id):
        raise Forbidden
    if ability == ANSWER and not is_handler:
        raise Forbidden("Phản ánh này được giao cho người khác. Người được phân công soạn trả lời.")
    return found


def access_own(actor: Actor, *, token: str, lock: bool = False) -> Petition:
    """Return the petition whose token this is: whoever holds it wrote it, or was given it by who did.

    A petition of an account opens to that account alone. Raises PetitionNotFound.
    """
    rows = Petition.objects.filter(token=token[:40])
    found = (rows.select_for_update() if lock else rows).first() if len(token) >= 20 else None
    if found is None or (found.account_id is not None and found.account_id != actor.account_id):
        raise PetitionNotFound
    return found


def in_scope(actor: Actor) -> QuerySet[Petition]:
    """Return the petitions an officer lists. Raises Unauthenticated, Forbidden."""
    if actor.account_id is None:
        raise Unauthenticated
    seen, handled = actor.scope(SEE), actor.scope(ANSWER)
    if not actor.is_officer or not (seen or handled):
        raise Forbidden
    of_staff = actor.scope(APPROVE)
    rows = Petition.objects.filter(filed_at__isnull=False)
    mine = Q(handler_id=actor.account_id)
    common = Q() if seen.everywhere else Q(unit_id__in=sorted(seen.units))
    leaders = Q() if of_staff.everywhere else Q(unit_id__in=sorted(of_staff.units))
    return rows.filter(mine | (common & ~Q(kind=Kind.STAFF)) | (leaders & Q(kind=Kind.STAFF)))


def public_rows() -> QuerySet[Petition]:
    """Return what everybody may read."""
    return Petition.objects.filter(published_at__isnull=False)
