"""Paying and collecting in a real browser: phone and desk, light and dark, without JavaScript, and a bank that tells."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tinhso.government.payments import jobs
from tinhso.government.payments import public as payments
from tinhso.government.payments.data import NoticeKind
from tinhso.government.payments.testing import CHECK, COPY, make_request, pay, raw_notice
from tinhso.kernel import clock
from tinhso.kernel.money import Dong
from tinhso.testing.browser import LOOKS, assert_accessible, assert_quiet, expect, screenshot
from tinhso.testing.cast import an, binh, chi, client_of, officer_actor, units  # noqa: F401 - fixtures
from tinhso.testing.simulators import simulator, simulators  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def kim(units):  # noqa: F811
    return officer_actor(
        code="A-KT", name="Đinh Thị Kim", unit_id=units.commune_a.id, roles=("accountant",), title="Kế toán"
    )


@pytest.fixture
def info(units, an):  # noqa: F811
    return make_request(
        units.commune_a.id,
        items=[COPY, CHECK],
        payer_account_id=an.account_id,
        due_at=clock.now() + timedelta(days=3),
        now=clock.now(),
    )


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_the_payers_page_is_accessible_in_every_state(page_at, live_server, info, width, scheme):
    page = page_at(width, scheme)
    page.goto(live_server.url + info.path)
    assert_accessible(page, citizen=True)
    screenshot(page, f"pay-open-{width}-{scheme}")
    pay(info, amount=25_000, now=clock.now())
    page.goto(live_server.url + info.path)
    expect(page.get_by_text("Đã nhận")).to_be_visible()
    assert_accessible(page, citizen=True)
    screenshot(page, f"pay-paid-{width}-{scheme}")
    page.goto(f"{live_server.url}/bien-lai/{payments.receipts_of(info.id)[0].token}/")
    assert_accessible(page, citizen=True)
    screenshot(page, f"pay-receipt-{width}-{scheme}")


def test_the_page_turns_by_itself_when_the_bank_tells(page_at, live_server, info, simulator, settings):  # noqa: F811
    bank = simulator("bank")
    settings.SIMULATORS, settings.PUBLIC_URL = bank.url.removesuffix("/bank"), live_server.url
    jobs.connect_bank()
    page = page_at(390)
    page.goto(live_server.url + info.path)
    till = page.context.new_page()
    till.goto(page.get_by_role("link", name="Trả tiền ở ngân hàng giả lập").get_attribute("href"))
    screenshot(till, "bank-page")
    till.get_by_role("button", name="Trả tiền").click()
    page.get_by_text("Đã nhận").wait_for(timeout=20_000)
    screenshot(page, "pay-turned-390")
    assert_quiet(page)


def test_without_javascript_the_page_says_how_to_pay_and_asks_again(page_at, live_server, info):
    page = page_at(390, js=False)
    page.goto(live_server.url + info.path)
    expect(page.get_by_text(info.code).first).to_be_visible()
    expect(page.locator('meta[http-equiv="refresh"]')).to_have_count(1)


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_the_officers_pages_are_accessible(signed_in, live_server, units, info, binh, kim, chi, width, scheme):  # noqa: F811
    a, now = units.commune_a.id, clock.now()
    payments.open_shift(binh, opening_float=Dong(200_000), now=now)
    paid = make_request(a, items=[CHECK], now=now)
    payments.take_cash(binh, request_id=paid.id, tendered=Dong(20_000), now=now)
    notice = payments.book_notice(raw_notice(a, "nop le phi", amount=20_000, at=now), source="webhook", now=now)
    refund = payments.ask_refund(
        kim,
        request_id=paid.id,
        reason="Nộp nhầm khoản thu",
        to_name="Nguyễn Thị An",
        to_bank="VCB",
        to_account="1",
        now=now,
    )
    visits = [
        (binh, "requests", []),
        (binh, "request", [info.id]),
        (binh, "take_cash", [info.id]),
        (binh, "cancel", [info.id]),
        (binh, "shift", []),
        (kim, "unmatched", []),
        (kim, "notice", [notice.id]),
        (kim, "refund_notice", [notice.id]),
        (kim, "refunds", []),
        (kim, "ask_refund", [make_paid(a).id]),
        (chi, "refund", [refund.id]),
        (kim, "report", []),
    ]
    for actor, name, of in visits:
        page = signed_in(actor, width, scheme)
        page.goto(live_server.url + reverse(f"payments:{name}", args=of))
        assert_accessible(page)
        screenshot(page, f"payments-{name}-{width}-{scheme}")


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_what_is_owed_to_the_unit_is_seen_and_settled(signed_in, live_server, units, kim, chi, width, scheme):  # noqa: F811
    a, now = units.commune_a.id, clock.now()
    paid = make_request(a, now=now)
    credit = pay(paid, now=now)
    refund = payments.ask_refund(
        kim, request_id=paid.id, reason="Nộp nhầm khoản thu", to_name="An", to_bank="VCB", to_account="1", now=now
    )
    payments.approve_refund(chi, refund_id=refund.id, now=now)
    payments.confirm_refund(kim, refund_id=refund.id, reference="FT0OUT", now=now)
    raw = raw_notice(
        a, "thu hoi", amount=credit.amount.amount, kind=NoticeKind.REVERSAL, reverses=credit.transaction_id, at=now
    )
    back = payments.book_notice(raw, source="webhook", now=now)
    page = signed_in(kim, width, scheme)
    page.goto(live_server.url + reverse("payments:notice", args=[back.id]))
    assert_accessible(page)
    screenshot(page, f"payments-reversal-{width}-{scheme}")
    page.get_by_role("button", name="Ghi phải thu hồi").click()
    page.wait_for_url("**/phai-thu-hoi/*/")
    payments.book_notice(raw_notice(a, "nop lai", amount=credit.amount.amount, at=now), source="webhook", now=now)
    page.reload()
    assert_accessible(page)
    screenshot(page, f"payments-claim-{width}-{scheme}")
    head = signed_in(chi, width, scheme)
    head.goto(page.url)
    head.get_by_text("Xóa khoản phải thu hồi theo quyết định").click()
    assert_accessible(head)
    screenshot(head, f"payments-claim-head-{width}-{scheme}")
    page.get_by_role("radio").check()
    page.get_by_role("button", name="Ghi đã nộp lại").click()
    page.get_by_text("Giao dịch nộp lại").wait_for()
    page.goto(live_server.url + reverse("payments:claims"))
    assert_accessible(page)
    screenshot(page, f"payments-claims-{width}-{scheme}")


def make_paid(unit_id):
    info = make_request(unit_id, now=clock.now())
    pay(info, now=clock.now())
    return info


def test_cash_is_taken_by_keyboard(signed_in, live_server, binh, info):  # noqa: F811
    page = signed_in(binh)
    page.goto(live_server.url + reverse("payments:shift"))
    page.get_by_label("Số tiền đầu ca").fill("100.000")
    page.keyboard.press("Enter")
    page.get_by_text("Đã mở ca").wait_for()
    page.goto(live_server.url + reverse("payments:request", args=[info.id]))
    page.keyboard.press("F2")
    page.get_by_label("Số tiền khách đưa").fill("50.000")
    page.keyboard.press("Control+Enter")
    page.get_by_text("Tiền thối lại").wait_for()
    assert "30.000" in page.content()
    assert_quiet(page)
