"""One's own page: tasks first, the way of a dossier, supplements, results; and nobody else's."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import set_script_prefix

from tinhso.foundation.files.testing import make_jpeg, make_pdf
from tinhso.foundation.signing import public as signing
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.data import SupplementItem
from tinhso.government.dossiers.models import Dossier
from tinhso.government.dossiers.testing import MONDAY, make_done, make_received, make_submitted
from tinhso.government.procedures import public as procedures
from tinhso.kernel import clock
from tinhso.testing.cast import citizen_actor


@pytest.fixture(autouse=True)
def monday():
    with clock.frozen(MONDAY):
        yield


@pytest.fixture
def asked(an, binh, ha, units):
    info = make_received(an, binh, unit_id=units.commune_a.id)
    items = [
        SupplementItem("GT", "Giấy tờ chứng minh", "Ảnh mờ, không đọc được số.", "Ảnh chụp thẳng, đủ bốn góc."),
        SupplementItem("KHAC", "Văn bản ủy quyền", "Thiếu chữ ký."),
    ]
    return dossiers.ask_supplement(ha, dossier_id=info.id, items=items, contact="0270 1022", now=MONDAY)


def upload(name="anh.jpg", data=None):
    return SimpleUploadedFile(name, data or make_jpeg())


def test_what_waits_for_the_citizen_stands_first(asked, an, client_of):
    page = client_of(an).get("/cua-toi/").content.decode()
    assert (
        page.index("Việc cần làm")
        < page.index("Bổ sung giấy tờ: Xác nhận tình trạng cư trú")
        < page.index('id="ho-so"')
    )
    assert "Chờ bổ sung" in page
    assert "Bổ sung giấy tờ" in client_of(an).get("/").content.decode()


def test_procedures_are_named_in_the_language_of_the_page(asked, an, client_of):
    procedures.forget_versions()
    for address in ("/cua-toi/", f"/tra-cuu/?ma={asked.code}", f"/cua-toi/ho-so/{asked.id}/rut/"):
        english = client_of(an).get(f"/en{address}").content.decode()
        assert "Confirmation of residence" in english
        assert "Xác nhận tình trạng cư trú" not in english
        set_script_prefix("/")
        assert "Xác nhận tình trạng cư trú" in client_of(an).get(address).content.decode()


def test_a_supplement_asks_for_each_thing_with_reason_and_example(asked, an, client_of):
    page = client_of(an).get(f"/cua-toi/ho-so/{asked.id}/").content.decode()
    for words in (
        "cần bổ sung 2 giấy tờ",
        "Ảnh mờ, không đọc được số.",
        "Bản đúng: Ảnh chụp thẳng, đủ bốn góc.",
        "Thiếu chữ ký.",
        "0270 1022",
        "đang tạm dừng tính thời hạn",
    ):
        assert words in page


def test_half_a_supplement_is_not_sent_and_the_half_is_not_lost(asked, an, client_of):
    browser = client_of(an)
    address = f"/cua-toi/ho-so/{asked.id}/bo-sung/"
    half = browser.post(address, {"bo-sung-GT": upload()})
    assert half.status_code == 422
    assert list(half.context["errors"]) == ["bo-sung-KHAC"]
    (kept,) = half.context["slots"][0][1]
    assert f'name="bo-sung-GT-kept" value="{kept}"' in half.content.decode()
    whole = browser.post(address, {"bo-sung-GT-kept": str(kept), "bo-sung-KHAC": upload("b.pdf", make_pdf())})
    assert whole.status_code == 302
    detail = dossiers.get_dossier(an, dossier_id=asked.id)
    assert detail.info.status is dossiers.Status.RECEIVED
    assert [paper.component for paper in detail.papers if paper.supplement_id] == ["GT", "KHAC"]
    assert browser.post(address, {}).status_code == 302  # pressed again: nothing more to send


def test_a_file_of_somebody_else_cannot_be_sent_as_ones_own(asked, an, client_of):
    from tinhso.foundation.files.testing import make_file

    theirs = make_file()
    kept = {"bo-sung-GT-kept": str(theirs.id), "bo-sung-KHAC-kept": str(theirs.id)}
    assert client_of(an).post(f"/cua-toi/ho-so/{asked.id}/bo-sung/", kept).status_code == 404


def test_the_name_of_a_file_of_somebody_else_is_not_told_either(asked, an, binh, client_of):
    from tinhso.foundation.files.testing import make_file

    theirs = make_file(make_pdf(), name="don-ly-hon.pdf", actor=binh)
    answer = client_of(an).post(f"/cua-toi/ho-so/{asked.id}/bo-sung/", {"bo-sung-GT-kept": str(theirs.id)})
    assert answer.status_code == 404
    assert "don-ly-hon" not in answer.content.decode()


def test_the_citizen_reads_units_not_names_of_officers(asked, an, ha, binh, client_of):
    page = client_of(an).get(f"/cua-toi/ho-so/{asked.id}/").content.decode()
    assert "Đã tiếp nhận hồ sơ" in page and "Phường 1" in page
    assert ha.name not in page and binh.name not in page


def test_a_result_is_downloaded_as_it_was_signed_and_verifies(an, binh, ha, chi, units, client_of):
    info = make_done(an, binh, ha, chi, unit_id=units.commune_a.id)
    browser = client_of(an)
    assert "Tải kết quả có ký số" in browser.get(f"/cua-toi/ho-so/{info.id}/").content.decode()
    data = b"".join(browser.get(f"/cua-toi/ho-so/{info.id}/ket-qua/"))
    assert signing.verify_pdf(data).state is signing.VerdictState.VALID
    assert "Giấy xác nhận" in browser.get("/cua-toi/").content.decode()


def test_withdrawing_goes_through_a_page_that_says_what_it_means(an, units, client_of):
    info = make_submitted(an, unit_id=units.commune_a.id)
    browser = client_of(an)
    assert "phải nộp hồ sơ mới" in browser.get(f"/cua-toi/ho-so/{info.id}/rut/").content.decode()  # M-04
    assert Dossier.objects.get().status == dossiers.Status.NEW
    assert browser.post(f"/cua-toi/ho-so/{info.id}/rut/", {"reason": "Khai nhầm"}).status_code == 302
    assert Dossier.objects.get().status == dossiers.Status.WITHDRAWN
    assert "Rút hồ sơ này" not in browser.get(f"/cua-toi/ho-so/{info.id}/").content.decode()


def test_prints_are_pdf_and_those_for_officers_are_not_there(an, binh, units, client_of):
    info = make_received(an, binh, unit_id=units.commune_a.id)
    browser = client_of(an)
    for word in ("to-khai", "giay-tiep-nhan"):
        assert browser.get(f"/cua-toi/ho-so/{info.id}/in/{word}/").content.startswith(b"%PDF")
    for word in ("control", "draft", "phieu-kiem-soat"):
        assert browser.get(f"/cua-toi/ho-so/{info.id}/in/{word}/").status_code == 404
    assert browser.get(f"/cua-toi/ho-so/{info.id}/in/phieu-bo-sung/").status_code == 409


def test_a_stranger_and_another_citizen_see_nothing(asked, client, client_of):
    other = client_of(citizen_actor(number="086195000456", name="Trần Khác"))
    for place in ("", "rut/", "ket-qua/", "in/to-khai/", f"giay-to/{asked.id}/"):
        address = f"/cua-toi/ho-so/{asked.id}/{place}"
        assert other.get(address).status_code == 404
        assert client.get(address).url.startswith("/dang-nhap/?next=")
    assert other.post(f"/cua-toi/ho-so/{asked.id}/bo-sung/", {}).status_code == 404


def test_the_citizen_reads_who_looked_at_their_data(an, binh, units, client_of):
    info = make_received(an, binh, unit_id=units.commune_a.id)
    dossiers.get_dossier(binh, dossier_id=info.id, purpose="Kiểm tra giấy tờ")
    page = client_of(an).get("/cua-toi/ai-da-xem/", follow=True).content.decode()
    assert "Kiểm tra giấy tờ" in page and binh.name in page


def test_my_page_asks_the_database_as_often_for_one_dossier_as_for_ten(
    an, units, client_of, django_assert_max_num_queries
):
    browser = client_of(an)
    counts = []
    for many in (1, 9):
        for _ in range(many):
            make_submitted(an, unit_id=units.commune_a.id)
        browser.get("/cua-toi/")
        with django_assert_max_num_queries(13) as queries:
            browser.get("/cua-toi/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_dossiers_come_page_by_page_by_key(an, units, client_of):
    for _ in range(22):
        make_submitted(an, unit_id=units.commune_a.id)
    first = client_of(an).get("/cua-toi/")
    assert len(first.context["rows"]) == 20
    second = client_of(an).get("/cua-toi/", {"cursor": first.context["page"].next_cursor})
    assert len(second.context["rows"]) == 2
