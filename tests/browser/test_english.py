"""The citizen's pages in English: told to be English, Vietnamese only where it is marked as such or is a legal name."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.conf import settings as house
from tests.browser import test_citizen as citizen

from tinhso.testing.browser import assert_accessible, assert_quiet, house_faults, screenshot
from tinhso.ui import site
from tinhso.ui.languages import VIETNAMESE

published, world, signed_in = citizen.published, citizen.world, citizen.signed_in
PUBLIC = citizen.PUBLIC | {
    "sign-in": "/dang-nhap/",
    "register": "/dang-ky/",
    "register-business": "/dang-ky/doanh-nghiep/",
}
OWN = {
    "account": "/tai-khoan/",
    "contact": "/tai-khoan/lien-he/",
    "password": "/tai-khoan/mat-khau/",
    "confirm": "/tai-khoan/xac-nhan/",
    "factor-setup": "/xac-thuc-hai-lop/thiet-lap/",
    "notices": "/thong-bao/",
    "notice-settings": "/thong-bao/cai-dat/",
}
ENGLISH_ONLY = re.compile(r"[A-Za-z']{2,}(?:[ ,]+[A-Za-z']{2,}){3,}")

# Every text and every spoken attribute of the page with the language a screen reader would read it in.
SPOKEN = """() => {
  const found = [];
  const see = (node, words) => {
    if (words && words.trim()) found.push([node.closest('[lang]').lang, words.trim().replace(/\\s+/g, ' ')]);
  };
  const walk = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const parent = walk.currentNode.parentElement;
    if (!parent.closest('script, style, noscript, textarea')) see(parent, walk.currentNode.data);
  }
  const names = ['aria-label', 'title', 'alt', 'placeholder'];
  for (const node of document.querySelectorAll('*'))
    for (const name of [...names, ...node.getAttributeNames().filter((one) => one.startsWith('data-words'))])
      see(node, node.getAttribute(name));
  return found;
}"""


@pytest.fixture(scope="module")
def legal_names():
    """Names that stay Vietnamese inside an English sentence: those of the catalogue, the site, the cast."""
    with (Path(house.LOCALE_PATHS[0]) / "en/LC_MESSAGES/django.po").open("rb") as file:
        texts = [text for message in read_po(file, locale="en") if message.id for text in _texts(message.string)]
    bracketed = {name for text in texts for name in re.findall(r"\(([^()]*)\)", text) if VIETNAMESE.search(name)}
    circulars = {name for text in texts for name in re.findall(r"Thông tư số \S+", text)}
    return bracketed | circulars


def _texts(translated):
    return [translated] if isinstance(translated, str) else list(translated)


def faults(page, names):
    """Return what is said in the wrong language: Vietnamese as English, or English as Vietnamese."""
    wrong = []
    for language, words in page.evaluate(SPOKEN):
        rest = words
        for name in sorted(names, key=len, reverse=True):
            rest = rest.replace(name, "")
        if language == "en" and VIETNAMESE.search(rest):
            wrong.append(f"Vietnamese read as English: {words}")
        if language == "vi" and not VIETNAMESE.search(words) and ENGLISH_ONLY.search(words):
            wrong.append(f"English read as Vietnamese: {words}")
    return wrong


def assert_english(page, names):
    here = site.current()
    assert page.locator("html").get_attribute("lang") == "en", page.url
    wrong = faults(page, names | {here.name, here.authority} - {""})
    assert not wrong, f"{page.url}\n" + "\n".join(wrong)
    assert_quiet(page)


def assert_switch_keeps_the_path(page, live_server, address):
    switch = page.locator('a[hreflang="vi"]').first
    assert switch.get_attribute("lang") == "vi", address
    assert switch.evaluate("e => e.pathname + e.search") == address
    assert page.url == f"{live_server.url}/en{address}"


def test_every_public_page_speaks_english_and_offers_itself_in_vietnamese(page_at, live_server, legal_names):
    page = page_at(390)
    for address in PUBLIC.values():
        page.goto(f"{live_server.url}/en{address}")
        assert_english(page, legal_names)
        assert_switch_keeps_the_path(page, live_server, address)


def test_every_page_of_ones_own_speaks_english(signed_in, world, live_server, an, units, legal_names):
    asked_by_an_officer, province_city = "Giấy tờ chứng minh", "Thành phố Vĩnh Long"
    names = legal_names | {an.name, units.commune_a.name, province_city, asked_by_an_officer}
    page = signed_in(390)
    for address in (world | OWN).values():
        answer = page.goto(f"{live_server.url}/en{address}")
        assert answer.status == 200 and page.url == f"{live_server.url}/en{address}", address
        assert_english(page, names)
        assert_switch_keeps_the_path(page, live_server, address)


def test_errors_are_said_in_english(page_at, live_server, legal_names):
    page = page_at(390)
    page.goto(f"{live_server.url}/en/dang-ky/")
    page.locator("main form").last.evaluate("form => { form.noValidate = true; form.requestSubmit(); }")
    page.locator(".error-summary").wait_for()
    assert page.title().startswith("Error: ")
    assert_english(page, legal_names)


def test_questions_left_empty_are_asked_again_in_english(signed_in, live_server, an, units, legal_names):
    draft = citizen.dossiers.start_draft(
        an,
        procedure_code=citizen.procedures.get_by_slug(citizen.SLUG).code,
        unit_id=units.commune_a.id,
        now=citizen.clock.now(),
    )
    page = signed_in(390)
    page.goto(f"{live_server.url}/en/nop/ban-khai/{draft.id}/buoc/truong_hop/", wait_until="networkidle")
    page.get_by_role("button", name="Save and continue").click()
    page.locator(".error-summary").wait_for()
    assert_english(page, legal_names | {an.name})


def test_a_link_followed_in_english_stays_in_english_and_the_switch_leads_back(page_at, live_server):
    page = page_at(390)
    page.goto(f"{live_server.url}/en/")
    page.get_by_role("link", name="See all procedures").click()
    page.get_by_role("link", name="Birth registration", exact=True).click()
    assert page.url == f"{live_server.url}/en/thu-tuc/{citizen.SLUG}/"
    page.locator('a[hreflang="vi"]').click()
    assert page.url == f"{live_server.url}/thu-tuc/{citizen.SLUG}/"
    page.locator('a[hreflang="en"]').click()
    assert page.url == f"{live_server.url}/en/thu-tuc/{citizen.SLUG}/"


@pytest.mark.parametrize("width", [320, 1366])
def test_english_words_fit_the_page(page_at, signed_in, world, live_server, width):
    page = page_at(width)
    for name, address in PUBLIC.items():
        page.goto(f"{live_server.url}/en{address}", wait_until="networkidle")
        screenshot(page, f"english-{name}-{width}")
        assert_accessible(page, citizen=name in citizen.PUBLIC)
    page = signed_in(width)
    for name, address in (world | OWN).items():
        page.goto(f"{live_server.url}/en{address}", wait_until="networkidle")
        screenshot(page, f"english-{name}-{width}")
        assert not house_faults(page, citizen=name in world), address
