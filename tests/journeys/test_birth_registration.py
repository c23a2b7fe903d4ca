"""J-01: a mother registers a birth on her phone, brings one better photograph, and gets a signed certificate."""

import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings as house
from django.urls import set_script_prefix

from tinhso.foundation.files.testing import HEIC, make_jpeg
from tinhso.foundation.forms import public as forms
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.models import Dossier
from tinhso.government.procedures import public as procedures
from tinhso.portals.citizen.testing import ANSWERS, page_post, provide_small_communes
from tinhso.testing.browser import assert_quiet, screenshot

PHOTO = {"name": "giay-chung-sinh.jpg", "mimeType": "image/jpeg", "buffer": make_jpeg(600, 800)}
HEIC_PHOTO = {"name": "IMG_0412.HEIC", "mimeType": "image/heic", "buffer": HEIC}
BETTER = {"name": "chup-lai.jpg", "mimeType": "image/jpeg", "buffer": make_jpeg(1200, 1600)}


@pytest.fixture(autouse=True)
def published(transactional_db):
    procedures.forget_versions()
    assert procedures.load_packages(Path(house.CONTENT_DIR) / "procedures").is_clean
    provide_small_communes()
    set_script_prefix("/")
    yield
    procedures.forget_versions()
    forms.provide_communes(None)


