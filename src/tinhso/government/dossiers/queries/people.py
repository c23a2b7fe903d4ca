"""Who can be given a dossier, and who is told of it."""

from dataclasses import dataclass
from uuid import UUID

from tinhso.foundation.identity import public as identity
from tinhso.foundation.mandates import public as mandates
from tinhso.foundation.organisations import public as organisations
from tinhso.government.dossiers.models import Dossier
from tinhso.kernel import clock


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


def applicant_accounts(dossier_id: UUID) -> list[UUID]:
    """Return the accounts to tell of a dossier: its applicant's, and who handed it in for them and still may act.

    None for a dossier without an account, and for one that is not there.
    """
    dossier = Dossier.objects.defer("data", "search").filter(pk=dossier_id).first()
    if dossier is None or dossier.applicant_account_id is None:
        return []
    return [dossier.applicant_account_id, *agents_of(dossier, mandates.find_filing(dossier.id))]


def agents_of(dossier: Dossier, filing: mandates.FilingInfo | None) -> list[UUID]:
    """Return who handed it in for the applicant, while they still may act for them in this."""
    if filing is None or filing.agent_id is None or filing.principal_id is None:
        return []
    behalf = mandates.find_behalf(filing.agent_id, principal_id=filing.principal_id, on=clock.today())
    return [filing.agent_id] if behalf and behalf.covers(dossier.procedure_code, dossier.field_code) else []
