"""J-03: the counter receives by keyboard alone; not one mouse event on the way."""

from pathlib import Path

import pytest
from django.conf import settings as house
from django.urls import reverse, set_script_prefix

from tinhso.foundation.forms import public as forms
from tinhso.government.dossiers import public as dossiers
from tinhso.government.procedures import public as procedures
from tinhso.kernel import clock
from tinhso.portals.citizen.testing import provide_small_communes
from tinhso.testing.browser import assert_quiet, screenshot
from tinhso.testing.cast import AN_NUMBER

CARD = f"{AN_NUMBER}|331234567|NguyÃªn|27031990|Nu|Phuong 1|01052021"
MOST_KEYS = 25
COUNT_MOUSE = """
window.mouseEvents = 0;
for (const kind of ["mousedown", "mouseup", "pointerdown", "touchstart"])
  addEventListener(kind, () => { window.mouseEvents += 1; }, true);
"""


@pytest.fixture(autouse=True)
def published(transactional_db):
    procedures.forget_versions()
    assert procedures.load_packages(Path(house.CONTENT_DIR) / "procedures").is_clean
    provide_small_communes()
    set_script_prefix("/")
    yield
    procedures.forget_versions()
    forms.provide_communes(None)


class Keyboard:
    """Hands on the keyboard: text is typed, every other key is counted (K-01)."""

    def __init__(self, page):
        self.page, self.keys = page, 0

    def press(self, key):
        self.keys += 1
        self.page.keyboard.press(key)

    def type(self, text):
        self.page.keyboard.insert_text(text)

    def here(self):
        return self.page.evaluate("document.activeElement.id")


def focused(page, name):
    """Wait until a control has the focus."""
    page.wait_for_selector(f"#{name}:focus")


def received(actor):
    return dossiers.list_dossiers(actor, wanted=dossiers.DossierFilter(), now=clock.now()).items


def test_a_simple_request_is_received_with_the_keyboard_alone(page_at, live_server, client_of, an, binh):
    page = page_at(1366)
    page.add_init_script(COUNT_MOUSE)
    session = client_of(binh).cookies[house.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": house.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    page.goto(f"{live_server.url}{reverse('officer:counter')}", wait_until="load")
    hands = Keyboard(page)

    assert hands.here() == "quet"
    hands.type(CARD)
    hands.press("Enter")  # the scanner's own
    focused(page, "tim_thu_tuc")
    hands.type("tl01")
    hands.press("Enter")
    page.wait_for_selector("input[name=thu_tuc][value='2.000635']", state="attached")
    assert page.input_value("#f-applicant-name") == "Nguyễn Thị An"  # from the account; nothing of the broken letters
    screenshot(page, "counter-form")

    _fill(page, hands)
    hands.press("F9")
    page.wait_for_url("**xong=**")

    focused(page, "quet")  # K-01: ready for the next person
    found = received(binh)
    assert len(found) == 1
    assert found[0].status is dossiers.Status.RECEIVED
    assert found[0].code in page.locator("[role=status].banner").inner_text()
    assert hands.keys <= MOST_KEYS, hands.keys
    assert page.evaluate("window.mouseEvents") == 0
    screenshot(page, "counter-done")
    assert_quiet(page)


ANSWERS = {
    "f-applicant-address-commune": "Phường 1",
    "f-applicant-address-detail": "12 Trần Phú",
    "f-record-office": "Ủy ban nhân dân Phường 1",
    "f-holder-name": "Nguyễn Thị An",
    "f-holder-birth_on": "27/03/1990",
    "f-holder-ethnicity": "Kinh",
    "f-holder-nationality": "Việt Nam",
    "f-copies-count": "2",
}


def _fill(page, hands):
    """Answer what is still asked: the focus stands on the first gap, Enter keeps the page and goes on to the next."""
    for _ in range(20):
        name = hands.here()
        if not name.startswith("f-"):
            return
        if name in ANSWERS:
            hands.type(ANSWERS[name])
        elif page.evaluate("document.activeElement.type") == "radio":
            hands.press("Space")
        else:
            hands.press("ArrowDown")  # the first of a list
        with page.expect_navigation():
            hands.press("Enter")
    pytest.fail(f"the sheet still asks for {hands.here()}")


def test_a_scanner_as_fast_as_it_can_is_read_once(page_at, live_server, client_of, an, binh):
    """K-03: 120 letters at once, whatever keys they come as."""
    page = page_at(1366)
    session = client_of(binh).cookies[house.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": house.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    page.goto(f"{live_server.url}{reverse('officer:counter')}", wait_until="load")
    sent = []
    page.on("request", lambda request: sent.append(request) if request.method == "POST" else None)
    page.keyboard.insert_text(CARD + "|" * (120 - len(CARD)))
    page.keyboard.press("Enter")
    focused(page, "tim_thu_tuc")
    assert len(sent) == 1
    assert AN_NUMBER in page.locator("form#quay").inner_text()
