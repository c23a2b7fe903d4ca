"""Pages: the clerk registers and issues, a leader directs, others carry out; registers are printed and have no hole."""

import html
import io
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.urls import reverse

from tinhso.foundation.work import public as work
from tinhso.foundation.work.data import Part
from tinhso.government.documents import public as documents
from tinhso.government.documents.actions import doubt
from tinhso.government.documents.models import Book, Document, Instruction
from tinhso.government.documents.queries import registers
from tinhso.government.documents.testing import make_arrived, make_clerk, make_incoming, make_issued, make_pdf
from tinhso.kernel import clock
from tinhso.kernel.actors import SYSTEM
from tinhso.kernel.clock import local_day

pytestmark = pytest.mark.django_db


@pytest.fixture
def a(units):
    return units.commune_a.id


@pytest.fixture
def sen(units):
    return make_clerk(units.commune_a.id)


def words(page):
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.content.decode())).split())


def typed(**more):
    return {
        "so_ky_hieu": "125/STP-HCTP",
        "ngay_van_ban": "20/11/2026",
        "loai": "cong_van",
        "co_quan": "Sở Tư pháp",
        "trich_yeu": "Về việc rà soát dữ liệu hộ tịch",
        "cach_den": "hand",
        "khong_mat": "1",
        **more,
    }


def upload(text="x"):
    return SimpleUploadedFile("cong-van.pdf", make_pdf(text), "application/pdf")


def test_the_clerk_registers_with_a_file_and_a_twin_is_shown_first(sen, client_of):
    client = client_of(sen)
    assert client.get(reverse("documents:new_incoming")).status_code == 200
    done = client.post(reverse("documents:new_incoming"), typed(tep=[upload()]), follow=True)
    assert "Đã vào sổ, số đến 1." in words(done) and "cong-van.pdf" in words(done)
    again = client.post(reverse("documents:new_incoming"), typed(tep=[upload("y")]))
    assert again.status_code == 422 and "Có thể đã vào sổ" in words(again)
    kept = re.findall(r'name="tep_da_tai" value="([^"]+)"', again.content.decode())
    assert len(kept) == 1  # what was uploaded need not be uploaded again
    done = client.post(
        reverse("documents:new_incoming"), typed(tep_da_tai=kept, ly_do_trung="Bản thay thế trang 2"), follow=True
    )
    assert "số đến 2" in words(done) and Document.objects.get(number=2).files.count() == 1


def test_what_is_wrong_stands_at_its_field_and_keeps_what_was_typed(sen, client_of):
    page = client_of(sen).post(reverse("documents:new_incoming"), typed(ngay_van_ban="32/13/2026", khong_mat=""))
    assert page.status_code == 422 and 'id="ngay_van_ban-error"' in page.content.decode()
    assert "Về việc rà soát dữ liệu hộ tịch" in words(page)


def test_another_persons_file_is_not_attached(sen, chi, client_of, a):
    from tinhso.government.documents.testing import make_file

    theirs = make_file(chi)
    page = client_of(sen).post(reverse("documents:new_incoming"), typed(tep_da_tai=[str(theirs.file_id)]))
    assert page.status_code == 404 and not Document.objects.exists()


def test_a_leader_directs_on_the_page_and_the_specialist_finishes(sen, chi, ha, a, client_of):
    info = make_incoming(sen, a, now=clock.now(), issued_on=local_day(clock.now()))
    leading, doing = client_of(chi), client_of(ha)
    page = leading.get(reverse("documents:one", args=[info.id]))
    assert "Ý kiến chỉ đạo" in words(page) and "Phạm Thu Hà" in words(page)
    due = f"{local_day(clock.now() + timedelta(days=5)):%d/%m/%Y}"
    sent = leading.post(
        reverse("documents:act", args=[info.id]),
        {"lam": "chi_dao", "cau": "Rà soát, báo cáo kết quả.", f"vai_{ha.account_id}": "main", "han": due},
        follow=True,
    )
    assert "đã giao 1 người." in words(sent)
    one = Instruction.objects.get()
    assert one.text == "Rà soát, báo cáo kết quả."
    link = doing.get(reverse("documents:instruction", args=[one.id]))
    assert link.status_code == 302 and str(info.id) in link["Location"]
    acts = reverse("documents:act_on", args=[one.id])
    assert "Đã nhận việc." in words(doing.post(acts, {"lam": "nhan"}, follow=True))
    assert doing.post(acts, {"lam": "xong", "ket_qua": ""}).status_code == 422
    done = doing.post(acts, {"lam": "xong", "ket_qua": "Đã báo cáo đầy đủ"}, follow=True)
    assert "Đã hoàn thành phần việc" in words(done) and "Đã hoàn thành" in words(done)
    assert leading.post(acts, {"lam": "khong_co"}).status_code == 404


