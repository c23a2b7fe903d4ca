"""J-02: a refusal gives its reasons and their ground; the citizen reads the same words, and so does Mẫu số 03."""

import shutil
import subprocess

import pytest
from django.conf import settings as house
from django.urls import reverse, set_script_prefix

from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.testing import make_submitted
from tinhso.testing.browser import assert_quiet, expect, screenshot
from tinhso.testing.working import run_queue

REASON = "Thửa đất không đủ điều kiện tách thửa theo diện tích tối thiểu"
BASIS = "Luật Đất đai 2024, Điều 220"


@pytest.fixture(autouse=True)
def vietnamese(transactional_db):
    set_script_prefix("/")


@pytest.fixture
def at_work(page_at, live_server, client_of):
    """Return a maker of pages in which somebody of the cast is signed in."""

    def make(actor, width=1366):
        page = page_at(width)
        session = client_of(actor).cookies[house.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": house.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        return page

    return make


def test_the_citizen_reads_the_reasons_the_desk_wrote(at_work, live_server, an, binh, units, client_of, tmp_path):
    info = make_submitted(an, unit_id=units.commune_a.id)
    desk = at_work(binh)
    desk.goto(f"{live_server.url}{reverse('officer:dossier', args=[info.id])}", wait_until="load")
    desk.get_by_role("link", name="Từ chối tiếp nhận").click()
    desk.locator("#ly_do_1").fill(REASON)
    desk.get_by_role("button", name="Xem lại trước khi thực hiện").click()
    desk.wait_for_load_state()
    assert "Ghi căn cứ pháp lý" in desk.locator(".error-summary").inner_text()  # no reason without its ground
    assert desk.input_value("#ly_do_1") == REASON
    desk.locator("#can_cu_1").fill(BASIS)
    desk.get_by_role("button", name="Xem lại trước khi thực hiện").click()

    said = desk.locator("main").inner_text()  # M-04: an interruption page before the act
    assert REASON in said
    assert BASIS in said
    assert "quyền khiếu nại" in said
    assert dossiers.get_dossier(binh, dossier_id=info.id).info.status is dossiers.Status.NEW
    screenshot(desk, "refusal-sure")
    desk.get_by_role("button", name="Từ chối tiếp nhận").click()
    desk.wait_for_selector(".banner--ok")
    assert dossiers.get_dossier(binh, dossier_id=info.id).info.status is dossiers.Status.REFUSED
    assert_quiet(desk)

    phone = at_work(an, 390)
    phone.goto(f"{live_server.url}{reverse('citizen:dossier', args=[info.id])}", wait_until="load")
    assert "Đang ký số" in phone.locator("main").inner_text()  # told at once; the paper follows
    expect(phone.locator("a[href*='phieu-tu-choi']")).to_have_count(0)
    screenshot(phone, "refusal-being-signed")
    run_queue()
    phone.goto(f"{live_server.url}{reverse('citizen:dossier', args=[info.id])}", wait_until="load")
    said = phone.locator("main").inner_text()
    assert "Không tiếp nhận" in said
    address = phone.locator("a[href*='phieu-tu-choi']").first.get_attribute("href")

    printed = client_of(an).get(address)  # the same words, and their ground, on Mẫu số 03
    text = text_of(b"".join(printed.streaming_content) if printed.streaming else printed.content, tmp_path)
    assert REASON in text
    assert BASIS in text


def text_of(pdf, folder):
    """Return the words of a PDF in one line."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    path = folder / "mau-03.pdf"
    path.write_bytes(pdf)
    words = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True).stdout
    return " ".join(words.split())
