"""Booking, the machine in the hall, the calling screen, the desk, a rating: in a real browser, light and dark."""

from http.cookies import SimpleCookie

import pytest
from django.urls import set_script_prefix

from tinhso.government.appointments import public as appointments
from tinhso.government.appointments.testing import KEY, make_ticket, open_desks
from tinhso.government.ratings.models import Rating
from tinhso.kernel import clock
from tinhso.testing.browser import assert_accessible, assert_quiet, screenshot
from tinhso.testing.cast import officer_actor

SIZES = [(width, scheme) for width in (390, 1366) for scheme in ("light", "dark")]


@pytest.fixture(autouse=True)
def begin(transactional_db):
    set_script_prefix("/")


@pytest.fixture
def a(units):
    open_desks(units.commune_a.id, now=clock.now(), lead_minutes=0)
    return units.commune_a


def signed_in(page, live_server, client):
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )


def a_machine(page, live_server):
    page.context.add_cookies(
        [{"name": "tinhso_kiosk", "value": SimpleCookie({"k": KEY})["k"].value, "url": live_server.url}]
    )


@pytest.mark.parametrize(("width", "scheme"), SIZES)
def test_booking_is_done_on_a_telephone_by_keyboard_or_touch(page_at, live_server, a, width, scheme):
    page = page_at(width, scheme)
    page.goto(f"{live_server.url}/dat-lich/")
    assert_accessible(page, citizen=True)
    page.get_by_role("link", name=a.name).click()
    assert_accessible(page, citizen=True)
    page.get_by_role("button", name="Đặt lịch").click()
    page.get_by_role("alert").or_(page.locator(".error-summary")).first.wait_for()
    assert_accessible(page, citizen=True)
    screenshot(page, f"dat-lich-loi-{width}-{scheme}")
    page.locator('input[name="starts_at"]:not([disabled])').last.check()
    page.get_by_label("Họ và tên người đến").fill("Trần Thị Thử")
    page.get_by_label("Số điện thoại di động").fill("0912 345 678")
    screenshot(page, f"dat-lich-{width}-{scheme}")
    page.get_by_role("button", name="Đặt lịch").click()
    page.get_by_role("heading", name="Lịch hẹn").first.wait_for()
    assert_accessible(page, citizen=True)
    screenshot(page, f"lich-hen-{width}-{scheme}")
    page.get_by_role("link", name="Chuyển lịch").click()
    assert_accessible(page, citizen=True)
    page.go_back()
    page.get_by_role("link", name="Hủy lịch hẹn").click()
    assert_accessible(page, citizen=True)
    page.get_by_role("button", name="Hủy lịch hẹn").click()
    page.get_by_text("Đã hủy lịch hẹn.").wait_for()


def test_booking_works_without_javascript(page_at, live_server, a):
    page = page_at(390, js=False)
    page.goto(f"{live_server.url}/dat-lich/don-vi/{a.code}/")
    page.locator('input[name="starts_at"]:not([disabled])').last.check()
    page.get_by_label("Họ và tên người đến").fill("Trần Thị Thử")
    page.get_by_label("Số điện thoại di động").fill("0912345678")
    page.get_by_role("button", name="Đặt lịch").click()
    page.get_by_text("Đã đặt lịch.").wait_for()


@pytest.mark.parametrize(("width", "scheme"), SIZES)
def test_a_number_is_taken_with_the_keyboard_alone(page_at, live_server, a, width, scheme):
    page = page_at(width, scheme)
    a_machine(page, live_server)
    page.goto(f"{live_server.url}/lay-so/{a.code}/")
    assert_accessible(page, citizen=True)
    screenshot(page, f"lay-so-{width}-{scheme}")
    button = page.get_by_role("button", name="Nhận kết quả")
    button.focus()
    page.keyboard.press("Enter")
    page.get_by_text("B001").first.wait_for()
    assert_accessible(page, citizen=True)
    screenshot(page, f"lay-so-xong-{width}-{scheme}")


