"""The house and a bank on the wire: the statement brings what webhooks missed, and the day's sums agree."""

import json
import time
import urllib.request

import pytest

from tinhso.government.payments import jobs
from tinhso.government.payments import public as payments
from tinhso.government.payments.accounts import ensure_account
from tinhso.government.payments.actions.reconciling import (
    ask_reconciliation,
    explain_difference,
    is_asked,
    reconcile_day,
)
from tinhso.government.payments.adapters.connections import bank, connected_banks
from tinhso.government.payments.adapters.statement_api import StatementApi
from tinhso.government.payments.data import RequestStatus
from tinhso.government.payments.errors import BankUnavailable, NoticeNotFound
from tinhso.government.payments.models import BankReconciliation, ReconciliationDifference, StatementPosition
from tinhso.government.payments.testing import make_request, raw_notice
from tinhso.kernel import clock
from tinhso.testing.simulators import simulator, simulators  # noqa: F401 - fixtures

WHY = "Theo đề nghị của người nộp"


@pytest.fixture
def sim(simulator, settings, db):  # noqa: F811
    found = simulator("bank")
    settings.SIMULATORS = found.url.removesuffix("/bank")
    settings.DEMO = True
    ask(found, "/forget", {})
    return found


def ask(sim, path, body=None, method=None):
    request = urllib.request.Request(
        sim.url + path,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Content-Type": "application/json", "Authorization": "Bearer x"},
        method=method,
    )
    with urllib.request.urlopen(request, timeout=20) as answer:
        return json.loads(answer.read())


def pay(sim, info, **more):
    qr = payments.qr_of(info.id)
    return ask(sim, "/pay", {"qr": qr.payload, **more})


def state(info):
    return payments.get_request(info.id)


def own(day, unit_id):
    """Return the open differences of this test's own unit (the bank's book outlives a test)."""
    return ReconciliationDifference.objects.filter(day=day, unit_id=unit_id, resolved_at=None)


def test_nothing_breaks_without_a_bank(settings, db):
    settings.SIMULATORS, settings.BANK_APIS = "", []

    assert connected_banks() == () and bank("gia-lap") is None
    assert jobs.read_statement() == 0
    jobs.connect_bank()
    jobs.reconcile_yesterday()


def test_what_the_qr_code_says_reaches_the_bank_and_comes_back_by_statement(sim, a):
    sim.behave(quirks={"webhook": "off"})
    info = make_request(a, now=clock.now())
    paid = pay(sim, info)

    assert paid["amount"] == 8_000 and info.code in paid["text"]
    assert jobs.read_statement() >= 1
    assert (state(info).status, state(info).reference) == (RequestStatus.PAID, paid["transaction_id"])
    assert jobs.read_statement() == 0
    assert StatementPosition.objects.get(bank="gia-lap").cursor


@pytest.mark.parametrize(
    ("quirks", "status"),
    [
        ({"amount": 50}, "part_paid"),
        ({"amount": 150}, "over_paid"),
        ({"text": "ung ho"}, "open"),
        ({"reverse": True}, "open"),
    ],
)
def test_what_payers_and_banks_do_wrong_shows(sim, a, quirks, status):
    sim.behave(quirks={"webhook": "off", **quirks})
    info = make_request(a, now=clock.now())
    pay(sim, info)
    jobs.read_statement()

    assert state(info).status == status


def test_a_bank_that_is_down_is_asked_again_later(sim, a):
    info = make_request(a, now=clock.now())
    sim.behave(quirks={"webhook": "off"})
    pay(sim, info)
    sim.behave(down=True)

    assert jobs.read_statement() == 0
    assert StatementPosition.objects.get().last_error
    with pytest.raises(BankUnavailable):
        reconcile_day("gia-lap", day=clock.today(), now=clock.now())
    sim.behave(down=False)
    jobs.read_statement()
    assert state(info).status is RequestStatus.PAID
    assert StatementPosition.objects.get().last_error == ""


def test_a_bank_killed_in_the_middle_has_forgotten_nothing(sim, simulators, a):  # noqa: F811
    sim.behave(quirks={"webhook": "off"})
    info = make_request(a, now=clock.now())
    pay(sim, info)
    simulators.kill()
    simulators.start()
    jobs.read_statement()

    assert state(info).status is RequestStatus.PAID


def test_the_day_agrees_also_with_what_webhooks_missed_and_money_sent_back(sim, a, kim, chi):
    sim.behave(quirks={"webhook": "off"})
    info, today = make_request(a, now=clock.now()), clock.today()
    pay(sim, info)
    jobs.read_statement()
    sent_back(kim, chi, sim, info, ensure_account_of(a))
    reconcile_day("gia-lap", day=today, now=clock.now())

    assert not own(today, a).exists()
    row = BankReconciliation.objects.get(day=today, unit_id=a)
    assert (row.bank_total, row.our_total, row.transactions) == (0, 0, 2)


