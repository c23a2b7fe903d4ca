"""J-03: twenty people one after another, by keyboard; two were here before, the printer stops, the network goes."""

import pytest
from django.conf import settings as house
from django.urls import reverse

from tinhso.foundation.work import public as work
from tinhso.government.dossiers import public as dossiers
from tinhso.government.procedures.testing import make_procedure
from tinhso.kernel import clock
from tinhso.testing.browser import assert_quiet, screenshot

PEOPLE = 20
PRINTER_STOPS_AT = 7
TWINS = {11: 3, 16: 6}
"""Who comes for the same matter a second time: the eleventh is the third again."""
OFFLINE_AT = 20
SECOND = "T002"
MOST_KEYS = 25
COUNT = """
const count = (name) => { sessionStorage[name] = Number(sessionStorage[name] || 0) + 1; };
for (const kind of ["mousedown", "mouseup", "pointerdown", "touchstart"])
  addEventListener(kind, () => count("mouse"), true);
addEventListener("keydown", () => count("keys"), true);
"""
"""Kept from page to page: what is typed as text is no key; every other key is, over all pages of one person."""


@pytest.fixture(autouse=True)
def two_procedures(transactional_db):
    make_procedure()
    make_procedure(code="1.999002", name="Thủ tục thử thứ hai")


@pytest.fixture
def desk(page_at, live_server, client_of, binh):
    page = page_at(1366)
    page.add_init_script(COUNT)
    cookie = client_of(binh).cookies[house.SESSION_COOKIE_NAME]
    looks = {"name": "tinhso_hien_thi", "value": "theme=system", "url": live_server.url}
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}, looks])
    # A Chromium without a screen falls over when it leaves a page that prints a PDF: there is no printer here.
    page.route("**/in/receipt/**", lambda route: route.fulfill(body="", content_type="text/html"))
    return page


def number(place):
    return f"0860900{place:05d}"


def _take(page, place):
    """Receive one person by keyboard; return what stood in the green line."""
    who = TWINS.get(place, place)
    _focused(page, "quet")
    _typed(page, f"{number(who)}|331234567|Nguoi|27031990|Nu|Phuong 1|01052021")
    while (here := page.evaluate("document.activeElement.id")).startswith(("tim_thu_tuc", "f-")):
        if here == "tim_thu_tuc":
            _typed(page, "T001" if who % 2 else SECOND)
        elif here.endswith("birth_on"):
            _typed(page, "27/03/1990")
        elif here in ANSWERS:
            _typed(page, ANSWERS[here].format(who))
        else:
            pytest.fail(f"nobody expects {here}")
    page.keyboard.press("ArrowDown")  # the paper was handed in: the original
    page.keyboard.press("F9")
    if place in TWINS:
        _focused(page, "trung")
        assert "đã nộp cùng thủ tục" in page.locator("#trung").inner_text()
        page.keyboard.press("F9")
    page.wait_for_url("**xong=**")
    return page.locator("[role=status].banner").inner_text()


ANSWERS = {
    "f-applicant-name": "Nguyễn Thị Số {}",
    "f-applicant-phone": "0912345678",
    "f-request-subject": "Cấp bản sao lần {}",
}


def counted(page, name):
    """Return how often it happened since this was last asked."""
    return page.evaluate(
        "(name) => { const n = Number(sessionStorage[name] || 0); sessionStorage[name] = 0; return n; }", name
    )


def _typed(page, text):
    page.keyboard.insert_text(text)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def _focused(page, name):
    page.wait_for_selector(f"#{name}:focus")


def _received(actor):
    wanted = dossiers.DossierFilter()
    return dossiers.list_dossiers(actor, wanted=wanted, size=50, now=clock.now()).items


def test_twenty_people_are_received_one_after_another(desk, live_server, binh, units):
    page, most, mouse = desk, 0, 0
    counter = f"{live_server.url}{reverse('officer:counter')}"
    page.goto(counter, wait_until="load")
    for place in range(1, PEOPLE):
        said = _take(page, place)
        most = max(most, counted(page, "keys"))
        if place == PRINTER_STOPS_AT:
            with page.expect_navigation():
                page.keyboard.press("Alt+p")
            stopped = next(one for one in work.list_prints(binh) if one.code in said)
            assert stopped.state is work.PrintState.FAILED
        mouse += counted(page, "mouse")
        with page.expect_navigation():
            page.keyboard.press("F2")  # the next person
    screenshot(page, "rush-done")

    _offline(page, live_server)
    found = _received(binh)
    assert len(found) == PEOPLE and len({one.code for one in found}) == PEOPLE
    assert mouse == 0
    assert 0 < most <= MOST_KEYS, "K-01"

    page.goto(f"{live_server.url}{reverse('officer:prints')}", wait_until="load")
    paper = page.request.get(f"{live_server.url}{reverse('officer:prints_pdf')}")
    assert paper.body().startswith(b"%PDF")  # what waited comes out together, the seventh too
    page.get_by_role("button", name="Tất cả đã in xong").click()
    assert work.list_prints(binh) == []
    today = clock.today()
    rows = dossiers.register_rows(
        binh, wanted=dossiers.RegisterFilter(unit_id=units.commune_a.id, first=today, last=today)
    )
    assert len(rows) == PEOPLE
    assert_quiet(page)


def _offline(page, live_server):
    """The twentieth is taken in without the network, under a number of the block, and brought in afterwards."""
    page.goto(f"{live_server.url}{reverse('officer:offline')}", wait_until="load")
    page.wait_for_selector("main[data-ready]")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.context.set_offline(True)
    page.locator("#thu-tuc").fill("T001")
    page.keyboard.press("Enter")
    page.wait_for_selector("#f-applicant-name")
    page.locator("#f-applicant-name").fill("Nguyễn Thị Số 20")
    page.locator("#f-applicant-number").fill(number(OFFLINE_AT))
    page.locator("#f-applicant-phone").fill("0912345678")
    page.locator("#f-request-subject").fill("Cấp bản sao")
    page.locator("#gt_GT_hinh_thuc").select_option("original")
    page.keyboard.press("F9")
    page.wait_for_selector("#hang-cho [data-state=waiting]")
    assert "-TAM-" in page.locator("#hang-cho li").get_attribute("data-number")
    page.context.set_offline(False)
    page.locator("#dong-bo").click()
    page.wait_for_selector("#hang-cho [data-state=done]", timeout=30_000)
