"""Drafting in a real browser: the page on paper follows the typing; every screen can be read and used."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from tinhso.foundation.prints import public as prints
from tinhso.government.documents.testing import make_clerk, make_file, make_incoming
from tinhso.government.drafting import public as drafting
from tinhso.government.drafting.actions import papers
from tinhso.government.drafting.testing import MONDAY, make_draft, sign_step
from tinhso.kernel import clock
from tinhso.testing.browser import LOOKS, assert_accessible, expect, screenshot
from tinhso.testing.cast import officer_actor
from tinhso.testing.working import run_queue


def render_example():
    """Return a document as an agency prints it."""
    return prints.render_pdf("van_ban", prints.get_example("van_ban"), at=MONDAY)


pytestmark = pytest.mark.django_db(transaction=True)


def test_the_page_on_paper_appears_and_follows_what_is_typed(signed_in, live_server, ha):
    made = make_draft(ha)
    page = signed_in(ha, 1366)
    page.goto(f"{live_server.url}/du-thao/{made.id}/soan/")
    picture = page.locator("[data-preview-pages] img").first
    picture.wait_for()
    before = picture.get_attribute("src")

    page.get_by_label("Nội dung", exact=True).fill("Điều 1. Một nội dung khác hẳn.")
    page.wait_for_function("before => document.querySelector('[data-preview-pages] img').src !== before", arg=before)
    page.get_by_role("button", name="Lưu bản mới").click()

    page.get_by_text("Đã lưu bản 3.").wait_for()


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_every_screen_of_a_draft_can_be_read_and_used(signed_in, live_server, ha, chi, width, scheme):
    made = make_draft(ha)
    drafting.comment(ha, draft_id=made.id, version=made.head, place=1, words="Ghi rõ khu phố.", now=MONDAY)
    page = signed_in(ha, width, scheme)
    for name in ("", "soan/", "trinh/", "y-kien/", "so-sanh/"):
        page.goto(f"{live_server.url}/du-thao/{made.id}/{name}")
        screenshot(page, f"du-thao-{name.strip('/') or 'trang'}-{width}-{scheme}")
        assert_accessible(page)
    drafting.submit(ha, draft_id=made.id, steps=[sign_step(chi)], head=made.head, now=clock.now())
    page = signed_in(chi, width, scheme)
    page.goto(f"{live_server.url}/du-thao/{made.id}/")
    screenshot(page, f"du-thao-ky-{width}-{scheme}")
    assert_accessible(page)


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_signing_is_seen_on_the_page_until_it_is_over(signed_in, live_server, units, ha, chi, width, scheme):
    made = make_draft(ha)
    clerk = make_clerk(units.commune_a.id)
    drafting.submit(ha, draft_id=made.id, steps=[sign_step(chi)], head=made.head, now=clock.now())
    page = signed_in(chi, width, scheme)
    page.goto(f"{live_server.url}/du-thao/{made.id}/")
    page.get_by_role("button", name="Ký bản").click()
    page.get_by_text("dự thảo đang được ký số").wait_for()
    screenshot(page, f"du-thao-dang-ky-{width}-{scheme}")
    assert_accessible(page)
    page.get_by_role("button", name="Thôi ký").click()
    page.get_by_text("Đã thôi ký").wait_for()
    page.get_by_role("button", name="Ký bản").click()
    page.get_by_text("dự thảo đang được ký số").wait_for()
    run_queue()
    page.get_by_text("Đã ký, chờ phát hành").first.wait_for()

    page = signed_in(clerk, width, scheme)
    page.goto(f"{live_server.url}/du-thao/{made.id}/phat-hanh/")
    page.get_by_label("Nơi nhận khác").fill("Sở Nội vụ")
    page.get_by_label("Tôi xác nhận văn bản không chứa bí mật nhà nước").check()
    page.locator("form button", has_text="Phát hành").click()
    page.get_by_text("văn bản đang được đóng dấu số").wait_for()
    screenshot(page, f"du-thao-dong-dau-{width}-{scheme}")
    assert_accessible(page)
    run_queue()
    page.get_by_text("Đã phát hành: 01/QĐ-UBND.").wait_for()


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_a_word_file_is_seen_on_its_way_to_a_pdf(signed_in, live_server, ha, width, scheme, settings, tmp_path):
    settings.SOFFICE = "off"
    made = make_draft(ha)
    page = signed_in(ha, width, scheme)
    page.goto(f"{live_server.url}/du-thao/{made.id}/")
    with page.expect_download() as taken:
        page.get_by_role("link", name="Tải về tệp Word").click()
    taken.value.save_as(tmp_path / "mau.docx")
    page.get_by_label("Tải lên tệp đã sửa").set_input_files(with_more(tmp_path / "mau.docx"))
    page.get_by_role("button", name="Lưu thành bản mới").click()
    page.get_by_text("Tệp Word đang chờ chuyển sang PDF.").wait_for()
    screenshot(page, f"du-thao-word-cho-{width}-{scheme}")
    assert_accessible(page)
    beside(papers.work)
    page.get_by_text("Máy chủ chưa cài LibreOffice").wait_for()
    page.reload()
    page.get_by_role("button", name="Dùng bản PDF này").wait_for()
    screenshot(page, f"du-thao-word-thieu-{width}-{scheme}")
    assert_accessible(page)


def with_more(path):
    """Write a paragraph more into a Word file."""
    from docx import Document

    document = Document(str(path))
    document.add_paragraph("Một đoạn viết thêm.")
    document.save(str(path))
    return path


def beside(work):
    """Run as the worker does, in a thread of its own."""

    def done():
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as threads:
        return threads.submit(done).result()


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_a_document_is_copied_from_its_page(signed_in, live_server, units, chi, width, scheme):
    clerk = make_clerk(units.commune_a.id)
    letter = make_incoming(clerk, units.commune_a.id, files=(make_file(data=render_example()),), now=MONDAY)
    page = signed_in(clerk, width, scheme)
    page.goto(f"{live_server.url}/van-ban/{letter.id}/")
    page.get_by_role("link", name="Sao văn bản").click()
    screenshot(page, f"sao-van-ban-{width}-{scheme}")
    assert_accessible(page)
    page.get_by_label("Nơi nhận ghi trên bản sao").fill("Các khu phố")
    page.get_by_role("button", name="Lập bản sao").click()

    page.get_by_text("Sao từ văn bản").wait_for()
    screenshot(page, f"ban-sao-{width}-{scheme}")
    assert_accessible(page)
    page.get_by_role("link", name="Sửa", exact=True).click()
    expect(page.get_by_label("Nội dung", exact=True)).to_have_count(0)
    screenshot(page, f"ban-sao-soan-{width}-{scheme}")
    assert_accessible(page)


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_the_head_lets_somebody_sign_and_takes_it_back(signed_in, live_server, units, chi, width, scheme):
    officer_actor(
        code="A-TP9", name="Võ Minh Tâm", unit_id=units.counter_a.id, roles=("unit_head",), title="Trưởng phòng"
    )
    page = signed_in(chi, width, scheme)
    page.goto(f"{live_server.url}/du-thao/")
    page.get_by_role("link", name="Ủy quyền ký").click()
    page.get_by_role("button", name="Ghi ủy quyền").click()
    page.get_by_text("Chọn người được ủy quyền.").first.wait_for()
    screenshot(page, f"uy-quyen-thieu-{width}-{scheme}")
    assert_accessible(page)
    page.get_by_label("Người được ủy quyền").select_option(label="Võ Minh Tâm, Trưởng phòng")
    page.get_by_label("Văn bản ủy quyền").fill("Giấy ủy quyền 03/GUQ-UBND ngày 20/11/2026")
    page.get_by_label("Nội dung ủy quyền").fill("Giấy mời, thông báo về văn hóa")
    page.get_by_label("Từ ngày").fill("23/11/2026")
    page.get_by_label("Đến hết ngày").fill("31/12/2030")
    page.get_by_role("button", name="Ghi ủy quyền").click()

    page.get_by_text("Đã ghi ủy quyền ký.").wait_for()
    page.get_by_text("Thu hồi ủy quyền").click()
    screenshot(page, f"uy-quyen-{width}-{scheme}")
    assert_accessible(page)
    page.get_by_label("Lý do thu hồi").fill("Bố trí công tác khác.")
    page.get_by_role("button", name="Thu hồi", exact=True).click()
    page.get_by_text("Đã thu hồi ủy quyền.").wait_for()
