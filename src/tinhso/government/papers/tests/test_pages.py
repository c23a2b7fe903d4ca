"""The pages of the store: what a person and an officer see, and what is not shown."""

import io
from pathlib import Path

import openpyxl
import pypdf
import pytest
from django.conf import settings

from tinhso.foundation.audit import public as audit
from tinhso.foundation.files.testing import make_pdf
from tinhso.government.papers import public as papers
from tinhso.government.papers.public import ShareKind, ShareScope
from tinhso.government.papers.testing import OWNER, make_copy, make_declared, make_paper
from tinhso.government.procedures import public as procedures
from tinhso.kernel import clock

pytestmark = pytest.mark.django_db


def text_of(answer):
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def whole(answer):
    assert answer.status_code == 200, answer.status_code
    return b"".join(answer.streaming_content)


def sent(name="a.pdf", pages=1):
    file = io.BytesIO(make_pdf(pages))
    file.name = name
    return file


def share(an, paper, kind=ShareKind.LINK, **changes):
    whole = {"purpose": "Làm thủ tục vay vốn", "days": 5, "consent": True, "now": clock.now()}
    return papers.share_paper(an, paper_id=paper.id, kind=kind, **(whole | changes))


def test_one_brings_a_paper_sees_it_marked_and_downloads_it(an, client_of):
    me = client_of(an)
    wrong = me.post("/cua-toi/giay-to/them/", {"loai": "?", "ngay_cap": "31/02/2026"})
    assert wrong.status_code == 422
    assert "Chọn loại giấy tờ" in wrong.content.decode() and "Chọn ảnh hoặc tệp" in wrong.content.decode()

    answer = me.post("/cua-toi/giay-to/them/", {"loai": "VBBC", "so": "B-1", "tep": sent()}, follow=True)

    shown = text_of(answer)
    assert "cơ quan chưa xác minh" in shown and "B-1" in shown
    address = answer.redirect_chain[-1][0]
    file = me.get(f"{address}tep/")
    assert whole(file).startswith(b"%PDF")
    assert "B-1" in text_of(me.get("/cua-toi/giay-to/", {"tim": "b-1"}))
    assert "Không có giấy tờ nào khớp" in text_of(me.get("/cua-toi/giay-to/", {"tim": "zzzz"}))


def test_a_shared_page_shows_that_paper_and_never_the_owners_number(an, client, client_of, khoa):
    paper = make_paper(now=clock.now(), issued_on=None, number="77/2026")
    make_paper(now=clock.now(), issued_on=None, number="88/2026", paper_type="GKS")
    given = share(an, paper, scope=ShareScope.FILE)

    shown = text_of(client.get(f"/chia-se/{given.token}/"))

    assert "77/2026" in shown and "88/2026" not in shown and OWNER not in shown
    answer = client.get(f"/chia-se/{given.token}/")
    assert (answer["Referrer-Policy"], answer["Cache-Control"]) == ("no-referrer", "private, no-store")
    assert whole(client.get(f"/chia-se/{given.token}/tep/")).startswith(b"%PDF")
    to_khoa = share(an, paper, ShareKind.PERSON, receiver_number="086290000456")
    assert "77/2026" in text_of(client_of(khoa).get(f"/cua-toi/chia-se/{to_khoa.id}/xem/"))


def test_an_ended_share_answers_like_one_that_never_was(an, client, client_of):
    given = share(an, make_paper(now=clock.now(), issued_on=None))
    client_of(an).post(f"/cua-toi/chia-se/{given.id}/cham-dut/")

    ended, never = client.get(f"/chia-se/{given.token}/"), client.get(f"/chia-se/{'x' * 43}/")

    assert ended.status_code == never.status_code == 404
    assert client.get(f"/chia-se/{given.token}/tep/").status_code == 404


