"""Who can be given a dossier."""

from dataclasses import dataclass
from uuid import UUID

from tinhso.foundation.identity import public as identity
from tinhso.foundation.organisations import public as organisations


@dataclass(frozen=True, slots=True)
class Handler:
    """Somebody a dossier can be given to."""

    account_id: UUID
    name: str
    title: str


def specialists_of(unit_id: UUID) -> list[Handler]:
    """Return the specialists of a unit who have an account, in the order organisations lists them."""
    officers = organisations.list_officers(unit_id, role="specialist")
    accounts = identity.accounts_of_officers([officer.id for officer in officers])
    return [Handler(accounts[o.id], o.name, o.title) for o in officers if o.id in accounts]
