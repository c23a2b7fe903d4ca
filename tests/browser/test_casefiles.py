"""Case files and the archive, in a real browser: every screen of both, as a clerk and a leader work with them."""

import io

import pytest
from django.urls import reverse, set_script_prefix

from tinhso.government.archive import public as archive
from tinhso.government.archive.packages import Kind
from tinhso.government.archive.testing import keep_files, make_order, write_package
from tinhso.government.casefiles import public as casefiles
from tinhso.government.casefiles.testing import VALUES, make_closed
from tinhso.government.documents.testing import make_clerk, make_incoming, make_issued
from tinhso.kernel import clock
from tinhso.testing.browser import LOOKS, assert_accessible, screenshot

LINES = (
    ("I. Đất đai", "01.QLDD", "Hồ sơ về quản lý đất đai năm 2026"),
    ("I. Đất đai", "02.QLDD", "Hồ sơ về giải quyết tranh chấp, khiếu nại đất đai trên địa bàn xã năm 2026"),
    ("II. Tổ chức", "01.TC", "Quy chế làm việc của Ủy ban nhân dân"),
)


@pytest.fixture(autouse=True)
def _begin(transactional_db, settings, tmp_path):
    set_script_prefix("/")
    settings.DATA_DIR = tmp_path / "data"


@pytest.fixture
def clerk(units):
    return make_clerk(units.commune_a.id)


@pytest.fixture
def look(live_server):
    """Open an address, hold it against what every page must keep, take its picture."""

    def at(page, address, name):
        if address:
            page.goto(f"{live_server.url}{address}")
        page.wait_for_load_state()
        page.evaluate("scrollTo(0, 0)")  # what the bar above covers while scrolled is no small target
        assert_accessible(page)
        size = page.viewport_size["width"]
        screenshot(page, f"{name}-{size}")

    return at


