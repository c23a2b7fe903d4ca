"""The pages of case files, as a clerk and a leader use them."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse, set_script_prefix
from openpyxl import load_workbook

from tinhso.government.casefiles import public as casefiles
from tinhso.government.casefiles.testing import MORNING, VALUES, make_closed
from tinhso.government.documents.testing import make_clerk, make_issued
from tinhso.kernel.clock import frozen

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _morning():
    set_script_prefix("/")
    with frozen(MORNING):
        yield


@pytest.fixture
def clerk(units):
    return make_clerk(units.commune_a.id)


def words(answer):
    return answer.content.decode()


def test_a_list_is_drawn_up_approved_and_a_file_kept_to_its_end(clerk, chi, units, client_of):
    desk, leading = client_of(clerk), client_of(chi)
    assert "Chưa có danh mục hồ sơ" in words(desk.get(reverse("casefiles:lists")))
    place = desk.post(reverse("casefiles:lists"), {"nam": "2026", "tu": ""})["Location"]
    (drawn,) = casefiles.list_lists(clerk)
    act = reverse("casefiles:act_list", args=[drawn.id])
    assert desk.post(act, {"lam": "luu", "title": "ab"}).status_code == 422
    line = {**VALUES, "heading": "I. Đất đai", "tu_khoa": "quy chế", "loai": ["quyet_dinh"], "lam": "luu"}
    assert "Đã lưu dòng 01.QLDD" in words(desk.post(act, line, follow=True))
    (entry,) = casefiles.get_list(clerk, list_id=drawn.id)[1]
    assert (entry.rule.words, entry.rule.kinds) == (("quy chế",), ("quyet_dinh",))
    assert "Sửa dòng 01.QLDD" in words(desk.get(f"{place}?sua={entry.id}"))
    assert "Ban hành danh mục" not in words(desk.get(place))
    assert leading.post(act, {"lam": "ban_hanh"}).status_code == 422
    done = leading.post(act, {"lam": "ban_hanh", "so": "01/QĐ-UBND", "ngay": "05/01/2026"}, follow=True)
    assert "Đã ban hành danh mục hồ sơ" in words(done)
    opened = desk.post(act, {"lam": "mo", "dong": str(entry.id)}, follow=True)
    file = casefiles.list_files(clerk).items[0]
    assert file.code in words(opened) and "Hồ sơ chưa có tài liệu" in words(opened)
    paper = make_issued(clerk, units.commune_a.id)
    here = reverse("casefiles:file", args=[file.id])
    assert paper.subject in words(desk.get(f"{here}?tim=quy+che+lam+viec"))
    do = reverse("casefiles:act", args=[file.id])
    assert desk.post(do, {"lam": "ket_thuc"}).status_code == 422
    assert "Đã thêm 1 văn bản" in words(desk.post(do, {"lam": "them_van_ban", "van_ban": [str(paper.id)]}, follow=True))
    (item,) = casefiles.list_items(clerk, file_id=file.id)
    assert desk.post(do, {"lam": "bo", "muc": str(item.id), f"ly_do_{item.id}": "ngắn"}).status_code == 422
    noted = desk.post(do, {"lam": "ghi_chu", "muc": str(item.id), "so_trang": "7", "ghi_chu": "Bản chính"}, follow=True)
    assert "Bản chính" in words(noted)
    assert desk.get(reverse("casefiles:paper_list", args=[file.id])).content.startswith(b"%PDF")
    assert "Hạn nộp lưu: 22/01/2027" in words(desk.post(do, {"lam": "ket_thuc"}, follow=True))
    sent = desk.post(reverse("casefiles:slips"), {"ho_so": [str(file.id)]}, follow=True)
    assert "Chờ lưu trữ tiếp nhận" in words(sent)
    slip = casefiles.list_slips(clerk).items[0]
    for paper_name in ("muc-luc", "bien-ban"):
        made = desk.get(reverse("casefiles:slip_print", args=[slip.id, paper_name]))
        assert made.content.startswith(b"%PDF")
    sheet = load_workbook(io.BytesIO(desk.get(reverse("casefiles:slip_print", args=[slip.id, "xlsx"])).content)).active
    assert [cell.value for cell in sheet[2]][1] == file.code
    assert desk.get(reverse("casefiles:slip_print", args=[slip.id, "khac"])).status_code == 404
    back = reverse("casefiles:take_back", args=[slip.id])
    assert desk.post(back, {"ly_do": "ngắn"}).status_code == 422
    assert "Đã rút phiếu nộp lưu" in words(desk.post(back, {"ly_do": "Gửi nhầm hồ sơ khác"}, follow=True))


def test_a_list_goes_out_as_a_workbook_and_comes_back(clerk, client_of):
    desk = client_of(clerk)
    drawn = casefiles.start_list(clerk, year=2026, now=MORNING)
    casefiles.put_entry(clerk, list_id=drawn.id, values=VALUES, now=MORNING)
    made = desk.get(reverse("casefiles:list_workbook", args=[drawn.id])).content
    act = reverse("casefiles:act_list", args=[drawn.id])
    sent = {"lam": "nhap", "tep": SimpleUploadedFile("danh-muc.xlsx", made)}
    assert "Đã nhập 1 dòng" in words(desk.post(act, sent, follow=True))
    refused = desk.post(act, {"lam": "nhap", "tep": SimpleUploadedFile("x.xlsx", b"khong phai")})
    assert refused.status_code == 422 and "Tệp không đọc được" in words(refused)


def test_a_file_by_need_is_opened_described_held_and_opened_again(clerk, units, client_of):
    desk = client_of(clerk)
    home = reverse("casefiles:home")
    assert desk.post(home, {"title": "x"}).status_code == 422
    assert "Đã mở hồ sơ" in words(desk.post(home, {**VALUES, "notation": "05.HT"}, follow=True))
    closed = make_closed(clerk, units.commune_a.id)
    do = reverse("casefiles:act", args=[closed.id])
    reason = "Bổ sung văn bản còn thiếu"
    assert "Đã phong tỏa" in words(desk.post(do, {"lam": "phong_toa", "ly_do": reason}, follow=True))
    assert "Đã gỡ phong tỏa" in words(desk.post(do, {"lam": "go", "ly_do": reason}, follow=True))
    assert "Đã mở lại hồ sơ" in words(desk.post(do, {"lam": "mo_lai", "ly_do": reason}, follow=True))
    info = casefiles.get_file(clerk, file_id=closed.id)
    changed = {**VALUES, "title": "Tiêu đề đã sửa", "version": info.version, "lam": "sua"}
    assert "Tiêu đề đã sửa" in words(desk.post(do, changed, follow=True))
    assert desk.post(do, {**changed, "version": "1"}).status_code == 422
    assert desk.post(do, {"lam": "la"}).status_code == 404
    assert closed.code in words(desk.get(f"{home}?tim=da+sua&cua=toi"))
    assert closed.code not in words(desk.get(f"{home}?tim=khong+co"))


def test_strangers_find_no_such_page(clerk, units, dung, an, client_of):
    closed = make_closed(clerk, units.commune_a.id)
    for actor in (dung, an):
        assert client_of(actor).get(reverse("casefiles:file", args=[closed.id])).status_code == 404
