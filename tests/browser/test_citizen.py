"""The citizen's pages in a real browser: phone to desktop, light and dark, with and without JavaScript, within budget."""

import gzip
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import settings as house
from django.db import connection
from django.urls import set_script_prefix

from tinhso.foundation.files.testing import HEIC, make_jpeg
from tinhso.foundation.forms import public as forms
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.data import SupplementItem
from tinhso.government.dossiers.testing import make_done, make_received, make_submitted
from tinhso.government.procedures import public as procedures
from tinhso.kernel import clock
from tinhso.portals.citizen.testing import ANSWERS, provide_small_communes
from tinhso.testing.browser import assert_accessible, assert_quiet, expect, screenshot

SLUG = "dang-ky-khai-sinh"
PUBLIC = {
    "home": "/",
    "procedures": "/thu-tuc/?su-kien=sinh-con",
    "not-found": "/thu-tuc/?tu-khoa=zzzz",
    "procedure": f"/thu-tuc/{SLUG}/",
    "eligibility": f"/nop/{SLUG}/kiem-tra-dieu-kien/",
    "look-up": "/tra-cuu/",
    "look-up-wrong": "/tra-cuu/?ma=H61-1",
    "verify": "/xac-thuc/",
    "support": "/ho-tro/",
    "accessibility": "/tiep-can/",
    "privacy": "/bao-mat/",
}


@pytest.fixture(autouse=True)
def published(transactional_db):
    procedures.forget_versions()
    assert procedures.load_packages(Path(house.CONTENT_DIR) / "procedures").is_clean
    provide_small_communes()
    set_script_prefix("/")
    yield
    procedures.forget_versions()


@pytest.fixture
def signed_in(page_at, live_server, client_of, an):
    """Return a maker of pages in which An is signed in."""

    def make(width=390, scheme="light", **options):
        page = page_at(width, scheme, **options)
        sign_in(page, live_server, client_of(an))
        return page

    return make


def sign_in(page, live_server, client):
    session = client.cookies[house.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": house.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])


def dark(page, live_server, scheme):
    if scheme == "dark":
        page.context.add_cookies([{"name": "tinhso_hien_thi", "value": "theme=dark", "url": live_server.url}])


def elsewhere(act, *args, **named):
    """Do something in a thread of its own: signing runs an event loop, and Playwright has one in this thread."""

    def run():
        try:
            return act(*args, **named)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(run).result()


@pytest.fixture
def world(an, binh, ha, chi, units):
    """Dossiers of An in several states and a draft ready for its last step, as addresses by name."""
    moment, unit = clock.now(), units.commune_a.id
    asked = make_received(an, binh, unit_id=unit, now=moment)
    item = SupplementItem("GT", "Giấy tờ chứng minh", "Ảnh mờ, không đọc được số.", "Ảnh chụp thẳng, đủ bốn góc.")
    dossiers.ask_supplement(ha, dossier_id=asked.id, items=[item], contact="0270 1022", now=moment)
    done = elsewhere(make_done, an, binh, ha, chi, unit_id=unit, now=moment)
    filed = make_submitted(an, unit_id=unit, now=moment)
    token = dossiers.get_dossier(an, dossier_id=done.id).result_token
    begun = begin_draft(an, unit)
    draft, ready = begun, begun
    return {
        "home-signed-in": "/",
        "mine": "/cua-toi/",
        "waiting": f"/cua-toi/ho-so/{asked.id}/",
        "done": f"/cua-toi/ho-so/{done.id}/",
        "withdraw": f"/cua-toi/ho-so/{filed.id}/rut/",
        "status": f"/t/{filed.token}/",
        "verdict": f"/xac-thuc/{token}/",
        "reads": "/cua-toi/du-lieu/",
        "begin": f"/nop/{SLUG}/bat-dau/",
        "where": f"{draft}noi-nop/",
        "question": f"{draft}buoc/truong_hop/",
        "question-long": f"{draft}buoc/nguoi_yeu_cau/",
        "papers": f"{draft}giay-to/",
        "review": f"{ready}kiem-tra/",
        "discard": f"{draft}bo/",
    }


def begin_draft(an, unit):
    from tinhso.foundation.files import public as files

    moment = clock.now()
    version = procedures.get_by_slug(SLUG)
    draft = dossiers.start_draft(an, procedure_code=version.code, unit_id=unit, now=moment)
    for page in version.form.pages:
        dossiers.save_page(an, draft_id=draft.id, page=page.key, answers=ANSWERS, now=moment)
    for name, data in (("giay-chung-sinh.jpg", make_jpeg()), ("trang-2.heic", HEIC)):
        kept = files.save_bytes(data, name=name, actor=an, now=moment)
        dossiers.attach(an, draft_id=draft.id, component="GCS", file_id=kept.id, now=moment)
    return f"/nop/ban-khai/{draft.id}/"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1366])
