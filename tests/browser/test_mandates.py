"""Acting for others in a real browser: a business with several people, an authorisation, a parent for a child."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings as house
from django.db import connection
from django.urls import set_script_prefix

from tinhso.foundation.access.public import actor_for
from tinhso.foundation.identity.data import AccountKind
from tinhso.foundation.identity.testing import make_account
from tinhso.foundation.mandates import public as mandates
from tinhso.foundation.mandates.public import Role, State
from tinhso.foundation.mandates.testing import GRANDSON, known_person, proven
from tinhso.government.procedures import public as procedures
from tinhso.kernel import clock
from tinhso.testing.browser import LOOKS, assert_accessible, assert_quiet, expect, screenshot

pytestmark = pytest.mark.django_db(transaction=True)
CHILD = "086319000111"
TAX = "0100047516"


@pytest.fixture(autouse=True)
def published(transactional_db):
    procedures.forget_versions()
    assert procedures.load_packages(Path(house.CONTENT_DIR) / "procedures").is_clean
    set_script_prefix("/")
    yield
    procedures.forget_versions()


@pytest.fixture
def khoa(db):
    """An's grandson."""
    return known_person(number=GRANDSON, name="Lâm Đăng Khoa")


@pytest.fixture
def owner(db):
    """A company's own account."""
    made = make_account(number=TAX, name="Công ty TNHH Sông Tiền", kind=AccountKind.BUSINESS, phone="0907654321")
    return actor_for(made)


@pytest.fixture
def sure_an(an):
    return proven(an)


