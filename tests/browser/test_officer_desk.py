"""The desk in a real browser: filters, the palette, rows by keyboard, and the counter without the network."""

import pytest
from django.conf import settings as django_settings
from django.urls import reverse

from tinhso.foundation.work import public as work
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.testing import make_received, make_submitted
from tinhso.government.procedures.testing import make_procedure
from tinhso.kernel import clock
from tinhso.testing.browser import LOOKS, assert_accessible, assert_quiet, expect, screenshot
from tinhso.testing.cast import AN_NUMBER

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture
def a(units):
    return units.commune_a.id


@pytest.fixture
def signed_in(client_of, live_server):
    """Return a function that signs a page in as an actor."""

    def sign(page, actor, looks="theme=system"):
        cookie = client_of(actor).cookies[django_settings.SESSION_COOKIE_NAME]
        page.context.add_cookies(
            [
                {"name": cookie.key, "value": cookie.value, "url": live_server.url},
                {"name": "tinhso_hien_thi", "value": looks, "url": live_server.url},
            ]
        )
        return page

    return sign


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_every_screen_of_the_desk_is_accessible(page_at, live_server, signed_in, an, binh, a, width, scheme):
    info = make_received(an, binh, unit_id=a)
    work.queue_print(binh, subject_id=info.id, paper="receipt", code=info.code, now=clock.now())
    view = {"page": "dossiers", "title": "Mới nộp", "query": "trang_thai=1"}
    work.save_view(binh, **view, is_shared=True, now=clock.now())
    page = signed_in(page_at(width, scheme), binh)
    faults = []
    for name in ("dossiers", "kept", "find", "prints", "blocks", "offline"):
        page.goto(f"{live_server.url}{reverse(f'officer:{name}')}", wait_until="load")
        if name == "offline":
            page.wait_for_selector("main[data-ready]")
        screenshot(page, f"desk-{name}-{width}-{scheme}")
        try:
            assert_accessible(page)
        except AssertionError as found:
            faults.append(str(found))
    assert not faults, "\n".join(faults)


def test_anything_is_found_from_one_box_by_keyboard(page_at, live_server, signed_in, an, binh, a):
    info = make_submitted(an, unit_id=a)
    page = signed_in(page_at(1366), binh)
    page.goto(f"{live_server.url}{reverse('officer:inbox')}?hop=nhom", wait_until="load")
    page.keyboard.press("Control+k")
    page.wait_for_selector("#palette-q:focus")
    page.keyboard.type("nguyen")
    page.wait_for_selector(f"#palette [data-found-link]:has-text('{info.code}')")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{reverse('officer:dossier', args=[info.id])}")
    assert_quiet(page)


def test_rows_are_chosen_and_taken_by_keyboard_and_given_back(page_at, live_server, signed_in, an, binh, a):
    for _ in range(3):
        make_submitted(an, unit_id=a)
    page = signed_in(page_at(1366), binh)
    page.goto(f"{live_server.url}{reverse('officer:inbox')}?hop=nhom", wait_until="load")
    page.locator("[data-row-link]").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Shift+ArrowDown")
    page.wait_for_load_state()
    expect(page.locator("[data-row] input:checked")).to_have_count(2)
    with page.expect_navigation():
        page.keyboard.press("n")
    page.wait_for_load_state()
    assert "xong 2 việc" in page.locator(".banner--ok").inner_text()
    assert len(work.list_items(binh, box=work.Box.MINE).items) == 2
    with page.expect_navigation():
        page.get_by_role("button", name="Hoàn tác").click()
    assert len(work.list_items(binh, box=work.Box.MINE).items) == 0
    page.locator("[data-row-link]").first.focus()
    page.keyboard.press("?")
    expect(page.locator("#key-help")).to_be_visible()
    assert "Chọn cả trang" in page.locator("#key-help").inner_text()


