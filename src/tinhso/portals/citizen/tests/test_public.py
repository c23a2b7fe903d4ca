"""What anybody may see: procedures, the progress of a dossier, whether a paper is genuine."""

import unicodedata

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tinhso.foundation.files import public as files
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.testing import MONDAY, make_done, make_received
from tinhso.kernel import clock
from tinhso.kernel.actors import SYSTEM
from tinhso.portals.citizen.views.look_up import FILES, WRONG_TRIES


@pytest.fixture(autouse=True)
def monday():
    with clock.frozen(MONDAY):
        yield


@pytest.fixture
def done(an, binh, ha, chi, units):
    info = make_done(an, binh, ha, chi, unit_id=units.commune_a.id)
    return dossiers.get_dossier(an, dossier_id=info.id)


@pytest.mark.parametrize(
    "words", ["khai sinh", "Khai Sinh", "dang ky khai sinh", unicodedata.normalize("NFD", "khai sinh")]
)
def test_a_procedure_is_found_with_and_without_marks(client, published, words):
    page = client.get("/thu-tuc/", {"tu-khoa": words}).content.decode()  # V-01
    assert 'href="/thu-tuc/dang-ky-khai-sinh/"' in page


def test_nothing_found_says_what_to_do(client, published):
    page = client.get("/thu-tuc/", {"tu-khoa": "zzzzqqq"}).content.decode()
    assert "Không tìm thấy thủ tục nào." in page and "bỏ bớt bộ lọc" in page


def test_filters_stand_in_the_address_and_each_can_be_taken_off(client, published):
    answer = client.get("/thu-tuc/", {"su-kien": "sinh-con", "cap": "commune"})
    assert {one["info"].life_event for one in answer.context["found"]} == {"sinh-con"}
    assert [chip.remove_url for chip in answer.context["chips"]] == ["?cap=commune", "?su-kien=sinh-con"]


def test_a_start_page_says_all_and_hides_the_editors_marks(client, published):
    page = client.get("/thu-tuc/dang-ky-khai-sinh/").content.decode()
    for words in ("Ai nộp được", "Cần chuẩn bị", "8.000\u00a0₫", "Luật Hộ tịch", "Giấy chứng sinh", "Bắt đầu"):
        assert words in page
    for mark in ("unsure", "known", "found"):
        assert mark not in page
    assert page.count('class="btn"') == 1  # one primary act


def test_every_published_start_page_opens_and_prints_its_blank_form(client, published):
    from tinhso.government.procedures import public as procedures

    for info in procedures.list_procedures().items:
        assert client.get(f"/thu-tuc/{info.slug}/").status_code == 200
    assert client.get("/thu-tuc/dang-ky-khai-sinh/to-khai/").content.startswith(b"%PDF")


def test_a_start_page_costs_a_constant_few_queries(client, published, django_assert_max_num_queries):
    client.get("/thu-tuc/dang-ky-khai-sinh/")
    with django_assert_max_num_queries(3):
        client.get("/thu-tuc/dang-ky-khai-sinh/")


def test_the_public_look_up_shows_the_way_and_no_person(client, an, binh, units):
    info = make_received(an, binh, unit_id=units.commune_a.id)
    for address in (f"/tra-cuu/?ma={info.code.lower()}", f"/t/{info.token}/", f"/t/{info.token.lower()}/"):
        page = client.get(address).content.decode()  # M-02
        assert info.code in page and "Đã tiếp nhận" in page
        assert an.name not in page and "086190000123" not in page and "0912" not in page


def test_a_wrong_code_gets_a_sentence_that_says_what_to_do(client, db):
    answer = client.get("/tra-cuu/", {"ma": "H61.12-261122-9999"})
    assert answer.status_code == 404
    assert "Kiểm tra lại mã in trên giấy hẹn" in answer.content.decode()
    assert client.get("/tra-cuu/", {"ma": " "}).status_code == 422


def test_guessing_codes_is_held_back_by_address(client, db):
    for _ in range(WRONG_TRIES):
        assert client.get("/xac-thuc/AAAA/").status_code == 404
    answer = client.get("/xac-thuc/AAAA/")
    assert answer.status_code == 429
    assert "Thử lại sau" in answer.content.decode()
    assert client.get("/xac-thuc/AAAA/", REMOTE_ADDR="10.1.1.1").status_code == 404


