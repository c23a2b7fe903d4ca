"""Groups and paper on its way in a real browser: by keyboard and without scripts, on a phone and at the desk."""

import pytest
from django.conf import settings as house
from django.urls import reverse, set_script_prefix

from tinhso.foundation.forms import public as forms
from tinhso.government.groups import public as groups
from tinhso.government.groups.testing import make_employer, make_filed, make_group
from tinhso.government.procedures.testing import make_procedure
from tinhso.government.transfers.testing import make_passed_on, make_sent
from tinhso.kernel import clock
from tinhso.portals.citizen.testing import provide_small_communes
from tinhso.testing.browser import assert_accessible, expect, screenshot
from tinhso.testing.cast import an, binh, client_of, dung, units  # noqa: F401 - fixtures

SIZES = [(390, "light"), (1366, "dark")]


@pytest.fixture(autouse=True)
def province(transactional_db):
    provide_small_communes()
    set_script_prefix("/")
    yield
    forms.provide_communes(None)


@pytest.fixture
def as_(page_at, live_server, client_of):  # noqa: F811
    def make(actor, width=1366, scheme="light", **options):
        page = page_at(width, scheme, **options)
        if actor is not None:
            session = client_of(actor).cookies[house.SESSION_COOKIE_NAME].value
            page.context.add_cookies([{"name": house.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        return page

    return make


@pytest.mark.parametrize(("width", "scheme"), SIZES)
def test_the_pages_of_a_group_are_accessible(as_, live_server, binh, units, width, scheme):  # noqa: F811
    boss, now = make_employer(), clock.now()
    draft = make_group(boss, unit_id=units.commune_a.id, now=now)
    groups.put_row(boss, group_id=draft.id, row_id=None, answers={"applicant": {"name": "Đỗ Văn Bốn"}}, now=now)
    filed = make_filed(boss, unit_id=units.commune_a.id, now=now)
    row = groups.list_rows(boss, group_id=draft.id)[3]
    citizen, desk = as_(boss, width, scheme), as_(binh, width, scheme)
    for name, page, path in (
        ("start", citizen, reverse("groups:start", args=[make_procedure().info.slug])),
        ("mine", citizen, reverse("groups:mine")),
        ("draft", citizen, reverse("groups:group", args=[draft.id])),
        ("common", citizen, reverse("groups:common", args=[draft.id])),
        ("row", citizen, reverse("groups:row", args=[draft.id, row.id]) + "?loi=1"),
        ("filed", citizen, reverse("groups:group", args=[filed.id])),
        ("list", desk, reverse("groups:list")),
        ("desk", desk, reverse("groups:group", args=[filed.id]) + "?chon=tat-ca"),
        ("public", as_(None, width, scheme), reverse("groups:public", args=[filed.token])),
    ):
        page.goto(f"{live_server.url}{path}", wait_until="load")
        screenshot(page, f"groups-{name}-{width}-{scheme}")
        assert_accessible(page)


@pytest.mark.parametrize("js", [True, False])
def test_an_employer_prepares_and_files_with_and_without_scripts(as_, live_server, units, tmp_path, js):  # noqa: F811
    boss = make_employer()
    group = make_group(boss, unit_id=units.commune_a.id, people=(), now=clock.now())
    page = as_(boss, 390, js=js)
    page.goto(f"{live_server.url}{reverse('groups:group', args=[group.id])}", wait_until="load")
    page.get_by_role("link", name="Thêm một người").click()
    page.get_by_label("Họ, chữ đệm, tên").fill("Trần Văn Một")
    page.get_by_label("Số định danh cá nhân").fill("086080000011")
    page.get_by_role("button", name="Lưu và thêm người khác").click()
    page.get_by_role("link", name="Nhóm hồ sơ").first.click()
    sheet = tmp_path / "ds.csv"
    titles = [one.title for one in groups.sheet_columns(boss, group_id=group.id)[:2]]
    sheet.write_text(";".join(titles) + "\nLê Thị Hai;086180000012\n")
    page.get_by_text("Gửi danh sách bằng tệp Excel hoặc CSV").click()
    page.get_by_label("Tệp danh sách đã điền").set_input_files(sheet)
    page.get_by_role("button", name="Gửi danh sách").click()
    expect(page.get_by_text("Đã nhận 1 dòng.")).to_be_visible()
    page.get_by_role("button", name="Nộp nhóm hồ sơ").click()
    expect(page.get_by_text("Đã nộp 2 hồ sơ.")).to_be_visible()
    expect(page.get_by_role("link", name="Lê Thị Hai")).to_be_visible()


@pytest.mark.parametrize(("width", "scheme"), SIZES)
def test_the_pages_of_paper_on_its_way_are_accessible(as_, live_server, binh, dung, units, width, scheme):  # noqa: F811
    ab, now = {"unit_id": units.commune_a.id, "for_unit": units.commune_b.id}, clock.now()
    slip, _lines = make_sent(binh, count=2, now=now, **ab)
    make_passed_on(binh, now=now, **ab)
    sending, taking = as_(binh, width, scheme), as_(dung, width, scheme)
    for name, page, path in (
        ("waiting", sending, reverse("transfers:list")),
        ("out", sending, reverse("transfers:list") + "?hop=di"),
        ("confirm", taking, reverse("transfers:transfer", args=[slip.id])),
    ):
        page.goto(f"{live_server.url}{path}", wait_until="load")
        screenshot(page, f"transfers-{name}-{width}-{scheme}")
        assert_accessible(page)


def test_a_desk_sends_paper_and_the_other_confirms_by_keyboard_alone(as_, live_server, binh, dung, units):  # noqa: F811
    make_passed_on(binh, unit_id=units.commune_a.id, for_unit=units.commune_b.id, now=clock.now())
    page = as_(binh)
    page.goto(f"{live_server.url}{reverse('transfers:list')}", wait_until="load")
    page.get_by_label("Người mang").focus()
    page.keyboard.type("Lê Văn Mẫu")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/ban-giao/*/")
    other = as_(dung)
    other.goto(page.url, wait_until="load")
    expect(other.locator("input[type=radio]:checked")).to_have_count(0)
    other.keyboard.press("Control+Enter")
    other.wait_for_selector(".error-summary")  # nothing is confirmed by a key pressed too soon
    other.keyboard.press("F9")
    other.wait_for_selector(".banner--ok")
    expect(other.get_by_text("Đã xác nhận 1 hồ sơ.")).to_be_visible()
