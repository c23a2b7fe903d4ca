"""Builders for tests: accounts with a cheap password."""

from datetime import date
from typing import Final
from uuid import UUID

from tinhso.foundation.identity.data import AccountKind
from tinhso.foundation.identity.models import Account

PASSWORD: Final = "mat khau thu nghiem"


def make_account(
    *,
    number: str,
    name: str,
    kind: AccountKind = AccountKind.CITIZEN,
    officer_id: UUID | None = None,
    birth_on: date | None = None,
    phone: str = "",
    assurance: int = 1,
    is_demo: bool = False,
) -> Account:
    """Make one account; its password is PASSWORD."""
    account = Account(
        kind=kind,
        number=number,
        name=name,
        officer_id=officer_id,
        birth_on=birth_on,
        phone=phone,
        assurance=assurance,
        is_demo=is_demo,
    )
    account.set_password(PASSWORD)
    account.save(force_insert=True)
    return account
