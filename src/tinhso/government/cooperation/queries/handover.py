"""Reads for a head: colleagues, everything open of one officer, records kept."""

from dataclasses import dataclass
from uuid import UUID

from tinhso.foundation.identity import public as identity
from tinhso.foundation.organisations import public as organisations
from tinhso.foundation.work import public as work
from tinhso.government.cooperation.data import HAND_OVER, ConsultState, HandOverInfo
from tinhso.government.cooperation.errors import BadHandOver
from tinhso.government.cooperation.models import Consult, HandOver
from tinhso.government.dossiers import public as dossiers
from tinhso.kernel.actors import Actor
from tinhso.kernel.errors import Forbidden

MAX_RECORDS = 100


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody work can be given to."""

    account_id: UUID
    officer_id: UUID
    name: str
    title: str


@dataclass(frozen=True, slots=True)
class OpenWork:
    """Everything open of one officer: items of every room, dossiers they handle, questions they asked."""

    items: tuple[work.WorkItemInfo, ...]
    dossiers: tuple[dossiers.DossierInfo, ...]
    consults: tuple[Consult, ...]

    @property
    def count(self) -> int:
        """How much that is."""
        return len(self.items) + len(self.dossiers) + len(self.consults)


def require_head(actor: Actor) -> UUID:
    """Return the agency whose work this actor balances. Raises Forbidden."""
    if not actor.is_officer or actor.unit_id is None or not actor.may(HAND_OVER, actor.unit_id):
        raise Forbidden
    return organisations.agency_of(actor.unit_id).id


def list_colleagues(actor: Actor) -> list[Colleague]:
    """Return who works at the actor's agency and has an account, at most 100. Raises Forbidden."""
    found = organisations.list_officers(require_head(actor), is_deep=True)
    accounts = identity.accounts_of_officers([one.id for one in found])
    return [Colleague(accounts[one.id], one.id, one.name, one.title) for one in found if one.id in accounts]


def colleague(actor: Actor, account_id: UUID | None) -> Colleague:
    """Return a colleague by account. Raises BadHandOver for anybody else."""
    found = next((one for one in list_colleagues(actor) if one.account_id == account_id), None)
    if found is None:
        raise BadHandOver
    return found


def open_work_of(actor: Actor, *, account_id: UUID) -> OpenWork:
    """Return everything open of a colleague, in the units the actor oversees. Raises Forbidden, BadHandOver."""
    one = colleague(actor, account_id)
    asked = Consult.objects.filter(asked_by=one.account_id, state=ConsultState.OPEN).order_by("id")[:MAX_RECORDS]
    return OpenWork(
        tuple(work.list_live(actor, assignee_id=one.account_id)),
        tuple(dossiers.list_handled(actor, handler_id=one.account_id)),
        tuple(row for row in asked if actor.may(HAND_OVER, row.owner_unit_id)),
    )


def list_hand_overs(actor: Actor) -> list[HandOverInfo]:
    """Return the newest records of the actor's agency, at most 100. Raises Forbidden."""
    rows = HandOver.objects.filter(unit_id=require_head(actor)).order_by("-id")[:MAX_RECORDS]
    return [row.to_info() for row in rows]


def get_hand_over(actor: Actor, *, record_id: UUID) -> HandOverInfo:
    """Return one record of the actor's agency. Raises BadHandOver for another's."""
    row = HandOver.objects.filter(pk=record_id, unit_id=require_head(actor)).first()
    if row is None:
        raise dossiers.DossierNotFound
    return row.to_info()
