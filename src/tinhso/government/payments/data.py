"""Words others may hold. Amounts are whole đồng (`kernel.money.Dong`); in events and rows plain integers of đồng."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final
from uuid import UUID

from tinhso.kernel.money import Dong

MAX_ITEMS: Final = 20
MAX_QUANTITY: Final = 10_000
MAX_TOTAL: Final = 100_000_000_000
NOTHING: Final = Dong(0)


class FeeKind(StrEnum):
    """Luật Phí và lệ phí 97/2015/QH13, Điều 3: lệ phí (fee) and phí (charge) have receipts of their own."""

    FEE = "fee"
    CHARGE = "charge"


class RequestStatus(StrEnum):
    """How a request stands. CANCELLED and REFUNDED are ends."""

    OPEN = "open"
    PART_PAID = "part_paid"
    PAID = "paid"
    OVER_PAID = "over_paid"
    CANCELLED = "cancelled"
    REFUNDING = "refunding"
    REFUNDED = "refunded"


SETTLED: Final = frozenset({RequestStatus.PAID, RequestStatus.OVER_PAID})
PAYABLE: Final = frozenset({RequestStatus.OPEN, RequestStatus.PART_PAID})


class Method(StrEnum):
    """How money came or goes (hình thức thanh toán)."""

    TRANSFER = "transfer"
    CASH = "cash"


class LedgerAccount(StrEnum):
    """Accounts of a unit's ledger. Debit is positive, credit negative.

    BANK money at the bank · DRAWER cash of an open shift · SAFE the unit's cash box · DUE what payers owe ·
    INCOME fees and charges raised · SUSPENSE money not yet known whose · OVER paid too much · REFUND approved, not yet
    paid out · SHORTAGE differences of the drawer · CLAIM owed to the unit by people whose bank took money back after it
    had been refunded · LOSS claims given up by decision.
    """

    BANK = "bank"
    DRAWER = "drawer"
    SAFE = "safe"
    DUE = "due"
    INCOME = "income"
    SUSPENSE = "suspense"
    OVER = "over"
    REFUND = "refund"
    SHORTAGE = "shortage"
    CLAIM = "claim"
    LOSS = "loss"


class NoticeStatus(StrEnum):
    """What became of money the bank told of.

    CLAIMED: taken back by the bank though it had been refunded, owed by the person; then REPAID, as is the credit that
    repaid it, or LOST.
    """

    MATCHED = "matched"
    UNMATCHED = "unmatched"
    DISMISSED = "dismissed"
    REFUNDING = "refunding"
    REFUNDED = "refunded"
    REVERSED = "reversed"
    CLAIMED = "claimed"
    REPAID = "repaid"
    LOST = "lost"


class NoticeKind(StrEnum):
    """CREDIT money in · REVERSAL the bank takes a credit back · DEBIT money out (from the statement alone)."""

    CREDIT = "credit"
    REVERSAL = "reversal"
    DEBIT = "debit"


class Unmatched(StrEnum):
    """Why money stands in suspense."""

    NO_CODE = "no_code"
    UNKNOWN_CODE = "unknown_code"
    SEVERAL_CODES = "several_codes"
    CANCELLED = "cancelled"
    ALREADY_PAID = "already_paid"
    OTHER_ACCOUNT = "other_account"
    UNKNOWN_ACCOUNT = "unknown_account"
    REVERSAL = "reversal"


class RefundStatus(StrEnum):
    """The way of a refund: one person asks, another approves, then the money goes."""

    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"
    PAID = "paid"
    RECALLED = "recalled"


@dataclass(frozen=True, slots=True)
class FeeItem:
    """One line to pay. `amount` is the whole line's, already times `quantity`, which is only shown."""

    code: str
    title: str
    kind: FeeKind
    amount: Dong
    quantity: int = 1


@dataclass(frozen=True, slots=True)
class RequestInfo:
    """One payment request. `paid_total` is what came in for it, what is too much included, less bank reversals."""

    id: UUID
    code: str
    token: str
    subject_kind: str
    subject_id: UUID
    subject_code: str
    title: str
    purpose: str
    payer_name: str
    payer_account_id: UUID | None
    unit_id: UUID
    items: tuple[FeeItem, ...]
    total: Dong
    status: RequestStatus
    due_at: datetime | None
    created_at: datetime
    paid_at: datetime | None
    paid_total: Dong
    over: Dong
    refunded_total: Dong
    method: Method | None
    reference: str
    receipt_id: UUID | None
    cancel_reason: str = ""

    @property
    def outstanding(self) -> Dong:
        """What is still to pay; nothing once cancelled, refunding or refunded."""
        left = self.total.amount - (self.paid_total.amount - self.over.amount)
        return Dong(left if self.status in PAYABLE else 0)

    @property
    def is_settled(self) -> bool:
        """Paid in full (too much counts)."""
        return self.status in SETTLED

    @property
    def path(self) -> str:
        """The address of the payer's page, below the site's own."""
        return f"/thanh-toan/{self.token}/"


