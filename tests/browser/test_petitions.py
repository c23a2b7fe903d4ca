"""Petitions in a real browser: reported by a press on the map, by keyboard, by touch, by position, or typed; answered."""

import io
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from itertools import combinations
from pathlib import Path

import pytest
from django.conf import settings as house
from django.db import connection
from django.urls import set_script_prefix
from PIL import Image

from tinhso.foundation.files import public as files
from tinhso.foundation.organisations import public as organisations
from tinhso.government.petitions import public as petitions
from tinhso.government.petitions.models import Petition
from tinhso.government.petitions.public import Contact, Kind, Place, Said
from tinhso.kernel import clock
from tinhso.kernel.actors import ANONYMOUS
from tinhso.testing.browser import LOOKS, assert_accessible, assert_quiet, expect, screenshot
from tinhso.testing.cast import officer_actor

pytestmark = pytest.mark.django_db(transaction=True)
HERE = {"latitude": 10.2739, "longitude": 105.9645}
WORDS = "Đèn đường trước Trường Tiểu học số 2 hỏng đã hai tuần nay."
MAP = "[data-map-ground]"


@pytest.fixture(autouse=True)
def vietnamese(transactional_db):
    set_script_prefix("/")


@pytest.fixture
def loan(units):
    """The head of commune B's one-stop section: An Bình, whose place is known."""
    return officer_actor(code="B-TBP", name="Đỗ Thị Loan", unit_id=units.counter_b.id, roles=("one_stop_head",))


@pytest.fixture
def quang(units):
    return officer_actor(code="B-CT", name="Võ Minh Quang", unit_id=units.commune_b.id, roles=("leader",))


@pytest.fixture
def told(an, dung, loan, quang, units):
    """Petitions of commune B in every state that has a page of its own, by name."""

    return apart(lambda: _walked(an, dung, loan, quang, units.commune_b.id))


def apart(act):
    """Do something in the database outside the browser's thread."""

    def walk():
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(walk).result()


def _walked(an, dung, loan, quang, unit_id):
    now = clock.now()
    raw = io.BytesIO()
    Image.new("RGB", (900, 600), "steelblue").save(raw, "JPEG")
    photo = files.save_bytes(raw.getvalue(), name="den.jpg", actor=an, now=now).id
    made = {}
    for place, name in enumerate(("new", "waiting", "answered", "published")):
        at = Place(Decimal("10.26000") + place * Decimal("0.01"), Decimal("105.95000"), "trước số 12 đường 3/2")
        said = Said(Kind.SCENE, unit_id, f"Đèn đường hỏng ở tổ {place + 1}", WORDS, at, photos=[photo])
        info = made[name] = petitions.file_petition(an, said, now=now)
        if name != "new":
            petitions.accept(loan, petition_id=info.id, kind=Kind.SCENE, handler_id=dung.account_id, now=now)
        if name == "waiting":
            petitions.ask_more(dung, petition_id=info.id, words="Xin cho biết số trụ đèn.", now=now)
        if name in ("answered", "published"):
            petitions.draft_answer(dung, petition_id=info.id, answer="Đèn đã được thay hôm nay.", now=now)
            petitions.approve(quang, petition_id=info.id, now=now)
    shown = {"title": "Đèn đường hỏng", "words": WORDS, "answer": "Đèn đã được thay."}
    petitions.publish(loan, petition_id=made["published"].id, **shown, photos=[photo], with_point=True, now=now)
    unknown = Said(Kind.OTHER, unit_id, "Tiếng ồn ban đêm", WORDS, contact=Contact("Lâm Đăng Khoa", "0912345678"))
    made["unconfirmed"] = petitions.file_petition(ANONYMOUS, unknown, now=now)
    return made


