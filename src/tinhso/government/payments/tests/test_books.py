"""The books: whatever happens in whatever order, they balance and agree with the figures of each request."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tinhso.government.payments import public as payments
from tinhso.government.payments.data import LedgerAccount as L
from tinhso.government.payments.data import NoticeKind, RequestStatus
from tinhso.government.payments.errors import (
    BadRefund,
    BankTookBack,
    NoticeNotFound,
    NotUnmatched,
    NotWholePaid,
    NotYetClaim,
    OtherAmount,
    ReasonNeeded,
    SameClaimant,
)
from tinhso.government.payments.models import BankNotice, LedgerLine, PaymentRequest, Refund
from tinhso.government.payments.rules import ledger
from tinhso.government.payments.rules.status import Standing, split, status_of, unsplit
from tinhso.government.payments.testing import MONDAY, make_request, raw_notice
from tinhso.kernel.errors import DomainError
from tinhso.kernel.ids import uuid7
from tinhso.kernel.money import Dong
from tinhso.testing.cast import officer_actor

AMOUNTS = st.integers(0, 10**12)
WHY = "Theo đề nghị của người nộp"


@given(AMOUNTS, AMOUNTS, AMOUNTS)
def test_every_kind_of_entry_balances(one, two, three):
    unit = uuid7()
    made = [
        lambda: ledger.raised(unit, one),
        lambda: ledger.received(unit, L.BANK, applied=one, over=two),
        lambda: ledger.suspended(unit, one),
        lambda: ledger.taken_back(unit, L.SUSPENSE, applied=one, over=two),
        lambda: ledger.matched(unit, applied=one, over=two),
        lambda: ledger.cancelled(unit, unpaid=one, paid=two),
        lambda: ledger.refund_approved(unit, income=one, over=two, suspense=three),
        lambda: ledger.refund_recalled(unit, income=one, over=two, suspense=three),
        lambda: ledger.refund_paid(unit, L.DRAWER, one),
        lambda: ledger.claimed(unit, one),
        lambda: ledger.claim_repaid(unit, one),
        lambda: ledger.claim_lost(unit, one),
        lambda: ledger.shift_opened(unit, one),
        lambda: ledger.shift_closed(unit, expected=one, counted=two),
    ]
    for make in made:
        try:
            lines = make()
        except ValueError:
            assert one == 0 or one + two == 0  # nothing moved: there is no entry
            continue
        assert sum(line.amount for line in lines) == 0 and all(line.amount for line in lines)


@given(st.integers(1, 10**9), st.integers(0, 10**9), st.integers(1, 10**9))
def test_new_money_pays_what_is_due_first(total, applied, amount):
    at = Standing(total, min(applied, total))
    due, over = split(at, amount)
    assert due + over == amount and due <= total - at.applied
    assert over == 0 or at.applied + due == total
    assert sum(unsplit(Standing(total, at.applied + due, over), amount)) == amount


@pytest.mark.parametrize(
    ("standing", "status"),
    [
        (Standing(10), RequestStatus.OPEN),
        (Standing(10, 4), RequestStatus.PART_PAID),
        (Standing(10, 10), RequestStatus.PAID),
        (Standing(10, 10, 1), RequestStatus.OVER_PAID),
        (Standing(10, 10, returning=10), RequestStatus.REFUNDING),
        (Standing(10, 10, returned=10), RequestStatus.REFUNDED),
        (Standing(10, 10, returned=4), RequestStatus.PAID),
        (Standing(10, 0, 4, is_cancelled=True), RequestStatus.CANCELLED),
    ],
)
def test_the_figures_decide_how_a_request_stands(standing, status):
    assert status_of(standing) is status


STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["notice", "unknown", "match", "reverse", "cash", "cancel", "ask", "ask_notice", "approve", "refuse", "confirm", "dismiss", "recall"]
        ),
        st.integers(0, 3),
        st.sampled_from([1_000, 3_000, 5_000, 8_000, 11_000]),
    ),
    max_size=14,
)  # fmt: skip


@pytest.mark.django_db
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_happens_the_books_balance_and_agree(units, binh, chi, kim, a, steps):
    with transaction.atomic():
        _live(steps, (a, binh, chi, kim))
        transaction.set_rollback(True)


def test_too_much_approved_to_go_back_leaves_the_request_paid(units, binh, chi, kim, a, db):
    with transaction.atomic():
        _live([("notice", 0, 11_000), ("ask", 0, 3_000), ("approve", 0, 1_000)], (a, binh, chi, kim))
        assert PaymentRequest.objects.get(applied__gt=0).status == "paid"


def _live(steps, people):
    a, binh, _chi, _kim = people
    requests = [make_request(a) for _ in range(2)]
    if payments.shift_of(binh) is None:
        payments.open_shift(binh, opening_float=Dong(50_000), now=MONDAY)
    for number, (step, which, amount) in enumerate(steps):
        with suppress(DomainError):  # refused: nothing may have changed
            _do(step, requests[which % 2], which, amount, MONDAY + timedelta(minutes=number), people)
    _books_agree(a)


def _do(step, info, which, amount, now, people):
    a, binh, _chi, kim = people
    newest = BankNotice.objects.order_by("-id")[which : which + 1].first()
    refund = Refund.objects.order_by("-id")[which % 2 : which % 2 + 1].first()
    if step == "notice":
        payments.book_notice(raw_notice(a, info.code, amount=amount), source="webhook", now=now)
    elif step == "unknown":
        payments.book_notice(raw_notice(a, "nop tien", amount=amount), source="webhook", now=now)
    elif step == "match" and newest:
        payments.match_notice(kim, notice_id=newest.id, request_id=info.id, now=now)
    elif step == "reverse" and newest and newest.kind == "credit":
        raw = raw_notice(a, "", amount=newest.amount, kind=NoticeKind.REVERSAL, reverses=newest.transaction_id)
        payments.book_notice(raw, source="webhook", now=now)
    elif step == "cash":
        payments.take_cash(binh, request_id=info.id, tendered=Dong(10_000), now=now)
    elif step == "cancel":
        payments.cancel_request(binh, request_id=info.id, reason=WHY, now=now)
    elif step == "ask":
        _ask(kim, now, request_id=info.id, amount=Dong(amount))
    elif step == "ask_notice" and newest:
        _ask(kim, now, notice_id=newest.id)
    elif step == "dismiss" and newest:
        payments.dismiss_notice(kim, notice_id=newest.id, reason=WHY, now=now)
    elif refund:
        _decide(step, refund.id, now, people)


def _decide(step, refund_id, now, people):
    _a, _binh, chi, kim = people
    if step == "approve":
        payments.approve_refund(chi, refund_id=refund_id, now=now)
    elif step == "refuse":
        payments.refuse_refund(chi, refund_id=refund_id, reason=WHY, now=now)
    elif step == "confirm":
        payments.confirm_refund(kim, refund_id=refund_id, reference=uuid7().hex[-12:], now=now)
    elif step == "recall":
        payments.recall_refund(kim, refund_id=refund_id, reason=WHY, now=now)


def _ask(kim, now, **what):
    payments.ask_refund(kim, reason=WHY, to_name="Nguyễn Thị An", to_bank="VCB", to_account="001", now=now, **what)


def _sum(**where):
    return LedgerLine.objects.filter(**where).aggregate(total=Sum("amount"))["total"] or 0


def _books_agree(unit_id):
    assert _sum(unit_id=unit_id) == 0
    for request in PaymentRequest.objects.filter(unit_id=unit_id):
        own = {account: _sum(entry__request_id=request.id, account=account.value) for account in L}
        owed = 0 if request.cancelled_at else request.total - request.applied
        assert own[L.DUE] == owed, request.status
        assert own[L.OVER] == -request.over
        assert status_of(request.standing).value == request.status
        approved = sum(r.amount for r in request.refunds.filter(status="approved"))
        assert own[L.REFUND] == -approved
        valid = sum(r.amount for r in request.receipts.filter(voided_at=None))
        settled = request.status in ("paid", "over_paid")
        assert valid == (request.total if settled or request.status == "refunding" else 0)
    waiting = ["unmatched", "dismissed", "refunding"]
    suspense = sum(
        n.amount if n.kind == "credit" else -n.amount
        for n in BankNotice.objects.filter(unit_id=unit_id, status__in=waiting).exclude(note__startswith="Ngân hàng đã thu hồi")
        if not n.refunds.filter(status="approved").exists()
    )  # fmt: skip
    assert _sum(unit_id=unit_id, account="suspense") == -suspense
    at_bank = sum(
        n.amount if n.kind == "credit" else -n.amount for n in BankNotice.objects.filter(unit_id=unit_id)
    ) - sum(r.amount for r in Refund.objects.filter(unit_id=unit_id, status="paid"))
    assert _sum(unit_id=unit_id, account="bank") == at_bank


def test_what_the_bank_took_back_is_not_paid_out_again(units, chi, kim, a, db):
    credit = payments.book_notice(raw_notice(a, "nop tien", amount=5_000), source="webhook", now=MONDAY)
    _ask(kim, MONDAY, notice_id=credit.id)
    _take_back(a, credit)
    refund = Refund.objects.get()

    with pytest.raises(BankTookBack):
        payments.approve_refund(chi, refund_id=refund.id, now=MONDAY)
    payments.refuse_refund(chi, refund_id=refund.id, reason=WHY, now=MONDAY)
    assert BankNotice.objects.get(id=credit.id).status == "reversed"
    with pytest.raises(NotUnmatched):
        payments.match_notice(kim, notice_id=credit.id, request_id=make_request(a).id, now=MONDAY)
    _books_agree(a)


def test_a_fee_the_bank_took_back_during_a_refund_is_due_again_when_the_refund_is_off(units, chi, kim, a, db):
    info = make_request(a)
    credit = payments.book_notice(raw_notice(a, info.code), source="webhook", now=MONDAY)
    _ask(kim, MONDAY, request_id=info.id, amount=Dong(8_000))
    refund = Refund.objects.get()
    payments.approve_refund(chi, refund_id=refund.id, now=MONDAY)
    _take_back(a, credit)

    with pytest.raises(BankTookBack):
        payments.confirm_refund(kim, refund_id=refund.id, reference="FT1", now=MONDAY)
    payments.recall_refund(kim, refund_id=refund.id, reason=WHY, now=MONDAY)
    assert payments.get_request(info.id).status is RequestStatus.OPEN
    assert payments.receipts_of(info.id)[0].voided_at is not None
    _books_agree(a)


def test_a_reversal_put_aside_still_meets_its_late_credit(units, kim, a, db):
    early = raw_notice(a, "", amount=5_000, kind=NoticeKind.REVERSAL, reverses="FT0LATE")
    reversal = payments.book_notice(early, source="webhook", now=MONDAY)
    payments.dismiss_notice(kim, notice_id=reversal.id, reason=WHY, now=MONDAY)
    info = make_request(a)
    late = payments.book_notice(
        raw_notice(a, info.code, amount=5_000, transaction_id="FT0LATE"), source="webhook", now=MONDAY
    )

    assert late.status == "reversed" and payments.get_request(info.id).status is RequestStatus.OPEN
    _books_agree(a)


def test_what_went_back_in_part_leaves_the_rest_paid_with_its_receipt(units, chi, kim, a, db):
    info = make_request(a)
    payments.book_notice(raw_notice(a, info.code), source="webhook", now=MONDAY)
    _go_back(kim, chi, info, 3_000)
    assert payments.get_request(info.id).status is RequestStatus.PAID
    receipt = payments.receipts_of(info.id)[0]
    assert receipt.voided_at is None and receipt.refunded == Dong(3_000)
    _go_back(kim, chi, info, 5_000)
    assert payments.get_request(info.id).status is RequestStatus.REFUNDED
    assert payments.receipts_of(info.id)[0].voided_at
    _books_agree(a)


def test_what_is_paid_in_part_is_cancelled_before_it_goes_back(units, binh, chi, kim, a, db):
    info = make_request(a)
    payments.book_notice(raw_notice(a, info.code, amount=3_000), source="webhook", now=MONDAY)
    with pytest.raises(NotWholePaid):
        _ask(kim, MONDAY, request_id=info.id)
    payments.cancel_request(binh, request_id=info.id, reason=WHY, now=MONDAY)
    _go_back(kim, chi, info, 3_000)
    assert make_request(a, subject_id=info.subject_id).status is RequestStatus.OPEN
    _books_agree(a)


def _go_back(kim, chi, info, amount):
    _ask(kim, MONDAY, request_id=info.id, amount=Dong(amount))
    refund = Refund.objects.order_by("-id").first()
    payments.approve_refund(chi, refund_id=refund.id, now=MONDAY)
    payments.confirm_refund(kim, refund_id=refund.id, reference=uuid7().hex[-12:], now=MONDAY)


def _take_back(unit_id, credit):
    raw = raw_notice(unit_id, "", amount=credit.amount.amount, kind=NoticeKind.REVERSAL, reverses=credit.transaction_id)
    return payments.book_notice(raw, source="webhook", now=MONDAY)


def test_a_part_paid_request_cancelled_gives_way_to_the_bank_that_takes_the_money_back(units, binh, chi, kim, a, db):
    info = make_request(a)
    credit = payments.book_notice(raw_notice(a, info.code, amount=3_000), source="webhook", now=MONDAY)
    payments.cancel_request(binh, request_id=info.id, reason=WHY, now=MONDAY)
    reversal = _take_back(a, credit)
    assert reversal.status == "matched" and payments.get_request(info.id).over == Dong(0)
    with pytest.raises(BadRefund):
        _ask(kim, MONDAY, request_id=info.id)
    _books_agree(a)


def _refunded_then_taken_back(chi, kim, a):
    """Return a request paid, refunded whole, and the bank's reversal that came after."""
    info = make_request(a)
    credit = payments.book_notice(raw_notice(a, info.code), source="webhook", now=MONDAY)
    _go_back(kim, chi, info, info.total.amount)
    return info, credit, _take_back(a, credit)


