"""Waiting for money: before processing by itself, or asked by an officer; paid, taken back, exempt, cancelled."""

from datetime import datetime, timedelta

import pytest

from tinhso.foundation.forms.testing import good_answers
from tinhso.foundation.work import public as work
from tinhso.government.dossiers import handlers
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.actions import fees
from tinhso.government.dossiers.data import ClockOperation, Reason, Status
from tinhso.government.dossiers.models import ClockEntry, Dossier
from tinhso.government.dossiers.testing import MONDAY, SEEN, make_received, make_submitted
from tinhso.government.payments import public as payments
from tinhso.government.payments.events import PaymentSettled
from tinhso.government.payments.testing import raw_notice
from tinhso.government.procedures.testing import make_procedure, raw_examples, raw_package
from tinhso.kernel.actors import SYSTEM
from tinhso.kernel.events import Envelope
from tinhso.kernel.ids import uuid7

CODE = "1.999077"
LATER = MONDAY + timedelta(days=1)
EXEMPT = {
    "code": "ho_ngheo",
    "name": "Người thuộc hộ nghèo",
    "percent": 100,
    "fees": ["LP01"],
    "basis": "Luật Phí và lệ phí, Điều 10",
    "mark": "known",
}


@pytest.fixture
def a(units):
    return units.commune_a.id


@pytest.fixture
def prepaid(db):
    """A procedure whose fee is to be paid before it is processed."""
    fee = {**raw_package()["fees"][0], "collect": "before_processing"}
    half = {**EXEMPT, "code": "cuu_chien_binh", "name": "Cựu chiến binh", "percent": 50}
    return make_procedure(code=CODE, fees=[fee], exemptions=[EXEMPT, half])


@pytest.fixture
def waiting(binh, a, prepaid):
    return dossiers.receive_at_counter(
        binh, procedure_code=CODE, unit_id=a, data=good_answers(copies=2), papers=SEEN, now=MONDAY
    )


def request_of(info) -> payments.RequestInfo:
    request_id = Dossier.objects.get(pk=info.id).fee_request_id
    assert request_id is not None
    return payments.get_request(request_id)


def live(dossier_id):
    items = work.list_of_subject(SYSTEM, subject_id=dossier_id)
    return [i.role for i in items if i.state in (work.State.OPEN, work.State.CLAIMED)]


def status_of(info):
    return Status(Dossier.objects.get(pk=info.id).status)


def test_a_fee_due_before_processing_stops_the_dossier_as_soon_as_it_is_received(waiting, an, chi):
    assert waiting.status is Status.WAITING_FEE
    assert request_of(waiting).total.amount == 16_000
    assert live(waiting.id) == []
    detail = dossiers.get_dossier(chi, dossier_id=waiting.id)
    assert detail.next_step.owner == "Người nộp hồ sơ" and detail.next_step.due_at
    assert [e.sentence for e in detail.timeline][-1] == "Yêu cầu nộp phí, lệ phí: 16.000 ₫"


def test_the_money_sets_it_going_and_the_promise_moves_by_the_wait(waiting):
    fees.fee_settled(
        dossier_id=waiting.id, request_id=request_of(waiting).id, total=16_000, at=LATER, now=LATER + timedelta(hours=1)
    )
    after = Dossier.objects.get(pk=waiting.id)
    assert after.status == Status.RECEIVED and live(waiting.id) == ["specialist"]
    assert after.promised_at - waiting.promised_at == timedelta(days=1)
    told = [(c.operation, c.at) for c in ClockEntry.objects.filter(dossier_id=waiting.id).order_by("id")]
    assert told == [(ClockOperation.PAUSE, MONDAY), (ClockOperation.RESUME, LATER)]


def test_the_banks_notice_reaches_the_dossier_and_a_second_delivery_changes_nothing(waiting, announced):
    request = request_of(waiting)
    told = raw_notice(request.unit_id, f"CT {request.code} nop tien", amount=16_000, at=LATER)
    payments.book_notice(told, source="webhook", now=LATER)
    (settled,) = [fact for fact in announced() if isinstance(fact, PaymentSettled)]
    handlers.money_came(Envelope(uuid7(), settled, LATER))
    assert status_of(waiting) is Status.RECEIVED
    version = Dossier.objects.get(pk=waiting.id).version
    handlers.money_came(Envelope(uuid7(), settled, LATER))
    assert Dossier.objects.get(pk=waiting.id).version == version


def test_money_of_another_request_does_not_set_it_going(waiting):
    fees.fee_settled(dossier_id=waiting.id, request_id=waiting.id, total=16_000, at=LATER, now=LATER)
    assert status_of(waiting) is Status.WAITING_FEE


def test_money_the_bank_takes_back_makes_it_wait_again_once(waiting):
    request_id = request_of(waiting).id
    fees.fee_settled(dossier_id=waiting.id, request_id=request_id, total=16_000, at=LATER, now=LATER)
    for _ in range(2):
        fees.fee_reopened(dossier_id=waiting.id, request_id=request_id, now=LATER + timedelta(hours=1))
    after = Dossier.objects.get(pk=waiting.id)
    assert after.status == Status.WAITING_FEE and live(waiting.id) == []
    assert after.timeline.filter(verb="fee_reopened").count() == 1
    fees.fee_settled(dossier_id=waiting.id, request_id=request_id, total=16_000, at=LATER, now=LATER)
    assert status_of(waiting) is Status.RECEIVED


