"""Builders for tests: people who are known, and what they may do for one another."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from tinhso.foundation.identity.models import Account
from tinhso.foundation.identity.testing import make_account
from tinhso.foundation.mandates import public as mandates
from tinhso.foundation.mandates.public import MandateInfo
from tinhso.kernel.actors import Actor, ActorKind
from tinhso.kernel.clock import local_day

GRANDSON: Final = "086200000789"


def known_person(*, number: str, name: str, birth_on: date | None = None) -> Actor:
    """Make a citizen whose identity is proven; return the actor they are."""
    made = make_account(number=number, name=name, birth_on=birth_on, phone="0912345678", assurance=2)
    return Actor(ActorKind.CITIZEN, account_id=made.id, name=name, assurance=2)


def proven(actor: Actor) -> Actor:
    """Return the same citizen with a proven identity, in the database too."""
    Account.objects.filter(pk=str(actor.account_id)).update(assurance=2)
    return replace(actor, assurance=2)


def make_authorisation(
    principal: Actor,
    agent: Actor,
    *,
    codes: Sequence[str] = (),
    fields: Sequence[str] = (),
    days: int = 30,
    now: datetime,
) -> MandateInfo:
    """Let `agent` file for `principal`, agreed by both."""
    number = str(Account.objects.get(pk=str(agent.account_id)).number)
    made = mandates.authorise(
        principal,
        number=number,
        name=agent.name,
        codes=codes,
        fields=fields,
        valid_from=local_day(now),
        valid_to=local_day(now) + timedelta(days=days),
        is_confirmed=True,
        now=now,
    )
    return mandates.accept(agent, mandate_id=made.id, now=now)


def acting_for(agent: Actor, principal_id: UUID | None, *, on: date) -> Actor:
    """Return the agent as access makes them when they have chosen to act for `principal_id` on a day."""
    if agent.account_id is None or principal_id is None:
        return agent
    return replace(agent, behalf=mandates.find_behalf(agent.account_id, principal_id=principal_id, on=on))
