"""Ledger entries as lines that balance. Debit is positive, credit negative; amounts in đồng."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from tinhso.government.payments.data import LedgerAccount as L


@dataclass(frozen=True, slots=True)
class Line:
    """One line: how much an account of a unit grows (debit) or shrinks (credit)."""

    unit_id: UUID
    account: L
    amount: int


def entry(unit_id: UUID, *amounts: tuple[L, int]) -> tuple[Line, ...]:
    """Return the lines of an entry in one unit, zeros left out. Raises ValueError when they do not sum to zero."""
    return balanced([Line(unit_id, account, amount) for account, amount in amounts if amount])


def balanced(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Return the lines, if those of each unit sum to zero. Raises ValueError otherwise, and for none."""
    sums: dict[UUID, int] = defaultdict(int)
    for line in lines:
        sums[line.unit_id] += line.amount
    if not lines or any(sums.values()):
        raise ValueError("an entry balances in each unit")
    return tuple(lines)


def raised(unit_id: UUID, total: int) -> tuple[Line, ...]:
    """Asked: the payer owes, the unit has income."""
    return entry(unit_id, (L.DUE, total), (L.INCOME, -total))


def received(unit_id: UUID, into: L, *, applied: int, over: int) -> tuple[Line, ...]:
    """Money came `into` the bank or the drawer for a request; what is too much waits as OVER."""
    return entry(unit_id, (into, applied + over), (L.DUE, -applied), (L.OVER, -over))


def suspended(unit_id: UUID, amount: int) -> tuple[Line, ...]:
    """Money came to the bank, nobody knows for what; a negative amount takes it out again."""
    return entry(unit_id, (L.BANK, amount), (L.SUSPENSE, -amount))


def taken_back(unit_id: UUID, out_of: L, *, applied: int, over: int) -> tuple[Line, ...]:
    """The bank took back money that had paid a request; `out_of` suspense when it had been booked there meanwhile."""
    return entry(unit_id, (L.DUE, applied), (L.OVER, over), (out_of, -(applied + over)))


def matched(unit_id: UUID, *, applied: int, over: int) -> tuple[Line, ...]:
    """Money leaves suspense for a request of the same unit."""
    return entry(unit_id, (L.SUSPENSE, applied + over), (L.DUE, -applied), (L.OVER, -over))


def cancelled(unit_id: UUID, *, unpaid: int, paid: int) -> tuple[Line, ...]:
    """What is unpaid is written off; what was paid in part becomes money to give back."""
    return entry(unit_id, (L.INCOME, unpaid + paid), (L.DUE, -unpaid), (L.OVER, -paid))


def refund_approved(unit_id: UUID, *, income: int = 0, over: int = 0, suspense: int = 0) -> tuple[Line, ...]:
    """Money is owed to the payer, out of what it stood as."""
    whole = income + over + suspense
    return entry(unit_id, (L.INCOME, income), (L.OVER, over), (L.SUSPENSE, suspense), (L.REFUND, -whole))


def refund_recalled(unit_id: UUID, *, income: int = 0, over: int = 0, suspense: int = 0) -> tuple[Line, ...]:
    """An approved refund is off: the money stands as it stood before."""
    return entry(
        unit_id,
        (L.REFUND, income + over + suspense),
        (L.INCOME, -income),
        (L.OVER, -over),
        (L.SUSPENSE, -suspense),
    )


def refund_paid(unit_id: UUID, out_of: L, amount: int) -> tuple[Line, ...]:
    """The money went."""
    return entry(unit_id, (L.REFUND, amount), (out_of, -amount))


def claimed(unit_id: UUID, amount: int) -> tuple[Line, ...]:
    """Money the bank took back after it was refunded: the person owes it."""
    return entry(unit_id, (L.CLAIM, amount), (L.SUSPENSE, -amount))


def claim_repaid(unit_id: UUID, amount: int) -> tuple[Line, ...]:
    """The person paid it in again: money in suspense settles the claim."""
    return entry(unit_id, (L.SUSPENSE, amount), (L.CLAIM, -amount))


def claim_lost(unit_id: UUID, amount: int) -> tuple[Line, ...]:
    """A claim nobody will pay is given up."""
    return entry(unit_id, (L.LOSS, amount), (L.CLAIM, -amount))


def shift_opened(unit_id: UUID, opening_float: int) -> tuple[Line, ...]:
    """The float goes from the safe into the drawer."""
    return entry(unit_id, (L.DRAWER, opening_float), (L.SAFE, -opening_float))


def shift_closed(unit_id: UUID, *, expected: int, counted: int) -> tuple[Line, ...]:
    """What was counted goes to the safe; what is missing or too much stands as SHORTAGE until somebody settles it."""
    return entry(unit_id, (L.SAFE, counted), (L.SHORTAGE, expected - counted), (L.DRAWER, -expected))
