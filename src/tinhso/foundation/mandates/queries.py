"""Reads: what the parties see, and what access asks at every request."""

from datetime import date, datetime
from uuid import UUID

from tinhso.foundation.audit import public as audit
from tinhso.foundation.identity import public as identity
from tinhso.foundation.mandates import rules
from tinhso.foundation.mandates.access import CHECK, access_mandate, access_self, access_to_check, of_parties
from tinhso.foundation.mandates.data import OF_CHILD, ROLE_TITLES, MandateInfo, Principal, State
from tinhso.foundation.mandates.models import Mandate
from tinhso.kernel.actors import Actor, ActorKind, Behalf
from tinhso.kernel.clock import local_day
from tinhso.kernel.errors import Forbidden, Unauthenticated
from tinhso.kernel.paging import Page, page_by_key

MAX_PRINCIPALS = 100
CHECK_PURPOSE = "Đối chiếu giấy tờ chứng minh quan hệ cha, mẹ, người giám hộ"


def find_behalf(agent_id: UUID, *, principal_id: UUID, on: date) -> Behalf | None:
    """Return what `agent_id` may do for `principal_id` on a day; None when nothing is in force. One query."""
    rows = list(
        Mandate.objects.filter(
            agent_id=agent_id, principal_id=principal_id, state=State.IN_FORCE, principal__is_active=True
        ).select_related("principal")[:MAX_PRINCIPALS]
    )
    kind = ActorKind(rows[0].principal.kind) if rows and rows[0].principal else ActorKind.CITIZEN
    return rules.powers([row.to_info() for row in rows], kind=kind, on=on)


def list_principals(actor: Actor, *, on: date) -> list[Principal]:
    """Return whom the actor may act for on a day, by name, at most 100. Raises Unauthenticated, Forbidden."""
    own = access_self(actor)
    rows = Mandate.objects.filter(agent_id=own.id, state=State.IN_FORCE, principal__is_active=True)
    found: dict[UUID, Principal] = {}
    for info in (row.to_info() for row in rows.order_by("principal_name", "id")[:MAX_PRINCIPALS]):
        if info.principal_id and info.is_in_force(on):
            is_current = actor.on_behalf_of == info.principal_id
            found.setdefault(
                info.principal_id, Principal(info.principal_id, info.principal_name, ROLE_TITLES[info.role], is_current)
            )
    return list(found.values())


def list_mandates(actor: Actor, *, cursor: str = "", size: int = 50) -> Page[MandateInfo]:
    """Return the mandates the actor is a party of, ended ones too, newest first. Raises Unauthenticated, Forbidden."""
    return page_by_key(of_parties(actor), Mandate.to_info, cursor=cursor, size=size)


def get_mandate(actor: Actor, *, mandate_id: UUID) -> MandateInfo:
    """Return a mandate the actor is a party of. Raises Unauthenticated, Forbidden, MandateNotFound."""
    return access_mandate(actor, mandate_id=mandate_id).to_info()


def list_to_check(actor: Actor, *, number: str, now: datetime) -> list[MandateInfo]:
    """Return what the adult with this number has declared and the desk has not checked, at most 20; on record.

    Only by the number of who is there: nobody leafs through families. Raises Unauthenticated, Forbidden.
    """
    if actor.account_id is None:
        raise Unauthenticated
    if not actor.may(CHECK):
        raise Forbidden
    rows = Mandate.objects.filter(state=State.DECLARED, agent_number="".join(number.split())[:20])
    found = list(rows.filter(valid_to__gte=local_day(now), role__in=OF_CHILD).order_by("-id")[:20])
    for row in found:
        _record_look(actor, row)
    return [row.to_info() for row in found]


def get_to_check(actor: Actor, *, mandate_id: UUID) -> MandateInfo:
    """Return one declaration for the desk; the look is on both records.

    Raises Unauthenticated, MandateNotFound, MandateMoved, OwnDeclaration.
    """
    found = access_to_check(actor, mandate_id=mandate_id)
    _record_look(actor, found)
    return found.to_info()


def _record_look(actor: Actor, row: Mandate) -> None:
    """Write the look on the records of both: the adult and the child, who has no account yet."""
    audit.record_reads(
        actor,
        person_ids=identity.person_ids([row.agent_number, row.principal_number]).values(),
        purpose=CHECK_PURPOSE,
        subject_kind="mandate",
        subject_id=row.id,
    )
