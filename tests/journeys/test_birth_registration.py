"""J-01: a mother registers a birth on her phone, pays, brings one better photograph, gets a signed certificate, rates."""

import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings as house
from django.urls import set_script_prefix

from tinhso.foundation.calendar import public as calendar
from tinhso.foundation.files.testing import HEIC, make_jpeg
from tinhso.foundation.forms import public as forms
from tinhso.foundation.signing import public as signing
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.models import Dossier
from tinhso.government.payments import jobs
from tinhso.government.procedures import public as procedures
from tinhso.government.ratings.data import Level
from tinhso.government.ratings.models import Rating
from tinhso.kernel.outbox import deliver_pending
from tinhso.portals.citizen.testing import ANSWERS, page_post, provide_small_communes
from tinhso.testing.browser import assert_quiet, expect, screenshot
from tinhso.testing.horizon import wait_for_horizon
from tinhso.testing.simulators import authority, simulator, simulators  # noqa: F401 - fixtures
from tinhso.testing.working import run_queue

PHOTO = {"name": "giay-chung-sinh.jpg", "mimeType": "image/jpeg", "buffer": make_jpeg(600, 800)}
WITH_A_COPY = {**ANSWERS, "copies": {"wanted": True, "count": 1}}
STATES = "NEW RECEIVED WAITING_FEE RECEIVED WAITING_SUPPLEMENT RECEIVED DONE HANDED_OVER"
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
def bank(simulator, authority, settings, live_server, units):  # noqa: F811
    """The demo's bank, told where its notices go; beside it the authority that issued the house's keys."""
    found = simulator("bank")
    settings.SIMULATORS, settings.PUBLIC_URL = found.url.removesuffix("/bank"), live_server.url
    jobs.connect_bank()
    return found


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
        for name, value in page_post(form, key, WITH_A_COPY).items():
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
    expect(page.get_by_text("Nguyễn Ẩn Minh Châu")).to_be_visible()


def deliver():
    """Do what the worker does after the commit: hand on what was announced."""
    wait_for_horizon()
    deliver_pending()


def answers_for_itself(an, dossier):
    """Every state has somebody who owns it, until when, and a sentence for the citizen."""
    detail = dossiers.get_dossier(an, dossier_id=dossier.id)
    step = detail.next_step
    is_over = detail.info.status is dossiers.Status.HANDED_OVER
    assert step.owner and step.act and step.sentence
    assert is_over or step.due_at is not None, detail.info.status
    assert all(line.sentence for line in detail.timeline)
    return detail.info.status


def receive(desk, home, dossier):
    desk.goto(f"{home}/viec/")
    expect(desk.get_by_text(dossier.code).first).to_be_visible()
    desk.goto(f"{home}/ho-so/{dossier.id}/tiep-nhan/")
    desk.get_by_role("button", name="Tiếp nhận và hẹn trả").click()
    desk.wait_for_url(lambda url: "tiep-nhan" not in url)


def ask_for_the_fee(desk, home, dossier):
    desk.goto(f"{home}/ho-so/{dossier.id}/thu-phi/")
    assert "8.000" in desk.locator("main").inner_text()  # the package's amount; nobody types one
    desk.get_by_role("button", name="Yêu cầu nộp").click()
    desk.wait_for_url(lambda url: "thu-phi" not in url)


def pay_by_qr(phone, home, dossier):
    """Pay at the bank, in another page: the first turns by itself."""
    phone.goto(f"{home}/cua-toi/ho-so/{dossier.id}/")
    phone.get_by_role("link", name="Nộp phí, lệ phí").click()
    phone.locator("figure.qr svg").wait_for()
    screenshot(phone, "journey-pay")
    opened = phone.evaluate("performance.timeOrigin")
    bank = phone.context.new_page()
    bank.goto(phone.get_by_role("link", name="Trả tiền ở ngân hàng giả lập").get_attribute("href"))
    bank.get_by_role("button", name="Trả tiền").click()
    said = phone.get_by_text("Đã nhận 8.000 ₫ lúc")
    said.wait_for(timeout=20_000)
    assert phone.evaluate("performance.timeOrigin") == opened  # without being loaded again
    bank.close()


def ask_for_a_better_photograph(specialist, home, dossier):
    specialist.goto(f"{home}/ho-so/{dossier.id}/yeu-cau-bo-sung/")
    specialist.locator('[name="chon_GCS"]').check()
    specialist.locator('[name="ly_do_GCS"]').fill("Ảnh mờ, không đọc được tên mẹ.")
    specialist.locator(".actions button").first.click()
    specialist.wait_for_url(lambda url: "yeu-cau-bo-sung" not in url)


def take_it_again(phone, home):
    """Send the better photograph; the network goes away in the middle and comes back."""
    phone.goto(f"{home}/cua-toi/")
    phone.get_by_role("link", name="Bổ sung giấy tờ: Đăng ký khai sinh").click()
    phone.wait_for_load_state()
    assert "cần bổ sung 1 giấy tờ" in phone.locator("h1").inner_text()
    expect(phone.get_by_text("Ảnh mờ, không đọc được tên mẹ.")).to_be_visible()
    screenshot(phone, "journey-supplement")
    phone.context.set_offline(True)
    phone.locator("#bo-sung-GCS").set_input_files([BETTER])
    phone.get_by_text("chup-lai.jpg").wait_for()
    phone.context.set_offline(False)
    phone.locator('input[name="bo-sung-GCS-upload"]').wait_for(state="attached")
    phone.get_by_role("button", name="Gửi bổ sung").click()
    phone.get_by_text("Đã gửi giấy tờ bổ sung").wait_for()


