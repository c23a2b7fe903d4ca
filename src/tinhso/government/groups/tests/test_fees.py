"""One payment for all members that wait for money: each goes on when it is there, and no other way."""

from datetime import timedelta

import pytest

from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.data import Status
from tinhso.government.dossiers.events import FeeWaived
from tinhso.government.dossiers.testing import MONDAY
from tinhso.government.groups import handlers
from tinhso.government.groups import public as groups
from tinhso.government.groups.actions.fees import SUBJECT_KIND
from tinhso.government.groups.models import GroupRow
from tinhso.government.groups.testing import make_filed
from tinhso.government.payments import public as payments
from tinhso.government.payments.events import PaymentCancelled, PaymentReopened, PaymentSettled
from tinhso.government.procedures.testing import make_procedure, raw_package
from tinhso.kernel.actors import SYSTEM
from tinhso.kernel.errors import NotFound
from tinhso.kernel.events import Envelope
from tinhso.kernel.ids import uuid7

pytestmark = pytest.mark.django_db
CODE = "1.999078"
EXEMPT = {
    "code": "ho_ngheo",
    "name": "Người thuộc hộ nghèo",
    "percent": 100,
    "fees": ["LP01"],
    "basis": "Luật Phí và lệ phí, Điều 10",
    "mark": "known",
}
LATER = MONDAY + timedelta(hours=3)


@pytest.fixture
def group(binh, units):
    """Three members received at the desk, each waiting for its fee."""
    fee = {**raw_package()["fees"][0], "collect": "before_processing"}
    make_procedure(code=CODE, fees=[fee], exemptions=[EXEMPT])
    return make_filed(binh, unit_id=units.commune_a.id, code=CODE)


def members(actor, group):
    return groups.members(actor, group_id=group.id, now=LATER)


def heard(fact):
    envelope = Envelope(uuid7(), fact, LATER, None)
    for handle in (handlers.money_came, handlers.money_went, handlers.money_not_asked):
        handle(envelope)


def paid(request):
    heard(PaymentSettled(request.id, SUBJECT_KIND, request.subject_id, request.total.amount, "transfer", LATER))


def test_all_that_is_due_is_asked_once_and_the_members_go_on_together(binh, group):
    before = members(binh, group)
    assert {one.status for one in before} == {Status.WAITING_FEE}
    own = dossiers.fee_waits(SYSTEM, dossier_ids=[one.id for one in before])
    each = sum(payments.get_request(one).total.amount for one in own.values())

    request = groups.ask_together(binh, group_id=group.id, now=LATER)

    assert request.total.amount == each and len(request.items) == 1
    assert {payments.get_request(one).status for one in own.values()} == {payments.RequestStatus.CANCELLED}
    for dossier_id, one in own.items():  # the end of their own requests lets nobody pass for nothing
        cancelled = PaymentCancelled(one, "dossiers.dossier", dossier_id, LATER)
        from tinhso.government.dossiers import handlers as theirs

        theirs.money_not_asked(Envelope(uuid7(), cancelled, LATER, None))
    assert {one.status for one in members(binh, group)} == {Status.WAITING_FEE}
    assert groups.ask_together(binh, group_id=group.id, now=LATER).id == request.id

    paid(request)
    paid(request)
    assert {one.status for one in members(binh, group)} == {Status.RECEIVED}


def test_money_taken_back_lets_all_wait_again(binh, group):
    request = groups.ask_together(binh, group_id=group.id, now=LATER)
    paid(request)
    heard(PaymentReopened(request.id, SUBJECT_KIND, group.id, 0, LATER))
    assert {one.status for one in members(binh, group)} == {Status.WAITING_FEE}


def test_asked_no_longer_lets_all_go_on(binh, group):
    request = groups.ask_together(binh, group_id=group.id, now=LATER)
    heard(PaymentCancelled(request.id, SUBJECT_KIND, group.id, LATER))
    assert {one.status for one in members(binh, group)} == {Status.RECEIVED}


def test_a_member_that_ends_is_taken_off_and_the_rest_is_asked_anew(binh, group):
    from tinhso.government.dossiers.events import DossierEnded

    request = groups.ask_together(binh, group_id=group.id, now=LATER)
    first = members(binh, group)[0]
    dossiers.stop_at_wish(binh, dossier_id=first.id, reason="Người lao động nghỉ việc", now=LATER)
    assert payments.get_request(request.id).status is payments.RequestStatus.OPEN
    for _turn in range(2):
        handlers.member_ended(Envelope(uuid7(), DossierEnded(first.id, 7), LATER, None))
    fresh = payments.get_request(groups.get_group(binh, group_id=group.id).fee_request_id)
    assert fresh.id != request.id and fresh.total.amount * 3 == request.total.amount * 2
    assert payments.get_request(request.id).status is payments.RequestStatus.CANCELLED
    paid(fresh)
    assert [one.status for one in members(binh, group)] == [Status.WITHDRAWN, Status.RECEIVED, Status.RECEIVED]


def test_only_who_prepares_the_group_asks_and_only_for_what_is_due(binh, dung, group):
    with pytest.raises(NotFound):
        groups.ask_together(dung, group_id=group.id, now=LATER)
    request = groups.ask_together(binh, group_id=group.id, now=LATER)
    paid(request)
    with pytest.raises(groups.NothingToPay):
        groups.ask_together(binh, group_id=group.id, now=LATER)


def test_what_one_payment_paid_stays_paid_when_another_is_asked_and_taken_back_alone(binh, group):
    first = groups.ask_together(binh, group_id=group.id, now=LATER)
    paid(first)
    assert {one.status for one in members(binh, group)} == {Status.RECEIVED}
    GroupRow.objects.filter(ordinal=1).update(fee_request_id=uuid7())  # tied to a later payment of the group
    heard(PaymentReopened(first.id, SUBJECT_KIND, group.id, 0, LATER))
    assert [one.status for one in members(binh, group)] == [
        Status.RECEIVED, Status.WAITING_FEE, Status.WAITING_FEE,
    ]  # fmt: skip


def test_a_member_exempted_is_taken_off_the_payment_of_all(binh, group):
    request = groups.ask_together(binh, group_id=group.id, now=LATER)
    first = members(binh, group)[0]
    dossiers.grant_exemption(
        binh, dossier_id=first.id, exemption="ho_ngheo", reason="Hộ nghèo năm 2026", paper="Giấy CN số 12", now=LATER
    )
    handlers.member_ended(Envelope(uuid7(), FeeWaived(first.id), LATER, None))
    fresh = payments.get_request(groups.get_group(binh, group_id=group.id).fee_request_id)
    assert fresh.id != request.id and fresh.total.amount * 3 == request.total.amount * 2
