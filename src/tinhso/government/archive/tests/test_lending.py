"""Reading and borrowing what is kept: asked, granted by who may, read while the term runs, then gone."""

import io
import zipfile
from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse, set_script_prefix

from tinhso.foundation.notifications import public as notifications
from tinhso.foundation.work import public as work
from tinhso.government.archive import public as archive
from tinhso.government.archive import stores
from tinhso.government.archive.models import ArchivePackage
from tinhso.government.archive.packages import Kind, read
from tinhso.government.archive.testing import keep_files
from tinhso.government.casefiles.testing import MORNING
from tinhso.government.documents.testing import make_clerk
from tinhso.kernel.clock import frozen
from tinhso.kernel.errors import Forbidden, TooMany

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
def package(clerk, units):
    return keep_files(clerk, units.commune_a.id)[0]


def wish(package, **values):
    asked = archive.Asking(
        unit_id=package.unit_id,
        form="read",
        wanted="Quyết định về quản lý đất đai năm 2026",
        purpose="02",
        purpose_content="Đối chiếu khi giải quyết hồ sơ",
    )
    return replace(asked, **values)


def granted(clerk, reader, package, *, days=15, now=MORNING, paths=(), **values):
    asked = archive.ask(reader, asking=wish(package, **values), now=now)
    archive.put_line(clerk, request_id=asked.id, package_id=package.id, paths=paths)
    return archive.grant(clerk, request_id=asked.id, days=days, now=now)


def words(answer):
    return answer.content.decode()


def test_a_specialist_reads_what_was_granted_and_nothing_else(clerk, ha, package):
    asked = archive.ask(ha, asking=wish(package), now=MORNING)
    (item,) = work.list_of_subject(clerk, subject_id=asked.id)
    assert (item.title, item.due_at) == ("Yêu cầu khai thác tài liệu lưu trữ", asked.answer_by)
    first, _second = archive.documents_of(clerk, request_id=asked.id, package_id=package.id)
    archive.put_line(clerk, request_id=asked.id, package_id=package.id, paths=[first.path])
    archive.grant(clerk, request_id=asked.id, days=15, now=MORNING)
    assert work.list_of_subject(clerk, subject_id=asked.id) == []
    with pytest.raises(archive.ReadingOver):
        archive.open_reading(ha, request_id=asked.id, place=1, now=MORNING)
    assert archive.make_copy(now=MORNING) and not archive.make_copy(now=MORNING)

    info, items = archive.get_own(ha, request_id=asked.id, now=MORNING)
    assert (info.state, [one.title for one in items]) == (archive.RequestState.READY, [first.fields["subject"]])
    with archive.open_reading(ha, request_id=asked.id, place=1, now=MORNING).stream as stream:
        assert stream.read().startswith(b"%PDF")
    with pytest.raises(archive.ReadingOver):
        archive.open_reading(ha, request_id=asked.id, place=2, now=MORNING)
    made = read(stores.reader_path(asked.id))
    assert (made.kind, made.is_sound, len(made.items)) == (Kind.DIP, True, 1)
    assert made.fields["requestID"] == info.code
    with zipfile.ZipFile(stores.reader_path(asked.id)) as archive_file:
        premis = next(name for name in archive_file.namelist() if name.endswith("PREMIS.xml"))
        assert package.objid.encode() in archive_file.read(premis)
    assert [one.title for one in notifications.list_notices(ha).items][:1] == [
        f"Tài liệu lưu trữ theo yêu cầu {info.code} đã sẵn sàng"
    ]


def test_nobody_else_opens_a_readers_request(clerk, ha, chi, an, dung, package):
    made = granted(clerk, ha, package)
    archive.make_copy(now=MORNING)
    for actor in (chi, an, dung):
        with pytest.raises(archive.RequestMissing):
            archive.get_own(actor, request_id=made.id, now=MORNING)
        with pytest.raises(archive.RequestMissing):
            archive.open_reading(actor, request_id=made.id, place=1, now=MORNING)
    for actor in (ha, an, dung):
        with pytest.raises(archive.RequestMissing):
            archive.get_request(actor, request_id=made.id)


def test_the_term_of_reading_ends_at_once_and_the_copy_goes_five_days_later(clerk, ha, package):
    made = granted(clerk, ha, package, days=3)
    archive.make_copy(now=MORNING)
    due = archive.get_own(ha, request_id=made.id, now=MORNING)[0].due_at
    assert due is not None
    late = due + timedelta(seconds=2)
    with pytest.raises(archive.ReadingOver):
        archive.open_reading(ha, request_id=made.id, place=1, now=late)
    assert archive.end_readings(now=late)
    assert archive.get_own(ha, request_id=made.id, now=late)[0].state is archive.RequestState.ENDED
    assert stores.reader_path(made.id).exists()
    assert archive.end_readings(now=late + timedelta(days=5))
    assert not stores.reader_path(made.id).exists()
    assert not archive.end_readings(now=late + timedelta(days=6))