def test_every_public_page_is_accessible(page_at, live_server, width, scheme):
    page = page_at(width, scheme)
    dark(page, live_server, scheme)
    for name, address in PUBLIC.items():
        page.goto(f"{live_server.url}{address}", wait_until="networkidle")
        screenshot(page, f"citizen-{name}-{width}-{scheme}")
        assert_accessible(page, citizen=True)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1366])
def test_every_page_of_ones_own_is_accessible(signed_in, world, live_server, width, scheme):
    page = signed_in(width, scheme)
    dark(page, live_server, scheme)
    for name, address in world.items():
        answer = page.goto(f"{live_server.url}{address}", wait_until="networkidle")
        assert answer.status == 200 and page.url == f"{live_server.url}{address}", name
        screenshot(page, f"citizen-{name}-{width}-{scheme}")
        assert_accessible(page, citizen=True)


def test_every_page_opens_in_english_and_without_javascript(signed_in, world, live_server):
    page = signed_in(390, js=False)
    for address in [*PUBLIC.values(), *world.values()]:
        page.goto(f"{live_server.url}/en{address}")
        assert page.locator("html").get_attribute("lang") == "en"
        expect(page.locator("h1")).to_have_count(1)
        expect(page.locator(".only-js:visible")).to_have_count(0)
        assert_quiet(page)


@pytest.mark.parametrize("name", ["home", "procedure", "eligibility"])
def test_the_first_view_stays_within_the_budget_of_a_phone(page_at, live_server, name):
    page = page_at(390)
    kept = {}
    page.on("response", lambda answer: kept.update({answer.url: answer.body()}))
    page.goto(f"{live_server.url}{PUBLIC[name]}", wait_until="networkidle")
    assert_within_budget(page, kept)  # O-04


def test_the_question_pages_stay_within_the_budget_too(signed_in, world, live_server):
    for name in ("question-long", "papers", "review", "waiting"):
        page = signed_in(390)
        kept = {}
        page.on("response", lambda answer, kept=kept: kept.update({answer.url: answer.body()}))
        page.goto(f"{live_server.url}{world[name]}", wait_until="networkidle")
        assert_within_budget(page, kept)


def assert_within_budget(page, kept):
    def packed(ending):
        return sum(len(gzip.compress(body)) for url, body in kept.items() if re.search(ending, url))

    fonts = sum(len(body) for url, body in kept.items() if url.endswith(".woff2"))
    html = len(gzip.compress(kept[page.url]))
    scripts, styles = packed(r"\.js(\?|$)"), packed(r"\.css(\?|$)")
    everything = html + scripts + styles + fonts + packed(r"\.svg(\?|$)")
    assert (html < 30_000, scripts < 20_000, styles < 15_000, everything < 150_000) == (True,) * 4, (
        html,
        scripts,
        styles,
        fonts,
        everything,
    )


def test_a_phone_without_javascript_files_a_dossier(signed_in, live_server, an, units):
    page = signed_in(390, js=False)
    page.goto(f"{live_server.url}/thu-tuc/{SLUG}/")
    page.get_by_role("link", name="Bắt đầu").click()
    for n in (1, 2, 3):
        page.locator(f"#cau-{n}").check()
    page.get_by_role("button", name="Tiếp tục").click()
    page.locator("#unit").select_option(label="Phường 1")
    page.get_by_role("button", name="Lưu và tiếp tục").click()
    fill_pages(page)
    photo = {"name": "chung-sinh.jpg", "mimeType": "image/jpeg", "buffer": make_jpeg()}
    page.locator("#giay-GCS").set_input_files([photo])
    page.locator(".actions button").first.click()
    page.get_by_role("button", name="Nộp hồ sơ").click()
    page.wait_for_load_state()
    assert page.locator("h1").inner_text() == "Đã nộp hồ sơ"
    page.reload()
    assert page.locator("h1").inner_text() == "Đã nộp hồ sơ"
    page.go_back()
    page.goto(f"{live_server.url}/cua-toi/")
    assert page.locator(".tag").first.inner_text() == "Mới nộp"
    assert_quiet(page)


def fill_pages(page):
    """Fill in each question page as it comes and go on, until the papers."""
    form = procedures.get_by_slug(SLUG).form
    while "/buoc/" in page.url:
        key = page.url.split("/buoc/")[1].split("/")[0]
        fill(page, form, key)
        page.get_by_role("button", name="Lưu và tiếp tục").first.click()
        page.wait_for_url(lambda url, key=key: f"/buoc/{key}/" not in url)