@dataclass(frozen=True, slots=True)
class ReceiptInfo:
    """One receipt (biên lai). `tendered` and `change` are told once, by `take_cash`."""

    id: UUID
    request_id: UUID
    unit_id: UUID
    form: str
    symbol: str
    number: str
    kind: FeeKind
    payer_name: str
    items: tuple[FeeItem, ...]
    amount: Dong
    method: Method
    collector_name: str
    issued_at: datetime
    token: str
    voided_at: datetime | None
    void_reason: str
    refunded: Dong
    """What of the whole request went back to the payer since."""
    tendered: Dong = NOTHING
    change: Dong = NOTHING


@dataclass(frozen=True, slots=True)
class BankAccountInfo:
    """Where a unit's payers send money. `bin` is the bank's NAPAS number; a demo account is no real one."""

    bank: str
    bank_name: str
    bin: str
    number: str
    holder: str
    is_demo: bool


@dataclass(frozen=True, slots=True)
class QrInfo:
    """A VietQR code and the same for those who type it."""

    payload: str
    svg: str
    account: BankAccountInfo
    amount: Dong
    text: str


@dataclass(frozen=True, slots=True)
class RawNotice:
    """What a bank tells of one transaction. `amount` in đồng, positive; `reverses` names the credit taken back."""

    bank: str
    transaction_id: str
    account_number: str
    amount: int
    text: str
    happened_at: datetime
    kind: NoticeKind = NoticeKind.CREDIT
    reverses: str = ""
    payer_name: str = ""
    payer_account: str = ""


@dataclass(frozen=True, slots=True)
class NoticeInfo:
    """A booked notice. `is_replay` tells that it had been booked before and nothing was done now."""

    id: UUID
    bank: str
    transaction_id: str
    account_number: str
    kind: NoticeKind
    amount: Dong
    text: str
    payer_name: str
    payer_account: str
    happened_at: datetime
    received_at: datetime
    status: NoticeStatus
    why: Unmatched | None
    request_id: UUID | None
    unit_id: UUID
    is_replay: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class ShiftInfo:
    """A cash shift. `expected` is the float and what was taken less what was given back."""

    id: UUID
    unit_id: UUID
    account_id: UUID
    officer_name: str
    opened_at: datetime
    opening_float: Dong
    takings: Dong
    paid_out: Dong
    expected: Dong
    closed_at: datetime | None
    counted: Dong | None
    reason: str

    @property
    def difference(self) -> Dong | None:
        """Counted less expected; None while the shift is open."""
        return None if self.counted is None else Dong(self.counted.amount - self.expected.amount)


@dataclass(frozen=True, slots=True)
class RefundInfo:
    """A refund and who did what."""

    id: UUID
    request_id: UUID | None
    notice_id: UUID | None
    unit_id: UUID
    subject_code: str
    amount: Dong
    reason: str
    method: Method
    to_bank: str
    to_account: str
    to_name: str
    status: RefundStatus
    asked_by: str
    asked_by_id: UUID | None
    asked_at: datetime
    decided_by: str
    decided_at: datetime | None
    refusal: str
    paid_at: datetime | None
    reference: str
    payer_account_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class DifferenceInfo:
    """One thing on which the bank and the books disagree, and why, as far as the program can tell."""

    id: UUID
    day: date
    kind: str
    unit_id: UUID
    transaction_id: str
    bank_amount: Dong | None
    our_amount: Dong | None
    explanation: str
    resolved_at: datetime | None
    resolution: str


@dataclass(frozen=True, slots=True)
class DailyReport:
    """A unit's day: movements and closing balance of every ledger account (đồng), and what disagrees with the bank."""

    day: date
    unit_id: UUID
    taken: Mapping[Method, Dong]
    by_kind: Mapping[FeeKind, Dong]
    refunded: Dong
    count: int
    movements: Mapping[LedgerAccount, int]
    balances: Mapping[LedgerAccount, int]
    bank_total: Dong | None
    checked_at: datetime | None
    differences: Sequence[DifferenceInfo] = ()
    rows: Sequence["ReportRow"] = field(default=())


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One entry of the day's book."""

    at: datetime
    what: str
    subject_code: str
    reference: str
    amounts: Mapping[LedgerAccount, int] = field(default_factory=lambda: MappingProxyType({}))
