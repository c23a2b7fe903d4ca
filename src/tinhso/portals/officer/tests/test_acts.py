"""Acts: each a page and a form; a refusal never costs what was typed."""

import pytest
from django.urls import reverse

from tinhso.foundation.work import public as work
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.testing import make_done, make_drafted, make_received
from tinhso.kernel import clock

pytestmark = pytest.mark.django_db


def text_of(response):
    return response.content.decode()


def status_of(actor, info):
    return dossiers.get_dossier(actor, dossier_id=info.id).info.status


def test_receiving_shows_the_promise_first(binh, client_of, filed):
    client = client_of(binh)
    url = reverse("officer:receive", args=[filed.id])
    assert "hẹn trả lúc" in text_of(client.get(url))
    assert client.post(url, {"phien_ban": filed.version}).status_code == 302
    assert status_of(binh, filed) is dossiers.Status.RECEIVED


def test_a_refusal_needs_a_ground_then_certainty(binh, client_of, filed):
    client = client_of(binh)
    url = reverse("officer:refuse", args=[filed.id])
    empty = client.post(url, {"phien_ban": filed.version})
    assert empty.status_code == 422
    assert "Ghi ít nhất một lý do" in text_of(empty)
    reason = {"ly_do_1": "Không thuộc thẩm quyền", "phien_ban": filed.version}
    assert "Ghi căn cứ pháp lý" in text_of(client.post(url, reason))
    reason["can_cu_1"] = "Luật Hộ tịch 2014, Điều 7"
    sure = client.post(url, reason)
    assert "có quyền khiếu nại" in text_of(sure)
    assert status_of(binh, filed) is dossiers.Status.NEW  # nothing has happened yet
    assert client.post(url, {**reason, "chac_chan": "1"}).status_code == 302
    assert status_of(binh, filed) is dossiers.Status.REFUSED


def test_a_model_sentence_brings_its_ground_along(binh, client_of, filed):
    url = reverse("officer:refuse", args=[filed.id])
    model = "Thủ tục không thuộc thẩm quyền giải quyết của cơ quan này"
    sure = client_of(binh).post(url, {"ly_do_1": model, "phien_ban": filed.version})
    assert "Căn cứ: Nghị định 118/2025/NĐ-CP" in text_of(sure)


def test_a_supplement_request_is_itemised_and_a_second_one_needs_the_head(an, binh, chi, client_of, filed):
    client = client_of(binh)
    url = reverse("officer:ask_supplement", args=[filed.id])
    bare = client.post(url, {"chon_GT": "1", "phien_ban": filed.version})
    assert bare.status_code == 422
    assert "Ghi lý do cần bổ sung" in text_of(bare)
    asked = {"chon_GT": "1", "ly_do_GT": "Ảnh mờ", "mau_GT": "Chụp đủ bốn góc", "phien_ban": filed.version}
    assert client.post(url, asked).status_code == 302
    detail = dossiers.get_dossier(an, dossier_id=filed.id)
    assert detail.info.status is dossiers.Status.WAITING_SUPPLEMENT
    assert detail.supplements[0].items[0].reason == "Ảnh mờ"

    brought = {"co": ["GT"], "hinh_thuc": "original"}
    late = client.post(reverse("officer:supplement", args=[filed.id]), {**brought, "phien_ban": filed.version})
    assert late.status_code == 409  # the page was drawn before the request was made
    took = client.post(reverse("officer:supplement", args=[filed.id]), brought)
    assert took.status_code == 302
    second = {**asked, "ly_do_GT": "Vẫn mờ", "phien_ban": dossiers.get_dossier(binh, dossier_id=filed.id).info.version}
    refused = client.post(url, second)
    assert refused.status_code == 422
    assert "cần lãnh đạo đơn vị xác nhận" in text_of(refused)
    assert "Vẫn mờ" in text_of(refused)  # what was typed is still there


