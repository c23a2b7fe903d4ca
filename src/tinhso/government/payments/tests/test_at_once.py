"""Many at the same moment, on real connections: one notice is booked once, one drawer takes a fee once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from tinhso.government.payments import public as payments
from tinhso.government.payments.data import NoticeKind, RequestStatus
from tinhso.government.payments.models import BankNotice, LedgerEntry, PaymentRequest, Receipt
from tinhso.government.payments.testing import MONDAY, make_request, raw_notice
from tinhso.kernel.errors import DomainError
from tinhso.kernel.ids import uuid7
from tinhso.kernel.money import Dong

pytestmark = pytest.mark.django_db(transaction=True)
SOON = MONDAY + timedelta(minutes=10)


def together(*acts):
    """Do all acts at the same moment, each on a connection of its own; return what each gave or how it was refused."""
    start = Barrier(len(acts))

    def one(act):
        try:
            connection.ensure_connection()
            start.wait(timeout=30)
            return act()
        except DomainError as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [done.result(timeout=60) for done in [pool.submit(one, act) for act in acts]]


def book(raw):
    return payments.book_notice(raw, source="webhook", now=SOON)


def test_the_same_notice_twenty_times_at_once_is_booked_once(a):
    info = make_request(a)
    raw = raw_notice(a, info.code, transaction_id="FT1")

    answers = together(*[lambda: book(raw)] * 20)

    assert len({answer.id for answer in answers}) == 1
    assert sorted(answer.is_replay for answer in answers) == [False] + [True] * 19
    assert (BankNotice.objects.count(), LedgerEntry.objects.filter(what="received").count()) == (1, 1)
    assert payments.get_request(info.id).status is RequestStatus.PAID
    assert Receipt.objects.count() == 1


def test_twenty_payments_of_one_request_at_once_settle_it_once(a):
    info = make_request(a)
    raws = [raw_notice(a, info.code, transaction_id=f"FT{n}") for n in range(20)]

    answers = together(*[lambda raw=raw: book(raw) for raw in raws])

    assert sorted(answer.status.value for answer in answers) == ["matched"] + ["unmatched"] * 19
    assert Receipt.objects.count() == 1


def test_a_notice_and_its_reversal_at_once_leave_nothing_paid(a):
    for number in range(8):
        info = make_request(a)
        paid = raw_notice(a, info.code, transaction_id=f"FT{number}")
        back = raw_notice(a, "", transaction_id=f"RV{number}", kind=NoticeKind.REVERSAL, reverses=f"FT{number}")
        together(lambda paid=paid: book(paid), lambda back=back: book(back))
        assert payments.get_request(info.id).status is RequestStatus.OPEN
    assert not BankNotice.objects.filter(status="unmatched").exists()


def test_cash_and_transfer_at_once_take_the_fee_once(a, binh):
    payments.open_shift(binh, now=SOON)
    for number in range(6):
        info = make_request(a)
        raw = raw_notice(a, info.code, transaction_id=f"FT{number}")
        together(
            lambda raw=raw: book(raw),
            lambda info=info: payments.take_cash(binh, request_id=info.id, tendered=Dong(8_000), now=SOON),
        )
        assert payments.get_request(info.id).status is RequestStatus.PAID
        assert sum(r.voided_at is None for r in payments.receipts_of(info.id)) == 1


def test_asked_by_ten_at_once_one_request_stands(a):
    subject = uuid7()
    answers = together(*[lambda: make_request(a, subject_id=subject)] * 10)

    assert len({answer.id for answer in answers}) == 1
    assert PaymentRequest.objects.count() == 1
    assert LedgerEntry.objects.filter(what="raised").count() == 1


def test_receipts_have_no_gap_whoever_pays_when(a):
    raws = [raw_notice(a, make_request(a).code, transaction_id=f"FT{n}") for n in range(16)]
    together(*[lambda raw=raw: book(raw) for raw in raws])

    assert sorted(Receipt.objects.values_list("number", flat=True)) == list(range(1, 17))
