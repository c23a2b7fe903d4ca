"""Who in a unit may be given a petition."""

from uuid import UUID

from tinhso.foundation.identity import public as identity
from tinhso.foundation.organisations import public as organisations

ROLES = ("specialist", "one_stop_officer", "one_stop_head", "unit_head")


def list_handlers(unit_id: UUID) -> list[tuple[UUID, str]]:
    """Return (account, name) of the unit's officers who may handle a petition, at most 100 for each role."""
    officers = {
        officer.id: officer.name
        for role in ROLES
        for officer in organisations.list_officers(unit_id, role=role, is_deep=True, size=100)
    }
    accounts = identity.accounts_of_officers(officers)
    return [(accounts[officer_id], name) for officer_id, name in officers.items() if officer_id in accounts]
