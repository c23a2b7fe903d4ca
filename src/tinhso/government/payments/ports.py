"""What payments ask of a bank."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from tinhso.government.payments.data import RawNotice


@dataclass(frozen=True, slots=True)
class StatementPage:
    """Transactions in the bank's own order, and the cursor after the last of them; `is_last` when there are no more.

    `unread` names those the bank told in a shape we do not read (another currency, no amount): each is a difference
    for a person, none holds up the rest.
    """

    rows: Sequence[RawNotice]
    cursor: str
    is_last: bool
    unread: Sequence[str] = ()


class Bank(Protocol):
    """A bank's statement service."""

    def list_transactions(self, *, after: str = "", day: date | None = None) -> StatementPage:
        """Return the transactions after a cursor, of one day when given. Raises BankUnavailable."""

    def subscribe(self, *, url: str, secret: str) -> None:
        """Have notices sent to `url`, signed with `secret` (a demo's bank only). Raises BankUnavailable."""
