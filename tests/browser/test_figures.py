"""Figures in a real browser: phone and desk, light and dark, large text, no JavaScript, paper."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import product

import pytest
from django.db import connection
from django.urls import set_script_prefix

from tinhso.government.dossiers.testing import make_done, make_received
from tinhso.government.figures.models import DayCell, MonthCell
from tinhso.government.figures.testing import catch_up
from tinhso.government.procedures import public as procedures
from tinhso.kernel import clock
from tinhso.testing.browser import assert_accessible, screenshot

SIZES = [(390, "light"), (1366, "dark")]
PAGES = {
    "table": "/bang-so-lieu/?ky={year}",
    "facts": "/bang-so-lieu/ho-so/?chi_so=open.cuoi",
    "score": "/bang-so-lieu/diem/766/?ky={year}",
    "nine": "/bang-so-lieu/diem/chin-tieu-chi/",
    "overdue": "/dieu-hanh/qua-han/",
    "overdue-list": "/dieu-hanh/qua-han/ho-so/",
    "give": "/dieu-hanh/giao-viec/{dossier}/",
}


@pytest.fixture(autouse=True)
def anew(transactional_db):
    procedures.forget_versions()
    set_script_prefix("/")
    yield
    procedures.forget_versions()


@pytest.fixture
def late(an, binh, ha, chi, units):
    """One done and one overdue in commune A, received forty days ago; figures up to date, and a unit with many."""

    def walk():
        before = clock.now() - timedelta(days=40)
        try:
            make_done(an, binh, ha, chi, unit_id=units.commune_a.id, now=before)
            found = make_received(an, binh, unit_id=units.commune_a.id, now=before)
            catch_up()
            this = clock.today().replace(day=1)
            for model, on in product((DayCell, MonthCell), (this, (this - timedelta(days=1)).replace(day=1))):
                model.objects.create(
                    unit_id=units.commune_b.id, field_code="HT", on=on, received=120, early=80, late=9, rated_3=40
                )
                model.objects.create(unit_id=units.province.id, field_code="HT", on=on, received=44)
            return found
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(walk).result()


@pytest.mark.parametrize(("width", "scheme"), SIZES)
def test_the_pages_of_figures_are_accessible(signed_in, page_at, live_server, giang, late, width, scheme):
    page = signed_in(giang, width, scheme)
    for name, address in PAGES.items():
        path = address.format(year=clock.today().year, dossier=late.id)
        page.goto(live_server.url + path, wait_until="networkidle")
        screenshot(page, f"figures-{name}-{width}-{scheme}")
        assert_accessible(page)
    everybody = page_at(width, scheme, js=False)
    everybody.goto(f"{live_server.url}/so-lieu/", wait_until="networkidle")
    screenshot(everybody, f"figures-open-{width}-{scheme}")
    assert "120" in everybody.locator("main").inner_text()
    page.goto(f"{live_server.url}/so-lieu/", wait_until="networkidle")
    assert_accessible(page, citizen=True)