def test_two_at_once_the_second_sees_who_acted_and_keeps_the_words(an, binh, ha, a, client_of):
    info = make_received(an, binh, unit_id=a)
    client = client_of(ha)
    fields = {"content": "Xác nhận lần đầu.", "phien_ban": info.version}
    url = reverse("officer:draft", args=[info.id])
    assert client.post(url, fields).status_code == 302
    late = client.post(url, {"content": "Lời gõ sau.", "phien_ban": info.version})
    assert late.status_code == 409
    assert "Phạm Thu Hà vừa xử lý hồ sơ này lúc" in text_of(late)
    assert "Lời gõ sau." in text_of(late)


def test_the_whole_road_on_screens(an, binh, ha, chi, client_of, filed):
    def version():
        return dossiers.get_dossier(binh, dossier_id=filed.id).info.version

    def post(actor, name, *more, **fields):
        url = reverse(f"officer:{name}", args=[filed.id, *more])
        client = client_of(actor)
        assert client.get(url).status_code == 200, name
        answer = client.post(url, {"phien_ban": version(), **fields})
        assert answer.status_code == 302, (name, text_of(answer))

    post(binh, "receive")
    post(ha, "draft", content="Xác nhận nội dung đề nghị là đúng.")
    post(ha, "step", "forward", buoc="tham_tra")
    post(chi, "step", "return", buoc="ky_duyet", remark="Sửa lại ngày")
    post(ha, "step", "forward", buoc="tham_tra")
    post(chi, "sign")
    page = text_of(client_of(chi).get(reverse("officer:dossier", args=[filed.id])))
    assert "đã quyết định ký lúc" in page and "Rút lại việc ký" in page
    post(chi, "sign_again")
    post(chi, "take_back_signing")
    post(chi, "sign")
    dossiers.settle_signing(chi, dossier_id=filed.id, now=clock.now())
    post(binh, "hand_over", to="Nguyễn Thị An")
    assert status_of(binh, filed) is dossiers.Status.HANDED_OVER
    result = client_of(binh).get(reverse("officer:result", args=[filed.id]))
    assert b"".join(result.streaming_content).startswith(b"%PDF")
    result.close()


def test_a_return_without_a_reason_is_refused_beside_the_field(an, binh, ha, chi, a, client_of):
    info = make_drafted(an, binh, ha, unit_id=a)
    url = reverse("officer:step", args=[info.id, "return"])
    answer = client_of(chi).post(url, {"phien_ban": info.version, "buoc": "ky_duyet", "remark": " "})
    assert answer.status_code == 422
    assert 'href="#id_remark">Ghi lý do' in text_of(answer)


def test_signing_passes_a_page_that_says_what_it_does(an, binh, ha, chi, a, client_of):
    info = make_drafted(an, binh, ha, unit_id=a)
    page = text_of(client_of(chi).get(reverse("officer:sign", args=[info.id])))
    assert "Không rút lại chữ ký được" in page
    assert reverse("officer:print", args=[info.id, "draft"]) in page
    assert "Ký và ban hành kết quả" in page


def test_a_finished_dossier_is_not_stopped(an, binh, ha, chi, a, client_of):
    info = make_done(an, binh, ha, chi, unit_id=a)
    reason = {"ly_do_1": "x", "can_cu_1": "y", "chac_chan": "1", "phien_ban": info.version}
    answer = client_of(chi).post(reverse("officer:stop", args=[info.id]), reason)
    assert answer.status_code == 409


def test_work_is_given_to_one_of_those_who_hold_the_role(an, binh, ha, chi, dung, a, client_of):
    info = make_received(an, binh, unit_id=a)
    client = client_of(chi)
    url = reverse("officer:assign", args=[info.id])
    page = text_of(client.get(url))
    assert "Phạm Thu Hà" in page
    assert "Võ Tiến Dũng" not in page
    assert client.post(url, {"nguoi": str(dung.account_id)}).status_code == 422
    assert client.post(url, {"nguoi": str(ha.account_id)}).status_code == 302
    assert work.list_of_subject(chi, subject_id=info.id)[0].assignee_id == ha.account_id


def test_the_way_back_stays_on_this_site(binh, client_of, filed):
    url = reverse("officer:receive", args=[filed.id])
    page = client_of(binh).get(url, {"ve": "https://example.org/"})
    assert 'href="https://example.org' not in text_of(page)
    assert page.context["back"] == reverse("officer:dossier", args=[filed.id])
