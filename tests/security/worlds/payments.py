"""An's payments in commune A: one paid with its receipt and a refund, money in suspense, a shift, a difference."""

from tinhso.government.payments import public as payments
from tinhso.government.payments.data import NoticeKind
from tinhso.government.payments.models import BankNotice, CashShift, ReconciliationDifference
from tinhso.government.payments.testing import make_request, pay, raw_notice
from tinhso.kernel import clock
from tinhso.testing.cast import officer_actor

PRIVATE = {"request_id", "receipt_id", "bank_notice_id", "refund_id", "claim_id", "shift_id", "difference_id"}


def things(cast):
    """Return the ids by the names they have in addresses."""
    a, now = cast["units"].commune_a.id, clock.now()
    info = make_request(a, payer_account_id=cast["an"].account_id, now=now)
    pay(info, now=now)
    kim = officer_actor(code="A-KT", name="Đinh Thị Kim", unit_id=a, roles=("accountant",))
    refund = payments.ask_refund(
        kim, request_id=info.id, reason="Nộp nhầm khoản thu", to_name="An", to_bank="VCB", to_account="1", now=now
    )
    receipt = payments.receipts_of(info.id)[0]
    notice = payments.book_notice(raw_notice(a, "nop tien", at=now), source="webhook", now=now)
    back = raw_notice(a, "", transaction_id="RV1", kind=NoticeKind.REVERSAL, reverses="FT1", at=now)
    reversal = payments.book_notice(back, source="webhook", now=now)
    BankNotice.objects.filter(id=reversal.id).update(status="claimed")
    shift = CashShift.objects.create(
        unit_id=a, account_id=cast["binh"].account_id, officer_name="Bình", opened_at=now, opening_float=0
    )
    difference = ReconciliationDifference.objects.create(
        bank="gia-lap",
        unit_id=a,
        day=clock.today(),
        kind="missing_here",
        transaction_id="X",
        explanation="x",
        found_at=now,
    )
    return {
        "request_id": info.id,
        "receipt_id": receipt.id,
        "paid_receipt_id": receipt.id,
        "bank_notice_id": notice.id,
        "refund_id": refund.id,
        "claim_id": reversal.id,
        "shift_id": shift.id,
        "difference_id": difference.id,
        "pay_token": info.token,
        "receipt_token": receipt.token,
        "bank": "gia-lap",
    }