def drawn(clerk):
    made = casefiles.start_list(clerk, year=clock.today().year, now=clock.now())
    for heading, notation, title in LINES:
        values = {**VALUES, "heading": heading, "notation": notation, "title": title, "keeper_name": clerk.name}
        rule = casefiles.Rule(words=("đất đai",), kinds=("quyet_dinh",)) if notation == "01.QLDD" else casefiles.Rule()
        casefiles.put_entry(clerk, list_id=made.id, values=values, rule=rule, now=clock.now())
    return made


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_lists_files_and_hand_overs_are_worked_with(signed_in, look, clerk, chi, units, width, scheme):
    now = clock.now()
    desk, leading = signed_in(clerk, width, scheme), signed_in(chi, width, scheme)
    look(desk, reverse("casefiles:lists"), "danh-muc-chua-co")
    made = drawn(clerk)
    look(desk, reverse("casefiles:list", args=[made.id]), "danh-muc-du-thao")
    look(leading, reverse("casefiles:list", args=[made.id]), "danh-muc-ban-hanh")
    leading.get_by_role("button", name="Ban hành danh mục").click()
    leading.get_by_text("Sửa các mục được đánh dấu").wait_for()
    look(leading, "", "danh-muc-ban-hanh-thieu")
    casefiles.approve_list(chi, list_id=made.id, number="01/QĐ-UBND", decided_on=clock.today(), now=now)
    entry = casefiles.get_list(clerk, list_id=made.id)[1][0]
    file = casefiles.open_entry(clerk, entry_id=entry.id, now=now)
    look(desk, reverse("casefiles:lists"), "danh-muc-cac-nam")
    look(desk, reverse("casefiles:list", args=[made.id]), "danh-muc")

    letter, _decision = make_incoming(clerk, units.commune_a.id), make_issued(clerk, units.commune_a.id)
    here = reverse("casefiles:file", args=[file.id])
    look(desk, here, "ho-so-trong")
    casefiles.add_documents(clerk, file_id=file.id, document_ids=[letter.id], now=now)
    look(desk, here, "ho-so-dang-lap")
    desk.get_by_text("Sửa, bỏ").click()
    desk.get_by_role("button", name="Bỏ khỏi hồ sơ").wait_for()
    look(desk, "", "ho-so-sua-muc")
    desk.get_by_text("Sửa thông tin hồ sơ").click()
    look(desk, "", "ho-so-mo-ta")

    closed = make_closed(clerk, units.commune_a.id, now=now, notation="05.HT", title="Hồ sơ về hộ tịch năm 2026")
    casefiles.place_hold(
        clerk, file_id=closed.id, reason="Theo đề nghị của cơ quan kiểm tra", document="12/CV-TTr", now=now
    )
    look(desk, reverse("casefiles:file", args=[closed.id]), "ho-so-da-ket-thuc")
    more = make_closed(clerk, units.commune_a.id, now=now, notation="06.HT", title="Hồ sơ về chứng thực năm 2026")
    look(desk, reverse("casefiles:home"), "ho-so")
    look(desk, reverse("casefiles:slips"), "nop-luu")
    slip = casefiles.send(clerk, file_ids=[more.id], now=now)
    look(desk, reverse("casefiles:slip", args=[slip.id]), "phieu-nop-luu")


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_the_archive_takes_keeps_and_checks(signed_in, look, clerk, chi, units, tmp_path, width, scheme):
    now = clock.now()
    desk = signed_in(clerk, width, scheme)
    look(desk, reverse("archive:home"), "kho-trong")
    first = make_closed(clerk, units.commune_a.id, now=now)
    second = make_closed(clerk, units.commune_a.id, now=now, notation="02.QLDD", title="Hồ sơ về giao đất năm 2026")
    slip = casefiles.send(clerk, file_ids=[first.id, second.id], now=now)
    look(desk, reverse("archive:home"), "kho-cho-tiep-nhan")
    look(desk, reverse("archive:slip", args=[slip.id]), "tiep-nhan")
    desk.get_by_role("button", name="Tiếp nhận").click()
    desk.get_by_text("Đã tiếp nhận 2 hồ sơ").wait_for()
    look(desk, "", "da-tiep-nhan")
    while archive.make_next(now=now):
        pass
    look(desk, reverse("archive:home"), "kho")
    kept = archive.search(clerk, words="giao dat").items[0]
    look(desk, reverse("archive:package", args=[kept.id]), "goi")
    look(desk, reverse("archive:receipts"), "goi-tu-noi-khac-trong")
    path, _built = write_package(make_order(Kind.SIP_HOSO), tmp_path)
    sound = archive.receive_package(clerk, stream=io.BytesIO(path.read_bytes()), name="sip-hoso.zip", now=now)
    wrong = archive.receive_package(clerk, stream=io.BytesIO(b"PK khong phai"), name="hong.zip", now=now)
    look(desk, reverse("archive:receipts"), "goi-tu-noi-khac")
    look(desk, reverse("archive:receipt", args=[sound.id]), "goi-dat")
    look(desk, reverse("archive:receipt", args=[wrong.id]), "goi-khong-dat")
    look(desk, reverse("archive:checks"), "kiem-tra-chua-co")
    archive.begin_check(clerk, now=now)
    archive.check_some(now=now)
    look(desk, reverse("archive:checks"), "kiem-tra")


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_readers_ask_the_archive_answers_and_what_was_granted_is_read(
    signed_in, look, clerk, chi, an, ha, units, width, scheme
):
    now = clock.now()
    citizen, reader = signed_in(an, width, scheme), signed_in(ha, width, scheme)
    desk, leading = signed_in(clerk, width, scheme), signed_in(chi, width, scheme)
    look(citizen, reverse("archive:reading"), "doc-chua-co-kho")
    (package,) = keep_files(clerk, units.commune_a.id, now=now)
    look(desk, reverse("archive:requests"), "yeu-cau-chua-co")
    look(citizen, reverse("archive:reading"), "doc-cong-dan")
    citizen.get_by_role("button", name="Gửi yêu cầu").click()
    citizen.get_by_text("Chọn mục đích").first.wait_for()
    look(citizen, "", "doc-cong-dan-thieu")
    look(reader, f"{reverse('archive:reading')}?tim=dat+dai", "doc-can-bo-tim")
    reader.get_by_role("link", name="Chọn").click()
    reader.get_by_label("Hình thức").select_option("read")
    reader.get_by_label("Mục đích").select_option("02")
    reader.get_by_label("Dùng vào việc gì").fill("Đối chiếu khi giải quyết hồ sơ đất đai")
    reader.get_by_role("button", name="Gửi yêu cầu").click()
    reader.get_by_text("Lưu trữ cơ quan đang giải quyết").wait_for()
    look(reader, "", "doc-yeu-cau-cho")
    (info,) = archive.list_requests(clerk).items
    place = reverse("archive:request", args=[info.id])
    look(desk, reverse("archive:requests"), "yeu-cau")
    look(desk, f"{place}?goi={package.id}", "yeu-cau-chon-tai-lieu")
    desk.get_by_role("button", name="Cho khai thác").click()
    desk.get_by_text("Bản đọc đang được lập").wait_for()
    archive.make_copy(now=clock.now())
    look(desk, place, "yeu-cau-dang-khai-thac")
    look(reader, reverse("archive:reading_one", args=[info.id]), "doc-tai-lieu")
    look(reader, reverse("archive:reading"), "doc-can-bo")

    wish = archive.Asking(package.unit_id, "paper", "Bản vẽ đất đai năm 1998", "02", "Đối chiếu ranh giới thửa đất")
    paper = archive.ask(ha, asking=wish, now=now)
    archive.put_line(clerk, request_id=paper.id, package_id=package.id)
    archive.forward(clerk, request_id=paper.id, now=now)
    look(leading, reverse("archive:request", args=[paper.id]), "yeu-cau-trinh")
    archive.grant(chi, request_id=paper.id, days=10, now=now)
    archive.lend(clerk, request_id=paper.id, now=now)
    look(desk, reverse("archive:request", args=[paper.id]), "yeu-cau-dang-muon")