def test_an_officer_looks_with_a_purpose_opens_a_paper_and_finds_no_declared_one(an, binh, client_of):
    paper, declared = make_paper(now=clock.now(), issued_on=None), make_declared(an, now=clock.now(), issued_on=None)
    desk = client_of(binh)
    assert desk.post("/kho-giay-to/", {"so": OWNER, "muc_dich": ""}).status_code == 422

    answer = desk.post("/kho-giay-to/", {"so": OWNER, "muc_dich": "Đối chiếu giấy tờ hồ sơ"})

    shown = text_of(desk.get(answer["Location"]))
    assert str(paper.id) in shown and str(declared.id) not in shown
    assert whole(desk.get(f"{answer['Location']}{paper.id}/")).startswith(b"%PDF")
    assert desk.get(f"{answer['Location']}{declared.id}/").status_code == 404


def test_the_tracker_shows_filters_exports_and_takes_a_question(an, binh, dung, chi, client_of):
    audit.record_read(binh, person_id=an.account_id, purpose="=HYPERLINK(1)")
    audit.record_read(dung, person_id=an.account_id, purpose="Tra cứu B")
    me = client_of(an)

    assert "Tra cứu B" in text_of(me.get("/cua-toi/du-lieu/"))
    assert "HYPERLINK" not in text_of(me.get("/cua-toi/du-lieu/", {"co-quan": str(dung.unit_id)}))
    exported = whole(me.get("/cua-toi/du-lieu/tai-ve/")).decode()
    assert '"\'=HYPERLINK(1)"' in exported and "Trần Văn Bình" in exported
    look = papers.list_looks_at_me(an).items[1]
    assert "Đã gửi câu hỏi" in text_of(me.post("/cua-toi/du-lieu/hoi/", {"lan_xem": look.key}, follow=True))
    asked = papers.query_read(an, key=look.key, now=clock.now())
    head = client_of(chi)
    assert head.post(f"/kho-giay-to/hoi/{asked.id}/", {"tra_loi": "x"}).status_code == 422
    head.post(f"/kho-giay-to/hoi/{asked.id}/", {"tra_loi": "Công chức mở hồ sơ để tiếp nhận."})
    assert "Công chức mở hồ sơ để tiếp nhận." in text_of(me.get("/cua-toi/du-lieu/"))


def test_the_desk_merges_pictures_counts_pages_and_the_book_is_printed_and_a_spreadsheet(binh, chi, client_of):
    procedures.forget_versions()
    assert procedures.load_packages(Path(settings.CONTENT_DIR) / "procedures").is_clean
    desk = client_of(binh)
    post = {"so_dinh_danh": OWNER, "ho_ten": "=Nguyễn", "loai": "VBBC", "ten": "Bằng", "co_quan": "Trường"}
    wrong = desk.post("/chung-thuc/moi/", {**post, "ban_quet": [sent(), sent("b.pdf", 2)], "so_trang": "2"})
    assert wrong.status_code == 422
    assert "Bản quét có 3 trang" in wrong.content.decode() and "Xác nhận đã đối chiếu" in wrong.content.decode()

    good = {**post, "ban_quet": [sent(), sent("b.pdf", 2)], "so_trang": "3", "da_doi_chieu": "1"}
    assert "Phí: 5.000 đồng" in text_of(desk.post("/chung-thuc/moi/", good, follow=True))
    (copy,) = papers.list_waiting(binh).items
    signed = text_of(client_of(chi).post(f"/chung-thuc/{copy.id}/ky/", follow=True))

    assert "0001 quyển 01/" in signed
    assert "Số liên tục, không thiếu" in text_of(desk.get("/chung-thuc/so/"))
    assert "5.000" in pypdf.PdfReader(io.BytesIO(desk.get("/chung-thuc/so/in/").content)).pages[0].extract_text()
    sheet = openpyxl.load_workbook(io.BytesIO(whole(desk.get("/chung-thuc/so/xlsx/")))).active
    assert [cell.value for cell in sheet[2]][2:8] == ["'=Nguyễn", "Bằng", "Lê Kim Chi", 1, 3, 5000]
    procedures.forget_versions()


