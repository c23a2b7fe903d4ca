"""A citizen hands in a signed file and reads one calm answer first, on a phone and on a desk, light and dark."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from tinhso.foundation.signing import public as signing
from tinhso.foundation.signing.testing import make_demo_key, make_paper
from tinhso.testing.browser import assert_accessible, expect, screenshot

SIZES = [(390, "light"), (1366, "dark")]


@pytest.fixture(autouse=True)
def begin(transactional_db):
    """Requests of the live server run in transactions of their own."""


def apart(make):
    """Run in a thread of its own: signing starts an event loop, and the browser's is running in this one."""

    def done():
        try:
            return make()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as threads:
        return threads.submit(done).result()


def sign_ours():
    appearance = signing.Appearance(anchor="leader", name="Phạm Văn Thử", location="Xã Minh Họa")
    return signing.sign_pdf(make_paper("leader"), key_ref=make_demo_key().ref, appearance=appearance).data


def hand_in(page, live_server, name, data, media_type="application/pdf"):
    page.goto(f"{live_server.url}/xac-thuc/")
    page.get_by_label("Tệp có ký số").set_input_files({"name": name, "mimeType": media_type, "buffer": data})
    page.get_by_role("button", name="Kiểm tra tệp").click()
    page.get_by_role("heading", name="Kết quả kiểm tra", level=1).wait_for()


@pytest.mark.parametrize(("width", "scheme"), SIZES)
def test_ours_is_valid_changed_is_not_and_a_strangers_stays_open(page_at, live_server, width, scheme):
    from tinhso.foundation.signing.tests import forging

    page, ours = page_at(width, scheme), apart(sign_ours)

    page.goto(f"{live_server.url}/xac-thuc/")
    assert_accessible(page, citizen=True)
    screenshot(page, f"xac-thuc-{width}-{scheme}")

    hand_in(page, live_server, "quyet-dinh.pdf", ours)
    expect(page.get_by_text("Chữ ký số hợp lệ và nội dung không bị sửa từ khi ký.")).to_be_visible()
    expect(page.get_by_role("heading", name="Chữ ký của Phạm Văn Thử")).to_be_visible()
    assert_accessible(page, citizen=True)
    screenshot(page, f"xac-thuc-hop-le-{width}-{scheme}")

    hand_in(page, live_server, "quyet-dinh.pdf", ours.replace(b"1.000.000", b"9.000.000"))
    expect(page.get_by_text("Văn bản không hợp lệ. Không dùng văn bản này")).to_be_visible()
    expect(page.get_by_text("Nội dung đã bị thay đổi sau khi ký")).to_be_visible()
    assert_accessible(page, citizen=True)
    screenshot(page, f"xac-thuc-bi-sua-{width}-{scheme}")

    stranger = forging.make_holder("Chủ tịch UBND tỉnh")
    theirs = apart(lambda: forging.sign_as(stranger, make_paper()))
    hand_in(page, live_server, "la.pdf", theirs)
    expect(page.get_by_text("còn điểm chưa chắc chắn")).to_be_visible()
    expect(page.get_by_text("Ai cũng tạo được với tên bất kỳ")).to_be_visible()
    page.get_by_text("Chi tiết kỹ thuật").first.click()
    assert_accessible(page, citizen=True)
    screenshot(page, f"xac-thuc-la-{width}-{scheme}")


def test_without_scripts_the_report_is_downloaded(page_at, live_server):
    page = page_at(390, "light", js=False)
    page.goto(f"{live_server.url}/xac-thuc/")
    page.get_by_label("Tệp có ký số").set_input_files(
        {"name": "quyet-dinh.pdf", "mimeType": "application/pdf", "buffer": apart(sign_ours)}
    )
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Tải phiếu kiểm tra (PDF)").click()
    assert waiting.value.suggested_filename == "phieu-kiem-tra-chu-ky.pdf"