def ensure_account_of(unit_id):
    from tinhso.foundation.organisations import public as organisations

    return ensure_account(organisations.get_unit(unit_id)).number


def sent_back(kim, chi, sim, info, account):
    refund = payments.ask_refund(
        kim, request_id=info.id, reason=WHY, to_name="An", to_bank="VCB", to_account="1", now=clock.now()
    )
    payments.approve_refund(chi, refund_id=refund.id, now=clock.now())
    sent = ask(sim, "/send", {"account_number": account, "amount": 8_000, "text": "hoan tra"})
    payments.confirm_refund(kim, refund_id=refund.id, reference=sent["transaction_id"], now=clock.now())


def test_what_only_one_side_knows_is_listed_until_somebody_explains_it(sim, a, kim, dung):
    sim.behave(quirks={"webhook": "off"})
    info, today = make_request(a, now=clock.now()), clock.today()
    payments.book_notice(raw_notice(a, info.code, at=clock.now()), source="webhook", now=clock.now())
    account = ensure_account_of(a)
    ask(sim, "/send", {"account_number": account, "amount": 5_000, "text": "?"})
    reconcile_day("gia-lap", day=today, now=clock.now())
    reconcile_day("gia-lap", day=today, now=clock.now())

    found = {row.kind: (row.bank_amount, row.our_amount) for row in own(today, a)}
    assert found == {"missing_there": (None, 8_000), "missing_here": (-5_000, None)}
    row = own(today, a).first()
    with pytest.raises(NoticeNotFound):
        explain_difference(dung, difference_id=row.id, reason="Không phải của tôi đâu", now=clock.now())
    explained = explain_difference(kim, difference_id=row.id, reason="Ngân hàng ghi sang ngày sau", now=clock.now())
    assert explained.resolved_at and own(today, a).count() == 1


def test_a_difference_that_is_gone_is_marked_so(sim, a):
    sim.behave(quirks={"webhook": "off"})
    info, today = make_request(a, now=clock.now()), clock.today()
    paid = pay(sim, info)
    reconcile_day("gia-lap", day=today, now=clock.now())
    assert not own(today, a).exists() and state(info).status is RequestStatus.PAID
    assert paid["transaction_id"] == state(info).reference


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("mode", "paid"), [("", True), ("twice", True), ("wrong_signature", False), ("old", False)])
def test_the_bank_tells_by_webhook(sim, live_server, settings, a, mode, paid):
    settings.PUBLIC_URL = live_server.url
    sim.behave(quirks={"webhook": mode})
    jobs.connect_bank()
    info = make_request(a, now=clock.now())
    pay(sim, info)

    until = time.monotonic() + (5 if paid else 1.5)
    while time.monotonic() < until and state(info).status is RequestStatus.OPEN:
        time.sleep(0.05)
    assert (state(info).status is RequestStatus.PAID) is paid


def test_a_row_nobody_can_read_holds_up_nothing_and_shows_as_a_difference(sim, a, monkeypatch):
    sim.behave(quirks={"webhook": "off"})
    info, today = make_request(a, now=clock.now()), clock.today()
    dollars = ask(sim, "/send", {"account_number": ensure_account_of(a), "amount": 5_000, "text": "USD"})
    pay(sim, info)
    whole = StatementApi._ask

    def with_dollars(self, method, path, **options):
        told = whole(self, method, path, **options)
        for row in told.get("transactions", ()):
            if row["transaction_id"] == dollars["transaction_id"]:
                row["currency"] = "USD"
        return told

    monkeypatch.setattr(StatementApi, "_ask", with_dollars)
    jobs.read_statement()
    assert state(info).status is RequestStatus.PAID
    reconcile_day("gia-lap", day=today, now=clock.now())
    found = ReconciliationDifference.objects.filter(kind="unread", transaction_id=dollars["transaction_id"])
    assert found.count() == 1 and "ngoại tệ" in found.get().explanation


def test_an_accountant_asks_for_a_day_and_the_worker_compares_it(sim, a, kim, dung):
    today = clock.today()
    with pytest.raises(NoticeNotFound):
        ask_reconciliation(dung, day=today, now=clock.now())
    ask_reconciliation(kim, day=today, now=clock.now())
    ask_reconciliation(kim, day=today, now=clock.now())
    assert is_asked(today)
    sim.behave(down=True)
    assert jobs.reconcile_asked() == 0 and is_asked(today)
    sim.behave(down=False)
    assert jobs.reconcile_asked() == 1 and not is_asked(today)