def fill(page):
    page.locator("#thu-tuc").fill("T001")
    page.keyboard.press("Enter")
    page.wait_for_selector("#f-applicant-name")
    page.locator("#f-applicant-name").fill("Nguyễn Thị An")
    page.locator("#f-applicant-number").fill(AN_NUMBER)
    page.locator("#f-applicant-phone").fill("0912345678")
    page.locator("#f-request-subject").fill("Cấp bản sao")
    page.locator("#gt_GT_hinh_thuc").select_option("original")


def until(page, holds):
    """Wait until `holds()`, letting the page and its ways go on meanwhile; fail after half a minute."""
    for _ in range(300):
        if holds():
            return
        page.wait_for_timeout(100)
    pytest.fail("it did not come about")


def all_of(actor):
    return dossiers.list_dossiers(actor, wanted=dossiers.DossierFilter(), now=clock.now()).items


def test_a_desk_goes_on_without_the_network_and_brings_each_in_once(page_at, live_server, signed_in, binh):
    make_procedure()
    page = signed_in(page_at(1366), binh)
    # The answer is lost once after the server has taken it in: the same number asks again and nothing doubles.
    # It stands here, before the page has its worker: a way laid later is seen too late by a page that is open already.
    # `fetch` goes out beside the page, also while that has no network: so the cut holds here, too.
    lost, cut = [], [False]

    def lose(route):
        if cut[0]:
            route.abort("internetdisconnected")
        elif not lost:
            lost.append(route.fetch().status)
            route.abort()
        else:
            route.continue_()

    page.context.route(f"**{reverse('officer:offline_send')}", lose)
    page.goto(f"{live_server.url}{reverse('officer:offline')}", wait_until="load")
    page.wait_for_selector("main[data-ready]")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    cut[0] = True
    page.context.set_offline(True)
    page.reload(wait_until="load")  # the kept page opens without the server
    page.wait_for_selector("main[data-ready]")
    assert "Ngoại tuyến: số tạm" in page.locator("#noi").inner_text()
    page.keyboard.press("F9")
    page.wait_for_load_state()
    assert "Chọn thủ tục" in page.locator("#loi").inner_text()
    fill(page)
    page.keyboard.press("F9")
    page.wait_for_selector("#hang-cho [data-state=waiting]")
    number = page.locator("#hang-cho li").get_attribute("data-number")
    assert "-TAM-" in number
    screenshot(page, "desk-offline-waiting")
    assert all_of(binh) == []

    cut[0] = False
    page.context.set_offline(False)
    page.locator("#dong-bo").click()
    until(page, lambda: lost)
    page.locator("#dong-bo").click()
    page.wait_for_selector("#hang-cho [data-state=done]", timeout=30_000)
    assert lost == [200]
    (info,) = all_of(binh)
    assert info.code in page.locator("#hang-cho").inner_text()
    kept = page.evaluate(
        "() => new Promise((done) => { const r = indexedDB.open('tinhso-quay'); r.onsuccess = () => {"
        " const q = r.result.transaction('kept').objectStore('kept').getAll();"
        " q.onsuccess = () => done(JSON.stringify(q.result)); }; })"
    )
    assert AN_NUMBER not in kept  # what was told is forgotten once the server has it
    addresses = page.evaluate(
        "async () => (await Promise.all((await caches.keys()).map(async (n) =>"
        " (await (await caches.open(n)).keys()).map((r) => new URL(r.url).pathname)))).flat()"
    )
    assert [one for one in addresses if not one.startswith("/static/")] == [reverse("officer:offline")]


def test_a_shared_machine_keeps_nothing(page_at, live_server, signed_in, binh):
    page = signed_in(page_at(1366), binh, looks="theme=system&device=shared")
    page.goto(f"{live_server.url}{reverse('officer:offline')}", wait_until="load")
    page.wait_for_selector("main[data-ready]")
    assert "Máy dùng chung" in page.locator("#loi").inner_text()
    assert page.evaluate("indexedDB.databases().then((all) => all.length)") == 0
    assert page.evaluate("caches.keys().then((all) => all.length)") == 0
