"""Writes of payments. Each verb is one transaction: gate, rule, write, audit, announce."""

from tinhso.government.payments.actions.cash import close_shift, open_shift, take_cash
from tinhso.government.payments.actions.claims import claim_reversal, repay_claim, write_off_claim
from tinhso.government.payments.actions.notices import book_notice, dismiss_notice, match_notice
from tinhso.government.payments.actions.receipts import issue_receipt
from tinhso.government.payments.actions.refunds import (
    approve_refund,
    ask_refund,
    confirm_refund,
    recall_refund,
    refuse_refund,
)
from tinhso.government.payments.actions.requests import cancel_request, request_payment

__all__ = [
    "approve_refund",
    "ask_refund",
    "book_notice",
    "cancel_request",
    "claim_reversal",
    "close_shift",
    "confirm_refund",
    "dismiss_notice",
    "issue_receipt",
    "match_notice",
    "open_shift",
    "recall_refund",
    "refuse_refund",
    "repay_claim",
    "request_payment",
    "take_cash",
    "write_off_claim",
]