@pytest.mark.parametrize(("width", "scheme"), SIZES)
def test_the_screen_shows_a_call_within_seconds_and_speaks_it_when_asked(
    page_at,
    live_server,
    a,
    binh,
    client_of,
    width,
    scheme,
):
    first, second = (make_ticket(a.id, now=clock.now()) for _ in range(2))
    screen = page_at(width, scheme)
    screen.add_init_script(
        "window.said = []; window.SpeechSynthesisUtterance = class { constructor(t) { this.text = t; } };"
        "Object.defineProperty(window, 'speechSynthesis', {value: {speak: u => window.said.push(u.text + '|' + u.lang),"
        " cancel() {}, getVoices: () => []}});"
    )
    screen.goto(f"{live_server.url}/goi-so/{a.code}/")
    assert_accessible(screen)
    screen.get_by_role("button", name="Đọc số và chuông").click()
    desk = page_at(width, scheme)
    signed_in(desk, live_server, client_of(binh))
    desk.goto(f"{live_server.url}/quay/")
    assert_accessible(desk)
    desk.get_by_role("button", name="Mở quầy").click()
    desk.get_by_text("Đã mở quầy số 1.").wait_for()
    desk.keyboard.press("F9")
    desk.get_by_text("Đang gọi số").wait_for()
    assert_accessible(desk)
    screenshot(desk, f"quay-{width}-{scheme}")
    screen.locator(f'[data-call^="{first.id.hex}"]').wait_for(timeout=8000)
    for _ in range(40):  # not wait_for_function: the policy forbids its eval
        if screen.evaluate("window.said.length"):
            break
        screen.wait_for_timeout(200)
    assert screen.evaluate("window.said") == ["Mời số A 0 0 1 đến quầy số 1|vi-VN"]
    assert_accessible(screen)
    screenshot(screen, f"goi-so-{width}-{scheme}")
    mine = page_at(390, scheme)
    mine.goto(f"{live_server.url}/so/{second.token}/")
    mine.get_by_text("Dự kiến chờ").wait_for()
    assert_accessible(mine, citizen=True)
    screenshot(mine, f"so-{scheme}")
    for page in (screen, desk, mine):
        assert_quiet(page)


@pytest.mark.parametrize(("width", "scheme"), SIZES)
def test_officers_pages_of_the_desk_are_accessible(page_at, live_server, a, units, client_of, width, scheme):
    mai = officer_actor(code="A-TBP", name="Hồ Thị Mai", unit_id=units.counter_a.id, roles=("one_stop_head",))
    unit = a.id
    day = appointments.list_days(unit, now=clock.now())[-1]
    slot = appointments.list_slots(unit, day=day, now=clock.now())[0]
    appointments.book(
        mai,
        unit_id=unit,
        letter="A",
        starts_at=slot.starts_at,
        name="Trần Thị Thử",
        phone="0912345678",
        now=clock.now(),
    )
    page = page_at(width, scheme)
    signed_in(page, live_server, client_of(mai))
    for address in ("quay/thiet-lap/", f"quay/lich-hen/?ngay={day:%d/%m/%Y}", "danh-gia/", "thong-bao/cai-dat/"):
        page.goto(f"{live_server.url}/{address}")
        assert_accessible(page)
        screenshot(page, f"{address.split('?')[0].strip('/').replace('/', '-')}-{width}-{scheme}")


@pytest.mark.parametrize("js", [True, False])
def test_a_rating_takes_one_screen_and_no_javascript(page_at, live_server, an, binh, units, js):
    from tinhso.government.dossiers.testing import make_submitted

    info = make_submitted(an, unit_id=units.commune_a.id)
    rating = Rating.objects.create(dossier_id=info.id, unit_id=info.unit_id, token="t" * 16, asked_at=clock.now())
    page = page_at(390, js=js)
    page.goto(f"{live_server.url}/danh-gia/{rating.token}/")
    if js:
        assert_accessible(page, citizen=True)
        screenshot(page, "danh-gia-390")
    page.get_by_label("Không hài lòng").check()
    page.get_by_label("Thái độ phục vụ").check()
    page.get_by_role("button", name="Gửi đánh giá").click()
    page.get_by_text("Đã ghi nhận đánh giá.").wait_for()
    rating.refresh_from_db()
    assert (rating.level, rating.reasons) == (1, ["attitude"])


def test_push_is_offered_where_the_browser_can(page_at, live_server, an, client_of):
    page = page_at(390)
    signed_in(page, live_server, client_of(an))
    page.goto(f"{live_server.url}/thong-bao/cai-dat/")
    page.get_by_role("button", name="Bật tin đẩy").wait_for()
    assert_accessible(page, citizen=True)
    screenshot(page, "cai-dat-thong-bao-390")
    registered = page.evaluate(
        "navigator.serviceWorker.register('/thong-bao/sw.js', {scope: '/thong-bao/'}).then(r => r.scope)"
    )
    assert registered.endswith("/thong-bao/")
    assert_quiet(page)
