"""The pages: a representative on line, the desk, and whoever holds the receipt."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse, set_script_prefix

from tinhso.foundation.files.testing import make_pdf
from tinhso.foundation.forms.testing import good_answers
from tinhso.government.dossiers.data import Status
from tinhso.government.dossiers.testing import MONDAY
from tinhso.government.groups import public as groups
from tinhso.government.groups.testing import make_filed, make_group
from tinhso.government.procedures.testing import make_procedure
from tinhso.kernel.clock import frozen
from tinhso.portals.citizen.testing import provide_small_communes

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday():
    from tinhso.foundation.forms import public as forms

    set_script_prefix("/")
    provide_small_communes()
    with frozen(MONDAY):
        yield
    forms.provide_communes(None)


@pytest.fixture
def a(units):
    return units.commune_a.id


def words(answer):
    return answer.content.decode()


def at(name, group, *more):
    return reverse(f"groups:{name}", args=[group.id if hasattr(group, "id") else group, *more])


PERSON = {
    "/applicant/name": "Trần Văn Một",
    "/applicant/number": "086080000011",
    "/request/subject": "Xin việc làm",
}


def test_an_employer_files_for_two_on_line_from_the_procedures_page_to_the_receipt(boss, a, client_of):
    version = make_procedure()
    me = client_of(boss)
    assert at_start(version) in words(me.get(reverse("citizen:procedure", args=[version.info.slug])))
    assert "Nộp nhiều hồ sơ theo nhóm" in words(me.get(at_start(version)))
    group = me.post(at_start(version))["Location"].strip("/").split("/")[-1]
    page = f"/nhom-ho-so/{group}/"
    me.post(f"{page}thong-tin/", {"ten": "Lao động", "don_vi": str(a), "nhan_ket_qua": "counter"})
    assert me.post(f"{page}phan-chung/", {"/request/copies": "hai"}).status_code == 422
    assert me.post(f"{page}phan-chung/", {"/request/subject": "Xin việc làm"}).status_code == 302

    assert me.post(f"{page}nguoi/", {**PERSON, "/applicant/number": "12"}).status_code == 302
    (row,) = groups.list_rows(boss, group_id=group)
    again = me.get(f"{page}nguoi/{row.id}/?loi=1")
    assert again.status_code == 200 and "12 chữ số" in words(again)
    me.post(f"{page}nguoi/{row.id}/", PERSON)
    template = me.get(f"{page}danh-sach.csv")
    head = template.content.decode("utf-8-sig").split("\n")[0]
    assert "Số bản (Nội dung yêu cầu)" in head and "Nội dung yêu cầu (Nội dung yêu cầu)" not in head
    sheet = template.content + '"Lê Thị Hai";"086180000012"\r\n'.encode()
    sent = me.post(f"{page}danh-sach/", {"tep": SimpleUploadedFile("ds.csv", sheet)}, follow=True)
    assert "Dòng 3" in words(sent) and "giấy tờ chứng minh" in words(sent)
    refused = me.post(f"{page}nop/")
    assert refused.status_code == 422 and "Dòng 1" in words(refused)
    me.post(f"{page}giay-to/", {"tep_GT": SimpleUploadedFile("giay.pdf", make_pdf())})

    done = me.post(f"{page}nop/", follow=True)

    assert "Đã nộp 2 hồ sơ." in words(done)
    found = groups.members(boss, group_id=group, now=MONDAY)
    assert [one.applicant.name for one in found] == ["Trần Văn Một", "Lê Thị Hai"]
    assert all(reverse("citizen:dossier", args=[one.id]) in words(done) for one in found)
    assert me.get(f"{page}giay-tiep-nhan/").content.startswith(b"%PDF")
    assert page in words(me.get(reverse("citizen:dossier", args=[found[0].id])))
    assert page in words(me.get(reverse("groups:mine")))
    assert reverse("groups:mine") in words(me.get(reverse("citizen:mine")))
    assert me.post(f"{page}nop/").status_code == 302 and len(groups.members(boss, group_id=group, now=MONDAY)) == 2


def at_start(version):
    return reverse("groups:start", args=[version.info.slug])


def test_the_desk_receives_the_whole_group_with_a_report_of_each(boss, binh, a, client_of):
    group = make_filed(boss, unit_id=a)
    desk = client_of(binh)
    page = words(desk.get(at("group", group) + "?chon=tat-ca"))
    assert page.count(" checked") >= 3 and 'value="tiep_nhan"' in page
    found = groups.members(binh, group_id=group.id, now=MONDAY)
    rows = [f"{one.id}:{one.version}" for one in found]
    sure = desk.post(reverse("officer:bulk"), {"ho_so": rows, "lam": "tiep_nhan", "ve": at("group", group)})
    assert "Tiếp nhận" in words(sure) and found[2].code in words(sure)
    sent = {"ho_so": rows, "lam": "tiep_nhan", "chac_chan": "1", "ve": at("group", group)}
    stale = {**sent, "ho_so": [f"{found[0].id}:99", *rows[1:]]}
    report = words(desk.post(reverse("officer:bulk"), stale))
    assert "xong 2 việc" in report and found[0].code in report
    after = groups.members(binh, group_id=group.id, now=MONDAY)
    assert [one.status for one in after] == [Status.NEW, Status.RECEIVED, Status.RECEIVED]


def test_the_desk_makes_a_group_and_marks_the_papers_it_saw(binh, a, client_of):
    version = make_procedure()
    desk = client_of(binh)
    assert version.name in words(desk.get(reverse("groups:list")))
    assert desk.post(reverse("groups:list"), {"thu_tuc": "9.999999"}).status_code == 422
    page = desk.post(reverse("groups:list"), {"thu_tuc": version.code})["Location"]
    for name, number in (("Trần Văn Một", "086080000011"), ("Lê Thị Hai", "086180000012")):
        desk.post(f"{page}nguoi/", {**PERSON, "/applicant/name": name, "/applicant/number": number})
    desk.post(f"{page}giay-to/", {"hinh_thuc_GT": "original"})
    refused = desk.post(f"{page}nop/")
    assert refused.status_code == 422 and "người nộp" in words(refused)
    desk.post(f"{page}thong-tin/", {"dai_dien": "Công ty Ví Dụ", "nhan_ket_qua": "counter"})
    done = words(desk.post(f"{page}nop/", follow=True))
    assert "Đã nộp 2 hồ sơ." in done and "Ngày hẹn của cả nhóm" in done and "Trong hạn" in done


def test_the_printed_code_shows_states_and_no_full_name(boss, a, client):
    group = make_filed(boss, unit_id=a)
    page = words(client.get(reverse("groups:public", args=[group.token])))
    assert group.code in page and "Mới nộp" in page
    assert "Trần Văn Một" not in page and boss.name not in page
    assert client.get(reverse("groups:public", args=["KHONGCO000000"])).status_code == 404


def test_a_paper_can_be_looked_at_and_taken_off_until_it_is_filed(boss, a, client_of):
    group = make_group(boss, unit_id=a)
    me = client_of(boss)
    (paper,) = groups.list_papers(boss, group_id=group.id)
    shown = me.get(at("paper", group, paper.id))
    assert shown.status_code == 200 and b"".join(shown.streaming_content).startswith(b"%PDF")
    me.post(at("detach", group, paper.id))
    assert groups.list_papers(boss, group_id=group.id) == []
    assert all("papers/GT" in row.errors for row in groups.list_rows(boss, group_id=group.id))
    row = groups.list_rows(boss, group_id=group.id)[0]
    me.post(at("attach", group), {"dong": str(row.id), "tep_GT": SimpleUploadedFile("g.pdf", make_pdf())})
    assert groups.get_row(boss, group_id=group.id, row_id=row.id).errors == {}
    me.post(at("drop_row", group, row.id))
    assert len(groups.list_rows(boss, group_id=group.id)) == 2
    me.post(at("discard", group))
    assert me.get(at("group", group)).status_code == 404
    assert good_answers()


@pytest.mark.django_db(transaction=True)
def test_every_page_of_a_group_works_as_in_production_without_a_transaction_around_it(boss, binh, a, client_of):
    group = make_filed(boss, unit_id=a)
    draft = make_group(boss, unit_id=a)
    for who, pages in (
        (boss, [at("receipt", group), at("template_xlsx", draft), at("template_csv", draft), at("group", group)]),
        (binh, [at("receipt", group), at("group", group), reverse("groups:list")]),
    ):
        for page in pages:
            assert client_of(who).get(page).status_code == 200, page
    asked = client_of(boss).post(at("ask_fee", group), follow=True)
    assert "Không hồ sơ nào trong nhóm đang chờ nộp phí" in words(asked)
