"""The pages of paper on its way."""

import pytest
from django.urls import reverse, set_script_prefix

from tinhso.government.dossiers.testing import MONDAY
from tinhso.government.transfers import public as transfers
from tinhso.government.transfers.testing import make_passed_on, make_sent
from tinhso.kernel.clock import frozen

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday():
    set_script_prefix("/")
    with frozen(MONDAY):
        yield


@pytest.fixture
def ab(units):
    return {"unit_id": units.commune_a.id, "for_unit": units.commune_b.id}


def words(answer):
    return answer.content.decode()


def test_a_desk_sends_and_the_other_confirms_and_reports(binh, dung, ab, client_of):
    info = make_passed_on(binh, **ab)
    make_passed_on(binh, **ab)
    sending, taking = client_of(binh), client_of(dung)
    page = words(sending.get(reverse("transfers:list")))
    assert info.code in page and "Gửi đến Xã An Bình" in page
    (bundle,) = transfers.list_waiting(binh)
    ids = [str(one.id) for one in bundle.lines]
    refused = sending.post(reverse("transfers:send"), {"dong": ids, "cach": "post", "noi_nhan": str(bundle.to_unit_id)})
    assert refused.status_code == 422 and "mã bưu gửi" in words(refused)
    sent = sending.post(reverse("transfers:send"), {"dong": ids, "cach": "officer", "nguoi_mang": "Lê Văn Mẫu"})
    slip = transfers.list_transfers(binh, incoming=False).items[0]
    assert sent["Location"] == reverse("transfers:transfer", args=[slip.id])
    assert "Xác nhận hồ sơ giấy đã đến" not in words(sending.get(sent["Location"]))
    assert slip.number in words(taking.get(reverse("transfers:list") + "?hop=den"))
    assert taking.get(reverse("transfers:list") + f"?ma={slip.number.lower()}")["Location"] == sent["Location"]
    assert taking.get(reverse("transfers:list") + "?ma=KHONG").status_code == 422
    assert "Xác nhận hồ sơ giấy đã đến" in words(taking.get(sent["Location"]))
    confirm = reverse("transfers:confirm", args=[slip.id])
    assert taking.post(confirm, {}).status_code == 422
    said = {f"dong_{ids[0]}": "da_nhan", f"dong_{ids[1]}": "chua_nhan", f"ghi_chu_{ids[1]}": "Không có trong bì"}
    done = words(taking.post(confirm, said, follow=True))
    assert "Đã xác nhận 1 hồ sơ." in done and "Đã báo đơn vị gửi 1 hồ sơ chưa nhận được." in done
    again = make_sent(binh, **ab)[0]
    whole = taking.post(reverse("transfers:confirm", args=[again.id]), {"tat_ca": "1"}, follow=True)
    assert "Đã xác nhận 1 hồ sơ." in words(whole)
    back = sending.get(reverse("transfers:line", args=[ids[1]]), follow=True)
    assert "Đưa về chờ gửi lại" in words(back) and "Không có trong bì" in words(back)
    sending.post(reverse("transfers:act", args=[ids[1]]), {"lam": "gui_lai"})
    waiting = sending.get(reverse("transfers:line", args=[ids[1]]), follow=True)
    assert f"dong-{ids[1]}" in words(waiting)
    why = {"lam": "khong_gui", "ly_do": "Người nộp lấy lại bản chính"}
    assert "Đã ghi lý do" in words(sending.post(reverse("transfers:act", args=[ids[1]]), why, follow=True))
    assert "transfers" not in words(sending.get(reverse("transfers:list"))) or transfers.list_waiting(binh) == []


def test_the_page_of_a_dossier_says_where_its_paper_is(binh, dung, ab, client_of):
    slip, (line,) = make_sent(binh, **ab)
    for who in (binh, dung):
        page = words(client_of(who).get(reverse("officer:dossier", args=[line.dossier_id])))
        assert "Hồ sơ giấy:" in page and "Đang chuyển" in page
    assert client_of(dung).get(reverse("transfers:slip", args=[slip.id])).content.startswith(b"%PDF")


@pytest.mark.django_db(transaction=True)
def test_a_slip_is_printed_as_in_production_without_a_transaction_around_it(binh, ab, client_of):
    slip, _lines = make_sent(binh, **ab)
    assert client_of(binh).get(reverse("transfers:slip", args=[slip.id])).content.startswith(b"%PDF")