def fill(page, form, key):
    from tinhso.portals.citizen.testing import page_post

    for name, value in page_post(form, key, ANSWERS).items():
        control = page.locator(f'[name="{name}"]')
        kind = control.first.get_attribute("type")
        if kind == "radio":
            page.locator(f'[name="{name}"][value="{value}"]').check()
        elif control.first.evaluate("e => e.tagName") == "SELECT":
            control.select_option(value)
        elif control.first.get_attribute("readonly") is None:
            control.fill(value)
        else:
            assert control.input_value() == value  # one's own number, as the account has it


def test_what_is_typed_is_kept_while_typing_and_one_window_is_never_in_conflict_with_itself(
    signed_in, world, live_server, an
):
    page = signed_in(390)
    page.goto(f"{live_server.url}{world['question-long']}", wait_until="networkidle")
    page.locator("#f-applicant-phone").fill("0987 654 321")
    page.locator("#f-applicant-email").focus()
    page.locator("[data-autosave-status]").get_by_text("Đã lưu lúc").wait_for()
    assert dossiers.list_drafts(an)[0].data["applicant"]["phone"].replace(" ", "") == "0987654321"
    page.locator("#f-applicant-email").fill("an@example.vn")
    page.get_by_role("button", name="Lưu và tiếp tục").click()
    page.wait_for_url("**/buoc/tre/")
    assert dossiers.list_drafts(an)[0].data["applicant"]["email"] == "an@example.vn"
    assert_quiet(page)


def test_what_was_typed_without_a_network_is_offered_again(signed_in, world, live_server, an):
    page = signed_in(390)
    page.goto(f"{live_server.url}{world['question-long']}", wait_until="networkidle")
    page.context.set_offline(True)  # D-01
    page.locator("#f-applicant-phone").fill("0987 654 321")
    page.locator("#f-applicant-email").focus()
    page.locator("[data-autosave-status]").get_by_text("Mất kết nối").wait_for()
    page.context.set_offline(False)
    page.goto(f"{live_server.url}/ho-tro/")
    page.goto(f"{live_server.url}{world['question-long']}", wait_until="networkidle")
    offer = page.get_by_role("button", name="Dùng bản trên máy này")
    if offer.is_visible():  # else the save that waited for the network came through by itself
        offer.click()
    page.wait_for_timeout(800)
    assert page.input_value("#f-applicant-phone").replace(" ", "") == "0987654321"


def test_papers_are_sent_in_pieces_with_javascript(signed_in, world, live_server, an):
    page = signed_in(390)
    page.goto(f"{live_server.url}{world['papers']}", wait_until="networkidle")
    heic = {"name": "IMG_1.HEIC", "mimeType": "image/heic", "buffer": HEIC}
    page.locator("#giay-GCS").set_input_files([heic])
    page.locator('input[name="giay-GCS-upload"]').wait_for(state="attached")
    page.locator(".actions button").first.click()
    page.wait_for_url("**/kiem-tra/")
    assert "IMG_1.heic" in [paper.name for paper in dossiers.list_drafts(an)[0].papers]


def test_an_empty_page_takes_the_focus_to_its_errors(signed_in, live_server, an, units):
    draft = dossiers.start_draft(
        an, procedure_code=procedures.get_by_slug(SLUG).code, unit_id=units.commune_a.id, now=clock.now()
    )
    page = signed_in(390)
    page.goto(f"{live_server.url}/nop/ban-khai/{draft.id}/buoc/truong_hop/", wait_until="networkidle")
    page.get_by_role("button", name="Lưu và tiếp tục").click()
    page.locator(".error-summary").wait_for()
    assert page.title().startswith("Lỗi: ")
    assert page.evaluate("document.activeElement.className") == "error-summary"
    said = page.locator(".error-summary li").all_inner_texts()
    beside = [text.replace("Lỗi:", "").strip() for text in page.locator(".error-message").all_inner_texts()]
    assert said == beside and len(said) == 3
    page.locator(".error-summary a").first.click()
    assert page.evaluate("document.activeElement.id") == "f-filing-relation"
    assert_accessible(page, citizen=True)


def test_a_keyboard_alone_goes_from_the_start_page_to_the_first_question(signed_in, live_server, units):
    page = signed_in(1366)
    page.goto(f"{live_server.url}/nop/{SLUG}/kiem-tra-dieu-kien/", wait_until="networkidle")
    page.locator("#cau-1").focus()
    for _ in range(3):
        page.keyboard.press("Space")
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/noi-nop/")


def teardown_module():
    forms.provide_communes(None)
