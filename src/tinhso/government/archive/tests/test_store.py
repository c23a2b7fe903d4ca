"""From a hand-over to a package kept twice, found, checked; and packages from outside."""

import hashlib
import io
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse, set_script_prefix

from tinhso.foundation.files import public as files
from tinhso.foundation.signing.testing import make_renewal
from tinhso.foundation.work import public as work
from tinhso.government.archive import public as archive
from tinhso.government.archive import stores
from tinhso.government.archive.actions.taking import announce_slip
from tinhso.government.archive.holdings import find_unpacked
from tinhso.government.archive.models import ArchivePackage
from tinhso.government.archive.packages import Kind, read
from tinhso.government.archive.testing import make_order, write_package
from tinhso.government.casefiles import public as casefiles
from tinhso.government.casefiles.holdings import find_filed
from tinhso.government.casefiles.testing import MORNING, make_closed, make_open
from tinhso.government.documents.testing import make_clerk, make_issued
from tinhso.government.dossiers.testing import make_done
from tinhso.kernel.actors import SYSTEM
from tinhso.kernel.clock import frozen
from tinhso.kernel.errors import Forbidden

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _here(settings, tmp_path):
    set_script_prefix("/")
    settings.DATA_DIR = tmp_path / "data"
    with frozen(MORNING):
        yield


@pytest.fixture
def clerk(units):
    return make_clerk(units.commune_a.id)


@pytest.fixture
def slip(clerk, units):
    first = make_closed(clerk, units.commune_a.id)
    second = make_closed(clerk, units.commune_a.id, notation="02.QLDD", title="Hồ sơ về giao đất năm 2026")
    return casefiles.send(clerk, file_ids=[first.id, second.id], now=MORNING)


def words(answer):
    return answer.content.decode()


def test_files_handed_over_become_packages_kept_twice(clerk, chi, slip):
    announce_slip(slip.id, now=MORNING)
    announce_slip(slip.id, now=MORNING)
    assert [one.title for one in work.list_of_subject(clerk, subject_id=slip.id)] == ["Tiếp nhận hồ sơ nộp lưu"]
    with pytest.raises(Forbidden):
        archive.take_slip(chi, slip_id=slip.id, returned={}, now=MORNING)

    assert archive.take_slip(clerk, slip_id=slip.id, returned={}, now=MORNING) == 2
    assert work.list_of_subject(clerk, subject_id=slip.id) == []
    assert [archive.make_next(now=MORNING) for _turn in range(3)] == [True, True, False]

    kept = archive.search(chi, words="giao dat").items[0]
    assert (kept.state, kept.kind, kept.documents, kept.copies) == (archive.PackageState.KEPT, "AIP_hoso", 2, 2)
    found = archive.read_package(chi, package_id=kept.id)
    assert found is not None
    assert found.findings == ()
    assert found.fields["arcFileCode"] == f"LTHH.{kept.code}"
    assert found.items[0].fields["typeName"] == "02"
    assert casefiles.list_files(clerk, state=casefiles.FileState.ARCHIVED).items[0].id


def test_the_newest_version_of_a_signed_paper_is_packed(clerk, units):
    closed = make_closed(clerk, units.commune_a.id)
    (first, *_others) = casefiles.papers_to_pack(SYSTEM, file_id=closed.id)
    newest = files.read_bytes(make_renewal(first.file_ids[0]))
    slip = casefiles.send(clerk, file_ids=[closed.id], now=MORNING)
    archive.take_slip(clerk, slip_id=slip.id, returned={}, now=MORNING)
    archive.make_next(now=MORNING)

    kept = archive.search(clerk).items[0]
    path = stores.path_of(kept.sha256, stores.FIRST)
    read_again = read(path)
    with zipfile.ZipFile(path) as packed:
        held = [packed.read(name) for name in packed.namelist() if name.endswith(".pdf")]

    assert read_again.findings == ()
    assert newest in held
    assert files.read_bytes(first.file_ids[0]) not in held


def test_a_file_is_returned_only_with_a_reason(clerk, slip):
    _slip, lines = casefiles.get_slip(clerk, slip_id=slip.id)
    first, second = (one.file.id for one in lines)
    with pytest.raises(archive.ReasonNeeded):
        archive.take_slip(clerk, slip_id=slip.id, returned={first: "thiếu"}, now=MORNING)
    assert archive.take_slip(clerk, slip_id=slip.id, returned={first: "Thiếu văn bản trả lời"}, now=MORNING) == 1
    assert casefiles.get_file(clerk, file_id=first).state is casefiles.FileState.CLOSED
    assert casefiles.get_file(clerk, file_id=second).state is casefiles.FileState.ARCHIVED


