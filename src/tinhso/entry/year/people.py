"""The applicants of the year: invented people, who live where they file, with an account when they file on line."""

import random
from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Final

from tinhso.entry.year.offices import Office
from tinhso.foundation.access import public as access
from tinhso.foundation.identity import public as identity
from tinhso.foundation.organisations import public as organisations
from tinhso.government.dossiers.history.people import Person, make_person
from tinhso.kernel.actors import Actor

LIVING: Final = 4_000
"""So many invented people at each office: some come several times in a year."""


def somebody(dice: random.Random, office: Office) -> Person:
    """Return one of the people of an office."""
    place = office.place * LIVING + int(LIVING * dice.random() ** 1.5)
    return make_person(place, province=organisations.root().gso_code.zfill(3)[-3:])


def account_of(person: Person, *, now: datetime) -> Actor:
    """Return the citizen this person is on line; the account is opened when they first come, without a password."""
    known = identity.find_by_number(person.number) or identity.register_citizen(
        number=person.number,
        name=person.name,
        birth_on=date.fromisoformat(person.birth_on),
        phone=person.phone,
        password=None,
        now=now,
    )
    return access.actor_for(known)


def answers_of(example: Mapping[str, Any], person: Person) -> dict[str, Any]:
    """Return the example's answers as this person gives them: their own name, number, birthday wherever they stand."""
    asked = example["data"]["applicant"]
    swapped = {
        str(asked.get("name")): person.name,
        str(asked.get("number")): person.number,
        str(asked.get("birth_on")): person.birth_on,
    }
    swapped.pop("None", None)
    answers: dict[str, Any] = _swap(example["data"], swapped)
    answers["applicant"]["phone"] = person.phone
    return answers


def _swap(value: Any, words: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _swap(part, words) for key, part in value.items()}
    if isinstance(value, list):
        return [_swap(part, words) for part in value]
    return words.get(str(value), value) if not isinstance(value, bool) else value


@lru_cache(maxsize=4096)
def applicant(account_id: str) -> Actor:
    """Return the actor an account is, to act again later."""
    from uuid import UUID

    return access.actor_for(identity.get_account(UUID(account_id)))