@pytest.fixture
def as_(page_at, live_server, client_of):
    def make(actor, width=1366, scheme="light", **options):
        page = page_at(width, scheme, **options)
        session = client_of(actor).cookies[house.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": house.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        return page

    return make


def token_of(info):
    return Petition.objects.get(pk=info.id).token


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_the_writers_pages_are_accessible(as_, page_at, live_server, an, told, width, scheme):
    page = as_(an, width, scheme)
    pages = {
        "new": "/phan-anh/gui/",
        "mine": "/phan-anh/cua-toi/",
        "waiting": f"/phan-anh/theo-doi/{token_of(told['waiting'])}/",
        "answered": f"/phan-anh/theo-doi/{token_of(told['answered'])}/",
        "public": "/phan-anh/",
        "public-one": f"/phan-anh/{told['published'].code}/",
    }
    for name, path in pages.items():
        assert page.goto(live_server.url + path, wait_until="networkidle").status == 200
        screenshot(page, f"petitions-{name}-{width}-{scheme}")
        assert_accessible(page, citizen=True)
    stranger = page_at(width, scheme)
    for name, path in {
        "stranger": "/phan-anh/gui/",
        "code": f"/phan-anh/xac-nhan/{token_of(told['unconfirmed'])}/",
    }.items():
        stranger.goto(live_server.url + path, wait_until="networkidle")
        screenshot(stranger, f"petitions-{name}-{width}-{scheme}")
        assert_accessible(stranger, citizen=True)


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_the_desks_pages_are_accessible(as_, live_server, loan, quang, told, width, scheme):
    page = as_(loan, width, scheme)
    for name in ("list", "new", "waiting", "answered"):
        path = "/phan-anh/xu-ly/" if name == "list" else f"/phan-anh/xu-ly/{told[name].id}/"
        assert page.goto(live_server.url + path, wait_until="networkidle").status == 200
        screenshot(page, f"petitions-desk-{name}-{width}-{scheme}")
        assert_accessible(page)


def read_point(page):
    return float(page.input_value("#id_latitude")), float(page.input_value("#id_longitude"))


def test_a_press_on_the_map_chooses_the_point_and_the_unit_near_it(as_, live_server, an, units):
    page = as_(an, 390)
    page.goto(f"{live_server.url}/phan-anh/gui/", wait_until="networkidle")
    page.locator("#id_kind").select_option("scene")
    page.locator("#id_title").fill("Đèn đường hỏng")
    page.locator("#id_words").fill(WORDS)
    page.locator(MAP).scroll_into_view_if_needed()
    dot = page.locator(".map__dots circle").first.bounding_box()
    page.mouse.click(dot["x"] + dot["width"] / 2, dot["y"] + dot["height"] / 2)
    page.wait_for_load_state()
    said = page.locator("[data-map-said]").inner_text()
    assert units.commune_b.name in said
    assert page.input_value("#id_unit") == str(units.commune_b.id)
    latitude, longitude = read_point(page)
    screenshot(page, "petitions-chosen-390")
    page.get_by_role("button", name="Gửi phản ánh").click()
    page.wait_for_url("**/theo-doi/**")
    kept = Petition.objects.get()
    assert (float(kept.latitude), float(kept.longitude)) == (latitude, longitude)
    assert abs(latitude - 10.277) < 0.05
    assert_quiet(page)


def test_dragging_moves_the_map_and_chooses_nothing(as_, live_server, an, units):
    page = as_(an)
    page.goto(f"{live_server.url}/phan-anh/gui/", wait_until="networkidle")
    page.get_by_role("button", name="Phóng to bản đồ").click()
    before = page.locator(f"{MAP} svg").first.get_attribute("viewBox")
    page.locator(MAP).scroll_into_view_if_needed()
    box = page.locator(MAP).bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 40, y + 30, steps=4)
    page.mouse.up()
    assert page.locator(f"{MAP} svg").first.get_attribute("viewBox") != before
    assert page.input_value("#id_latitude") == ""


def test_the_keyboard_moves_enlarges_and_chooses_the_point_in_the_middle(as_, live_server, an, units):
    page = as_(an)
    page.goto(f"{live_server.url}/phan-anh/gui/", wait_until="networkidle")
    page.locator(MAP).focus()
    page.keyboard.press("Enter")
    middle = read_point(page)
    page.keyboard.press("+")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    moved = read_point(page)
    assert moved[0] > middle[0]
    assert moved[1] > middle[1]
    screenshot(page, "petitions-keyboard")
    assert_quiet(page)