@pytest.mark.parametrize(
    "trouble",
    [{"tries": 5}, {"tries": 4, "received_by": "Mai\x0bSen"}],
    ids=["the worker ended each time", "something nobody foresaw"],
)
def test_what_cannot_be_packed_says_so_and_does_not_wait_for_ever(clerk, slip, trouble):
    archive.take_slip(clerk, slip_id=slip.id, returned={}, now=MORNING)
    row = ArchivePackage.objects.order_by("id").first()
    ArchivePackage.objects.filter(pk=row.pk).update(**trouble)
    for _turn in range(4):
        archive.make_next(now=MORNING)
    states = {one.id: one.state for one in archive.search(clerk).items}
    assert states.pop(row.id) is archive.PackageState.FAILED
    assert set(states.values()) == {archive.PackageState.KEPT}
    assert "Báo quản trị hệ thống" in ArchivePackage.objects.get(pk=row.pk).error


def test_a_restricted_document_in_a_package_says_nothing_to_who_does_not_keep_the_archive(clerk, chi, units):
    made = make_open(clerk)
    secret = make_issued(
        clerk, units.commune_a.id, restricted=True, reader_ids=(clerk.account_id,), subject="Điều tra nội bộ"
    )
    known = make_issued(clerk, units.commune_a.id)
    casefiles.add_documents(clerk, file_id=made.id, document_ids=[secret.id, known.id], now=MORNING)
    casefiles.close_file(clerk, file_id=made.id, now=MORNING)
    sent = casefiles.send(clerk, file_ids=[made.id], now=MORNING)
    archive.take_slip(clerk, slip_id=sent.id, returned={}, now=MORNING)
    archive.make_next(now=MORNING)
    (kept,) = archive.search(clerk).items
    whole, seen = (archive.read_package(actor, package_id=kept.id) for actor in (clerk, chi))
    assert {one.fields["subject"] for one in whole.items} == {"Điều tra nội bộ", known.subject}
    assert {one.fields["subject"] for one in seen.items} == {"Tài liệu sử dụng có điều kiện", known.subject}
    assert (len(seen.items), seen.is_sound) == (2, True)


def test_a_dossier_is_not_destroyed_before_its_package_is_made(clerk, chi, an, binh, ha, units):
    done = make_done(an, binh, ha, chi, unit_id=units.commune_a.id)
    made = make_open(chi)
    casefiles.add_dossier(chi, file_id=made.id, code=done.code, now=MORNING)
    casefiles.close_file(chi, file_id=made.id, now=MORNING)
    sent = casefiles.send(chi, file_ids=[made.id], now=MORNING)
    archive.take_slip(clerk, slip_id=sent.id, returned={}, now=MORNING)
    assert find_filed([done.id], MORNING) == {}
    assert list(find_unpacked([done.id], MORNING)) == [done.id]
    archive.make_next(now=MORNING)
    assert find_unpacked([done.id], MORNING) == {}


def test_what_leaves_the_archive_is_the_copy_that_is_whole(clerk, slip, client_of):
    archive.take_slip(clerk, slip_id=slip.id, returned={}, now=MORNING)
    archive.make_next(now=MORNING)
    kept = archive.search(clerk, state=archive.PackageState.KEPT).items[0]
    stores.path_of(kept.sha256, stores.FIRST).write_bytes(b"changed")
    given = client_of(clerk).get(reverse("archive:download", args=[kept.id]))
    assert hashlib.sha256(b"".join(given.streaming_content)).hexdigest() == kept.sha256


def test_making_a_package_twice_makes_one(clerk, slip):
    archive.take_slip(clerk, slip_id=slip.id, returned={}, now=MORNING)
    archive.make_next(now=MORNING)
    assert archive.make_next(now=MORNING) is True
    digests = {one.sha256 for one in archive.search(clerk).items}
    assert len(digests) == 2
    assert len(list(stores.folder_of(stores.FIRST).rglob("*.zip"))) == 2


