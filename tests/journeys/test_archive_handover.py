"""A specialist's file on its way into the archive: closed, handed over, verified, packed, kept twice; a package of others
taken and another refused by its rule; a reader asks and reads."""

import shutil
import subprocess
import zipfile
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import pytest
from django.db import connections
from django.urls import reverse, set_script_prefix

from tinhso.government.archive import public as archive
from tinhso.government.archive import stores
from tinhso.government.archive.packages import Kind, conformance_of, read
from tinhso.government.archive.testing import make_order, write_package
from tinhso.government.casefiles import public as casefiles
from tinhso.government.documents.testing import make_clerk, make_issued
from tinhso.government.dossiers.testing import make_done
from tinhso.kernel import clock
from tinhso.testing.browser import expect

SUBJECTS = ("Ban hành kế hoạch sử dụng đất năm 2026", "Phê duyệt danh sách hộ được giao đất")


@pytest.fixture(autouse=True)
def _begin(transactional_db, settings, tmp_path):
    set_script_prefix("/")
    settings.DATA_DIR = tmp_path / "data"


@pytest.fixture
def clerk(units):
    """The clerk of commune A, who keeps its archive."""
    return make_clerk(units.commune_a.id)


@pytest.fixture
def go(live_server):
    """Open an address in somebody's browser."""

    def to(page, name, *args):
        page.goto(f"{live_server.url}{reverse(name, args=args)}")
        return page

    return to


def keep(page, ha, go):
    """Open a file by need and return it."""
    go(page, "casefiles:home")
    page.get_by_text("Mở hồ sơ phát sinh ngoài danh mục").click()
    page.get_by_label("Số, ký hiệu hồ sơ").fill("01.QLDD")
    page.get_by_label("Tiêu đề hồ sơ").fill("Hồ sơ về quản lý đất đai năm 2026")
    page.get_by_label("Thời hạn bảo quản").select_option("04")
    page.get_by_role("button", name="Mở hồ sơ", exact=True).click()
    page.get_by_text("Hồ sơ chưa có tài liệu").first.wait_for()
    (file,) = casefiles.list_files(ha).items
    return file


