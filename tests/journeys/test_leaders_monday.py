"""J-06, a leader's Monday: overdue → field → commune → list → dossier's task with a deadline → inbox → one page of A4."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import BytesIO

import pytest
from django.conf import settings as house
from django.db import connection
from django.urls import set_script_prefix

from tinhso.government.dossiers.testing import make_received
from tinhso.government.figures.testing import catch_up
from tinhso.government.procedures import public as procedures
from tinhso.kernel import clock
from tinhso.testing.browser import expect

IN_A, IN_B = 3, 1


@pytest.fixture(autouse=True)
def anew(transactional_db):
    procedures.forget_versions()
    set_script_prefix("/")
    yield
    procedures.forget_versions()


@pytest.fixture
def overdue(an, binh, dung, units):
    def walk():
        before = clock.now() - timedelta(days=40)
        try:
            for _ in range(IN_A):
                last = make_received(an, binh, unit_id=units.commune_a.id, now=before)
            make_received(an, dung, unit_id=units.commune_b.id, now=before)
            catch_up()
            return last
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(walk).result()


def test_the_leaders_monday(page_at, live_server, client_of, giang, ha, overdue):
    def as_(actor):
        page = page_at(1366, "light")
        session = client_of(actor).cookies[house.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": house.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        return page

    def number(row):
        return row.locator("td a").inner_text().split()[0]

    page = as_(giang)
    page.goto(f"{live_server.url}/dieu-hanh/")
    expect(page.locator(".big--late .big__value")).to_have_text([str(IN_A + IN_B)])
    page.locator("main a[href$='/dieu-hanh/qua-han/']").click()
    fields = page.locator("main tbody tr")
    assert [number(row) for row in fields.all()] == [str(IN_A + IN_B)]
    fields.first.locator("td a").click()
    commune = page.locator("main tbody tr").filter(has_text=re.compile("Phường 1"))
    assert number(commune) == str(IN_A)
    commune.locator("td a").click()
    page.wait_for_load_state()
    expect(page.locator("main tbody tr")).to_have_count(IN_A)
    assert page.locator("h1 .num").inner_text() == str(IN_A)
    page.locator(f"main a[href='/dieu-hanh/giao-viec/{overdue.id}/']").click()
    page.fill("#viec", "Giải quyết xong, báo cáo kết quả")
    page.select_option("#nguoi", str(ha.account_id))
    page.fill("#han", f"{clock.today() + timedelta(days=2):%d/%m/%Y}")
    page.locator("main form button.btn").click()
    page.wait_for_load_state()
    assert overdue.code in page.locator("main").inner_text()

    officer = as_(ha)
    officer.goto(f"{live_server.url}/viec/")
    assert "Giải quyết xong, báo cáo kết quả" in officer.locator("main").inner_text()
    address = officer.locator("main a[href*='/dieu-hanh/viec/']").first.get_attribute("href")
    officer.goto(live_server.url + address)
    assert "Giải quyết xong, báo cáo kết quả" in officer.locator("main").inner_text()
    assert pages_of(officer.pdf(prefer_css_page_size=True)) == 1


def pages_of(pdf):
    from pypdf import PdfReader

    return len(PdfReader(BytesIO(pdf)).pages)