def test_the_term_is_at_most_what_the_circular_allows(clerk, ha, package):
    asked = archive.ask(ha, asking=wish(package), now=MORNING)
    with pytest.raises(archive.BadRequest):
        archive.grant(clerk, request_id=asked.id, days=15, now=MORNING)
    archive.put_line(clerk, request_id=asked.id, package_id=package.id)
    for days in (0, 16):
        with pytest.raises(archive.BadRequest):
            archive.grant(clerk, request_id=asked.id, days=days, now=MORNING)


def test_what_is_read_under_conditions_the_leader_allows(clerk, chi, ha, package):
    ArchivePackage.objects.filter(pk=package.id).update(mode="02")
    asked = archive.ask(ha, asking=wish(package), now=MORNING)
    assert archive.find_to_read(ha, words="đất đai").items == []
    archive.put_line(clerk, request_id=asked.id, package_id=package.id)
    assert archive.get_request(clerk, request_id=asked.id)[1][0].is_conditional
    with pytest.raises(archive.LeaderNeeded):
        archive.grant(clerk, request_id=asked.id, days=5, now=MORNING)
    archive.forward(clerk, request_id=asked.id, now=MORNING)
    (item,) = work.list_of_subject(chi, subject_id=asked.id)
    assert item.title == "Cho phép khai thác tài liệu có điều kiện"
    with pytest.raises(archive.LeaderNeeded):
        archive.grant(clerk, request_id=asked.id, days=5, now=MORNING)
    assert archive.grant(chi, request_id=asked.id, days=5, now=MORNING).state is archive.RequestState.PREPARING


def test_secret_documents_are_not_lent_here(clerk, ha, package):
    asked = archive.ask(ha, asking=wish(package), now=MORNING)
    ArchivePackage.objects.filter(pk=package.id).update(mode="03")
    with pytest.raises(archive.NotToBeLent):
        archive.put_line(clerk, request_id=asked.id, package_id=package.id)


def test_a_citizen_asks_in_their_own_words_and_finds_no_titles(clerk, an, package):
    assert archive.find_to_read(an, words="đất đai").items == []
    with pytest.raises(archive.BadRequest):
        archive.ask(an, asking=wish(package, wanted="", package_id=package.id), now=MORNING)
    made = granted(clerk, an, package, form="copy", purpose="01")
    archive.make_copy(now=MORNING)
    opened = archive.open_copy(an, request_id=made.id, now=MORNING)
    with opened.stream as stream:
        assert zipfile.is_zipfile(io.BytesIO(stream.read()))


def test_who_may_only_read_here_takes_no_copy_away(clerk, ha, package):
    made = granted(clerk, ha, package)
    archive.make_copy(now=MORNING)
    with pytest.raises(archive.ReadingOver):
        archive.open_copy(ha, request_id=made.id, now=MORNING)


def test_a_borrowed_paper_is_due_told_late_and_given_back(clerk, ha, package):
    made = granted(clerk, ha, package, form="paper", days=10)
    assert (made.state, archive.make_copy(now=MORNING)) == (archive.RequestState.READY, False)
    lent = archive.lend(clerk, request_id=made.id, now=MORNING)
    (item,) = work.list_of_subject(clerk, subject_id=made.id)
    assert (item.title, item.due_at) == ("Thu hồi bản giấy cho mượn", lent.due_at)
    extended = archive.extend(clerk, request_id=made.id, now=MORNING)
    assert extended.due_at - lent.due_at == timedelta(days=10)
    with pytest.raises(archive.RequestMoved):
        archive.extend(clerk, request_id=made.id, now=MORNING)
    assert archive.remind_readers(now=extended.due_at - timedelta(days=5)) == 0
    assert archive.remind_readers(now=extended.due_at - timedelta(days=1)) == 1
    assert archive.remind_readers(now=extended.due_at - timedelta(hours=20)) == 0
    assert archive.remind_readers(now=extended.due_at + timedelta(days=1)) == 1
    titles = [one.title for one in notifications.list_notices(ha).items]
    assert titles[0] == f"Bản giấy mượn theo yêu cầu {made.code} đã quá hạn trả"
    back = archive.give_back(clerk, request_id=made.id, remark="Đủ tờ", now=extended.due_at + timedelta(days=2))
    assert back.state is archive.RequestState.ENDED
    assert work.list_of_subject(clerk, subject_id=made.id) == []


