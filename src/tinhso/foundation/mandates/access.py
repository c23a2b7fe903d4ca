"""The gates: the parties of a mandate, who may give others a business's powers, who checks papers at the desk."""

from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from tinhso.foundation.identity import public as identity
from tinhso.foundation.identity.public import AccountInfo, AccountKind
from tinhso.foundation.mandates.data import OF_CHILD, ROLE_TITLES, Role, State
from tinhso.foundation.mandates.errors import MandateMoved, MandateNotFound, OwnDeclaration
from tinhso.foundation.mandates.models import Mandate
from tinhso.kernel.actors import Actor
from tinhso.kernel.errors import Forbidden, Unauthenticated

CHECK: Final = "mandates.check"


def access_self(actor: Actor) -> AccountInfo:
    """Return the applicant's own account. Raises Unauthenticated, Forbidden for officers at work."""
    if actor.account_id is None:
        raise Unauthenticated
    if not actor.is_applicant:
        raise Forbidden
    return identity.get_account(actor.account_id)


def access_business(actor: Actor) -> AccountInfo:
    """Return the business the actor may give powers of: its own account, or its legal representative acting for it.

    Raises Unauthenticated, Forbidden.
    """
    own = access_self(actor)
    if actor.behalf is None:
        if own.kind is not AccountKind.BUSINESS:
            raise Forbidden
        return own
    if actor.behalf.title != ROLE_TITLES[Role.LEGAL_REPRESENTATIVE]:
        raise Forbidden
    return identity.get_account(actor.behalf.account_id)


def of_parties(actor: Actor) -> QuerySet[Mandate]:
    """Return the mandates the actor is a party of; a legal representative's business's too while they act for it."""
    own = access_self(actor)
    mine = Q(principal_id=own.id) | Q(agent_id=own.id) | Q(agent_id=None, agent_number=own.number)
    if actor.behalf is not None and actor.behalf.title == ROLE_TITLES[Role.LEGAL_REPRESENTATIVE]:
        mine |= Q(principal_id=actor.behalf.account_id)
    return Mandate.objects.filter(mine)


def access_mandate(actor: Actor, *, mandate_id: UUID, lock: bool = False) -> Mandate:
    """Return a mandate the actor is a party of. Raises Unauthenticated, Forbidden, MandateNotFound."""
    rows = of_parties(actor).filter(pk=mandate_id)
    found = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if found is None:
        raise MandateNotFound
    return found


def access_invitation(actor: Actor, *, mandate_id: UUID) -> Mandate:
    """Return, locked, a mandate offered to the actor. Raises Unauthenticated, Forbidden, MandateNotFound."""
    own = access_self(actor)
    rows = Mandate.objects.select_for_update(of=("self",))
    found = rows.filter(pk=mandate_id, agent_number=own.number).first()
    if found is None:
        raise MandateNotFound
    return found


def access_to_check(actor: Actor, *, mandate_id: UUID, lock: bool = False) -> Mandate:
    """Return what a parent or guardian has declared, for an officer who checks papers; `lock` needs a transaction.

    Nobody checks their own: an officer's account and their private one are two accounts, so the same name counts as
    the same person and a colleague does it. Raises Unauthenticated, MandateNotFound for everything else and for who may
    not check, OwnDeclaration, MandateMoved for one that waits no longer.
    """
    if actor.account_id is None:
        raise Unauthenticated
    rows = Mandate.objects.filter(role__in=OF_CHILD)
    found = (rows.select_for_update(of=("self",)) if lock else rows).filter(pk=mandate_id).first()
    if found is None or not actor.may(CHECK):
        raise MandateNotFound
    if found.agent_id == actor.account_id or identity.is_same_name(found.agent_name, actor.name):
        raise OwnDeclaration
    if found.state != State.DECLARED:
        raise MandateMoved
    return found
