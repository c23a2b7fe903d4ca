"""Digitising in a real browser: the check by keyboard alone, the page grid by key, finger and without script."""

import pytest
from django.urls import set_script_prefix

from tinhso.foundation.files.testing import make_jpeg
from tinhso.foundation.forms.testing import good_answers
from tinhso.government.digitisation import public as digitisation
from tinhso.government.digitisation import reading
from tinhso.government.digitisation.models import ScanPage
from tinhso.government.digitisation.testing import FINE, check_paper, make_letter, make_ready, scan
from tinhso.government.digitisation.work import run_once
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.testing import SEEN
from tinhso.government.procedures.testing import CODE, make_procedure
from tinhso.kernel import clock
from tinhso.testing.browser import assert_accessible, screenshot


@pytest.fixture(autouse=True)
def addresses(transactional_db, monkeypatch):
    set_script_prefix("/")
    monkeypatch.setattr(reading, "missing", lambda: ("ocrmypdf",))


@pytest.fixture
def dossier(transactional_db, binh, units):
    make_procedure()
    return dossiers.receive_at_counter(
        binh, procedure_code=CODE, unit_id=units.commune_a.id, data=good_answers(), papers=SEEN, now=clock.now()
    )


@pytest.fixture
def page_of(page_at, live_server, client_of):
    """Return a maker of pages in which somebody is signed in."""

    def make(actor, width, scheme="light", **options):
        page = page_at(width, scheme, **options)
        value = client_of(actor).cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": value, "url": live_server.url}])
        return page

    return make


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1366, "dark")])
def test_the_pages_hold_for_everybody(page_of, live_server, binh, em, dossier, width, scheme):
    ready = make_ready(binh, dossier.id, now=clock.now())
    scan(binh, dossier.id, make_jpeg(900, 1273), now=clock.now())
    page = page_of(binh, width, scheme)
    for name, address in {
        "queue": "/so-hoa/",
        "figures": "/so-hoa/so-lieu/",
        "check": f"/so-hoa/ho-so/{dossier.id}/",
        "pages": f"/so-hoa/ho-so/{dossier.id}/trang/",
        "digitised": f"/so-hoa/ban/{ready.id}/",
    }.items():
        page.goto(live_server.url + address)
        screenshot(page, f"digitisation-{name}-{width}-{scheme}")
        assert_accessible(page)
    page = page_of(em, width, scheme)
    page.goto(f"{live_server.url}/an-toan-tep/")
    screenshot(page, f"digitisation-safety-{width}-{scheme}")
    assert_accessible(page)


def test_the_check_is_filled_in_without_a_mouse(page_of, live_server, binh, dossier):
    page = page_of(binh, 1366)
    page.goto(f"{live_server.url}/so-hoa/ho-so/{dossier.id}/")
    page.locator("#originals-GT").focus()
    page.keyboard.press("Control+a")
    for typed in ("2", "1", "0", "3"):
        page.keyboard.type(typed)
        page.keyboard.press("Enter")
    page.keyboard.press("F9")
    page.get_by_text("Đã lưu phiếu kiểm tra giấy tờ.").wait_for()
    (line,) = digitisation.get_check(binh, dossier_id=dossier.id).lines
    assert (line.originals, line.certified, line.photos, line.pages) == (2, 1, 0, 3)


def test_pages_are_put_in_order_by_key_and_finger_and_made_into_a_paper(page_of, live_server, binh, dossier):
    check_paper(binh, dossier.id, now=clock.now(), pages=2)
    for wide in (FINE[0], FINE[0] + 1, FINE[0] + 2):
        scan(binh, dossier.id, make_jpeg(wide, FINE[1]), component="", now=clock.now())
    first, second, third = (one.id for one in digitisation.list_pages(binh, dossier_id=dossier.id))
    page = page_of(binh, 1366)
    page.goto(f"{live_server.url}/so-hoa/ho-so/{dossier.id}/trang/")
    tiles = page.locator("[data-page]")
    tiles.nth(0).focus()
    for key in ("1", "r", "Alt+ArrowRight"):
        page.keyboard.press(key)
    page.locator("[data-page]", has=page.locator(f"[value='{second}']")).focus()
    page.keyboard.press("1")
    tiles.nth(2).focus()
    page.keyboard.press("Delete")
    page.keyboard.press("F9")
    page.get_by_text("Đã chuyển 1 giấy tờ").wait_for()
    kept = {row.id: row for row in ScanPage.objects.all()}
    assert (kept[second].position, kept[first].position, kept[first].turn) == (1, 2, 90)
    assert kept[third].removed_at is not None
    run_once()
    page.get_by_role("button", name="Ký và lưu kho").wait_for(timeout=8000)


def test_without_script_a_scan_is_sent_assigned_and_made(page_of, live_server, binh, dossier):
    check_paper(binh, dossier.id, now=clock.now())
    page = page_of(binh, 390, js=False)
    page.goto(f"{live_server.url}/so-hoa/ho-so/{dossier.id}/trang/")
    page.locator("#quet").set_input_files({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": make_letter()})
    page.get_by_role("button", name="Thêm trang").click()
    page.locator("[data-part]").select_option("GT")
    page.locator("[data-turn]").select_option("180")
    page.get_by_role("button", name="Lưu và gộp từng giấy tờ").click()
    (made,) = digitisation.list_digitised(binh, dossier_id=dossier.id)
    assert made.pages == 1
    assert ScanPage.objects.get().turn == 180
