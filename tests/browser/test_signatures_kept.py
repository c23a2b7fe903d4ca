"""Many files checked at once by an officer, and what the operator sees of signatures kept for long."""

from datetime import timedelta

import pytest

from tinhso.foundation.signing.checks import working
from tinhso.foundation.signing.models import LastingFile, Renewal
from tinhso.foundation.signing.testing import make_paper
from tinhso.kernel import clock
from tinhso.kernel.ids import uuid7
from tinhso.testing.browser import LOOKS, assert_accessible, expect, screenshot

from .test_verify import apart, sign_ours

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_an_officer_hands_in_many_files_and_reads_one_report(signed_in, live_server, binh, width, scheme):
    page, ours = signed_in(binh, width, scheme), apart(sign_ours)
    page.goto(f"{live_server.url}/ky-so/kiem-tra/")
    page.get_by_role("button", name="Kiểm tra", exact=True).click()
    expect(page.get_by_text("Chọn ít nhất một tệp cần kiểm tra.").first).to_be_visible()
    assert_accessible(page)
    files = {"tot.pdf": ours, "bi-sua.pdf": ours.replace(b"1.000.000", b"9.000.000"), "chua-ky.pdf": make_paper()}
    files["ghi-chu.txt"] = b"khong phai van ban"
    chosen = [{"name": name, "mimeType": "application/pdf", "buffer": data} for name, data in files.items()]
    page.get_by_label("Tệp cần kiểm tra").set_input_files(chosen)
    page.get_by_label("Tên đợt").fill("Văn bản của Sở Nội vụ, quý III")
    page.get_by_role("button", name="Kiểm tra", exact=True).click()
    page.get_by_role("heading", name="Văn bản của Sở Nội vụ, quý III", level=1).wait_for()
    expect(page.get_by_text("Đã kiểm tra 0 trên 4 tệp")).to_be_visible()
    assert_accessible(page)
    screenshot(page, f"kiem-tra-dang-{width}-{scheme}")

    apart(working.work)
    page.get_by_text("Đã kiểm tra xong 4 tệp").wait_for()
    expect(page.get_by_text("Phạm Văn Thử").first).to_be_visible()
    expect(page.get_by_role("link", name="Tải bảng Excel")).to_be_visible()
    assert_accessible(page)
    screenshot(page, f"kiem-tra-xong-{width}-{scheme}")

    page.get_by_role("link", name="Không hợp lệ 1").click()
    expect(page.get_by_text("bi-sua.pdf")).to_be_visible()
    expect(page.get_by_text("tot.pdf")).not_to_be_visible()
    page.get_by_role("link", name="Kiểm tra nhiều tệp").last.click()
    expect(page.get_by_role("link", name="Không hợp lệ: 1")).to_be_visible()
    assert_accessible(page)
    screenshot(page, f"kiem-tra-cac-dot-{width}-{scheme}")


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_the_operator_reads_what_lasts_and_what_is_wrong(signed_in, live_server, em, width, scheme):
    now = clock.now()
    for title, problem, ends in (("Quyết định 15/QĐ-UBND", "", 900), ("Giấy phép 7/GP-SXD", "Chưa lấy được.", 60)):
        row = LastingFile.objects.create(
            file_id=uuid7(),
            current_file_id=uuid7(),
            current_sha256="a" * 64,
            subject_kind="test",
            subject_id=uuid7(),
            title=title,
            state="kept",
            ends_at=now + timedelta(days=ends),
            ends_by="Cấp dấu thời gian (MINH HỌA / DEMO)",
            kept_at=now,
            next_at=now + timedelta(days=ends - 120),
            problem=problem,
            renewals=1,
        )
        Renewal.objects.create(
            lasting=row,
            old_file_id=uuid7(),
            old_sha256="b" * 64,
            old_ends_at=now,
            new_file_id=uuid7(),
            new_sha256="a" * 64,
            new_ends_at=row.ends_at,
            renewed_at=now,
        )
    page = signed_in(em, width, scheme)
    page.goto(f"{live_server.url}/ky-thuat/chu-ky-lau-dai/")
    assert_accessible(page)
    screenshot(page, f"lau-dai-{width}-{scheme}")
    page.get_by_role("link", name="Giấy phép 7/GP-SXD").click()
    expect(page.get_by_text("Chưa lấy được.")).to_be_visible()
    assert_accessible(page)
    screenshot(page, f"lau-dai-mot-tep-{width}-{scheme}")
    page.get_by_role("button", name="Xử lý ngay").click()
    expect(page.get_by_text("Đã đưa tệp lên đầu hàng đợi.")).to_be_visible()