def test_strangers_find_nothing_in_the_archive(dung, ha, clerk, slip):
    archive.take_slip(clerk, slip_id=slip.id, returned={}, now=MORNING)
    for actor in (dung, ha):
        assert archive.search(actor).items == []
        with pytest.raises(archive.PackageMissing):
            archive.get_slip(actor, slip_id=slip.id)


def test_a_changed_and_a_lost_copy_are_found_told_and_made_again(clerk, slip):
    archive.take_slip(clerk, slip_id=slip.id, returned={}, now=MORNING)
    while archive.make_next(now=MORNING):
        pass
    first, second = archive.search(clerk).items
    stores.path_of(first.sha256, stores.SECOND).write_bytes(b"khac")
    stores.path_of(second.sha256, stores.FIRST).unlink()
    later = MORNING + timedelta(days=30)
    begun = archive.begin_check(clerk, now=later)
    assert archive.begin_check(clerk, now=later).id == begun.id
    archive.check_some(now=later)
    (check,) = archive.list_checks(clerk)
    assert check.packages == 2
    assert {one[1:] for one in check.problems} == {("second", "changed"), ("first", "missing")}
    for one in (first, second):
        assert dict(stores.whole_copies(one.sha256)) == {"first": True, "second": True}


def test_a_package_from_outside_is_verified_taken_and_made_ours(clerk, chi, tmp_path, client_of):
    path, built = write_package(make_order(Kind.SIP_HOSO), tmp_path)
    with pytest.raises(Forbidden):
        archive.receive_package(chi, stream=io.BytesIO(path.read_bytes()), name="goi.zip", now=MORNING)
    desk = client_of(clerk)
    sent = {"goi": SimpleUploadedFile("goi.zip", path.read_bytes())}
    page = desk.post(reverse("archive:receipts"), sent, follow=True)
    assert "Gói đạt" in words(page) and built.objid in words(page)
    again = desk.post(reverse("archive:receipts"), {"goi": SimpleUploadedFile("goi.zip", path.read_bytes())})
    assert again.status_code == 422 and "Gói này đã có trong kho" in words(again)
    (receipt,) = archive.list_receipts(clerk).items
    assert "Đã nhận" in words(desk.post(reverse("archive:receipt", args=[receipt.id]), follow=True))
    assert archive.make_next(now=MORNING)
    (kept,) = archive.search(clerk).items
    place = reverse("archive:package", args=[kept.id])
    assert "Gói nguyên vẹn" in words(desk.get(place))
    made = b"".join(desk.get(reverse("archive:download", args=[kept.id])).streaming_content)
    (tmp_path / "ve.zip").write_bytes(made)
    found = read(tmp_path / "ve.zip")
    assert (found.kind, found.is_sound, found.fields["arcFileCode"]) == (Kind.AIP_HOSO, True, "LTHH.H61.2025.12.QLDD")


def test_a_broken_package_from_outside_is_refused_with_its_rules(clerk, client_of, tmp_path):
    desk = client_of(clerk)
    page = desk.post(reverse("archive:receipts"), {"goi": SimpleUploadedFile("x.zip", b"PK khong phai")}, follow=True)
    assert "Không đạt" in words(page) and "zip.broken" in words(page)
    (receipt,) = archive.list_receipts(clerk).items
    with pytest.raises(archive.ReceiptMoved):
        archive.take_receipt(clerk, receipt_id=receipt.id, now=MORNING)
    path, _built = write_package(make_order(Kind.DIP), tmp_path)
    with path.open("rb") as stream:
        dip = archive.receive_package(clerk, stream=stream, name="dip.zip", now=MORNING)
    assert dip.state is archive.ReceiptState.REFUSED


def test_the_pages_of_the_archive_are_worked_with(clerk, slip, client_of):
    desk = client_of(clerk)
    assert slip.code in words(desk.get(reverse("archive:home")))
    here = reverse("archive:slip", args=[slip.id])
    first = casefiles.get_slip(clerk, slip_id=slip.id)[1][0].file
    assert desk.post(here, {"tra": [str(first.id)], f"ly_do_{first.id}": "ngắn"}).status_code == 422
    assert "Đã tiếp nhận 2 hồ sơ" in words(desk.post(here, {}, follow=True))
    assert "Đang đóng gói" in words(desk.get(reverse("archive:home")))
    assert "Đã bắt đầu kiểm tra" in words(desk.post(reverse("archive:checks"), follow=True))
