"""When the bank takes a credit back (thu hồi báo có), also when it says so before the credit itself arrives."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.db.models import Q, QuerySet

from tinhso.government.payments.actions._books import insert_once, post
from tinhso.government.payments.actions._settling import take_back
from tinhso.government.payments.data import LedgerAccount, NoticeKind, NoticeStatus, Unmatched
from tinhso.government.payments.models import BankNotice, PaymentRequest
from tinhso.government.payments.rules import ledger
from tinhso.kernel.actors import SYSTEM
from tinhso.kernel.clock import local_day

NOTE: Final = "Ngân hàng đã thu hồi giao dịch gốc."


def book_reversal(notice: BankNotice, *, now: datetime) -> None:
    """Undo the credit a reversal names.

    Where it paid a request and the money is still there, the request is due again. Where it lay in suspense, both are
    done. Otherwise (unknown credit, another amount, a refund under way or paid) the reversal waits: for the refund to
    be refused or withdrawn (`apply_waiting`), or for a person.
    """
    credit = locked_credit(notice)
    if credit is None or not _undo(notice, credit, is_booked=False, now=now):
        notice.status, notice.why = NoticeStatus.UNMATCHED.value, Unmatched.REVERSAL.value
        insert_once(notice)
        _out_of_bank(notice, now=now)


def locked_credit(notice: BankNotice) -> BankNotice | None:
    """Return the credit a reversal names, locked after the request it paid: the order in which refunds lock them."""
    rows = BankNotice.objects.filter(bank=notice.bank, transaction_id=notice.reverses, kind=NoticeKind.CREDIT.value)
    request_id = rows.values_list("request_id", flat=True).first()
    if request_id is not None:
        PaymentRequest.objects.select_for_update().get(id=request_id)
    return rows.select_for_update().first()


def apply_waiting(booked: Iterable[BankNotice], *, now: datetime) -> None:
    """Undo locked credits whose reversals came while their money was in a refund that is off now."""
    for credit in booked:
        reversal = waiting_of([credit]).select_for_update().first()
        if reversal is not None:
            _undo(reversal, credit, is_booked=True, now=now)


def waiting_of(booked: Iterable[BankNotice]) -> QuerySet[BankNotice]:
    """Return the reversals of these credits that nobody has applied: the bank holds that money again."""
    named = Q(id=None)
    for credit in booked:
        named |= Q(bank=credit.bank, reverses=credit.transaction_id, amount=credit.amount, unit_id=credit.unit_id)
    unused = Q(status=NoticeStatus.UNMATCHED.value) | (Q(status=NoticeStatus.DISMISSED.value) & ~Q(note=NOTE))
    return BankNotice.objects.filter(named, unused)


def is_reversed_already(credit: BankNotice, *, now: datetime) -> bool:
    """Tell whether the reversal of this new credit came first, also one put aside meanwhile; it is done with then."""
    waiting = waiting_of([credit]).select_for_update().first()
    if waiting is None:
        return False
    _done(waiting, now=now)
    return True


def _undo(notice: BankNotice, credit: BankNotice, *, is_booked: bool, now: datetime) -> bool:
    """Undo one credit, if it is there to be undone. `is_booked`: the reversal has waited in suspense."""
    if (credit.amount, credit.unit_id) != (notice.amount, notice.unit_id):
        return False
    if credit.status == NoticeStatus.MATCHED.value:
        return _from_request(notice, credit, is_booked=is_booked, now=now)
    if credit.status not in (NoticeStatus.UNMATCHED.value, NoticeStatus.DISMISSED.value):
        return False
    _keep(notice, NoticeStatus.DISMISSED, is_booked=is_booked, now=now)
    _reversed(credit, now=now)
    if not is_booked:
        _out_of_bank(notice, now=now)
    return True


def _from_request(notice: BankNotice, credit: BankNotice, *, is_booked: bool, now: datetime) -> bool:
    if credit.request_id is None:
        raise ValueError("a matched credit has its request")
    request = PaymentRequest.objects.select_for_update().get(id=credit.request_id)
    touched = request.returned or request.returning or request.refunds.filter(status__in=["asked", "approved"]).exists()
    applied, over = (0, credit.amount) if request.cancelled_at else (credit.applied, credit.over)
    if touched or request.over < over or request.applied < applied:
        return False
    notice.request, notice.applied, notice.over = request, applied, over
    _keep(notice, NoticeStatus.MATCHED, is_booked=is_booked, now=now)
    _reversed(credit, now=now)
    take_back(
        SYSTEM,
        request,
        applied=applied,
        over=over,
        out_of=LedgerAccount.SUSPENSE if is_booked else LedgerAccount.BANK,
        notice_id=notice.id,
        day=local_day(now) if is_booked else notice.day,
        now=now,
    )
    return True


def _keep(notice: BankNotice, status: NoticeStatus, *, is_booked: bool, now: datetime) -> None:
    notice.status, notice.note = status.value, NOTE
    if is_booked:
        notice.handled_at = now
        notice.save(update_fields=["status", "note", "handled_at", "request", "applied", "over"])
    else:
        insert_once(notice)


def _done(notice: BankNotice, *, now: datetime) -> None:
    _keep(notice, NoticeStatus.DISMISSED, is_booked=True, now=now)


def _out_of_bank(notice: BankNotice, *, now: datetime) -> None:
    lines = ledger.suspended(notice.unit_id, -notice.amount)
    post(SYSTEM, "reversed", lines, day=notice.day, now=now, notice_id=notice.id)


def _reversed(credit: BankNotice, *, now: datetime) -> None:
    credit.status, credit.handled_at = NoticeStatus.REVERSED.value, now
    credit.save(update_fields=["status", "handled_at"])