def test_a_refusal_says_why_and_a_wish_can_be_withdrawn(clerk, ha, an, package):
    asked = archive.ask(an, asking=wish(package), now=MORNING)
    with pytest.raises(archive.BadRequest):
        archive.refuse(clerk, request_id=asked.id, reason="không", now=MORNING)
    archive.refuse(clerk, request_id=asked.id, reason="Cơ quan không giữ tài liệu này", now=MORNING)
    with pytest.raises(archive.RequestMoved):
        archive.withdraw(an, request_id=asked.id, now=MORNING)
    own = archive.ask(ha, asking=wish(package), now=MORNING)
    assert archive.withdraw(ha, request_id=own.id, now=MORNING).state is archive.RequestState.WITHDRAWN
    assert work.list_of_subject(clerk, subject_id=own.id) == []


def test_somebody_who_asks_too_often_waits(ha, package):
    for _turn in range(10):
        archive.ask(ha, asking=wish(package), now=MORNING)
    with pytest.raises(TooMany):
        archive.ask(ha, asking=wish(package), now=MORNING)
    archive.ask(ha, asking=wish(package), now=MORNING + timedelta(days=1))


def test_a_copy_that_cannot_be_made_is_tried_again_then_goes_back_to_a_person(clerk, ha, package):
    made = granted(clerk, ha, package)
    row = ArchivePackage.objects.get(pk=package.id)
    for copy in stores.COPIES:
        stores.path_of(row.sha256, copy).rename(stores.path_of(row.sha256, copy).with_suffix(".gone"))
    at = MORNING
    for _turn in range(5):
        assert archive.make_copy(now=at)
        assert not archive.make_copy(now=at)
        at += timedelta(hours=2)
    info = archive.get_request(clerk, request_id=made.id)[0]
    assert info.state is archive.RequestState.FAILED and "không còn trong kho" in info.error
    assert [one.title for one in work.list_of_subject(clerk, subject_id=made.id)] == ["Bản đọc chưa lập được"]
    for copy in stores.COPIES:
        stores.path_of(row.sha256, copy).with_suffix(".gone").rename(stores.path_of(row.sha256, copy))
    archive.make_again(clerk, request_id=made.id, now=at)
    assert archive.make_copy(now=at)
    assert archive.get_own(ha, request_id=made.id, now=at)[0].state is archive.RequestState.READY


def test_who_answers_for_another_archive_finds_nothing(units, ha, package):
    asked = archive.ask(ha, asking=wish(package), now=MORNING)
    other = make_clerk(units.commune_b.id, code="B-VT")
    with pytest.raises(archive.RequestMissing):
        archive.put_line(other, request_id=asked.id, package_id=package.id)
    assert archive.list_requests(other).items == []
    with pytest.raises((archive.RequestMissing, Forbidden)):
        archive.grant(ha, request_id=asked.id, days=1, now=MORNING)


def test_the_pages_of_a_reader_and_of_the_archive(clerk, an, ha, package, client_of):
    citizen, desk, reader = client_of(an), client_of(clerk), client_of(ha)
    home = reverse("archive:reading")
    assert "Yêu cầu mới" in words(citizen.get(home)) and "Tìm trong mục lục" not in words(citizen.get(home))
    assert citizen.post(home, {}).status_code == 422
    sent = {
        "co_quan": str(package.unit_id),
        "can_tim": "Quyết định đất đai năm 2026",
        "hinh_thuc": "read",
        "muc_dich": "01",
        "noi_dung": "Giải quyết việc của gia đình",
    }
    assert "Đã gửi yêu cầu YC-2026-0001" in words(citizen.post(home, sent, follow=True))
    found = words(reader.get(f"{home}?tim=quan+ly+dat+dai"))
    assert package.title in found and f"?goi={package.id}#yeu-cau" in found
    (info,) = archive.list_requests(clerk).items
    place, act = reverse("archive:request", args=[info.id]), reverse("archive:act_request", args=[info.id])
    assert info.code in words(desk.get(reverse("archive:requests")))
    assert "Đưa cả gói vào" in words(desk.get(f"{place}?tim=dat+dai"))
    assert "Đưa tài liệu đã chọn vào" in words(desk.get(f"{place}?goi={package.id}"))
    assert desk.post(act, {"lam": "cho", "ngay": "5"}).status_code == 422
    assert "Toàn bộ gói" in words(desk.post(act, {"lam": "them", "goi": str(package.id)}, follow=True))
    assert "Bản đọc đang được lập" in words(desk.post(act, {"lam": "cho", "ngay": "5"}, follow=True))
    archive.make_copy(now=MORNING)
    own = reverse("archive:reading_one", args=[info.id])
    assert "Đọc được đến" in words(citizen.get(own))
    first = citizen.get(reverse("archive:reading_document", args=[info.id, 1]))
    assert (first["Content-Type"], first["Cache-Control"]) == ("application/pdf", "private, no-store")
    assert b"".join(first.streaming_content).startswith(b"%PDF")
    assert citizen.get(reverse("archive:reading_copy", args=[info.id])).status_code == 404
    assert reader.get(own).status_code == 404
    assert desk.post(act, {"lam": "la"}).status_code == 404
