"""The screens: who asks, who is asked, heads, the desk, the applicant."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tinhso.foundation.audit import public as audit
from tinhso.foundation.files import public as files
from tinhso.foundation.files.testing import make_pdf
from tinhso.foundation.work import public as work
from tinhso.government.cooperation import public as cooperation
from tinhso.government.cooperation.actions import linked
from tinhso.government.cooperation.testing import BIRTH, CHILD_BIRTH, example_of, load_linked, make_linked, sign_child
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.data import PaperForm, PaperInput
from tinhso.government.dossiers.testing import MONDAY, make_received
from tinhso.kernel.clock import frozen
from tinhso.testing.cast import officer_actor


@pytest.fixture(autouse=True)
def _monday():
    with frozen(MONDAY):
        yield


@pytest.fixture
def kim(units):
    return officer_actor(
        code="S-CV", name="Lý Kim", unit_id=units.department.id, roles=("specialist",), title="Chuyên viên"
    )


def words(answer):
    return answer.content.decode()


def test_an_opinion_is_asked_and_given_on_the_pages(db, an, binh, ha, kim, units, client_of):
    received = make_received(an, binh, unit_id=units.commune_a.id)
    paper = dossiers.get_dossier(ha, dossier_id=received.id).papers[0]
    asking = client_of(ha)
    page = reverse("cooperation:ask", args=[received.id])
    assert "Sở Tư pháp" in words(asking.get(page))
    assert asking.post(page, {"noi_dung": "Có?"}).status_code == 422
    sent = {
        "noi_dung": "Hồ sơ gốc còn lưu ở Sở không?",
        "don_vi_1": str(units.department.id),
        "han_1": "20/11/2026",
        "giay_to": str(paper.id),
    }
    assert asking.post(page, sent).status_code == 302
    (one,) = cooperation.list_consults(ha, dossier_id=received.id)
    assert "Ai đang nợ ý kiến" in words(asking.get(f"/ho-so/{received.id}/"))

    asked = client_of(kim)
    here = reverse("cooperation:consult", args=[one.id])
    shown = words(asked.get(here))
    assert "Hồ sơ gốc còn lưu ở Sở không?" in shown
    assert an.name not in shown
    opened = asked.get(reverse("cooperation:shown_paper", args=[one.id, paper.id]))
    assert opened.status_code == 200
    assert opened.getvalue().startswith(b"%PDF")
    assert asked.get(f"/ho-so/{received.id}/").status_code == 404
    assert asked.post(here, {"viec": "tra-loi", "tra_loi": "x"}).status_code == 422
    assert asked.post(here, {"viec": "tra-loi", "tra_loi": "Hồ sơ gốc còn lưu ở Sở."}).status_code == 302
    assert asked.get(reverse("cooperation:shown_paper", args=[one.id, paper.id])).status_code == 404
    assert "Hồ sơ gốc còn lưu ở Sở." in words(asking.get(here))


def test_an_item_of_the_inbox_opens_the_question(db, an, binh, ha, kim, units, client_of):
    received = make_received(an, binh, unit_id=units.commune_a.id)
    cooperation.ask(
        ha,
        dossier_id=received.id,
        asked=[cooperation.Addressee(units.department.id, MONDAY + timedelta(days=3))],
        question="Hồ sơ gốc còn lưu ở Sở không?",
        now=MONDAY,
    )
    (one,) = cooperation.list_consults(ha, dossier_id=received.id)

    assert reverse("cooperation:consult", args=[one.id]) in words(client_of(kim).get("/viec/", {"hop": "nhom"}))


def test_the_applicant_sees_every_part_and_answers_there(db, an, binh, ha, chi, units, client_of):
    born = make_linked(an, binh, unit_id=units.commune_a.id, now=MONDAY)
    child = cooperation.list_parts(an, parent_id=born.id)[0]
    sign_child(ha, chi, dossier_id=child.dossier_id, now=MONDAY)
    linked.follow_child(child.dossier_id, now=MONDAY)
    part = cooperation.list_parts(an, parent_id=born.id)[1]
    desk = client_of(binh)
    carry = reverse("cooperation:part", args=[part.id])
    assert "Số Giấy khai sinh" in words(desk.get(carry))
    assert desk.post(carry, {"viec": "xong", "so": ""}).status_code == 422
    asked = {"viec": "bo-sung", "noi_dung": "Cần ý kiến đồng ý của chủ hộ"}
    assert desk.post(carry, asked).status_code == 302

    citizen = client_of(an)
    mine = reverse("cooperation:mine", args=[born.id])
    assert "Cần ý kiến đồng ý của chủ hộ" in words(citizen.get(mine))
    assert mine in words(citizen.get(f"/cua-toi/ho-so/{born.id}/"))
    assert citizen.post(mine, {"phan_viec": str(part.id), "tra_loi": "Chủ hộ đồng ý"}).status_code == 302
    assert desk.post(carry, {"viec": "xong", "so": "12/XN"}).status_code == 302
    assert "12/XN" in words(citizen.get(mine))


def asked_for_more(born, ha, chi, desk):
    """Bring a linked birth to where the police ask for more; return the part."""
    child, *_others = cooperation.list_parts(desk, parent_id=born.id)
    sign_child(ha, chi, dossier_id=child.dossier_id, now=MONDAY)
    linked.follow_child(child.dossier_id, now=MONDAY)
    part = cooperation.list_parts(desk, parent_id=born.id)[1]
    return cooperation.ask_applicant(desk, part_id=part.id, what="Cần ý kiến đồng ý của chủ hộ", now=MONDAY)


def test_what_the_applicant_brings_is_opened_by_the_desk_and_each_look_is_on_record(
    db, an, binh, ha, chi, dung, units, client_of
):
    born = make_linked(an, binh, unit_id=units.commune_a.id, now=MONDAY)
    part = asked_for_more(born, ha, chi, binh)
    sent = SimpleUploadedFile("dong-y.pdf", make_pdf(2))
    client_of(an).post(
        reverse("cooperation:mine", args=[born.id]),
        {"phan_viec": str(part.id), "tra_loi": "Chủ hộ đồng ý", "tep": sent},
    )

    desk, page = client_of(binh), reverse("cooperation:part", args=[part.id])
    shown = words(desk.get(page))
    (place,) = re.findall(rf"/lien-thong/{part.id}/tep/[0-9a-f-]+/", shown)
    assert "dong-y.pdf" in shown
    assert desk.get(place).getvalue() == make_pdf(2)
    assert client_of(an).get(place).getvalue() == make_pdf(2)
    assert client_of(dung).get(place).status_code == 404
    other = files.save_bytes(make_pdf(), name="khac.pdf", actor=an, now=MONDAY)
    assert desk.get(reverse("cooperation:part_file", args=[part.id, other.id])).status_code == 404

    purposes = [one.purpose for one in audit.list_reads_of(an.account_id).items if one.account_id == binh.account_id]
    assert any("Xem tệp bổ sung của phần việc liên thông" in one for one in purposes)
    assert any(one.startswith("Xem phần việc liên thông") for one in purposes)


def test_for_somebody_without_an_account_the_desk_calls_and_writes_down_the_answer(db, binh, ha, chi, units, client_of):
    load_linked(BIRTH, CHILD_BIRTH)
    example = example_of(BIRTH)
    seen = [PaperInput(one, None, PaperForm.ORIGINAL) for one in example["papers"]]
    born = dossiers.receive_at_counter(
        binh, procedure_code=BIRTH, unit_id=units.commune_a.id, data=example["data"], papers=seen, now=MONDAY
    )
    linked.split(born.id, now=MONDAY)
    part = asked_for_more(born, ha, chi, binh)
    (item,) = work.list_of_subject(binh, subject_id=part.id)
    assert "báo người nộp bổ sung" in item.title

    desk, page = client_of(binh), reverse("cooperation:part", args=[part.id])
    assert "Ghi trả lời của người nộp" in words(desk.get(page))
    assert desk.post(page, {"viec": "tra-loi", "tra_loi": ""}).status_code == 422
    assert desk.post(page, {"viec": "tra-loi", "tra_loi": "Chủ hộ đồng ý, đã ký tại quầy"}).status_code == 302
    (item,) = work.list_of_subject(binh, subject_id=part.id)
    assert "báo người nộp" not in item.title
    looks = [one for one in audit.list_trail(born.id).items if one.verb == audit.READ_VERB]
    assert any("Xem phần việc liên thông" in one.purpose for one in looks)


def test_the_head_sees_who_has_how_much_and_gives_work_away(db, an, binh, ha, chi, units, client_of):
    received = make_received(an, binh, unit_id=units.commune_a.id)
    (item,) = work.list_of_subject(chi, subject_id=received.id)
    head = client_of(chi)
    page = reverse("cooperation:balance")
    assert received.code in words(head.get(page, {"nguoi": "chua-nhan"}))
    assert head.post(page, {"viec": str(item.id)}).status_code == 422
    assert "Đã chuyển 1 trên 1" in words(head.post(page, {"viec": str(item.id), "cho": str(ha.account_id)}))
    assert received.code in words(head.get(reverse("cooperation:hand_over"), {"nguoi": str(ha.account_id)}))
    assert head.get(reverse("cooperation:absence")).status_code == 200
    assert client_of(ha).get(page).status_code == 404