def mets_is_valid(path: Path, folder: Path) -> None:
    """Let xmllint hold both METS of a package against the schema it carries."""
    with zipfile.ZipFile(path) as packed:
        packed.extractall(folder)
    (root,) = folder.iterdir()
    schema = next(root.glob("schemas/[mM][eE][tT][sS]*.xsd"))
    for mets in (root / "METS.xml", root / "representations/rep1/METS.xml"):
        command = ["xmllint", "--nonet", "--noout", "--schema", str(schema), str(mets)]
        done = subprocess.run(command, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr


def upload(page, data, name):
    page.get_by_label("Gói hồ sơ, tài liệu nộp").set_input_files(
        {"name": name, "mimeType": "application/zip", "buffer": data}
    )
    page.get_by_role("button", name="Gửi và kiểm tra gói").click()
    page.wait_for_load_state()


@pytest.mark.skipif(shutil.which("xmllint") is None, reason="xmllint (libxml2-utils) chưa cài")
def test_a_closed_file_enters_the_archive_and_is_read_there(signed_in, go, clerk, an, binh, ha, chi, units, tmp_path):
    done = elsewhere(make_done, an, binh, ha, chi, unit_id=units.commune_a.id)
    papers = [make_issued(clerk, units.commune_a.id, subject=subject, now=clock.now()) for subject in SUBJECTS]
    desk, keeping = signed_in(ha), signed_in(clerk)

    # the specialist: a file by need, its papers, an ended dossier, closed and handed over
    file = keep(desk, ha, go)
    casefiles.add_documents(clerk, file_id=file.id, document_ids=[one.id for one in papers], now=clock.now())
    go(desk, "casefiles:file", file.id)
    desk.get_by_label("Mã hồ sơ thủ tục").fill(done.code)
    desk.get_by_role("button", name="Thêm hồ sơ thủ tục").click()
    desk.get_by_text("3 tài liệu").first.wait_for()
    desk.get_by_role("button", name="Kết thúc hồ sơ").click()
    desk.get_by_text("Hạn nộp lưu").first.wait_for()
    desk.get_by_role("link", name="Nộp lưu", exact=True).last.click()
    desk.get_by_role("button", name="Gửi phiếu nộp lưu").click()
    desk.get_by_text("Chờ lưu trữ tiếp nhận").first.wait_for()

    # the archive: taken, packed, kept twice, whole
    (slip,) = casefiles.list_slips(ha).items
    go(keeping, "archive:slip", slip.id)
    keeping.get_by_role("button", name="Tiếp nhận").click()
    keeping.get_by_text("Đã tiếp nhận 1 hồ sơ").wait_for()
    assert archive.make_next() and not archive.make_next()
    (kept,) = archive.search(clerk).items
    assert (kept.copies, kept.documents) == (2, 3)
    go(keeping, "archive:package", kept.id)
    keeping.get_by_text("Gói nguyên vẹn").wait_for()
    for subject in SUBJECTS:
        expect(keeping.get_by_text(subject).first).to_be_visible()
    for copy in stores.COPIES:
        path = stores.path_of(kept.sha256, copy)
        found = read(path)
        assert (found.kind, found.errors) == (Kind.AIP_HOSO, ())
        mets_is_valid(path, tmp_path / copy)
    for pdf in (tmp_path / stores.FIRST).rglob("*.pdf"):
        assert conformance_of(pdf).part in (0, 2, 3)

    # from outside: one that is sound becomes ours, one with a changed document is refused by its rule
    path, built = write_package(make_order(Kind.SIP_HOSO), tmp_path)
    go(keeping, "archive:receipts")
    upload(keeping, path.read_bytes(), "sip.zip")
    keeping.get_by_text("Gói đạt").wait_for()
    keeping.get_by_role("button", name="Duyệt nhận vào kho").click()
    keeping.get_by_text("Gói lưu trữ đang được lập").wait_for()
    assert archive.make_next()
    ours = next(one for one in archive.search(clerk).items if one.receipt_id)
    assert (ours.kind, ours.copies, read(stores.path_of(ours.sha256)).errors) == ("AIP_hoso", 2, ())
    with zipfile.ZipFile(stores.path_of(ours.sha256)) as packed:
        premis = next(name for name in packed.namelist() if name.endswith("/PREMIS.xml"))
        assert built.objid.encode() in packed.read(premis)
    go(keeping, "archive:receipts")
    upload(keeping, changed(path.read_bytes()), "hong.zip")
    keeping.get_by_text("digest.wrong").first.wait_for()
    expect(keeping.get_by_role("button", name="Duyệt nhận vào kho")).to_have_count(0)

    # a reader: finds the file by its title, asks, is granted one document, reads it and nothing else
    go(desk, "archive:reading")
    desk.get_by_label("Tìm theo mã, tiêu đề, từ khóa").fill("quan ly dat dai")
    desk.get_by_role("button", name="Tìm", exact=True).click()
    desk.get_by_role("link", name=f"Chọn {kept.code}").click()
    desk.get_by_label("Hình thức").select_option("read")
    desk.get_by_label("Mục đích").select_option("02")
    desk.get_by_label("Dùng vào việc gì").fill("Đối chiếu khi giải quyết hồ sơ đất đai")
    desk.get_by_role("button", name="Gửi yêu cầu").click()
    desk.get_by_text("Lưu trữ cơ quan đang giải quyết").wait_for()
    (asked,) = archive.list_requests(clerk).items
    go(keeping, "archive:request", asked.id)
    keeping.get_by_role("link", name=f"Chọn từng tài liệu {kept.code}").click()
    keeping.get_by_label(SUBJECTS[0]).check()
    keeping.get_by_role("button", name="Đưa tài liệu đã chọn vào").click()
    keeping.get_by_text("1 tài liệu được chọn").wait_for()
    keeping.get_by_role("button", name="Cho khai thác").click()
    keeping.get_by_text("Bản đọc đang được lập").wait_for()
    assert archive.make_copy()
    go(desk, "archive:reading_one", asked.id)
    assert desk.get_by_text(SUBJECTS[0]).count() and not desk.get_by_text(SUBJECTS[1]).count()
    answer = desk.request.get(desk.url + "1/")
    assert answer.status == 200 and answer.body().startswith(b"%PDF")
    assert desk.request.get(desk.url + "2/").status == 404
    copy_path = stores.reader_path(asked.id)
    assert read(copy_path).kind is Kind.DIP and len(read(copy_path).items) == 1
    mets_is_valid(copy_path, tmp_path / "dip")


def elsewhere(act, *given, **named):
    """Do something in a thread of its own: signing runs an event loop, and Playwright has one in this thread."""

    def alone():
        try:
            return act(*given, **named)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(alone).result()


def changed(data: bytes) -> bytes:
    """Return the package with one byte more in its first document."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name) + (b" " if name.endswith("1.pdf") else b""))
    return out.getvalue()
