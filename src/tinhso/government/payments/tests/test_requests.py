"""Asking for money, paying by bank or cash, cancelling."""

from datetime import timedelta

import pytest

from tinhso.government.payments import public as payments
from tinhso.government.payments.data import FeeItem, FeeKind, NoticeKind, NoticeStatus, RequestStatus, Unmatched
from tinhso.government.payments.errors import (
    BadItems,
    CannotCancel,
    ExplainDifference,
    NoShift,
    NoticeDiffers,
    OtherAccount,
    OtherItems,
    RequestNotFound,
    ShiftOpen,
    TooLittle,
)
from tinhso.government.payments.events import PaymentPart, PaymentReopened, PaymentSettled
from tinhso.government.payments.models import BankNotice, LedgerEntry, LedgerLine, PaymentRequest
from tinhso.government.payments.testing import CHECK, COPY, MONDAY, make_request, pay, raw_notice
from tinhso.kernel.actors import ANONYMOUS, SYSTEM
from tinhso.kernel.errors import Forbidden
from tinhso.kernel.ids import uuid7
from tinhso.kernel.money import Dong

pytestmark = pytest.mark.django_db

SOON = MONDAY + timedelta(minutes=10)


def book(raw, now=SOON):
    return payments.book_notice(raw, source="webhook", now=now)


def state(info):
    return payments.get_request(info.id)


def test_what_is_asked_stands_in_the_books(a):
    info = make_request(a, items=[COPY, CHECK])

    assert (info.total, info.status, info.outstanding) == (Dong(20_000), RequestStatus.OPEN, Dong(20_000))
    lines = {line.account: line.amount for line in LedgerLine.objects.filter(entry__request_id=info.id)}
    assert lines == {"due": 20_000, "income": -20_000}


def test_asked_again_for_the_same_purpose_the_answer_is_the_same_request(a):
    subject = uuid7()
    first = make_request(a, subject_id=subject)

    assert make_request(a, subject_id=subject) == first
    assert make_request(a, subject_id=subject, purpose="copies").id != first.id
    with pytest.raises(OtherItems):
        make_request(a, subject_id=subject, items=[CHECK])


def test_lines_to_pay_are_bounded(a):
    for items in (
        [],
        [COPY] * 21,
        [FeeItem("x", "Phí", FeeKind.FEE, Dong(0))],
        [FeeItem("x", "", FeeKind.FEE, Dong(1))],
    ):
        with pytest.raises(BadItems):
            make_request(a, items=items)
    with pytest.raises(BadItems):
        make_request(a, items=[FeeItem("x", "Phí", FeeKind.FEE, Dong(100_000_000_001))])


def test_the_exact_amount_settles_and_gives_a_receipt(a, announced):
    info = make_request(a)
    notice = pay(info)

    after = state(info)
    assert notice.status is NoticeStatus.MATCHED
    assert (after.status, after.paid_total, after.method) == (RequestStatus.PAID, Dong(8_000), payments.Method.TRANSFER)
    assert after.paid_at == MONDAY + timedelta(minutes=5)
    assert announced()[-1] == PaymentSettled(
        info.id, "dossiers.dossier", info.subject_id, 8_000, "transfer", after.paid_at
    )
    (receipt,) = payments.receipts_of(info.id)
    assert (receipt.number, receipt.amount, receipt.id) == ("0000001", Dong(8_000), after.receipt_id)


def test_fees_and_charges_have_receipts_of_their_own(a):
    info = make_request(a, items=[COPY, CHECK])
    pay(info)

    assert [(r.kind, r.amount.amount, r.number) for r in payments.receipts_of(info.id)] == [
        (FeeKind.FEE, 8_000, "0000001"),
        (FeeKind.CHARGE, 12_000, "0000001"),
    ]


def test_money_in_parts_adds_up(a, announced):
    info = make_request(a)
    pay(info, amount=3_000)

    assert (state(info).status, state(info).outstanding) == (RequestStatus.PART_PAID, Dong(5_000))
    assert isinstance(announced()[-1], PaymentPart)
    assert payments.receipts_of(info.id) == ()
    pay(info, amount=5_000)
    assert state(info).status is RequestStatus.PAID


def test_too_much_settles_and_the_rest_waits_to_be_given_back(a):
    info = make_request(a)
    pay(info, amount=10_000)

    after = state(info)
    assert (after.status, after.over, after.is_settled) == (RequestStatus.OVER_PAID, Dong(2_000), True)