def test_a_missing_term_is_said_on_the_page(sen, chi, ha, a, client_of):
    info = make_incoming(sen, a, now=clock.now(), issued_on=local_day(clock.now()))
    page = client_of(chi).post(
        reverse("documents:act", args=[info.id]), {"lam": "chi_dao", "y_kien": "Làm", f"vai_{ha.account_id}": "main"}
    )
    assert page.status_code == 422 and "Chọn thời hạn hoàn thành." in words(page)


def test_the_clerk_registers_or_sends_back_what_the_exchange_brought(sen, a, client_of):
    client, info, other = client_of(sen), make_arrived(a), make_arrived(a, code="9/X-Y")
    assert "Tiếp nhận văn bản" in words(client.get(reverse("documents:one", args=[info.id])))
    done = client.post(reverse("documents:act", args=[info.id]), {"lam": "vao_so", "khong_mat": "1"}, follow=True)
    assert "số đến 1" in words(done)
    back = client.post(
        reverse("documents:act", args=[other.id]), {"lam": "tu_choi", "ly_do": "Gửi nhầm cơ quan"}, follow=True
    )
    assert "Đã từ chối tiếp nhận" in words(back)


def test_the_clerk_issues_recalls_and_replaces(sen, a, client_of):
    client = client_of(sen)
    form = {
        "loai": "quyet_dinh",
        "trich_yeu": "Ban hành Quy chế làm việc",
        "noi_nhan": "Sở Tư pháp\nLưu: VT",
        "khong_mat": "1",
        "tep": [upload()],
    }
    done = client.post(reverse("documents:new_outgoing"), form, follow=True)
    assert "Đã phát hành văn bản số 01/QĐ-UBND." in words(done)
    old = Document.objects.get()
    assert old.recipients[0]["unit_id"]  # a unit of the house, found by its name
    form |= {"thay_the": str(old.id), "tep": [upload("y")]}
    assert "01/QĐ-UBND" in words(client.get(reverse("documents:new_outgoing"), {"thay_the": str(old.id)}))
    client.post(reverse("documents:new_outgoing"), form, follow=True)
    assert "Đã được thay thế" in words(client.get(reverse("documents:one", args=[old.id])))
    new = Document.objects.get(number=2)
    acts = reverse("documents:act", args=[new.id])
    assert client.post(acts, {"lam": "thu_hoi", "ly_do": ""}).status_code == 422
    assert "Đã thu hồi" in words(client.post(acts, {"lam": "thu_hoi", "ly_do": "Sai thẩm quyền"}, follow=True))


