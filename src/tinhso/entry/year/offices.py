"""Who works where, and what is asked for there: read once by each process."""

import random
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

import yaml
from django.conf import settings

from tinhso.foundation.access import public as access
from tinhso.foundation.identity import public as identity
from tinhso.foundation.organisations import public as organisations
from tinhso.government.procedures import public as procedures
from tinhso.kernel.actors import Actor

ROLES = ("one_stop_officer", "specialist", "unit_head", "leader", "clerk")


@dataclass(frozen=True)
class Offer:
    """A procedure as it is asked for: valid requests by channel, each with its papers, as the package's examples."""

    code: str
    online: tuple[dict[str, Any], ...]
    counter: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Office:
    """One agency with its people, by role, and what is asked for there, the most wanted first."""

    id: UUID
    code: str
    place: int
    offers: tuple[Offer, ...]
    people: dict[str, tuple[Actor, ...]] = field(default_factory=dict)

    @cached_property
    def weights(self) -> list[float]:
        """How often each offer is asked for, like ranks of words in a text."""
        return [1 / (rank + 1) for rank in range(len(self.offers))]

    def somebody(self, role: str, dice: random.Random, *, account_id: UUID | None = None) -> Actor:
        """Return the officer with this account, or else any who holds the role."""
        people = self.people[role]
        return next((one for one in people if one.account_id == account_id), None) or dice.choice(people)


def read_offices(on: date) -> list[Office]:
    """Return every open agency that offers something all of whose steps have somebody to take them."""
    offers: dict[UUID, Offer | None] = {}
    found: list[Office] = []
    for unit in organisations.list_units():
        infos = procedures.offered_at(unit.id) if unit.is_agency else []
        people = _people(unit) if infos else {}
        if not people.get("one_stop_officer"):
            continue
        for info in infos:
            if info.id not in offers:
                offers[info.id] = _offer(info.id, on)
        mine = [offers[info.id] for info in infos if _can(info.id, people)]
        wanted = tuple(offer for offer in mine if offer)
        if wanted:
            found.append(Office(unit.id, unit.code, len(found), wanted, people))
    return found


def _can(version_id: UUID, people: dict[str, tuple[Actor, ...]]) -> bool:
    return all(people.get(step.role) for step in procedures.get_version(version_id).steps)


def _offer(version_id: UUID, on: date) -> Offer | None:
    """Return the valid examples of a version in force all year; None when there are none."""
    version = procedures.get_version(version_id)
    if version.info.valid_from > on or version.info.online != "local":
        return None
    folder = settings.CONTENT_DIR / "procedures" / version.code / version.info.valid_from.isoformat()
    file = folder / "examples.yaml"
    rows = yaml.safe_load(file.read_text(encoding="utf-8")) if file.exists() else []
    valid = [row for row in rows if row["expect"]["valid"]]
    online = tuple(row for row in valid if row.get("channel", "online") == "online")
    return Offer(version.code, online, tuple(row for row in valid if row.get("channel") == "counter") or online)


def _people(unit: organisations.UnitInfo) -> dict[str, tuple[Actor, ...]]:
    section = organisations.one_stop_of(unit.id)
    found: dict[str, tuple[Actor, ...]] = {}
    for role in ROLES:
        place = section.id if section and role == "one_stop_officer" else unit.id
        officers = organisations.list_officers(place, role=role)
        accounts = [identity.find_by_officer(officer.id) for officer in officers]
        found[role] = tuple(access.actor_for(account) for account in accounts if account)
    return found
