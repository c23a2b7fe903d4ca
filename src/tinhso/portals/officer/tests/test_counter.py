"""Intake at the counter: scan, choose, fill in, save."""

import pytest
from django.urls import reverse

from tinhso.foundation.audit import public as audit
from tinhso.government.dossiers import public as dossiers
from tinhso.government.procedures.testing import CODE, make_procedure
from tinhso.kernel import clock
from tinhso.portals.officer.card import read_card
from tinhso.testing.cast import AN_NUMBER

pytestmark = pytest.mark.django_db

CARD = f"{AN_NUMBER}|331234567|Nguyá»…n Thá»‹ An|27031990|Ná»¯|PhÆ°á»ng 1|01052021"
FILLED = {
    "thu_tuc": CODE,
    "/applicant/name": "Nguyễn Thị An",
    "/applicant/number": AN_NUMBER,
    "/applicant/phone": "0912345678",
    "/request/subject": "Cấp bản sao",
    "gt_GT_hinh_thuc": "original",
}


@pytest.fixture
def desk(binh, client_of):
    make_procedure()
    return client_of(binh)


def text_of(response):
    return response.content.decode()


def url():
    return reverse("officer:counter")


def test_of_a_scan_only_the_number_and_the_days_are_trusted():
    card = read_card(CARD)
    assert (card.number, card.birth_on) == (AN_NUMBER, "1990-03-27")
    assert read_card(CARD + "|||more|fields") == card
    assert read_card(AN_NUMBER).birth_on == ""
    assert read_card("331234567|x") is None
    assert read_card(f"{AN_NUMBER}|||31021990").birth_on == ""


def test_the_scan_fills_what_the_account_says_and_the_look_is_on_record(desk, an):
    page = text_of(desk.post(url(), {"quet": CARD, "thu_tuc": CODE}))
    assert 'value="Nguyễn Thị An"' in page
    assert "27/03/1990" in page
    assert "Thá»‹" not in page
    assert any("tại quầy" in read.purpose for read in audit.list_reads_of(an.account_id).items)


def test_a_short_code_chooses_the_procedure_and_keeps_the_scan(desk, an):
    scanned = desk.post(url(), {"quet": CARD})
    page = text_of(desk.post(url(), {"the": scanned.context["card_text"], "tim_thu_tuc": "t001"}))
    assert "Xác nhận tình trạng cư trú" in page
    assert f'value="{AN_NUMBER}"' in page
    assert "Hẹn trả nếu lưu bây giờ" in page


def test_a_few_letters_without_marks_find_procedures_without_javascript(desk):
    make_procedure(code="1.999002", name="Xác nhận cư trú lần hai")
    page = desk.get(url(), {"tim_thu_tuc": "xac nhan"})
    assert page.content.count(b'name="chon"') == 2
    chosen = text_of(desk.post(url(), {"tim_thu_tuc": "xac nhan", "chon": "1.999002"}))
    assert "Xác nhận cư trú lần hai" in chosen


def test_what_is_complete_is_received_and_the_receipt_is_printed(desk, binh):
    answer = desk.post(url(), {**FILLED, "lam": "luu_in"}, follow=True)
    page = text_of(answer)
    found = dossiers.list_dossiers(binh, wanted=dossiers.DossierFilter(), now=clock.now()).items
    assert len(found) == 1
    assert found[0].status is dossiers.Status.RECEIVED
    assert found[0].code in page
    assert "data-print-now" in page
    assert reverse("officer:print", args=[found[0].id, "receipt"]) in page
    assert 'data-focus-on="quet"' in page


def test_what_is_missing_is_named_beside_its_field_and_nothing_typed_is_lost(desk, binh):
    typed = {**FILLED, "/request/subject": "", "gt_GT_hinh_thuc": "", "/applicant/name": "Lê Văn Gõ", "lam": "luu"}
    answer = desk.post(url(), typed)
    page = text_of(answer)
    assert answer.status_code == 422
    assert 'href="#f-request-subject">Nhập nội dung yêu cầu' in page
    assert 'value="Lê Văn Gõ"' in page
    papers = desk.post(url(), {**FILLED, "gt_GT_hinh_thuc": "", "lam": "luu"})
    assert 'href="#gt_GT_hinh_thuc"' in text_of(papers)
    assert dossiers.count_dossiers(binh, wanted=dossiers.DossierFilter(), now=clock.now()) == 0


def test_the_same_person_and_procedure_is_asked_about_before_saving_again(desk, binh):
    desk.post(url(), {**FILLED, "lam": "luu"})
    asked = desk.post(url(), {**FILLED, "lam": "luu"})
    assert "đã nộp cùng thủ tục trong 30 ngày qua" in text_of(asked)
    assert dossiers.count_dossiers(binh, wanted=dossiers.DossierFilter(), now=clock.now()) == 1
    desk.post(url(), {**FILLED, "lam": "luu", "da_xem_trung": AN_NUMBER})
    assert dossiers.count_dossiers(binh, wanted=dossiers.DossierFilter(), now=clock.now()) == 2


def test_a_scanned_paper_survives_an_error_and_nobody_borrows_anothers_file(desk, binh, dung):
    from django.core.files.uploadedfile import SimpleUploadedFile

    from tinhso.foundation.files import public as files
    from tinhso.foundation.files.testing import make_pdf

    scan = SimpleUploadedFile("giay.pdf", make_pdf(), content_type="application/pdf")
    page = desk.post(url(), {**FILLED, "/request/subject": "", "gt_GT_tep": scan, "lam": "luu"})
    assert "giay.pdf" in text_of(page)
    row = page.context["sheet"].papers[0]
    desk.post(url(), {**FILLED, "gt_GT_da_co": str(row.files[0]), "lam": "luu"})
    found = dossiers.list_dossiers(binh, wanted=dossiers.DossierFilter(), now=clock.now()).items[0]
    assert dossiers.get_dossier(binh, dossier_id=found.id).papers[0].file_id == row.files[0]
    foreign = files.save_bytes(make_pdf(), name="khac.pdf", actor=dung, now=clock.now())
    assert desk.post(url(), {**FILLED, "gt_GT_da_co": str(foreign.id), "lam": "luu"}).status_code == 404


def test_only_those_who_receive_have_a_counter(ha, client_of):
    assert client_of(ha).get(url()).status_code == 403