def test_lists_show_what_one_may_open_and_find_by_words_without_marks(sen, chi, ha, dung, a, client_of):
    make_incoming(sen, a)
    make_incoming(sen, a, code="7/KH-SNV", subject="Kế hoạch tuyển dụng viên chức", issuer_name="Sở Nội vụ")
    hidden = make_incoming(sen, a, code="8/SNV", subject="Việc riêng", restricted=True, reader_ids=(ha.account_id,))
    client = client_of(chi)
    everything = words(client.get(reverse("documents:list"), {"hop": "den"}))
    assert "hộ tịch" in everything and "tuyển dụng" in everything and "Việc riêng" not in everything
    found = words(client.get(reverse("documents:list"), {"hop": "den", "q": "tuyen dung vien"}))
    assert "7/KH-SNV" in found and "hộ tịch" not in found
    assert "125/STP-HCTP" in words(client.get(reverse("documents:list"), {"hop": "den", "q": "125/stp"}))
    assert "Việc riêng" not in words(client.get(reverse("documents:list"), {"hop": "den", "q": "viec rieng"}))
    assert "Việc riêng" in words(client_of(ha).get(reverse("documents:list"), {"hop": "den"}))
    assert "hộ tịch" not in words(client_of(dung).get(reverse("documents:list"), {"hop": "den"}))
    assert client.get(reverse("documents:one", args=[hidden.id])).status_code == 404


def test_each_figure_counts_the_rows_its_link_shows(sen, chi, a, client_of):
    for n in range(3):
        make_incoming(sen, a, code=f"{n}/X-Y")
    make_issued(sen, a)
    client = client_of(chi)
    page = client.get(reverse("documents:figures")).content.decode()
    links = re.findall(r'href="([^"]*hop=[^"]*)">(\d+)<', page)
    assert len(links) == 3
    for link, count in links:
        rows = client.get(html.unescape(link)).content.decode().count("data-row-link")
        assert rows == int(count)


def test_registers_are_shown_printed_and_exported_and_have_no_hole(sen, chi, dung, a, client_of):
    now = clock.now()
    info = make_incoming(sen, a, now=now, issued_on=local_day(now), subject="=1+1")
    make_issued(sen, a, now=now)
    documents.reserve_number(sen, unit_id=a, kind="quyet_dinh", purpose="Khen thưởng", now=now - timedelta(days=1))
    documents.void_unused(now)
    client = client_of(sen)
    page = words(client.get(reverse("documents:books")))
    assert "Liên tục, không hụt số" in page and "Hụt hoặc trùng số" not in page and "Số hủy" in page
    incoming, decisions = Book.objects.get(unit_id=a, code="DEN"), Book.objects.get(unit_id=a, code="QD")
    for book, asked in ((incoming, {}), (incoming, {"mau": "theo-doi"}), (decisions, {})):
        assert client.get(reverse("documents:book", args=[book.id]), asked).content.startswith(b"%PDF")
    from openpyxl import load_workbook

    sheet = load_workbook(
        io.BytesIO(client.get(reverse("documents:book", args=[incoming.id]), {"dang": "xlsx"}).content)
    )
    lines = list(sheet.active.iter_rows(values_only=True))
    assert len(lines[0]) == 10 and lines[1][1] == "1" and lines[1][5] == "Công văn: =1+1"
    assert client_of(dung).get(reverse("documents:book", args=[incoming.id])).status_code == 404
    assert client.get(reverse("documents:slip", args=[info.id])).content.startswith(b"%PDF")


def test_a_hole_is_found(sen, a):
    for n in range(3):
        make_issued(sen, a, subject=f"Việc {n}")
    book = Book.objects.get(unit_id=a, code="QD")
    Document.objects.filter(book=book, number=2).update(number=9)
    report = registers.gap_report(sen, book_id=book.id, year=2026)
    assert report.missing == (2,) and not report.is_whole


def test_a_restricted_document_stands_in_its_register_by_number_alone(sen, chi, ha, a):
    make_incoming(sen, a, restricted=True, reader_ids=(ha.account_id,))
    book = Book.objects.get(unit_id=a, code="DEN")
    day = local_day(Document.objects.get().registered_at)
    _book, seen = registers.register_lines(chi, book_id=book.id, form=registers.Form.IN, first=day, last=day)
    assert seen == [["", "1", "", "", "", registers.HIDDEN, "", "", "", ""]]
    _book, own = registers.register_lines(sen, book_id=book.id, form=registers.Form.IN, first=day, last=day)
    assert own[0][3] == "125/STP-HCTP"