def test_a_finger_chooses_and_the_position_is_taken_where_it_is_given(as_, live_server, an, units):
    page = as_(an, 390, has_touch=True, geolocation=HERE, permissions=["geolocation"])
    page.goto(f"{live_server.url}/phan-anh/gui/", wait_until="networkidle")
    page.locator(MAP).scroll_into_view_if_needed()
    box = page.locator(MAP).bounding_box()
    page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 3)
    tapped = read_point(page)
    page.get_by_role("button", name="Vị trí của tôi").click()
    page.locator("[data-map-said]").get_by_text("10.27390").wait_for()
    assert read_point(page) == (10.2739, 105.9645) != tapped


def test_without_javascript_the_coordinates_are_typed(as_, live_server, an, units):
    page = as_(an, 390, js=False)
    page.goto(f"{live_server.url}/phan-anh/gui/", wait_until="networkidle")
    expect(page.locator(f"{MAP} > svg").first).to_be_visible()
    expect(page.locator("[data-map-tools]").first).not_to_be_visible()
    page.locator("#id_kind").select_option("scene")
    page.locator("#id_unit").select_option(str(units.commune_b.id))
    page.locator("#id_title").fill("Đèn đường hỏng")
    page.locator("#id_words").fill(WORDS)
    page.locator("#id_latitude").fill("10.2739")
    page.get_by_role("button", name="Gửi phản ánh").click()
    page.wait_for_load_state()
    assert "cả vĩ độ và kinh độ" in page.locator("main").inner_text()  # what was typed stays
    assert page.input_value("#id_latitude") == "10.2739"
    page.locator("#id_longitude").fill("105.9645")
    page.get_by_role("button", name="Gửi phản ánh").click()
    page.wait_for_url("**/theo-doi/**")
    assert str(Petition.objects.get().latitude) == "10.27390"


def test_the_desk_goes_from_a_pin_to_its_petition(as_, live_server, loan, told):
    page = as_(loan)
    page.goto(f"{live_server.url}/phan-anh/xu-ly/", wait_until="networkidle")
    pins, rows = page.locator(".map__pins a"), page.locator("main li.task")
    assert pins.count() == rows.count() == 4
    first = rows.first
    number = first.locator(".num").first.inner_text()
    title = first.locator("a").inner_text()
    pin = page.get_by_role("link", name=f"{number}: {title}")
    pin.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/xu-ly/*/")
    assert page.locator("h1").inner_text() == title
    assert_quiet(page)


def test_everybody_sees_the_area_and_not_the_point(page_at, live_server, told):
    page = page_at(390)
    page.goto(f"{live_server.url}/phan-anh/{told['published'].code}/", wait_until="networkidle")
    expect(page.locator(".map__pins g").first).to_be_attached()
    said = page.content()
    assert "làm tròn đến khoảng 1 km" in said
    for exact in ("10.29000", "10,29000", "105.95000", "trước số 12 đường 3/2", "Nguyễn Thị An"):
        assert exact not in said


def test_the_whole_provinces_names_never_lie_on_each_other(as_, live_server, an):
    apart(lambda: organisations.load_province(Path(house.CONTENT_DIR) / "provinces" / "vinh-long-2023", demo=False))
    page = as_(an, 390)
    page.goto(f"{live_server.url}/phan-anh/gui/", wait_until="networkidle")
    expect(page.locator(".map__dots circle")).to_have_count(102)
    shown = names_shown(page)
    for _zoom in range(3):
        page.get_by_role("button", name="Phóng to bản đồ").click()
        assert_apart(names_shown(page))
    page.get_by_role("button", name="Cả bản đồ").click()
    assert_apart(shown)
    assert 3 <= len(shown) < 60
    screenshot(page, "petitions-province-390")
    wide = as_(an, 1366)
    wide.goto(f"{live_server.url}/phan-anh/gui/", wait_until="networkidle")
    assert len(names_shown(wide)) > len(shown)
    assert_apart(names_shown(wide))
    screenshot(wide, "petitions-province-1366")


def names_shown(page):
    return page.locator(".map__names text").evaluate_all(
        "all => all.filter(one => one.getAttribute('visibility') !== 'hidden')"
        ".map(one => { const box = one.getBoundingClientRect();"
        " return [one.textContent, box.left, box.right, box.top, box.bottom]; })"
    )


def assert_apart(names):
    for one, other in combinations(names, 2):
        is_beside = one[2] <= other[1] + 1 or other[2] <= one[1] + 1
        is_above = one[4] <= other[3] + 4 or other[4] <= one[3] + 4
        assert is_beside or is_above, (one, other)