def test_the_head_gives_a_copy_back_and_a_second_press_says_it_has_moved_on(binh, chi, client_of):
    copy, head = make_copy(binh, now=clock.now()), client_of(chi)

    assert "Ghi lý do trả lại" in text_of(head.post(f"/chung-thuc/{copy.id}/tra-lai/", {"ly_do": ""}, follow=True))
    head.post(f"/chung-thuc/{copy.id}/tra-lai/", {"ly_do": "Quét mờ trang 1"})
    assert "Quét mờ trang 1" in text_of(client_of(binh).get(f"/chung-thuc/{copy.id}/"))
    assert head.post(f"/chung-thuc/{copy.id}/ky/").status_code == 409


def test_the_desk_finds_what_was_given_back_makes_it_right_and_presents_it_again(binh, chi, client_of):
    procedures.forget_versions()
    assert procedures.load_packages(Path(settings.CONTENT_DIR) / "procedures").is_clean
    copy, closed = make_copy(binh, now=clock.now()), make_copy(binh, now=clock.now())
    for one in (copy, closed):
        papers.return_copy(chi, copy_id=one.id, reason="Sai tên cơ quan cấp", now=clock.now())
    desk = client_of(binh)

    assert "Bị trả lại (2)" in " ".join(text_of(desk.get("/chung-thuc/")).split())
    assert "Sai tên cơ quan cấp" in text_of(desk.get("/chung-thuc/bi-tra-lai/"))
    assert f"/chung-thuc/{copy.id}/trinh-lai/" in text_of(desk.get(f"/chung-thuc/{copy.id}/"))
    form = text_of(desk.get(f"/chung-thuc/{copy.id}/trinh-lai/"))
    assert "Sai tên cơ quan cấp" in form and f'value="{copy.owner_name}"' in form
    typed = {"so_dinh_danh": OWNER, "ho_ten": copy.owner_name, "loai": "VBBC", "ten": copy.name, "so_trang": "1"}
    assert desk.post(f"/chung-thuc/{copy.id}/trinh-lai/", typed).status_code == 422
    right = {**typed, "co_quan": "Trường Đại học Khác", "da_doi_chieu": "1"}
    assert "Đã trình ký" in text_of(desk.post(f"/chung-thuc/{copy.id}/trinh-lai/", right, follow=True))
    assert desk.post(f"/chung-thuc/{copy.id}/trinh-lai/", right).status_code == 409
    assert "Ghi lý do đóng" in text_of(desk.post(f"/chung-thuc/{closed.id}/dong/", {"ly_do": ""}, follow=True))
    done = desk.post(f"/chung-thuc/{closed.id}/dong/", {"ly_do": "Công dân rút yêu cầu"}, follow=True)
    assert "Không có bản sao nào bị trả lại" in text_of(done)
    assert "Trường Đại học Khác" in text_of(client_of(chi).get(f"/chung-thuc/{copy.id}/"))
    procedures.forget_versions()


def test_where_level_two_is_asked_the_pages_of_the_store_lead_to_raising_the_level(an, client_of, khoa, settings):
    paper = make_paper(now=clock.now(), issued_on=None)
    received = share(khoa, make_paper(number_of_owner="086290000456"), ShareKind.PERSON, receiver_number=OWNER)
    addresses = [
        "/cua-toi/giay-to/",
        f"/cua-toi/giay-to/{paper.id}/",
        f"/cua-toi/giay-to/{paper.id}/tep/",
        f"/cua-toi/giay-to/{paper.id}/chia-se/",
        "/cua-toi/chia-se/",
        f"/cua-toi/chia-se/{received.id}/xem/",
        f"/cua-toi/chia-se/{received.id}/tep/",
    ]
    me = client_of(an)

    settings.READ_ASSURANCE = 2

    step_up = "/dang-nhap/nang-muc/"
    assert [me.get(one).headers["Location"].partition("?")[0] for one in addresses] == [step_up] * len(addresses)
