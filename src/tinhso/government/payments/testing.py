"""Typed builders: requests, notices and officers' doings for tests of this room and of rooms above."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from tinhso.foundation.organisations import public as organisations
from tinhso.government.payments import actions
from tinhso.government.payments.accounts import ensure_account
from tinhso.government.payments.data import FeeItem, FeeKind, NoticeInfo, NoticeKind, RawNotice, RequestInfo
from tinhso.kernel.actors import SYSTEM
from tinhso.kernel.ids import uuid7
from tinhso.kernel.money import Dong

MONDAY: Final = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
COPY: Final = FeeItem("LP01", "Lệ phí cấp bản sao trích lục", FeeKind.FEE, Dong(8_000), 1)
CHECK: Final = FeeItem("P01", "Phí thẩm định", FeeKind.CHARGE, Dong(12_000), 1)


def make_request(
    unit_id: UUID,
    *,
    items: Sequence[FeeItem] = (COPY,),
    payer_account_id: UUID | None = None,
    payer_name: str = "Nguyễn Thị An",
    subject_id: UUID | None = None,
    subject_code: str = "H61.21.03-261123-0001",
    due_at: datetime | None = None,
    purpose: str = "fee",
    now: datetime = MONDAY,
) -> RequestInfo:
    """Ask for money, as a room above would."""
    return actions.request_payment(
        SYSTEM,
        subject_kind="dossiers.dossier",
        subject_id=subject_id or uuid7(),
        subject_code=subject_code,
        title="Lệ phí cấp bản sao trích lục hộ tịch",
        payer_name=payer_name,
        payer_account_id=payer_account_id,
        unit_id=unit_id,
        items=items,
        due_at=due_at,
        purpose=purpose,
        now=now,
    )


def raw_notice(
    unit_id: UUID,
    text: str,
    *,
    amount: int = 8_000,
    transaction_id: str = "",
    kind: NoticeKind = NoticeKind.CREDIT,
    reverses: str = "",
    at: datetime = MONDAY + timedelta(minutes=5),
) -> RawNotice:
    """Return what a bank would tell of money into the account of `unit_id`."""
    account = ensure_account(organisations.agency_of(unit_id))
    return RawNotice(
        bank=account.bank,
        transaction_id=transaction_id or f"FT{uuid7().hex[-12:].upper()}",
        account_number=account.number,
        amount=amount,
        text=text,
        happened_at=at,
        kind=kind,
        reverses=reverses,
        payer_name="NGUYEN THI AN",
        payer_account="0123456789",
    )


def pay(info: RequestInfo, *, amount: int | None = None, now: datetime = MONDAY + timedelta(minutes=6)) -> NoticeInfo:
    """Let the bank tell that a request was paid, wholly unless an amount is given."""
    asked = info.total.amount if amount is None else amount
    raw = raw_notice(info.unit_id, f"CT {info.code} nop tien", amount=asked, at=now - timedelta(minutes=1))
    return actions.book_notice(raw, source="webhook", now=now)