def test_books_are_opened_numbers_kept_back_and_made_void_on_the_page(sen, a, client_of):
    client, act = client_of(sen), reverse("documents:books_act")
    client.get(reverse("documents:books"))
    opened = client.post(
        act, {"dv": a, "lam": "mo", "ma": "TB", "ten": "Sổ thông báo", "loai": ["thong_bao"]}, follow=True
    )
    assert "Đã lập Sổ thông báo." in words(opened)
    assert client.post(act, {"dv": a, "lam": "giu", "loai_giu": "quyet_dinh", "muc_dich": ""}).status_code == 422
    kept = client.post(act, {"dv": a, "lam": "giu", "loai_giu": "quyet_dinh", "muc_dich": "Khen thưởng"}, follow=True)
    assert "Đã giữ số 1" in words(kept)
    key = re.search(r'name="so_giu" value="([^"]+)"', kept.content.decode())[1]
    void = client.post(act, {"dv": a, "lam": "huy", "so_giu": key, "ly_do": "Không ban hành"}, follow=True)
    assert "Đã hủy số đã giữ." in words(void)


def test_following_and_being_reminded(sen, chi, a, client_of):
    from tinhso.foundation.notifications import public as notifications
    from tinhso.government.documents.actions.follow import remind

    info = make_incoming(sen, a)
    client = client_of(chi)
    today = f"{local_day(clock.now()):%d/%m/%Y}"
    page = client.post(reverse("documents:act", args=[info.id]), {"lam": "theo_doi", "ngay_nhac": today}, follow=True)
    assert "Đang theo dõi" in words(page)
    assert "125/STP-HCTP" in words(client.get(reverse("documents:list"), {"hop": "theo-doi"}))
    before = notifications.count_unread(chi)
    assert remind() == 1 and remind() == 0
    assert notifications.count_unread(chi) == before + 1
    client.post(reverse("documents:act", args=[info.id]), {"lam": "bo_theo_doi"})
    assert "125/STP-HCTP" not in words(client.get(reverse("documents:list"), {"hop": "theo-doi"}))


def test_somebody_is_proposed_with_the_reason(sen, chi, ha, a, client_of):
    first = make_incoming(sen, a)
    order = documents.NewInstruction(ha.account_id, Part.MAIN, clock.now() + timedelta(days=5))
    documents.instruct(chi, document_id=first.id, text="x", orders=[order], now=clock.now())
    second = make_incoming(sen, a, code="130/STP")
    page = words(client_of(chi).get(reverse("documents:one", args=[second.id])))
    assert "Đề xuất chủ trì" in page and "đã chủ trì 1 trong 1 văn bản gần đây" in page


def test_a_document_that_bears_a_mark_of_secrecy_warns_and_the_clerk_settles_it_on_its_page(sen, a, client_of):
    letter = make_incoming(sen, a, now=clock.now())
    doubt.hold(SYSTEM, Document.objects.get(pk=letter.id), now=clock.now())
    client, address = client_of(sen), reverse("documents:one", args=[letter.id])
    page = client.get(address)
    assert "Không tải về, không sao chụp, không chuyển tiếp" in words(page)
    act = reverse("documents:act", args=[letter.id])
    refused = client.post(act, {"lam": "khong_mat", "ket_luan": "ờ"})
    assert refused.status_code == 422 and "Ghi căn cứ kết luận" in words(refused)
    done = client.post(act, {"lam": "khong_mat", "ket_luan": "Dấu của bản lưu đã giải mật"}, follow=True)
    assert "Kết luận không phải văn bản mật" in words(done) and "Không tải về" not in words(done)