def test_what_the_bank_takes_back_after_a_refund_is_owed_until_it_is_paid_in_again(units, chi, kim, a, db):
    _info, credit, reversal = _refunded_then_taken_back(chi, kim, a)
    assert reversal.status == "unmatched"
    claim = payments.claim_reversal(kim, notice_id=reversal.id, now=MONDAY)
    assert claim.status == "claimed" and _balance(a, "claim") == credit.amount.amount
    with pytest.raises(NotUnmatched):
        payments.claim_reversal(kim, notice_id=reversal.id, now=MONDAY)
    less = payments.book_notice(raw_notice(a, "nop lai", amount=1_000), source="webhook", now=MONDAY)
    with pytest.raises(OtherAmount):
        payments.repay_claim(kim, claim_id=claim.id, credit_id=less.id, now=MONDAY)
    again = payments.book_notice(raw_notice(a, "nop lai", amount=credit.amount.amount), source="webhook", now=MONDAY)
    assert payments.repay_claim(kim, claim_id=claim.id, credit_id=again.id, now=MONDAY).status == "repaid"
    assert _balance(a, "claim") == 0 and BankNotice.objects.get(id=again.id).status == "repaid"
    _books_agree(a)


def test_a_claim_is_given_up_by_another_person_under_a_decision(units, chi, kim, a, db):
    _info, credit, reversal = _refunded_then_taken_back(chi, kim, a)
    both = officer_actor(code="A-KL", name="Hồ Văn Lâm", unit_id=a, roles=("accountant", "leader"))
    claim = payments.claim_reversal(both, notice_id=reversal.id, now=MONDAY)
    with pytest.raises(SameClaimant):
        payments.write_off_claim(both, claim_id=claim.id, decision="12/QĐ-UBND", reason=WHY, now=MONDAY)
    with pytest.raises(ReasonNeeded):
        payments.write_off_claim(chi, claim_id=claim.id, decision=" ", reason=WHY, now=MONDAY)
    with pytest.raises(NoticeNotFound):
        payments.write_off_claim(kim, claim_id=claim.id, decision="12/QĐ-UBND", reason=WHY, now=MONDAY)
    lost = payments.write_off_claim(chi, claim_id=claim.id, decision="12/QĐ-UBND", reason=WHY, now=MONDAY)
    assert lost.status == "lost" and lost.note.startswith("12/QĐ-UBND")
    assert (_balance(a, "claim"), _balance(a, "loss")) == (0, credit.amount.amount)
    _books_agree(a)


def test_nobody_owes_what_can_still_be_kept_from_leaving(units, chi, kim, a, db):
    info = make_request(a)
    credit = payments.book_notice(raw_notice(a, info.code), source="webhook", now=MONDAY)
    _ask(kim, MONDAY, request_id=info.id)
    reversal = _take_back(a, credit)
    with pytest.raises(NotYetClaim):
        payments.claim_reversal(kim, notice_id=reversal.id, now=MONDAY)
    early = raw_notice(a, "", amount=5_000, kind=NoticeKind.REVERSAL, reverses="FT0UNKNOWN")
    unknown = payments.book_notice(early, source="webhook", now=MONDAY)
    with pytest.raises(NotYetClaim):
        payments.claim_reversal(kim, notice_id=unknown.id, now=MONDAY)


def _balance(unit_id, account):
    return sum(LedgerLine.objects.filter(unit_id=unit_id, account=account).values_list("amount", flat=True))
