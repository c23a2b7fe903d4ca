"""The gates: the parties of a mandate, who may give others a business's powers, who checks papers at the desk."""

from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from tinhso.foundation.identity import public as identity
from tinhso.foundation.identity.public import AccountInfo, AccountKind
from tinhso.foundation.mandates.data import ROLE_TITLES, Role
from tinhso.foundation.mandates.errors import MandateNotFound
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


def access_to_check(actor: Actor, *, mandate_id: UUID) -> Mandate:
    """Return, locked, a declared mandate for an officer who checks papers. Raises Unauthenticated, MandateNotFound."""
    if actor.account_id is None:
        raise Unauthenticated
    rows = Mandate.objects.select_for_update(of=("self",))
    found = rows.filter(pk=mandate_id).first() if actor.may(CHECK) else None
    if found is None:
        raise MandateNotFound
    return found