@pytest.fixture
def as_(page_at, live_server, client_of):
    def make(actor, width=1366, scheme="light", **options):
        page = page_at(width, scheme, **options)
        session = client_of(actor).cookies[house.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": house.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        return page

    return make


def apart(act):
    """Do something in the database outside the browser's thread."""

    def walk():
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(walk).result()


def given(sure_an, khoa):
    """One authorisation asked, one in force, one child declared."""
    today, now = clock.today(), clock.now()
    days = {"valid_from": today, "valid_to": today + timedelta(days=30), "is_confirmed": True, "now": now}
    field = procedures.list_fields()[0][0]
    asked = mandates.authorise(sure_an, number=GRANDSON, name="Lâm Đăng Khoa", fields=[field], **days)
    held = mandates.authorise(khoa, number="086190000123", name="Nguyễn Thị An", codes=["1.001193", "2.000635"], **days)
    mandates.accept(sure_an, mandate_id=held.id, now=now)
    child = mandates.declare_child(
        sure_an, role=Role.PARENT, number=CHILD, name="Nguyễn Văn Bé", born_on=date(2019, 5, 4), now=now
    )
    return asked, held, child


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_the_pages_are_accessible(as_, live_server, sure_an, khoa, owner, binh, width, scheme):
    asked, _held, child = apart(lambda: given(sure_an, khoa))
    mine, his, firm, desk = (as_(who, width, scheme) for who in (sure_an, khoa, owner, binh))
    visits = [
        (mine, "mine", "/dai-dien/"),
        (mine, "authorise", "/dai-dien/uy-quyen/"),
        (mine, "child", "/dai-dien/con/"),
        (mine, "end", f"/dai-dien/{asked.id}/cham-dut/"),
        (mine, "acting", "/lam-viec-cho/"),
        (his, "asked", "/dai-dien/"),
        (firm, "firm", "/dai-dien/"),
        (firm, "invite", "/dai-dien/moi/"),
        (desk, "check", "/dai-dien/doi-chieu/?so=086190000123"),
        (desk, "decide", f"/dai-dien/doi-chieu/{child.id}/"),
    ]
    for page, name, path in visits:
        assert page.goto(live_server.url + path, wait_until="networkidle").status == 200
        page.evaluate("document.querySelectorAll('main details').forEach(d => d.open = true)")
        screenshot(page, f"mandates-{name}-{width}-{scheme}")
        assert_accessible(page, citizen=page is not desk)
    mine.goto(f"{live_server.url}/dai-dien/uy-quyen/")
    mine.get_by_role("button", name="Lập ủy quyền").click()
    screenshot(mine, f"mandates-refused-{width}-{scheme}")
    assert_accessible(mine, citizen=True)


def type_day(page, field, day):
    page.locator(field).fill(f"{day:%d/%m/%Y}")


def test_an_authorisation_is_given_agreed_used_and_ended_by_keyboard(as_, live_server, sure_an, khoa):
    home, today = live_server.url, clock.today()
    giver, taker = as_(sure_an, 390), as_(khoa, 390)
    giver.goto(f"{home}/dai-dien/")
    giver.get_by_role("link", name="Ủy quyền cho người khác").press("Enter")
    giver.wait_for_url("**/uy-quyen/")
    giver.locator("#id_number").fill(GRANDSON)
    giver.locator("#id_name").fill("Lâm Đăng Khoa")
    giver.get_by_text("Chọn từng thủ tục").press("Enter")
    giver.locator('input[name="codes"][value="2.000635"]').press("Space")
    type_day(giver, "#id_valid_from", today)
    type_day(giver, "#id_valid_to", today + timedelta(days=30))
    giver.get_by_role("button", name="Lập ủy quyền").press("Enter")
    giver.wait_for_load_state()
    assert "đánh dấu vào ô đồng ý" in giver.locator(".error-summary").inner_text()
    assert giver.locator('input[name="codes"][value="2.000635"]').is_checked()  # nothing typed is lost
    giver.locator("#id_agreed").press("Space")
    giver.get_by_role("button", name="Lập ủy quyền").press("Enter")
    giver.get_by_text("Đã lập ủy quyền.").wait_for()

    taker.goto(f"{home}/dai-dien/")
    taker.get_by_role("button", name="Đồng ý").press("Enter")
    taker.get_by_role("link", name="Chọn làm việc cho ai").press("Enter")
    taker.get_by_label("Nguyễn Thị An").press("Space")
    taker.get_by_role("button", name="Chọn").press("Enter")
    taker.get_by_text("Tôi đang làm việc cho").first.wait_for()
    screenshot(taker, "mandates-acting-for-390")

    giver.goto(f"{home}/dai-dien/")
    giver.get_by_role("link", name="Chấm dứt").press("Enter")
    giver.get_by_role("button", name="Chấm dứt ngay").press("Enter")
    giver.get_by_text("Đã chấm dứt.").wait_for()
    taker.reload()
    expect(taker.get_by_text("Tôi đang làm việc cho")).to_have_count(0)  # at the next page, though signed in
    for page in (giver, taker):
        assert_quiet(page)


def test_a_business_has_several_people_each_with_their_own_account(as_, live_server, owner, khoa, sure_an):
    home = live_server.url
    firm = as_(owner)
    for number, name, role in ((GRANDSON, "Lâm Đăng Khoa", "filer"), ("086190000123", "Nguyễn Thị An", "viewer")):
        firm.goto(f"{home}/dai-dien/")
        firm.get_by_role("link", name="Mời người làm việc cho tổ chức").click()
        firm.locator("#id_number").fill(number)
        firm.locator("#id_name").fill(name)
        firm.locator("#id_role").select_option(role)
        firm.get_by_role("button", name="Mời").click()
        firm.get_by_text("Đã mời.").wait_for()
    for actor in (khoa, sure_an):
        page = as_(actor, 390)
        page.goto(f"{home}/dai-dien/")
        page.get_by_role("button", name="Đồng ý").click()
        page.get_by_text("Đã đồng ý.").wait_for()
        assert_quiet(page)
    firm.goto(f"{home}/dai-dien/")
    said = firm.locator("main").inner_text()
    assert "Lâm Đăng Khoa" in said
    assert "Nguyễn Thị An" in said
    screenshot(firm, "mandates-firm-people")
    held = apart(lambda: mandates.list_mandates(owner).items)
    assert {one.state for one in held} == {State.IN_FORCE}


def test_a_parent_declares_a_child_and_the_desk_looks_at_the_paper(as_, live_server, sure_an, binh):
    home = live_server.url
    mother, desk = as_(sure_an, 390), as_(binh)
    mother.goto(f"{home}/dai-dien/con/")
    mother.locator("#id_number").fill(CHILD)
    mother.locator("#id_name").fill("Nguyễn Văn Bé")
    mother.locator("#id_born_on").fill("4/5/2019")
    mother.get_by_role("button", name="Khai quan hệ").click()
    mother.get_by_text("Bộ phận Một cửa để đối chiếu").wait_for()
    assert "chờ" in mother.locator("main .tag").first.inner_text().lower()

    desk.goto(f"{home}/viec/")
    desk.get_by_role("link", name="Đối chiếu quan hệ").first.click()
    desk.locator("#so").fill("086190000123")
    desk.keyboard.press("Enter")
    desk.get_by_role("link", name="Nguyễn Văn Bé").click()
    desk.get_by_role("button", name="Xác nhận quan hệ").click()
    expect(desk.locator(".error-summary")).to_be_visible()  # which paper, has to be said
    desk.locator("#id_document").fill("Giấy khai sinh số 12/2019")
    desk.get_by_role("button", name="Xác nhận quan hệ").click()
    desk.get_by_text("Đã xác nhận quan hệ.").wait_for()

    mother.goto(f"{home}/lam-viec-cho/")
    expect(mother.get_by_label("Nguyễn Văn Bé")).to_be_visible()
    for page in (mother, desk):
        assert_quiet(page)
