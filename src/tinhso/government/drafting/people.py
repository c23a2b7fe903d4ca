"""People around a draft: colleagues of an agency, their posts, and by what right they may sign."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from tinhso.foundation.identity import public as identity
from tinhso.foundation.organisations import public as organisations
from tinhso.government.drafting.data import Competence
from tinhso.government.drafting.mandate_models import SigningMandate
from tinhso.government.drafting.rules import competence as rules

MOST = 100
LEADERS = ("leader", "province_leader")


@dataclass(frozen=True, slots=True)
class Person:
    """An officer with an account and the post that counts here."""

    account_id: UUID
    name: str
    title: str


def colleagues(unit_id: UUID) -> list[Person]:
    """Return who works in an agency, its own parts included, not the agencies below it; at most 100, by name."""
    parts = [unit_id, *_parts_of(unit_id)]
    found: dict[UUID, organisations.OfficerInfo] = {}
    for part in parts:
        found |= {one.id: one for one in organisations.list_officers(part, size=MOST) if one.id not in found}
    return _with_accounts(list(found.values())[:MOST])


def _parts_of(unit_id: UUID) -> list[UUID]:
    """Return the sections of an agency at any depth, without the agencies below."""
    found, waiting = list[UUID](), [unit_id]
    while waiting:
        below = [one for one in organisations.list_units(parent_id=waiting.pop()) if not one.is_agency]
        found += [one.id for one in below]
        waiting += [one.id for one in below]
    return found


def _with_accounts(officers: list[organisations.OfficerInfo]) -> list[Person]:
    accounts = identity.accounts_of_officers([one.id for one in officers])
    return [Person(accounts[one.id], one.name, one.title) for one in officers if one.id in accounts]


def find_person(account_id: UUID, unit_id: UUID) -> Person | None:
    """Return an officer at work, with the post they hold in this agency first; None for nobody, or without any post."""
    try:
        account = identity.get_account(account_id)
    except identity.AccountNotFound:
        return None
    if account.officer_id is None:
        return None
    posts = organisations.appointments_of(account.officer_id)
    own = next((one for one in posts if organisations.agency_of(one.unit_id).id == unit_id), None)
    post = own or next(iter(posts), None)
    return Person(account_id, account.name, post.position) if post else None


def find_by_code(code: str, unit_id: UUID) -> Person | None:
    """Return the officer with this staff code, of any agency, when they have an account."""
    officer = organisations.find_officer(code.strip()[:40])
    if officer is None:
        return None
    account = identity.accounts_of_officers([officer.id]).get(officer.id)
    return find_person(account, unit_id) if account else None


def competences(account_id: UUID, unit_id: UUID, *, on: date, kind: str = "") -> tuple[Competence, ...]:
    """Return by what rights somebody may sign for an agency on a day: from the posts they hold in it, and mandates.

    With `kind` a mandate counts only when it is for documents of that kind.
    """
    account = identity.get_account(account_id)
    if account.officer_id is None:
        return ()
    posts = organisations.appointments_of(account.officer_id, on)
    unit, found = organisations.get_unit(unit_id), dict[Competence, None]()
    mandated = is_mandated(account_id, unit_id, on=on, kind=kind)
    for post in posts:
        if organisations.agency_of(post.unit_id).id == unit_id:
            held = rules.Post(post.position, is_of_agency=post.unit_id == unit_id)
            found |= dict.fromkeys(rules.allowed(held, unit.kind, is_mandated=mandated))
    if mandated and posts:
        found[Competence.MANDATED] = None
    return tuple(found)


def is_mandated(account_id: UUID, unit_id: UUID, *, on: date, kind: str = "") -> bool:
    """Tell whether somebody holds a written mandate to sign for the head of an agency on a day."""
    rows = SigningMandate.objects.filter(
        mandated_id=account_id, unit_id=unit_id, valid_from__lte=on, valid_to__gt=on, revoked_at=None
    )
    return any(not one or not kind or kind in one for one in rows.values_list("kinds", flat=True)[:MOST])


def heads_a_part(account_id: UUID, unit_id: UUID, *, on: date) -> bool:
    """Tell whether somebody heads a part of an agency, or an agency below it (Điều 13, khoản 4)."""
    account = identity.get_account(account_id)
    posts = organisations.appointments_of(account.officer_id, on) if account.officer_id else []
    return any(
        rules.is_head(post.position)
        and not rules.is_deputy(post.position)
        and post.unit_id != unit_id
        and unit_id in {one.id for one in organisations.ancestors(post.unit_id)}
        for post in posts
    )


def heads_of_parts(unit_id: UUID, *, on: date) -> list[Person]:
    """Return those who may be let sign for the head: the heads among an agency's colleagues, by name."""
    return [one for one in colleagues(unit_id) if heads_a_part(one.account_id, unit_id, on=on)]


def head_title(unit_id: UUID, *, on: date) -> str:
    """Return the title of whoever heads an agency on a day; the usual one when the post stands empty."""
    heads = _heads(unit_id, on=on)
    return heads[0].title if heads else rules.head_of(organisations.get_unit(unit_id).kind)


def find_head(unit_id: UUID, *, on: date) -> Person | None:
    """Return whoever heads an agency on a day, None when the post stands empty or its holder has no account."""
    return next(iter(_with_accounts(_heads(unit_id, on=on))), None)


def _heads(unit_id: UUID, *, on: date) -> list[organisations.OfficerInfo]:
    officers = [one for role in LEADERS for one in organisations.list_officers(unit_id, role=role, on=on, size=MOST)]
    return [one for one in officers if rules.is_head(one.title) and not rules.is_deputy(one.title)]


def unit_name(unit_id: UUID) -> str:
    """Return an agency's name as it issues."""
    return organisations.get_unit(unit_id).issuer
