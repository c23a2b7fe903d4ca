"""Tables of payments. Triggers of the first migration hold what constraints cannot: books balance and never change."""

from tinhso.government.payments.models.bank import BankAccount, BankNotice, StatementPosition
from tinhso.government.payments.models.cash import CashShift, Receipt, Refund
from tinhso.government.payments.models.ledger import LedgerEntry, LedgerLine
from tinhso.government.payments.models.reconciling import (
    AskedReconciliation,
    BankReconciliation,
    ReconciliationDifference,
)
from tinhso.government.payments.models.requests import PaymentRequest

__all__ = [
    "AskedReconciliation",
    "BankAccount",
    "BankNotice",
    "BankReconciliation",
    "CashShift",
    "LedgerEntry",
    "LedgerLine",
    "PaymentRequest",
    "Receipt",
    "ReconciliationDifference",
    "Refund",
    "StatementPosition",
]
