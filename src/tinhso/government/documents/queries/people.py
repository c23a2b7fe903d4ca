"""Whom an agency's documents may be given to."""

from dataclasses import dataclass
from uuid import UUID

from tinhso.foundation.identity import public as identity
from tinhso.foundation.organisations import public as organisations
from tinhso.foundation.work.data import WORK_ROLES
from tinhso.government.documents import content


@dataclass(frozen=True, slots=True)
class StaffInfo:
    """An officer of an agency: their account, the post, and the unit the post is in."""

    account_id: UUID
    name: str
    title: str
    unit_id: UUID
    unit_name: str


def staff_units(unit_id: UUID) -> list[UUID]:
    """Return an agency, its sections, and the office that serves it with its sections."""
    found, waiting = [unit_id], [unit_id]
    kinds = content.serving_kinds()
    while waiting:
        for unit in organisations.list_units(parent_id=waiting.pop(0)):
            if not unit.is_agency or unit.kind in kinds:
                found.append(unit.id)
                waiting.append(unit.id)
    return found


def list_staff(unit_id: UUID) -> list[StaffInfo]:
    """Return who works in an agency and has an account, leaders first; at most 100 a unit."""
    posts = [(unit, one) for unit in staff_units(unit_id) for one in organisations.list_officers(unit)]
    accounts = identity.accounts_of_officers([one.id for _unit, one in posts])
    found: dict[UUID, StaffInfo] = {}
    for unit, one in posts:
        account = accounts.get(one.id)
        if account is not None and account not in found:
            found[account] = StaffInfo(account, one.name, one.title, unit, organisations.get_unit(unit).name)
    return list(found.values())


def clerks_of(unit_id: UUID) -> list[UUID]:
    """Return the accounts of the clerks who keep an agency's registers."""
    posts = [one.id for unit in staff_units(unit_id) for one in organisations.list_officers(unit, role="clerk")]
    return list(dict.fromkeys(identity.accounts_of_officers(posts).values()))


def role_of(officer_id: UUID, units: list[UUID]) -> str | None:
    """Return a role this officer holds in one of the units, if any; one that has an inbox where there is one."""
    posts = [one for one in organisations.appointments_of(officer_id) if one.unit_id in units]
    if not posts:
        return None
    roles = [role for post in posts for role in post.roles]
    return next((role for role in WORK_ROLES[::-1] if role in roles), "specialist")


def head_of(officer_id: UUID, units: list[UUID]) -> UUID | None:
    """Return the account of who heads the unit, among these, an officer has a post in; None for a head, or for none."""
    for post in organisations.appointments_of(officer_id):
        if post.unit_id not in units:
            continue
        heads = [one.id for one in organisations.list_officers(post.unit_id, role="unit_head")]
        if heads and officer_id not in heads:
            accounts = identity.accounts_of_officers(heads)
            return next((accounts[one] for one in heads if one in accounts), None)
    return None