def draft_and_sign(specialist, leader, home, dossier):
    specialist.goto(f"{home}/ho-so/{dossier.id}/du-thao/")
    specialist.get_by_role("button", name="Lưu dự thảo").click()
    specialist.wait_for_url(lambda url: "du-thao" not in url)
    specialist.goto(f"{home}/ho-so/{dossier.id}/buoc/forward/")
    specialist.locator(".actions button").first.click()
    specialist.wait_for_url(lambda url: "/buoc/" not in url)
    leader.goto(f"{home}/ho-so/{dossier.id}/ky/")
    leader.get_by_role("button", name="Ký và ban hành kết quả").click()
    leader.wait_for_url(lambda url: "/ky/" not in url)
    run_queue()


def fetch_the_certificate(phone, home, dossier, folder):
    phone.goto(f"{home}/cua-toi/ho-so/{dossier.id}/")
    assert phone.locator(".tag").inner_text() == "Đã có kết quả"
    with phone.expect_download() as download:
        phone.get_by_role("link", name="Tải kết quả có ký số").click()
    paper = folder / "giay-khai-sinh.pdf"
    download.value.save_as(paper)
    says_pdfsig(paper)
    phone.get_by_role("link", name="Kiểm tra chữ ký số").click()
    phone.get_by_text("Văn bản hợp lệ").wait_for()
    return paper


def rate_in_a_minute(phone, home):
    """Open the notice, press twice: a level and send."""
    phone.goto(f"{home}/thong-bao/")
    asked = phone.locator("article").filter(has_text="Mời Ông/Bà đánh giá")
    asked.get_by_role("button", name="Xem chi tiết").click()
    phone.get_by_label("Rất hài lòng").check()
    screenshot(phone, "journey-rate")
    phone.get_by_role("button", name="Gửi đánh giá").click()
    phone.get_by_text("Đã ghi nhận đánh giá.").wait_for()


def assert_the_clock_stood_while_we_waited(an, dossier):
    """Two waits, for the fee and for the photograph: the promise moves by exactly the working time of each."""
    waits, paused = [], None
    for line in dossiers.get_dossier(an, dossier_id=dossier.id).clock:
        if line.operation is dossiers.ClockOperation.PAUSE:
            paused = line.at
        elif line.operation is dossiers.ClockOperation.RESUME:
            moved = calendar.shift(line.old_promise, paused_at=paused, resumed_at=line.at, unit_id=dossier.unit_id)
            assert line.new_promise == moved
            waits.append(line)
    assert len(waits) == 2
    assert dossiers.get_dossier(an, dossier_id=dossier.id).info.promised_at == waits[-1].new_promise


def test_a_birth_is_registered_from_the_search_to_the_verified_certificate_and_rated(
    at_work, live_server, an, binh, ha, chi, units, tmp_path, bank
):
    home, statuses = live_server.url, []
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
    statuses.append(answers_for_itself(an, dossier))

    desk, specialist, leader = at_work(binh), at_work(ha), at_work(chi)
    receive(desk, home, dossier)
    statuses.append(answers_for_itself(an, dossier))
    ask_for_the_fee(specialist, home, dossier)
    deliver()
    statuses.append(answers_for_itself(an, dossier))
    pay_by_qr(phone, home, dossier)
    deliver()
    statuses.append(answers_for_itself(an, dossier))
    phone.goto(f"{home}/cua-toi/ho-so/{dossier.id}/")
    phone.get_by_role("link", name="Xem khoản đã nộp và biên lai").click()
    receipt = phone.request.get(home + phone.get_by_role("link", name="Tải biên lai").get_attribute("href"))
    assert receipt.body().startswith(b"%PDF")

    ask_for_a_better_photograph(specialist, home, dossier)
    statuses.append(answers_for_itself(an, dossier))
    take_it_again(phone, home)
    statuses.append(answers_for_itself(an, dossier))
    draft_and_sign(specialist, leader, home, dossier)
    statuses.append(answers_for_itself(an, dossier))
    paper = fetch_the_certificate(phone, home, dossier, tmp_path)

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
    deliver()
    statuses.append(answers_for_itself(an, dossier))
    rate_in_a_minute(phone, home)
    kept = Rating.objects.get(dossier_id=dossier.id)
    assert (kept.level, kept.unit_id) == (Level.VERY_SATISFIED, dossier.unit_id)

    assert " ".join(status.name for status in statuses) == STATES
    assert_the_clock_stood_while_we_waited(an, dossier)
    assert_nothing_is_lost(dossier)
    for page in (phone, stranger, desk, specialist, leader):
        assert_quiet(page)


def assert_nothing_is_lost(dossier):
    """What was answered at the phone stands in the dossier, the changed name too."""
    dossier.refresh_from_db()
    assert dossier.data["child"]["name"] == "Nguyễn Ẩn Minh Châu"
    assert dossier.data["mother"]["number"] == ANSWERS["mother"]["number"]
    assert dossier.data["copies"] == {"wanted": True, "count": 1}


def says_pdfsig(paper):
    """Ask another program, Poppler's pdfsig, whether the signature is whole."""
    program = shutil.which("pdfsig")
    if program is None:
        pytest.skip("pdfsig is not installed: `apt-get install poppler-utils`")
    said = subprocess.run([program, str(paper)], capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid" in said
    found = signing.verify_pdf(
        paper.read_bytes()
    )  # behind the signature lie the proofs that make it last, nothing else
    assert (found.state, found.profile, found.changed_after) == (signing.VerdictState.VALID, "PAdES-B-LT", False)
