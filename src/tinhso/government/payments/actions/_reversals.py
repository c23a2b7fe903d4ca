"""When the bank takes a credit back (thu hồi báo có), also when it says so before the credit itself arrives."""

from datetime import datetime
from typing import Final

from tinhso.government.payments.actions._books import insert_once, post
from tinhso.government.payments.actions._settling import take_back
from tinhso.government.payments.data import NoticeKind, NoticeStatus, Unmatched
from tinhso.government.payments.models import BankNotice, PaymentRequest
from tinhso.government.payments.rules import ledger
from tinhso.kernel.actors import SYSTEM

NOTE: Final = "Ngân hàng đã thu hồi giao dịch gốc."


def book_reversal(notice: BankNotice, *, now: datetime) -> None:
    """Undo the credit a reversal names.

    Where it paid a request and the money is still there, the request is due again. Where it lay in suspense, both are
    done. Otherwise (unknown credit, another amount, money refunded meanwhile) the reversal waits for a person.
    """
    credit = (
        BankNotice.objects.select_for_update()
        .filter(bank=notice.bank, transaction_id=notice.reverses, kind=NoticeKind.CREDIT.value)
        .first()
    )
    if credit is None or (credit.amount, credit.unit_id) != (notice.amount, notice.unit_id):
        _wait(notice, now=now)
    elif credit.status == NoticeStatus.MATCHED.value:
        _from_request(notice, credit, now=now)
    elif credit.status in (NoticeStatus.UNMATCHED.value, NoticeStatus.DISMISSED.value):
        _from_suspense(notice, credit, now=now)
    else:
        _wait(notice, now=now)


def is_reversed_already(credit: BankNotice, *, now: datetime) -> bool:
    """Tell whether the reversal of this new credit came first and waits; it is done with then."""
    waiting = (
        BankNotice.objects.select_for_update()
        .filter(bank=credit.bank, reverses=credit.transaction_id, status=NoticeStatus.UNMATCHED.value)
        .first()
    )
    if waiting is None or (waiting.amount, waiting.unit_id) != (credit.amount, credit.unit_id):
        return False
    waiting.status, waiting.note, waiting.handled_at = NoticeStatus.DISMISSED.value, NOTE, now
    waiting.save(update_fields=["status", "note", "handled_at"])
    return True


def _from_request(notice: BankNotice, credit: BankNotice, *, now: datetime) -> None:
    if credit.request_id is None:
        raise ValueError("a matched credit has its request")
    request = PaymentRequest.objects.select_for_update().get(id=credit.request_id)
    touched = request.returned or request.returning or request.refunds.filter(status__in=["asked", "approved"]).exists()
    if touched or request.over < credit.over or request.applied < credit.applied:
        _wait(notice, now=now)
        return
    notice.request, notice.applied, notice.over = request, credit.applied, credit.over
    notice.status, notice.note = NoticeStatus.MATCHED.value, NOTE
    insert_once(notice)
    _reversed(credit, now=now)
    take_back(
        SYSTEM,
        request,
        applied=credit.applied,
        over=credit.over,
        notice_id=notice.id,
        day=notice.day,
        now=now,
    )


def _from_suspense(notice: BankNotice, credit: BankNotice, *, now: datetime) -> None:
    notice.status, notice.note = NoticeStatus.DISMISSED.value, NOTE
    insert_once(notice)
    _reversed(credit, now=now)
    post(
        SYSTEM,
        "reversed",
        ledger.suspended(notice.unit_id, -notice.amount),
        day=notice.day,
        now=now,
        notice_id=notice.id,
    )


def _wait(notice: BankNotice, *, now: datetime) -> None:
    notice.status, notice.why = NoticeStatus.UNMATCHED.value, Unmatched.REVERSAL.value
    insert_once(notice)
    post(
        SYSTEM,
        "reversed",
        ledger.suspended(notice.unit_id, -notice.amount),
        day=notice.day,
        now=now,
        notice_id=notice.id,
    )


def _reversed(credit: BankNotice, *, now: datetime) -> None:
    credit.status, credit.handled_at = NoticeStatus.REVERSED.value, now
    credit.save(update_fields=["status", "handled_at"])