def test_a_filter_of_documents_is_kept_under_a_name_and_counts_exactly_its_rows(sen, chi, dung, a, client_of):
    for n in range(3):
        make_incoming(sen, a, now=clock.now(), code=f"{n + 1}/STP-HCTP", urgency=documents.Urgency(n % 2))
    client = client_of(chi)
    page = client.get(reverse("documents:list"), {"hop": "den", "khan": "1", "cursor": ""})
    kept = re.search(r'name="loc" value="([^"]*)"', page.content.decode())
    assert kept is not None
    kept_query = html.unescape(kept[1])
    client.post(
        reverse("officer:kept"),
        {"lam": "luu", "trang": "documents", "ten": "Văn bản khẩn", "loc": kept_query, "chung": "1"},
    )
    (view,) = work.list_views(chi)
    assert client.get(reverse("officer:kept_counts")).json() == {str(view.id): "1"}
    assert f"{reverse('documents:list')}?{kept_query}" in html.unescape(
        client.get(reverse("officer:kept")).content.decode()
    )
    assert documents.count_kept(dung, QueryDict(kept_query), now=clock.now()) == 0
    assert documents.count_kept(chi, QueryDict("hop=den&q=ho+tich"), now=clock.now()) == 3


def test_the_page_leads_to_drafting_the_answer_and_the_draft_back(sen, chi, ha, a, client_of):
    letter = make_incoming(sen, a, now=clock.now())
    due = clock.now() + timedelta(days=3)
    order = documents.NewInstruction(ha.account_id, Part.MAIN, due)
    documents.instruct(chi, document_id=letter.id, text="Tham mưu trả lời", orders=[order], now=clock.now())
    client = client_of(ha)
    way = f"{reverse('drafting:new')}?tra_loi={letter.id}"
    assert way in client.get(reverse("documents:one", args=[letter.id])).content.decode()
    assert str(letter.id) in client.get(way).content.decode()
    made = client.post(
        reverse("drafting:new"), {"loai": "cong_van", "trich_yeu": "Trả lời Sở Tư pháp", "tra_loi": str(letter.id)}
    )
    assert made.status_code == 302
    (key,) = re.findall(r"[0-9a-f]{8}-[0-9a-f-]{27}", made.url)
    page = client.get(reverse("drafting:draft", args=[key]))
    assert reverse("documents:one", args=[letter.id]) in page.content.decode()


def test_one_tap_gives_it_as_proposed_and_the_next_one_opens_by_itself(sen, chi, ha, a, client_of):
    wait = {"now": clock.now(), "issued_on": local_day(clock.now())}
    first, second, third = (make_incoming(sen, a, code=f"{n}/STP-HCTP", **wait) for n in (1, 2, 3))
    leading, page = client_of(chi), reverse("documents:one", args=[first.id])
    shown = leading.get(page).content.decode()
    box = shown.partition('id="de-xuat"')[2].partition("</form>")[0]
    sent = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', box)) | {"lam": "chi_dao"}

    said = leading.post(reverse("documents:act", args=[first.id]), sent, follow=True)

    assert said.redirect_chain[-1][0] == reverse("documents:one", args=[second.id])
    assert "Văn bản 1/STP-HCTP: đã giao 1 người." in words(said) and "2 văn bản chờ chỉ đạo" in words(said)
    one = Instruction.objects.get()
    assert (one.assignee_id, one.text) == (ha.account_id, "Chủ trì tham mưu, trình Lãnh đạo.")
    assert one.due_at is not None and one.due_at > clock.now()
    assert reverse("documents:one", args=[third.id]) in said.content.decode(), "this one can wait"
    leading.post(reverse("documents:act", args=[third.id]), {**sent})
    last = leading.post(reverse("documents:act", args=[second.id]), {**sent})
    assert last["Location"] == reverse("documents:one", args=[second.id]), "nothing else waits"
    again = leading.post(reverse("documents:act", args=[second.id]), {"lam": "ket_thuc", "ket_qua": "Đã xong việc"})
    assert again["Location"] == reverse("documents:one", args=[second.id])


def test_what_the_document_asks_for_is_not_put_later_by_the_proposal(sen, chi, a, client_of):
    day = local_day(clock.now()) + timedelta(days=1)
    info = make_incoming(sen, a, now=clock.now(), issued_on=local_day(clock.now()), due_on=day)
    assert f'value="{day:%d/%m/%Y}"' in client_of(chi).get(reverse("documents:one", args=[info.id])).content.decode()
