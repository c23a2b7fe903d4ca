"""Reads of csc, for the people who look after seals and systems."""

from datetime import datetime
from uuid import UUID

from tinhso.foundation.csc import access
from tinhso.foundation.csc.data import KEEP_SEAL, SYSTEMS, AskState, AuthorisationInfo, RuleInfo, SystemInfo
from tinhso.foundation.csc.granting import used_today
from tinhso.foundation.csc.models import ClientSystem, StandingRule
from tinhso.kernel.actors import Actor
from tinhso.kernel.paging import Page, page_by_key

MAX_LISTED = 200


def list_systems(actor: Actor, *, open_only: bool = False) -> list[SystemInfo]:
    """Return the systems that may connect, newest first, at most 200: for custodians and who looks after systems."""
    if not (actor.may(SYSTEMS) or actor.may(KEEP_SEAL)):
        return []
    rows = ClientSystem.objects.filter(closed_at=None) if open_only else ClientSystem.objects.all()
    return [row.to_info() for row in rows.order_by("-id")[:MAX_LISTED]]


def list_rules(actor: Actor, *, now: datetime) -> list[RuleInfo]:
    """Return the rules in force for the seals this actor keeps, with how much of today's limit is used; at most 200."""
    scope = actor.scope(KEEP_SEAL)
    rows = StandingRule.objects.select_related("system").filter(ended_at=None)
    if not scope.everywhere:
        rows = rows.filter(unit_id__in=sorted(scope.units))
    return [row.to_info(used_today=used_today(row, now=now)) for row in rows.order_by("-id")[:MAX_LISTED]]


def list_authorisations(
    actor: Actor, *, waiting: bool, now: datetime, cursor: str = "", size: int | None = None
) -> Page[AuthorisationInfo]:
    """Return requests that wait for a decision, or everything else, newest first."""
    rows = access.authorisations(actor)
    open_now = {"state": AskState.WAITING.value, "expires_at__gt": now}
    rows = rows.filter(**open_now) if waiting else rows.exclude(**open_now)
    return page_by_key(rows, lambda row: row.to_info(), cursor=cursor, size=size)


def get_authorisation(actor: Actor, *, authorisation_id: UUID) -> tuple[AuthorisationInfo, tuple[str, ...]]:
    """Return one request and the hashes it is for, in hexadecimal. Raises SystemMissing."""
    row = access.access_authorisation(actor, authorisation_id=authorisation_id)
    return row.to_info(), tuple(row.hashes)