@pytest.fixture
def at_work(page_at, live_server, client_of):
    """Return a maker of pages in which somebody of the cast is signed in."""

    def make(actor, width=1366):
        page = page_at(width)
        session = client_of(actor).cookies[house.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": house.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        return page

    return make


def keep_on(page):
    page.locator(".actions button").first.click()


def fill_in(page, form):
    """Fill in each question page as it comes, until the papers; return how many letters were typed."""
    typed = 0
    while "/buoc/" in page.url:
        key = page.url.split("/buoc/")[1].split("/")[0]
        for name, value in page_post(form, key, ANSWERS).items():
            control = page.locator(f'[name="{name}"]')
            if control.first.get_attribute("type") == "radio":
                page.locator(f'[name="{name}"][value="{value}"]').check()
            elif control.first.evaluate("e => e.tagName") == "SELECT":
                control.select_option(value)
            elif not control.input_value():
                control.fill(value)
                typed += len(value)
        keep_on(page)
        page.wait_for_url(lambda url, key=key: f"/buoc/{key}/" not in url)
    return typed


def file_by_phone(page, home):
    page.goto(home)
    page.locator("#tu-khoa").fill("khai sinh")
    page.locator("#tu-khoa").press("Enter")
    page.get_by_role("link", name="Đăng ký khai sinh", exact=True).click()
    page.get_by_role("link", name="Bắt đầu").click()
    for n in (1, 2, 3):
        page.locator(f"#cau-{n}").check()
    page.get_by_role("button", name="Tiếp tục").click()
    page.locator("#unit").select_option(label="Phường 1")
    keep_on(page)
    page.wait_for_url("**/buoc/truong_hop/")
    typed = fill_in(page, procedures.get_by_slug("dang-ky-khai-sinh").form)
    page.locator("#giay-GCS").set_input_files([PHOTO, HEIC_PHOTO])
    for n in (1, 2):
        page.locator('input[name="giay-GCS-upload"]').nth(n - 1).wait_for(state="attached")
    keep_on(page)
    page.wait_for_url("**/kiem-tra/")
    return typed


def change_the_name_once(page):
    page.get_by_role("link", name="Thay đổi Họ, chữ đệm, tên của trẻ").click()
    page.locator("#f-child-name").fill("Nguyễn Ẩn Minh Châu")
    keep_on(page)
    page.wait_for_url("**/kiem-tra/")
    assert page.get_by_text("Nguyễn Ẩn Minh Châu").is_visible()


def test_a_birth_is_registered_from_the_search_to_the_verified_certificate(
    at_work, live_server, an, binh, ha, chi, units, tmp_path
):
    home = live_server.url
    phone = at_work(an, 390)
    typed = file_by_phone(phone, f"{home}/")
    change_the_name_once(phone)
    phone.get_by_role("button", name="Nộp hồ sơ").dblclick()
    phone.wait_for_url("**/xong/")
    dossier = Dossier.objects.get()  # F-03: pressed twice, filed once
    assert phone.locator(".panel__code").inner_text() == dossier.code
    screenshot(phone, "journey-filed")
    given = sum(
        len(str(value)) for group in ("applicant", "child", "birth", "mother") for value in ANSWERS[group].values()
    )
    assert typed < given  # nobody types what we know

    desk = at_work(binh)
    desk.goto(f"{home}/viec/")
    assert desk.get_by_text(dossier.code).first.is_visible()
    desk.goto(f"{home}/ho-so/{dossier.id}/tiep-nhan/")
    desk.get_by_role("button", name="Tiếp nhận và hẹn trả").click()
    desk.wait_for_url(lambda url: "tiep-nhan" not in url)

    specialist = at_work(ha)
    specialist.goto(f"{home}/ho-so/{dossier.id}/yeu-cau-bo-sung/")
    specialist.locator('[name="chon_GCS"]').check()
    specialist.locator('[name="ly_do_GCS"]').fill("Ảnh mờ, không đọc được tên mẹ.")
    specialist.locator(".actions button").first.click()
    specialist.wait_for_url(lambda url: "yeu-cau-bo-sung" not in url)
    dossier.refresh_from_db()
    assert dossier.paused_at is not None
    promised = dossier.promised_at

    phone.goto(f"{home}/cua-toi/")
    phone.get_by_role("link", name="Bổ sung giấy tờ: Đăng ký khai sinh").click()
    assert "cần bổ sung 1 giấy tờ" in phone.locator("h1").inner_text()
    assert phone.get_by_text("Ảnh mờ, không đọc được tên mẹ.").is_visible()
    screenshot(phone, "journey-supplement")
    phone.locator("#bo-sung-GCS").set_input_files([BETTER])
    phone.locator('input[name="bo-sung-GCS-upload"]').wait_for(state="attached")
    phone.get_by_role("button", name="Gửi bổ sung").click()
    phone.get_by_text("Đã gửi giấy tờ bổ sung").wait_for()
    dossier.refresh_from_db()
    assert dossier.paused_at is None and dossier.promised_at >= promised  # the clock runs again, no earlier

    specialist.goto(f"{home}/ho-so/{dossier.id}/du-thao/")
    specialist.get_by_role("button", name="Lưu dự thảo").click()
    specialist.wait_for_url(lambda url: "du-thao" not in url)
    specialist.goto(f"{home}/ho-so/{dossier.id}/buoc/forward/")
    specialist.locator(".actions button").first.click()
    specialist.wait_for_url(lambda url: "/buoc/" not in url)

    leader = at_work(chi)
    leader.goto(f"{home}/ho-so/{dossier.id}/ky/")
    leader.get_by_role("button", name="Ký và ban hành kết quả").click()
    leader.wait_for_url(lambda url: "/ky/" not in url)

    phone.goto(f"{home}/cua-toi/ho-so/{dossier.id}/")
    assert phone.locator(".tag").inner_text() == "Đã có kết quả"
    with phone.expect_download() as download:
        phone.get_by_role("link", name="Tải kết quả có ký số").click()
    paper = tmp_path / "giay-khai-sinh.pdf"
    download.value.save_as(paper)
    says_pdfsig(paper)
    phone.get_by_role("link", name="Kiểm tra chữ ký số").click()
    assert phone.get_by_text("Văn bản hợp lệ").is_visible()

    stranger = at_work(an, 390)
    stranger.context.clear_cookies()
    stranger.goto(f"{home}/xac-thuc/")
    stranger.locator("#tep").set_input_files(str(paper))
    stranger.get_by_role("button", name="Kiểm tra tệp").click()
    stranger.get_by_text("Văn bản hợp lệ").wait_for()
    screenshot(stranger, "journey-verified")

    desk.goto(f"{home}/ho-so/{dossier.id}/tra-ket-qua/")
    desk.locator(".actions button").first.click()
    desk.wait_for_url(lambda url: "tra-ket-qua" not in url)
    detail = dossiers.get_dossier(an, dossier_id=dossier.id)
    assert detail.info.status is dossiers.Status.HANDED_OVER
    for line in detail.timeline:
        assert line.sentence
    for page in (phone, stranger, desk, specialist, leader):
        assert_quiet(page)


def says_pdfsig(paper):
    """Ask another program, Poppler's pdfsig, whether the signature is whole."""
    program = shutil.which("pdfsig")
    if program is None:
        pytest.skip("pdfsig is not installed: `apt-get install poppler-utils`")
    said = subprocess.run([program, str(paper)], capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid" in said
    assert "Total document signed" in said