@pytest.mark.parametrize(
    ("text", "why"),
    [("nop le phi", Unmatched.NO_CODE), ("TS22222222 nop", Unmatched.UNKNOWN_CODE)],
)
def test_money_without_a_known_code_waits_for_the_accountant(a, kim, text, why):
    make_request(a)
    notice = book(raw_notice(a, text))

    assert (notice.status, notice.why) == (NoticeStatus.UNMATCHED, why)


def test_the_accountant_matches_by_hand(a, kim, announced):
    info = make_request(a)
    notice = book(raw_notice(a, "nop le phi cho con"))

    matched = payments.match_notice(kim, notice_id=notice.id, request_id=info.id, now=SOON)

    assert (matched.status, state(info).status) == (NoticeStatus.MATCHED, RequestStatus.PAID)
    assert isinstance(announced()[-1], PaymentSettled)


def test_money_in_another_units_account_is_not_matched(units, a, kim):
    info = make_request(a)
    notice = book(raw_notice(units.commune_b.id, f"{info.code}"))

    assert notice.why is Unmatched.OTHER_ACCOUNT
    with pytest.raises(RequestNotFound):
        payments.match_notice(
            kim, notice_id=book(raw_notice(a, "x")).id, request_id=make_request(units.commune_b.id).id, now=SOON
        )


def test_money_for_a_cancelled_request_waits(a, kim):
    info = make_request(a)
    payments.cancel_request(SYSTEM, request_id=info.id, reason="Hồ sơ đã rút theo đề nghị", now=SOON)

    assert pay(info).why is Unmatched.CANCELLED
    assert state(info).status is RequestStatus.CANCELLED


def test_money_after_the_due_time_still_pays(a):
    info = make_request(a, due_at=MONDAY - timedelta(days=1), now=MONDAY - timedelta(days=3))

    assert pay(info).status is NoticeStatus.MATCHED


def test_a_second_payment_of_a_paid_request_waits(a):
    info = make_request(a)
    pay(info)

    assert pay(info).why is Unmatched.ALREADY_PAID


def test_the_same_notice_told_again_is_booked_once(a):
    info = make_request(a)
    raw = raw_notice(a, info.code, transaction_id="FT1")
    first, again = book(raw), book(raw)

    assert again.is_replay and again.id == first.id
    assert BankNotice.objects.count() == 1 and LedgerEntry.objects.filter(notice__isnull=False).count() == 1


def test_the_same_number_with_another_amount_is_refused(a):
    info = make_request(a)
    book(raw_notice(a, info.code, transaction_id="FT1"))

    with pytest.raises(NoticeDiffers):
        book(raw_notice(a, info.code, transaction_id="FT1", amount=9_000))


def test_a_reversal_makes_the_request_due_again_and_voids_the_receipt(a, announced):
    info = make_request(a)
    book(raw_notice(a, info.code, transaction_id="FT1"))
    book(raw_notice(a, "thu hoi", transaction_id="FT2", kind=NoticeKind.REVERSAL, reverses="FT1"))

    after = state(info)
    assert (after.status, after.paid_at, after.receipt_id) == (RequestStatus.OPEN, None, None)
    assert payments.receipts_of(info.id)[0].voided_at == SOON
    assert isinstance(announced()[-1], PaymentReopened)
    pay(info)
    assert [r.number for r in payments.receipts_of(info.id)] == ["0000001", "0000002"]


def test_a_reversal_told_before_its_credit_takes_the_money_out_all_the_same(a):
    info = make_request(a)
    early = book(raw_notice(a, "", transaction_id="FT2", kind=NoticeKind.REVERSAL, reverses="FT1"))
    late = book(raw_notice(a, info.code, transaction_id="FT1"))

    assert (early.why, late.status) == (Unmatched.REVERSAL, NoticeStatus.REVERSED)
    assert state(info).status is RequestStatus.OPEN
    assert BankNotice.objects.filter(status="unmatched").count() == 0


