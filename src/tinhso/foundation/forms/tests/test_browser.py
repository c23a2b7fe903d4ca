"""Forms in a real browser: phone and desk, with and without JavaScript."""

from pathlib import Path

import pytest
from django.conf import settings as django_settings

from tinhso.foundation.forms.public import Commune, provide_communes
from tinhso.testing.browser import assert_accessible, screenshot

pytestmark = pytest.mark.browser


@pytest.fixture(scope="session", autouse=True)
def _a_folder_for_static_files():
    """The live server reads static files from the apps; WhiteNoise only wants its folder to be there."""
    django_settings.STATIC_ROOT = Path(django_settings.DATA_DIR) / "static"
    django_settings.STATIC_ROOT.mkdir(exist_ok=True)


@pytest.fixture(autouse=True)
def _forms_alone(settings):
    settings.ROOT_URLCONF = "tinhso.foundation.forms.tests.site_urls"
    provide_communes(lambda: [Commune(f"{n:05d}", f"Phường {n}", "Thành phố Vĩnh Long") for n in range(1, 9)])
    yield
    provide_communes(None)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("address", "width"), [("trang/person", 320), ("trang/family", 390), ("trang/other", 390), ("quay", 1366)]
)
def test_a_form_with_every_error_is_accessible(page_at, live_server, address, width, scheme):
    page = page_at(width, scheme)
    page.goto(f"{live_server.url}/{address}/")
    page.get_by_role("button", name="Lưu và tiếp tục").click()
    page.wait_for_load_state("networkidle")
    screenshot(page, f"form-{address.replace('/', '-')}-{width}-{scheme}")

    assert page.title().startswith("Lỗi: ")
    links = page.locator(".error-summary a")
    assert links.count() == page.locator(".error-message").count() > 0
    for n in range(links.count()):
        links.nth(n).click()
        assert page.evaluate("document.activeElement.matches('input, select, textarea, fieldset')")
    assert_accessible(page, citizen=address != "quay")


def test_a_question_appears_when_its_condition_holds(page_at, live_server):
    page = page_at(390)
    page.goto(f"{live_server.url}/trang/family/")
    spouse = page.get_by_label("Tên vợ hoặc chồng")
    assert not spouse.is_visible()

    page.get_by_label("Đã kết hôn").check()
    assert spouse.is_visible()
    assert page.locator("[data-when-words]:visible").count() == 0

    page.get_by_label("Chưa kết hôn").check()
    assert not spouse.is_visible()


@pytest.mark.parametrize("js", [True, False])
def test_rows_are_added_filled_and_removed(page_at, live_server, js):
    page = page_at(390, js=js)
    page.goto(f"{live_server.url}/trang/family/")
    page.get_by_label("Chưa kết hôn").check()
    page.get_by_role("button", name="Thêm").click()
    page.get_by_role("button", name="Thêm").click()
    page.locator("[id='f-family-children-1-name']").fill("Trần Minh Họa")
    page.get_by_role("button", name="Bỏ mục này Con 1").click()
    assert page.locator("[id='f-family-children-0-name']").input_value() == "Trần Minh Họa"
    page.get_by_label("Có", exact=True).check()
    page.get_by_label("Trường").fill("Trường Tiểu học")
    page.get_by_role("button", name="Lưu và tiếp tục").click()

    assert page.locator("h1").inner_text() == "Đã nhận"
    assert "Con 1: Tên con" in page.content()
    assert "Trường Tiểu học" in page.content()


def test_without_javascript_a_line_says_when_to_answer_and_what_does_not_apply_is_not_asked(page_at, live_server):
    page = page_at(390, js=False)
    page.goto(f"{live_server.url}/trang/family/")
    assert page.get_by_text("Chỉ trả lời khi Tình trạng hôn nhân: Đã kết hôn").is_visible()

    page.get_by_label("Chưa kết hôn").check()
    page.get_by_role("button", name="Lưu và tiếp tục").click()

    assert page.locator("h1").inner_text() == "Đã nhận"


def test_enter_sends_the_page_and_never_removes_a_row(page_at, live_server):
    page = page_at(390)
    page.goto(f"{live_server.url}/trang/family/")
    page.get_by_role("button", name="Thêm").click()
    page.locator("[id='f-family-children-0-name']").fill("An")
    page.keyboard.press("Enter")
    page.wait_for_load_state()

    assert page.locator("[id='f-family-children-0-name']").input_value() == "An"
    assert "Chọn tình trạng hôn nhân" in page.locator(".error-summary").inner_text()