def test_verifying_files_is_held_back_by_address_whatever_comes_of_it(client, db):
    for _ in range(FILES):
        assert client.post("/xac-thuc/", {"tep": SimpleUploadedFile("kq.pdf", b"x")}).status_code == 422
    assert client.post("/xac-thuc/", {"tep": SimpleUploadedFile("kq.pdf", b"x")}).status_code == 429


def test_right_codes_are_never_held_back(client, done):
    for _ in range(WRONG_TRIES + 2):
        assert client.get(f"/xac-thuc/{done.result_token}/").status_code == 200


def test_the_code_on_a_result_shows_the_register_and_the_signature(client, an, done):
    answer = client.get("/xac-thuc/", {"ma": done.result_token.lower()})
    page = client.get(answer.url).content.decode()
    for words in ("Văn bản hợp lệ", "01/2026/XN", "Lê Kim Chi", "Còn hiệu lực", "SHA-256", "16/11/2026"):
        assert words in page
    assert an.name not in page


def test_the_signed_file_itself_is_verified_and_not_kept(client, done):
    data = files.read_bytes(done.result_file_id)
    page = client.post("/xac-thuc/", {"tep": SimpleUploadedFile("kq.pdf", data)}).content.decode()
    assert "Văn bản hợp lệ" in page and "01/2026/XN" in page


def test_a_file_changed_after_signing_is_called_invalid(client, done):
    data = bytearray(files.read_bytes(done.result_file_id))
    place = data.index(b"/MediaBox")
    data[place + 12 : place + 13] = b"9"
    page = client.post("/xac-thuc/", {"tep": SimpleUploadedFile("kq.pdf", bytes(data))}).content.decode()
    assert "Văn bản không hợp lệ" in page and "Văn bản hợp lệ" not in page


def test_what_is_no_pdf_or_nothing_is_refused_beside_the_field(client, db):
    assert list(client.post("/xac-thuc/", {}).context["errors"]) == ["tep"]
    answer = client.post("/xac-thuc/", {"tep": SimpleUploadedFile("a.txt", b"xin chao")})
    assert answer.status_code == 422 and "tep" in answer.context["errors"]


def test_a_revoked_result_says_so_first(client, an, done):
    from tinhso.government.results import public as results

    found = results.list_of_person(an).items[0]
    results.revoke(SYSTEM, result_id=found.id, reason="Cấp sai thẩm quyền theo kết luận kiểm tra.", now=MONDAY)
    page = client.get(f"/xac-thuc/{done.result_token}/").content.decode()
    assert "đã bị thu hồi, không còn giá trị" in page and "Văn bản hợp lệ" not in page


@pytest.mark.parametrize(
    "address", ["/", "/thu-tuc/", "/tra-cuu/", "/xac-thuc/", "/ho-tro/", "/tiep-can/", "/bao-mat/"]
)
def test_public_pages_begin_with_the_sign_of_an_official_site(client, db, address):
    for prefix in ("", "/en"):
        page = client.get(prefix + address).content.decode()
        assert page.index('class="masthead') < page.index("<header")  # M-01
        assert page.count("<h1") == 1


def test_a_signed_file_gives_a_report_to_keep(client, done):
    data = files.read_bytes(done.result_file_id)
    answer = client.post("/xac-thuc/", {"tep": SimpleUploadedFile("kq.pdf", data), "lam": "phieu"})
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")


def test_programs_ask_the_same_by_the_api(client, done):
    data = files.read_bytes(done.result_file_id)
    good = client.post("/api/v1/signatures/verify", {"file": SimpleUploadedFile("kq.pdf", data)}).json()
    bad = client.post(
        "/api/v1/signatures/verify", {"file": SimpleUploadedFile("kq.pdf", data[:-30] + data[-30:].lower())}
    )
    none = client.post("/api/v1/signatures/verify", {"file": SimpleUploadedFile("a.txt", b"xin chao")})
    assert (good["state"], good["file"]["kind"]) == ("valid", "pdf")
    assert good["signatures"][0]["signer"]["name"] == "Lê Kim Chi"
    assert bad.status_code == 422 or bad.json()["state"] == "invalid"
    assert (none.status_code, none.json()["code"]) == (422, "signing.not_a_signed_file")
