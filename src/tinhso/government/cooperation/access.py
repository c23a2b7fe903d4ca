"""The gates of consults and parts. Forbidden and missing look the same."""

from uuid import UUID

from django.db.models import QuerySet

from tinhso.foundation.work import public as work
from tinhso.government.cooperation.data import CONSULT, OUTSIDE, ConsultState
from tinhso.government.cooperation.errors import ConsultMissing, NotYours, PartMissing
from tinhso.government.cooperation.models import Consult, LinkedPart
from tinhso.government.dossiers import public as dossiers
from tinhso.kernel.actors import Actor, ActorKind
from tinhso.kernel.errors import DomainError


def is_asked(actor: Actor, consult: Consult) -> bool:
    """Tell whether the question is put to this actor: to them by name, to their unit, or to a unit they oversee.

    A closed question is nobody's any more: what was shown for it is not shown further.
    """
    if not actor.is_officer or consult.state == ConsultState.CLOSED:
        return False
    if actor.may(work.OVERSEE, consult.unit_id):
        return True
    if consult.account_id is not None:
        return actor.account_id == consult.account_id
    return any(actor.may(f"work.{role}", consult.unit_id) for role in ("specialist", "unit_head", "leader"))


def is_asker(actor: Actor, consult: Consult) -> bool:
    """Tell whether this actor is on the side that asks: processes dossiers of the unit that owns this one."""
    return actor.kind is ActorKind.SYSTEM or (actor.is_officer and actor.may(CONSULT, consult.owner_unit_id))


def access_consult(actor: Actor, *, consult_id: UUID, lock: bool = False) -> Consult:
    """Return a question this actor asks or is asked. Raises ConsultMissing."""
    rows: QuerySet[Consult] = Consult.objects.select_for_update() if lock else Consult.objects.all()
    consult = rows.filter(pk=consult_id).first()
    if consult is None or not (is_asker(actor, consult) or is_asked(actor, consult)):
        raise ConsultMissing
    return consult


def access_to_answer(actor: Actor, *, consult_id: UUID) -> Consult:
    """Return, locked, a question put to this actor. Raises ConsultMissing, NotYours for the asking side."""
    consult = access_consult(actor, consult_id=consult_id, lock=True)
    if not is_asked(actor, consult):
        raise NotYours if consult.state == ConsultState.OPEN else ConsultMissing
    return consult


def access_as_asker(actor: Actor, *, consult_id: UUID) -> Consult:
    """Return, locked, a question of this actor's side. Raises ConsultMissing, NotYours for whom it is put to."""
    consult = access_consult(actor, consult_id=consult_id, lock=True)
    if not is_asker(actor, consult):
        raise NotYours
    return consult


def access_part(actor: Actor, *, part_id: UUID) -> LinkedPart:
    """Return a part of a dossier this actor may see. Raises PartMissing."""
    part = LinkedPart.objects.filter(pk=part_id).first()
    if part is None or not sees_parts_of(actor, part):
        raise PartMissing
    return part


def sees_parts_of(actor: Actor, part: LinkedPart) -> bool:
    """Tell whether the actor sees the parent: the dossier's own gate decides, mandates and receiving desks too."""
    return dossiers.may_see(actor, dossier_id=part.parent_id)


def access_outside(actor: Actor, *, part_id: UUID) -> LinkedPart:
    """Return a part an outside agency does, for whoever carries it there. Raises PartMissing, NotYours."""
    part = access_part(actor, part_id=part_id)
    if not actor.may(OUTSIDE, part.unit_id):
        raise NotYours
    return part


def require_dossier(actor: Actor, dossier_id: UUID) -> dossiers.DossierDetail:
    """Return the dossier an actor of the asking side may ask about. Raises DossierNotFound, NotYours."""
    detail = dossiers.get_dossier(actor, dossier_id=dossier_id)
    if not actor.may(CONSULT, detail.info.unit_id):
        raise NotYours
    return detail


def may_see_dossier(actor: Actor, dossier_id: UUID) -> bool:
    """Tell whether the actor may see a dossier (an officer's look is on record)."""
    try:
        dossiers.get_dossier(actor, dossier_id=dossier_id)
    except DomainError:
        return False
    return True


def is_asker_of(actor: Actor, consult_id: UUID) -> bool:
    """Tell whether this actor is on the side that asks a question."""
    return is_asker(actor, access_consult(actor, consult_id=consult_id))


def is_asked_of(actor: Actor, consult_id: UUID) -> bool:
    """Tell whether a question is put to this actor."""
    return is_asked(actor, access_consult(actor, consult_id=consult_id))


def account_of(actor: Actor) -> UUID:
    """Return whose act it is; the system asks nobody and hands nothing over. Raises NotYours."""
    if actor.account_id is None:
        raise NotYours
    return actor.account_id