def test_who_is_exempt_pays_nothing_with_reason_and_paper_on_record(waiting, binh, chi):
    old = request_of(waiting)
    with pytest.raises(dossiers.NothingAsked):
        dossiers.grant_exemption(
            binh, dossier_id=waiting.id, exemption="ho_ngheo", reason="Hộ nghèo", paper=" ", now=LATER
        )
    info = dossiers.grant_exemption(
        binh, dossier_id=waiting.id, exemption="ho_ngheo", reason="Hộ nghèo năm 2026", paper="Giấy CN số 12", now=LATER
    )
    assert info.status is Status.RECEIVED
    assert payments.get_request(old.id).status is payments.RequestStatus.CANCELLED
    line = dossiers.get_dossier(chi, dossier_id=info.id).timeline[-1]
    assert line.sentence == "Miễn phí, lệ phí: Người thuộc hộ nghèo" and "Giấy CN số 12" in line.note


def test_who_pays_half_is_asked_for_half(waiting, binh):
    info = dossiers.grant_exemption(
        binh, dossier_id=waiting.id, exemption="cuu_chien_binh", reason="Cựu chiến binh", paper="Thẻ 7", now=LATER
    )
    assert info.status is Status.WAITING_FEE
    assert request_of(info).total.amount == 8_000


def test_an_officer_asks_for_the_fee_of_the_package_and_only_once(an, binh, ha, dung, a):
    info = make_received(an, binh, unit_id=a)
    with pytest.raises(dossiers.DossierNotFound):
        dossiers.ask_fee(dung, dossier_id=info.id, now=LATER)
    with pytest.raises(dossiers.NothingAsked):
        dossiers.ask_fee(ha, dossier_id=info.id, exemption="khac", now=LATER)
    asked = dossiers.ask_fee(ha, dossier_id=info.id, now=LATER)
    assert asked.status is Status.WAITING_FEE and request_of(asked).total.amount == 8_000
    fees.fee_settled(dossier_id=info.id, request_id=request_of(asked).id, total=8_000, at=LATER, now=LATER)
    with pytest.raises(dossiers.IllegalMove):
        dossiers.ask_fee(ha, dossier_id=info.id, now=LATER)


def test_free_of_charge_cannot_be_asked_for(an, binh, ha, a):
    free = [{**one, "expect": {**one["expect"], "fee": 0}} if "papers" in one else one for one in raw_examples()]
    make_procedure(code="1.999078", fees=[], examples=free)
    info = make_submitted(an, unit_id=a, code="1.999078")
    dossiers.receive(binh, dossier_id=info.id, now=MONDAY)
    with pytest.raises(dossiers.NoFee):
        dossiers.ask_fee(ha, dossier_id=info.id, now=LATER)


def test_a_request_cancelled_by_payments_sets_the_dossier_going(waiting, chi):
    request = request_of(waiting)
    fees.fee_cancelled(dossier_id=waiting.id, request_id=request.id, now=LATER)
    assert status_of(waiting) is Status.RECEIVED


def paid(request, at):
    """Let the bank tell that a request was paid."""
    told = raw_notice(request.unit_id, f"CT {request.code} nop tien", amount=request.total.amount, at=at)
    payments.book_notice(told, source="webhook", now=at)


def stopped_by_mistake(info, chi):
    """Stop it, and return how to undo that."""
    dossiers.stop(chi, dossier_id=info.id, reasons=[Reason("Không đủ điều kiện", "Điều 13")], now=LATER)
    line = Dossier.objects.get(pk=info.id).timeline.filter(verb="stopped").get()
    return lambda now: dossiers.undo(chi, dossier_id=info.id, event_id=line.id, reason="Bấm nhầm", now=now)


def test_money_that_came_while_it_was_stopped_lets_it_go_on_when_the_stop_is_undone(waiting, chi):
    request, paid_at = request_of(waiting), LATER - timedelta(minutes=5)
    paid(request, paid_at)  # the dossier hears of it only after the stop
    undo = stopped_by_mistake(waiting, chi)
    fees.fee_settled(dossier_id=waiting.id, request_id=request.id, total=16_000, at=paid_at, now=LATER)

    back = undo(LATER)

    assert back.status is Status.RECEIVED and back.paused_at is None
    assert request_of(back).id == request.id
    assert [line.verb for line in Dossier.objects.get(pk=back.id).timeline.order_by("id")][-2:] == [
        "undone",
        "fee_paid",
    ]
    assert live(back.id)


def test_money_given_back_while_it_was_stopped_is_asked_for_again(waiting, chi):
    request = request_of(waiting)
    paid(request, LATER)
    undo = stopped_by_mistake(waiting, chi)
    payments.ask_refund(
        SYSTEM,
        request_id=request.id,
        reason="Hồ sơ đã dừng giải quyết",
        to_name="Nguyễn Thị An",
        to_bank="VCB",
        to_account="001",
        now=LATER,
    )

    back = undo(LATER)

    again = request_of(back)
    assert back.status is Status.WAITING_FEE
    assert (again.status, again.total) == (payments.RequestStatus.OPEN, request.total)


def test_stopping_cancels_the_request_and_undoing_asks_again(waiting, chi):
    old = request_of(waiting)
    dossiers.stop(chi, dossier_id=waiting.id, reasons=[Reason("Không đủ điều kiện", "Điều 13")], now=LATER)
    assert payments.get_request(old.id).status is payments.RequestStatus.CANCELLED
    line = Dossier.objects.get(pk=waiting.id).timeline.filter(verb="stopped").get()
    back = dossiers.undo(chi, dossier_id=waiting.id, event_id=line.id, reason="Bấm nhầm", now=LATER)
    assert back.status is Status.WAITING_FEE and isinstance(back.paused_at, datetime)
    assert request_of(back).id != old.id and request_of(back).total.amount == 16_000