def test_cash_is_taken_in_an_open_shift_with_change(a, binh):
    info = make_request(a)
    with pytest.raises(NoShift):
        payments.take_cash(binh, request_id=info.id, tendered=Dong(10_000), now=SOON)
    payments.open_shift(binh, opening_float=Dong(100_000), now=SOON)
    with pytest.raises(ShiftOpen):
        payments.open_shift(binh, now=SOON)
    with pytest.raises(TooLittle):
        payments.take_cash(binh, request_id=info.id, tendered=Dong(7_000), now=SOON)

    receipt = payments.take_cash(binh, request_id=info.id, tendered=Dong(10_000), now=SOON)

    assert (receipt.change, receipt.collector_name) == (Dong(2_000), "Trần Văn Bình")
    shift = payments.shift_of(binh)
    assert (shift.takings, shift.expected) == (Dong(8_000), Dong(108_000))


def test_a_difference_at_closing_is_explained(a, binh):
    payments.open_shift(binh, opening_float=Dong(100_000), now=SOON)
    with pytest.raises(ExplainDifference):
        payments.close_shift(binh, counted=Dong(99_000), now=SOON)

    shift = payments.close_shift(binh, counted=Dong(99_000), reason="Trả thừa tiền lẻ cho người nộp", now=SOON)

    assert shift.difference == Dong(-1_000)
    assert payments.shift_of(binh) is None
    lines = {line.account: line.amount for line in LedgerLine.objects.filter(entry__what="shift_closed")}
    assert lines == {"safe": 99_000, "shortage": 1_000, "drawer": -100_000}


def test_cash_of_another_unit_is_out_of_reach(units, dung, a):
    info = make_request(a)
    payments.open_shift(dung, now=SOON)

    with pytest.raises(RequestNotFound):
        payments.take_cash(dung, request_id=info.id, tendered=Dong(8_000), now=SOON)


def test_a_part_paid_request_that_is_cancelled_leaves_money_to_give_back(a, binh):
    info = make_request(a)
    pay(info, amount=3_000)
    after = payments.cancel_request(binh, request_id=info.id, reason="Hồ sơ bị từ chối tiếp nhận", now=SOON)

    assert (after.status, after.over, after.outstanding) == (RequestStatus.CANCELLED, Dong(3_000), Dong(0))
    with pytest.raises(CannotCancel):
        paid = make_request(a)
        pay(paid)
        payments.cancel_request(binh, request_id=paid.id, reason="Hồ sơ bị từ chối tiếp nhận", now=SOON)


def test_a_payer_cancels_what_is_theirs_and_nobody_else(a, an, dung):
    info = make_request(a, payer_account_id=an.account_id)
    with pytest.raises(RequestNotFound):
        payments.cancel_request(dung, request_id=info.id, reason="Không phải của đơn vị này", now=SOON)

    cancelled = payments.cancel_request(an, request_id=info.id, reason="Tôi rút hồ sơ này", now=SOON)
    assert cancelled.status is RequestStatus.CANCELLED


def test_strangers_ask_nobody_for_money(a):
    with pytest.raises(Forbidden):
        payments.request_payment(
            ANONYMOUS, subject_kind="x", subject_id=uuid7(), subject_code="", title="x", payer_name="x",
            payer_account_id=None, unit_id=a, items=[COPY], now=MONDAY,
        )  # fmt: skip


def test_another_unit_is_not_matched_by_who_oversees_both(units, a):
    from tinhso.testing.cast import officer_actor

    over = officer_actor(code="D-KT", name="Tô Văn Lộc", unit_id=units.district.id, roles=("accountant",))
    notice = book(raw_notice(units.commune_b.id, "nop tien"))
    with pytest.raises(OtherAccount):
        payments.match_notice(over, notice_id=notice.id, request_id=make_request(a).id, now=SOON)


def test_nothing_of_it_is_deleted_or_altered(a):
    from django.db import DatabaseError, transaction

    info = make_request(a)
    pay(info)
    for table in (LedgerLine, LedgerEntry, BankNotice, PaymentRequest):
        with pytest.raises(DatabaseError), transaction.atomic():
            table.objects.all()._raw_delete("default")
    with pytest.raises(DatabaseError), transaction.atomic():
        LedgerLine.objects.update(amount=1)
    with pytest.raises(DatabaseError), transaction.atomic():
        BankNotice.objects.update(amount=1)
    with pytest.raises(DatabaseError), transaction.atomic():
        LedgerLine.objects.create(
            entry=LedgerEntry.objects.first(), unit_id=a, day=MONDAY.date(), account="bank", amount=1
        )
