"""The leader's page and the console in a real browser: phone to desktop, light and dark, keyboard, no JavaScript, print."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings as house
from django.db import connection
from django.urls import set_script_prefix

from tinhso.foundation.forms import public as forms
from tinhso.government.dossiers.testing import make_done, make_received
from tinhso.government.procedures import public as procedures
from tinhso.kernel import clock
from tinhso.kernel.models import DeadLetter
from tinhso.portals.citizen.testing import provide_small_communes
from tinhso.testing.browser import assert_accessible, assert_quiet, expect, screenshot
from tinhso.testing.cast import an, binh, chi, client_of, dung, em, giang, ha, units  # noqa: F401 - fixtures

CONSOLE = {
    "health": "",
    "events": "su-kien/",
    "jobs": "viec-nen/",
    "record": "nhat-ky/",
    "letters": "thu/",
    "storage": "dung-luong/",
    "trace": "tim/",
}
SIZES = [(width, scheme) for width in (320, 390, 1366) for scheme in ("light", "dark")]


@pytest.fixture(autouse=True)
def province(transactional_db):
    procedures.forget_versions()
    provide_small_communes()
    set_script_prefix("/")
    yield
    forms.provide_communes(None)
    procedures.forget_versions()


@pytest.fixture
def some_dossiers(an, binh, ha, chi, dung, units):  # noqa: F811
    """One done in time and one overdue in commune A, one overdue in commune B; received a month ago."""

    def file():
        before = clock.now() - timedelta(days=40)
        make_done(an, binh, ha, chi, unit_id=units.commune_a.id, now=before)
        first = make_received(an, binh, unit_id=units.commune_a.id, now=before)
        make_received(an, dung, unit_id=units.commune_b.id, now=before)
        return first

    # Signing runs an event loop, and Playwright has one in this thread.
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(_closing, file).result()


def _closing(act):
    try:
        return act()
    finally:
        connection.close()


@pytest.fixture
def buried(db):
    return DeadLetter.objects.create(
        subscriber="dossiers.notify",
        event_id=uuid4(),
        type="dossiers.received.v1",
        data={"dossier_id": str(uuid4())},
        recorded_at=clock.now(),
        error="Refused: khong gui duoc",
        failed_at=clock.now(),
    )


@pytest.mark.parametrize(("width", "scheme"), SIZES)
def test_the_leaders_page_is_accessible(signed_in, live_server, giang, some_dossiers, width, scheme):  # noqa: F811
    page = signed_in(giang, width, scheme)
    for name, query in {
        "leader": "?ky=nam-nay",
        "leader-empty": "?ky=30-ngay",
        "leader-wrong": "?tu=31/02/2026",
    }.items():
        page.goto(f"{live_server.url}/dieu-hanh/{query}", wait_until="networkidle")
        screenshot(page, f"{name}-{width}-{scheme}")
        assert_accessible(page)


@pytest.mark.parametrize(("width", "scheme"), SIZES)
def test_the_console_is_accessible(signed_in, live_server, em, some_dossiers, buried, width, scheme):  # noqa: F811
    assert procedures.load_packages(Path(house.CONTENT_DIR) / "procedures").is_clean
    page = signed_in(em, width, scheme)
    more = {
        "trace-found": f"tim/?ma={some_dossiers.code}",
        "trace-wrong": "tim/?ma=x",
        "replay": f"su-kien/{buried.pk}/",
    }
    for name, path in {**CONSOLE, **more}.items():
        page.goto(f"{live_server.url}/ky-thuat/{path}", wait_until="networkidle")
        screenshot(page, f"operator-{name}-{width}-{scheme}")
        assert_accessible(page)


def test_a_leader_goes_from_the_province_to_the_dossier(signed_in, live_server, giang, some_dossiers):  # noqa: F811
    # J-06 with L-01 and L-02: figure, unit, list and dossier agree at each level.
    page = signed_in(giang)
    page.goto(f"{live_server.url}/dieu-hanh/?ky=nam-nay")
    expect(page.locator(".big--late .big__value")).to_have_text(["2"])
    page.get_by_role("row", name=re.compile("Phường 1")).get_by_role("rowheader").get_by_role("link").click()
    page.wait_for_load_state()
    assert "Phường 1" in page.locator("h1").inner_text()
    expect(page.locator(".big--late .big__value")).to_have_text(["1"])
    page.locator(".big--late").click()
    assert "/ho-so/?" in page.url
    assert "han=late" in page.url
    assert page.locator(".count").first.inner_text().startswith("1 hồ sơ")
    page.locator(f"main a[href*='{some_dossiers.id}']").first.click()
    page.wait_for_load_state()
    assert some_dossiers.code in page.locator("main").inner_text()


def test_the_leaders_page_works_without_javascript(signed_in, live_server, giang, some_dossiers):  # noqa: F811
    page = signed_in(giang, 390, js=False)
    page.goto(f"{live_server.url}/dieu-hanh/")
    page.get_by_label("Kỳ", exact=True).select_option("nam-nay")
    page.get_by_role("button", name="Lọc").click()
    assert "ky=nam-nay" in page.url
    expect(page.locator(".big")).to_have_count(5)
    assert_quiet(page)


def test_the_leaders_page_prints_on_a4_without_the_shell(signed_in, live_server, giang, some_dossiers):  # noqa: F811
    #
    import io

    import pypdf

    page = signed_in(giang)
    page.goto(f"{live_server.url}/dieu-hanh/?ky=nam-nay", wait_until="networkidle")
    sheet = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    box = sheet.pages[0].mediabox
    assert (round(float(box.width)), round(float(box.height))) == (595, 842)
    text = re.sub(r"\s", "", "".join(one.extract_text() for one in sheet.pages))
    assert "2hồsơquáhạn" in text
    for shell in ("Huỳnh Giang", "Phím tắt", "Tải số liệu"):
        assert shell.replace(" ", "") not in text


def test_an_operator_replays_by_keyboard_alone(signed_in, live_server, em, buried):  # noqa: F811
    page = signed_in(em)
    page.goto(f"{live_server.url}/ky-thuat/su-kien/", wait_until="networkidle")
    page.get_by_role("link", name=re.compile("Chạy lại")).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/su-kien/*/")
    assert page.locator("h1").inner_text() == "Chạy lại sự kiện"
    page.get_by_role("button", name="Chạy lại").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/su-kien/")
    expect(page.locator(".banner").first).to_be_visible()
    assert_quiet(page)
