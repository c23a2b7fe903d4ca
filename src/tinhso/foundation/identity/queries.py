"""Reads. Who may ask is decided above: this room only knows who somebody is."""

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from tinhso.foundation.identity.data import AccountInfo
from tinhso.foundation.identity.errors import AccountNotFound
from tinhso.foundation.identity.models import Account
from tinhso.kernel.rows import Rows

MAX_ACCOUNTS: Final = 500
ACCOUNTS: Final = Rows(Account)


def get_account(account_id: UUID) -> AccountInfo:
    """Return an account. Raises AccountNotFound."""
    found = ACCOUNTS.find("t.id = %s", [account_id])
    if not found:
        raise AccountNotFound
    return found[0].to_info()


def find_by_number(number: str) -> AccountInfo | None:
    """Return the account one signs in to with `number`, if there is one."""
    found = ACCOUNTS.find("t.number = %s", [clean_number(number)])
    return found[0].to_info() if found else None


def list_by_numbers(numbers: Iterable[str]) -> dict[str, AccountInfo]:
    """Return the accounts there are among at most 500 numbers, by the number as given, in one query."""
    asked = {number: clean_number(number) for number in list(dict.fromkeys(numbers))[:MAX_ACCOUNTS]}
    found = {row.number: row.to_info() for row in Account.objects.filter(number__in=set(asked.values()))}
    return {number: found[clean] for number, clean in asked.items() if clean in found}


def find_by_officer(officer_id: UUID) -> AccountInfo | None:
    """Return the account of an officer, if there is one."""
    row = Account.objects.filter(officer_id=officer_id).first()
    return row.to_info() if row else None


def accounts_of_officers(officer_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """Return the account of each officer that has one, by the officer's id, at most 500, in one query."""
    ids = list(dict.fromkeys(officer_ids))[:MAX_ACCOUNTS]
    return {
        o: a for o, a in Account.objects.filter(officer_id__in=ids).values_list("officer_id", "id") if o is not None
    }


def list_accounts(account_ids: Iterable[UUID]) -> dict[UUID, AccountInfo]:
    """Return the accounts there are among at most 500 ids, by id, in one query."""
    ids = list(dict.fromkeys(account_ids))[:MAX_ACCOUNTS]
    return {row.id: row.to_info() for row in Account.objects.filter(id__in=ids)}


def clean_number(number: str) -> str:
    """Return a sign-in number as stored: without spaces, in capitals."""
    return "".join(number.split())[:20].upper()
