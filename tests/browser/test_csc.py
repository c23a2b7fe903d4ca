"""The seal's custodian at work: pages on a phone and at the desk, a consent given, a rule set."""

from hashlib import sha256

import pytest
from django.conf import settings as house
from django.urls import reverse, set_script_prefix

from tinhso.foundation.csc import granting
from tinhso.foundation.csc import public as csc
from tinhso.foundation.csc.models import Authorisation, ClientSystem
from tinhso.foundation.signing import public as signing
from tinhso.kernel import clock
from tinhso.testing.browser import assert_accessible, screenshot
from tinhso.testing.cast import client_of, em, officer_actor, units  # noqa: F401 - fixtures

SIZES = [(390, "light"), (1366, "dark")]


@pytest.fixture(autouse=True)
def province(transactional_db):
    set_script_prefix("/")


@pytest.fixture
def hoa(units):  # noqa: F811
    return officer_actor(code="A-VT", name="Đinh Thị Hoa", unit_id=units.commune_a.id, roles=("clerk",))


@pytest.fixture
def asked(em, units):  # noqa: F811
    seal = signing.ensure_demo_key(units.commune_a.id, name=units.commune_a.name, unit=units.commune_a.name)
    info, _secret = csc.register_system(em, name="Phần mềm kế toán", contact="Phòng Tài chính", now=clock.now())
    system = ClientSystem.objects.get(id=info.id)
    ask = granting.Ask(str(seal.id), (sha256(b"1").digest(), sha256(b"2").digest()), "sha256", "Biên lai tháng 11")
    granting.authorise(system, ask, now=clock.now())
    return Authorisation.objects.get()


@pytest.fixture
def as_(page_at, live_server, client_of):  # noqa: F811
    def make(actor, width=1366, scheme="light"):
        page = page_at(width, scheme)
        session = client_of(actor).cookies[house.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": house.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        return page

    return make


@pytest.mark.parametrize(("width", "scheme"), SIZES)
def test_the_pages_of_a_seal_are_accessible(as_, live_server, hoa, em, asked, width, scheme):  # noqa: F811
    clerk, operator = as_(hoa, width, scheme), as_(em, width, scheme)
    for name, page, path in (
        ("home", clerk, reverse("csc:home")),
        ("request", clerk, reverse("csc:authorisation", args=[asked.id])),
        ("rules", clerk, reverse("csc:rules")),
        ("systems", operator, reverse("csc:systems")),
    ):
        page.goto(live_server.url + path, wait_until="load")
        screenshot(page, f"csc-{name}-{width}-{scheme}")
        assert_accessible(page)


def test_a_custodian_consents_and_sets_a_rule(as_, live_server, hoa, asked):
    page = as_(hoa)
    page.goto(live_server.url + reverse("csc:home"))
    page.get_by_role("link", name="Phần mềm kế toán xin ký 2 văn bản").click()
    page.get_by_role("button", name="Từ chối").click()
    page.get_by_text("Ghi lý do từ chối").first.wait_for()
    page.get_by_role("button", name="Đồng ý cho ký").click()
    page.get_by_text("Đã đồng ý. Hệ thống xin ký").wait_for()

    page.goto(live_server.url + reverse("csc:rules"))
    page.get_by_label("Hệ thống", exact=True).select_option(label="Phần mềm kế toán")
    page.get_by_label("Nhiều nhất mỗi ngày").fill("200")
    page.get_by_label("Đến hết ngày").fill(f"{clock.local_day(clock.now()):%d/%m/%Y}")
    page.get_by_label("Căn cứ").fill("Văn bản đồng ý số 12/UBND-VP")
    page.get_by_role("button", name="Đặt quy tắc").click()
    page.get_by_text("0/200").wait_for()
