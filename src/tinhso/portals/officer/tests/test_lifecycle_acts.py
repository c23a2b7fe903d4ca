"""Acts beside the process, on their pages: offered to whom they belong, refused with what to do."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tinhso.foundation.calendar import public as calendar
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.models import Dossier, TimelineEvent
from tinhso.government.dossiers.testing import make_done, make_received
from tinhso.kernel import clock

pytestmark = pytest.mark.django_db
MONDAY = "25/12/2026"


@pytest.fixture
def received(an, binh, a):
    return make_received(an, binh, unit_id=a, now=clock.now())


def text_of(response):
    return response.content.decode()


def status_of(info):
    return dossiers.Status(Dossier.objects.get(pk=info.id).status)


def test_the_head_signs_an_apology_and_the_slip_can_be_printed(chi, client_of, received):
    client = client_of(chi)
    url = reverse("officer:extend", args=[received.id])
    assert "Mỗi hồ sơ chỉ hẹn lại một lần" in text_of(client.get(url))
    wrong = client.post(url, {"new_day": "31/02/2027", "reason": "Chờ kết quả xác minh"})
    assert wrong.status_code == 422 and "31/02/2027" in text_of(wrong)
    soon = (clock.today() + timedelta(days=n) for n in range(14, 40))
    day = next(one for one in soon if calendar.is_working_day(one))
    assert client.post(url, {"new_day": f"{day:%d/%m/%Y}", "reason": "Chờ kết quả xác minh"}).status_code == 302
    page = text_of(client.get(reverse("officer:dossier", args=[received.id])))
    assert "Phiếu xin lỗi và hẹn lại ngày trả kết quả" in page and "Đang ký số" in page
    assert "pháp luật không cho hẹn lại nữa" in page
    assert client.get(reverse("officer:print", args=[received.id, "apology"])).status_code == 409
    dossiers.settle_signing(chi, dossier_id=received.id, now=clock.now())
    (letter,) = dossiers.get_dossier(chi, dossier_id=received.id).letters
    page = text_of(client.get(reverse("officer:dossier", args=[received.id])))
    assert "Đã ký số" in page and reverse("officer:letter", args=[received.id, letter.id]) in page
    for one in (letter.id, letter.document_id):  # by its own name, and as the register leads there
        answer = client.get(reverse("officer:letter", args=[received.id, one]))
        assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert client.get(reverse("officer:print", args=[received.id, "apology"])).content.startswith(b"%PDF")


def test_a_letter_nobody_could_sign_says_so_and_is_signed_by_hand_instead(ha, binh, an, client_of, received, settings):
    settings.DEMO = False  # no demonstration key is made
    item = dossiers.SupplementItem("GT", "Giấy tờ chứng minh", "Ảnh mờ")
    dossiers.ask_supplement(ha, dossier_id=received.id, items=[item], now=clock.now())
    (letter,) = dossiers.get_dossier(ha, dossier_id=received.id).letters
    client = client_of(binh)
    page = text_of(client.get(reverse("officer:dossier", args=[received.id])))
    again, by_hand = (
        reverse(f"officer:{name}", args=[received.id, letter.id]) for name in ("sign_letter", "letter_by_hand")
    )
    assert "chưa ký được" in page and again in page and by_hand in page
    assert "Ký lại phiếu" in text_of(client.get(again))
    refused = client.post(again)
    assert refused.status_code == 403 and ha.name in text_of(refused)
    assert client.get(reverse("officer:letter", args=[received.id, letter.id])).status_code == 409
    assert client.post(by_hand).status_code == 302
    page = text_of(client.get(reverse("officer:dossier", args=[received.id])))
    assert "Đã ký tay trên bản in" in page and "chưa ký được" not in page
    told = text_of(client_of(an).get(reverse("citizen:dossier", args=[received.id])))
    assert "Nhận bản giấy tại Bộ phận Một cửa" in told


def test_a_specialist_is_told_why_they_do_not_apologise(ha, client_of, received):
    page = text_of(client_of(ha).get(reverse("officer:dossier", args=[received.id])))
    assert "Vì sao không làm được việc khác" in page
    refused = client_of(ha).post(
        reverse("officer:extend", args=[received.id]), {"new_day": MONDAY, "reason": "Chờ kết quả xác minh"}
    )
    assert refused.status_code == 403 and "Chờ kết quả xác minh" in text_of(refused)


def test_the_desk_undoes_its_reception_from_the_dossiers_page(binh, client_of, received):
    client = client_of(binh)
    event = TimelineEvent.objects.get(dossier_id=received.id, verb="received")
    url = reverse("officer:undo", args=[received.id, event.id])
    assert url in text_of(client.get(reverse("officer:dossier", args=[received.id])))
    assert "Đã tiếp nhận hồ sơ" in text_of(client.get(url))
    assert client.post(url, {"reason": "Nhầm hồ sơ"}).status_code == 302
    assert status_of(received) is dossiers.Status.NEW


def test_the_desk_stops_at_the_applicants_wish(binh, client_of, received):
    url = reverse("officer:stop_at_wish", args=[received.id])
    assert client_of(binh).post(url, {"reason": ""}).status_code == 422
    assert client_of(binh).post(url, {"reason": "Không còn nhu cầu"}).status_code == 302
    page = text_of(client_of(binh).get(reverse("officer:dossier", args=[received.id])))
    assert "Thông báo dừng giải quyết hồ sơ" in page


def test_the_signer_takes_a_result_back(an, binh, ha, chi, a, client_of):
    info = make_done(an, binh, ha, chi, unit_id=a, now=clock.now())
    url = reverse("officer:return_result", args=[info.id])
    assert client_of(chi).post(url, {"reason": "Sai"}).status_code == 422
    assert client_of(chi).post(url, {"reason": "Sai ngày sinh trong giấy"}).status_code == 302
    assert status_of(info) is dossiers.Status.PROCESSING


def test_the_fee_is_the_packages_and_asked_by_a_button(ha, client_of, received):
    url = reverse("officer:ask_fee", args=[received.id])
    assert "8.000" in text_of(client_of(ha).get(url))
    assert client_of(ha).post(url, {}).status_code == 302
    assert status_of(received) is dossiers.Status.WAITING_FEE


def test_by_post_the_page_asks_for_the_parcel(an, binh, ha, chi, a, client_of):
    info = make_done(an, binh, ha, chi, unit_id=a, now=clock.now())
    url = reverse("officer:hand_over", args=[info.id])
    assert "Ghi mã bưu gửi" in text_of(client_of(binh).post(url, {"way": "post"}))
    assert client_of(binh).post(url, {"way": "post", "tracking": "RR1"}).status_code == 302
    assert status_of(info) is dossiers.Status.HANDED_OVER


def test_the_desk_takes_its_register_as_paper_and_workbook(binh, ha, client_of, received):
    url = reverse("officer:register")
    client = client_of(binh)
    assert "Sổ theo dõi hồ sơ" in text_of(client.get(url))
    assert client.get(url, {"dang": "pdf"}).content.startswith(b"%PDF")
    assert client.get(url, {"dang": "xlsx"}).content.startswith(b"PK")
    backwards = client.get(url, {"tu": "10/11/2026", "den": "01/11/2026", "dang": "pdf"})
    assert backwards.status_code == 422 and "Chọn ngày cuối" in text_of(backwards)
    assert client_of(ha).get(url).status_code == 403


def test_the_page_shows_what_each_step_took_against_what_it_may(an, binh, ha, chi, a, client_of):
    info = make_done(an, binh, ha, chi, unit_id=a, now=clock.now())
    page = text_of(client_of(binh).get(reverse("officer:dossier", args=[info.id])))
    assert "Thời gian từng bước: kế hoạch và thực tế" in page
    assert "4 giờ 00 phút" in page and "đang làm" in page
