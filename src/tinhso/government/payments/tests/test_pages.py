"""The pages: what a payer and officers see and do."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from tinhso.government.payments import public as payments
from tinhso.government.payments.data import NoticeKind
from tinhso.government.payments.models import BankNotice, Refund
from tinhso.government.payments.testing import CHECK, COPY, make_request, pay, raw_notice
from tinhso.kernel import clock
from tinhso.kernel.money import Dong
from tinhso.ui.format import date_vi

pytestmark = pytest.mark.django_db
WHY = "Theo đề nghị của người nộp"


@pytest.fixture(autouse=True)
def demo(settings, tmp_path):
    settings.DEMO, settings.STATIC_ROOT = True, tmp_path


@pytest.fixture
def info(a, an):
    return make_request(a, items=[COPY, CHECK], payer_account_id=an.account_id, now=clock.now())


def settle(info):
    return pay(info, now=clock.now())


def text(answer):
    return answer.content.decode()


def test_the_payer_sees_how_to_pay_and_then_that_it_arrived(info, settings):
    settings.SIMULATORS = "http://127.0.0.1:9"
    page = text(Client().get(info.path))
    assert info.code in page and "20.000" in page and "<svg" in page and "Chưa nhận được tiền" in page
    assert "http://127.0.0.1:9/bank/?qr=" in page

    assert Client().get(f"{info.path}ma-qr.png").content.startswith(b"\x89PNG")
    pay(info, amount=5_000, now=clock.now())
    assert "15.000" in text(Client().get(info.path))
    pay(info, amount=15_000, now=clock.now())
    page = text(Client().get(info.path))
    assert "Đã nhận" in page and "20.000" in page and '<svg class="qr' not in page and "hx-trigger" not in page


def test_a_stranger_with_the_link_reads_no_name(info, an, client_of):
    assert "Nguyễn Thị An" not in text(Client().get(info.path))
    assert "Nguyễn Thị An" in text(client_of(an).get(info.path))


def test_a_wrong_link_leads_nowhere(info):
    assert Client().get("/thanh-toan/0000000000000/").status_code == 404
    assert Client().get("/bien-lai/khong/").status_code == 404


def test_the_page_is_english_behind_its_prefix(info):
    assert Client().get(f"/en{info.path}").status_code == 200


def test_the_receipt_is_a_pdf_and_can_be_checked_by_anybody(info):
    settle(info)
    receipt = payments.receipts_of(info.id)[0]
    answer = Client().get(reverse("payments:pay_receipt", args=[info.token, receipt.id]))
    assert answer.content.startswith(b"%PDF")
    page = text(Client().get(f"/bien-lai/{receipt.token}/"))
    assert receipt.number in page and "còn giá trị" in page and "Nguyễn" not in page


def test_cash_from_opening_to_closing(info, binh, client_of):
    client = client_of(binh)
    cash = reverse("payments:take_cash", args=[info.id])
    assert "Chưa mở ca" in text(client.get(cash))
    assert client.post(reverse("payments:shift"), {"so_tien": "abc"}).status_code == 422
    assert client.post(reverse("payments:shift"), {"so_tien": "100.000"}).status_code == 302
    assert client.post(cash, {"khach_dua": "1.000"}).status_code == 422
    answer = client.post(cash, {"khach_dua": "50.000"}, follow=True)
    assert "30.000" in text(answer) and "số 0000001" in text(answer)
    short = client.post(reverse("payments:shift"), {"dong": "1", "so_tien": "119000"})
    assert short.status_code == 422 and "lý do chênh lệch" in text(short)
    closed = client.post(reverse("payments:shift"), {"dong": "1", "so_tien": "120000"}, follow=True)
    assert "Đã đóng ca" in text(closed)
    shift = payments.shift_of(binh)
    assert shift is None
    from tinhso.government.payments.models import CashShift

    printed = client.get(reverse("payments:shift_print", args=[CashShift.objects.get().id]))
    assert printed.content.startswith(b"%PDF")


def test_the_accountant_places_money_by_hand(info, a, kim, client_of):
    client = client_of(kim)
    notice = payments.book_notice(raw_notice(a, "nop tien", amount=20_000, at=clock.now()), source="webhook", now=clock.now())  # fmt: skip
    assert notice.transaction_id in text(client.get(reverse("payments:unmatched")))
    here = reverse("payments:notice", args=[notice.id])
    assert info.code in text(client.get(here))
    assert info.code in text(client.get(here, {"tim": info.subject_code[:8]}))
    assert client.post(here, {"khoan_thu": "x"}).status_code == 422
    assert client.post(here, {"khoan_thu": str(info.id)}).status_code == 302
    assert payments.get_request(info.id).is_settled
    assert "đã được xử lý" in text(client.get(here))


def test_money_may_be_left_waiting_with_a_reason(a, kim, client_of):
    client = client_of(kim)
    notice = payments.book_notice(raw_notice(a, "lai", at=clock.now()), source="webhook", now=clock.now())
    here = reverse("payments:notice", args=[notice.id])
    assert client.post(here, {"de_lai": "1", "reason": "ngắn"}).status_code == 422
    assert client.post(here, {"de_lai": "1", "reason": "Lãi tiền gửi tháng 11"}).status_code == 302
    assert BankNotice.objects.get().status == "dismissed"


def test_a_refund_goes_through_two_people(info, kim, chi, client_of):
    settle(info)
    asking, approving = client_of(kim), client_of(chi)
    form = {"amount": "", "reason": WHY, "method": "transfer", "to_name": "An", "to_bank": "VCB", "to_account": "1"}
    here = reverse("payments:ask_refund", args=[info.id])
    assert asking.get(here).status_code == 200
    assert asking.post(here, {**form, "to_account": ""}).status_code == 422
    assert asking.post(here, {**form, "reason": "x"}).status_code == 422
    assert asking.post(here, form).status_code == 302
    refund = Refund.objects.get()
    page = reverse("payments:refund", args=[refund.id])
    assert 'name="duyet"' not in text(asking.get(page)) and 'name="duyet"' in text(approving.get(page))
    assert approving.post(page, {"khong_duyet": "1", "ly_do": "x"}).status_code == 422
    assert approving.post(page, {"duyet": "1"}).status_code == 302
    assert asking.post(page, {"da_chi": "1", "ma": ""}).status_code == 422
    assert asking.post(page, {"da_chi": "1", "ma": "FT9"}).status_code == 302
    assert "An" in text(asking.get(reverse("payments:refunds"), {"trang_thai": "paid"}))
    assert payments.get_request(info.id).status == "refunded"
    receipt = payments.receipts_of(info.id)[0]
    assert "không còn giá trị" in text(Client().get(f"/bien-lai/{receipt.token}/"))


def test_a_request_is_cancelled_with_a_reason(info, binh, client_of):
    here = reverse("payments:cancel", args=[info.id])
    client = client_of(binh)
    assert client.post(here, {"reason": ""}).status_code == 422
    assert client.post(here, {"reason": WHY}).status_code == 302
    assert "đã hủy" in text(Client().get(info.path))


def test_lists_find_by_code_and_status(info, binh, client_of):
    client = client_of(binh)
    address = reverse("payments:requests")
    for query in ({}, {"tim": info.code.lower()}, {"tim": info.subject_code[:10]}, {"trang_thai": "open"}):
        assert info.code in text(client.get(address, query)), query
    assert info.code not in text(client.get(address, {"trang_thai": "paid"}))
    assert info.code not in text(client.get(address, {"tim": "TS22222222"}))


def test_the_day_in_the_books_on_the_screen_and_as_a_spreadsheet(info, a, kim, client_of):
    settle(info)
    client = client_of(kim)
    today = date_vi(clock.today())
    page = client.get(reverse("payments:report"), {"ngay": today})
    assert "20.000" in text(page) and "Thu tiền" in text(page)
    assert client.get(reverse("payments:report"), {"ngay": "31/02/2026"}).status_code == 422
    book = openpyxl.load_workbook(io.BytesIO(client.get(reverse("payments:report_xlsx")).content))
    sums = {row[0]: row[1:] for row in book["Số dư"].iter_rows(min_row=2, values_only=True)}
    assert sums["Tiền gửi ngân hàng"] == (20_000, 20_000)
    assert sum(row[1] for row in sums.values()) == 0
    report = payments.daily_report(kim, day=clock.today(), unit_id=a)
    assert report.taken[payments.Method.TRANSFER] == Dong(20_000)
    assert report.by_kind == {payments.FeeKind.FEE: Dong(8_000), payments.FeeKind.CHARGE: Dong(12_000)}


def test_a_page_of_a_list_has_a_next(a, binh, client_of):
    for _ in range(51):
        make_request(a, now=clock.now() - timedelta(minutes=1))
    first = client_of(binh).get(reverse("payments:requests"))
    cursor = text(first).split("?cursor=")[1].split('"')[0]
    assert client_of(binh).get(reverse("payments:requests") + f"?cursor={cursor}").status_code == 200
    assert client_of(binh).get(reverse("payments:requests") + "?cursor=x").status_code == 422
    assert client_of(binh).get(reverse("payments:requests") + "?cursor=WyJ4Il0").status_code == 422


def test_a_claim_is_booked_seen_and_settled_on_its_pages(info, a, kim, chi, client_of):
    credit = settle(info)
    client, head = client_of(kim), client_of(chi)
    now = clock.now()
    refund = payments.ask_refund(
        kim, request_id=info.id, reason="Nộp nhầm khoản thu", to_name="An", to_bank="VCB", to_account="1", now=now
    )
    payments.approve_refund(chi, refund_id=refund.id, now=now)
    payments.confirm_refund(kim, refund_id=refund.id, reference="FT0OUT", now=now)
    raw = raw_notice(
        a, "", amount=credit.amount.amount, kind=NoticeKind.REVERSAL, reverses=credit.transaction_id, at=now
    )
    reversal = payments.book_notice(raw, source="webhook", now=now)
    booked = client.post(reverse("payments:notice", args=[reversal.id]), {"thu_hoi": "1"})
    here = reverse("payments:claim", args=[reversal.id])
    assert booked.status_code == 302 and booked.url == here
    assert reversal.transaction_id in text(client.get(reverse("payments:claims")))
    assert reversal.transaction_id not in text(client.get(reverse("payments:claims"), {"trang_thai": "lost"}))
    assert "Số quyết định" not in text(client.get(here)) and "Số quyết định" in text(head.get(here))
    assert client.post(here, {"nop_lai": "1"}).status_code == 422
    again = payments.book_notice(
        raw_notice(a, "nop lai", amount=credit.amount.amount, at=now), source="webhook", now=now
    )
    assert again.transaction_id in text(client.get(here))
    assert client.post(here, {"nop_lai": "1", "giao_dich": str(again.id)}).status_code == 302
    assert "Đã nộp lại" in text(client.get(here))
