"""The list of dossiers and the page of one."""

import pytest
from django.urls import reverse

from tinhso.foundation.audit import public as audit
from tinhso.government.dossiers.testing import make_done, make_received, make_submitted

pytestmark = pytest.mark.django_db


def text_of(response):
    return response.content.decode()


def test_the_list_is_filtered_by_what_its_address_says(an, binh, a, client_of):
    new = make_submitted(an, unit_id=a)
    received = make_received(an, binh, unit_id=a)
    client = client_of(binh)
    everything = text_of(client.get(reverse("officer:dossiers")))
    assert new.code in everything
    assert received.code in everything
    only_new = client.get(reverse("officer:dossiers"), {"trang_thai": "1"})
    assert new.code in text_of(only_new)
    assert received.code not in text_of(only_new)
    assert "1 hồ sơ" in text_of(only_new)
    found = text_of(client.get(reverse("officer:dossiers"), {"tim": "nguyen thi an", "kenh": "online"}))
    assert new.code in found


def test_a_filter_nobody_understands_is_not_asked_for_and_a_bad_cursor_is_refused(binh, client_of, filed):
    client = client_of(binh)
    odd = {"trang_thai": "99", "don_vi": "x", "tu": "2026-13-40", "han": "now", "xep": "by-name"}
    assert filed.code in text_of(client.get(reverse("officer:dossiers"), odd))
    assert client.get(reverse("officer:dossiers"), {"sau": "zzz"}).status_code == 422


def test_the_page_says_what_can_be_done_and_why_not_the_rest(an, binh, a, client_of):
    info = make_received(an, binh, unit_id=a)
    page = text_of(client_of(binh).get(reverse("officer:dossier", args=[info.id])))
    assert "Việc khác và lý do chưa làm được" in page
    assert "Không thể tiếp nhận: hồ sơ đang ở trạng thái" in page
    assert "Bước «Thẩm tra, soạn giấy xác nhận» thuộc vai trò khác" in page


def test_the_story_shows_the_time_planned_for_each_step(an, binh, ha, chi, a, client_of):
    info = make_done(an, binh, ha, chi, unit_id=a)
    assert "Đúng hạn của bước" in text_of(client_of(chi).get(reverse("officer:dossier", args=[info.id])))


def test_every_look_is_on_record_for_the_citizen(an, binh, client_of, filed):
    client_of(binh).get(reverse("officer:dossier", args=[filed.id]))
    reads = audit.list_reads_of(an.account_id).items
    assert any(filed.code in read.purpose for read in reads)


def test_prints_open_in_the_browser_and_only_what_there_is(an, binh, a, client_of):
    info = make_received(an, binh, unit_id=a)
    client = client_of(binh)
    receipt = client.get(reverse("officer:print", args=[info.id, "receipt"]))
    assert receipt["Content-Type"] == "application/pdf"
    assert receipt.content.startswith(b"%PDF")
    assert "frame-ancestors 'self'" in receipt["Content-Security-Policy"]
    assert client.get(reverse("officer:print", args=[info.id, "refusal"])).status_code == 409
    assert client.get(reverse("officer:print", args=[info.id, "passport"])).status_code == 404


def test_to_a_stranger_everything_of_a_dossier_is_missing(an, binh, ha, chi, dung, a, client_of):
    info = make_done(an, binh, ha, chi, unit_id=a)
    client = client_of(dung)
    addresses = [
        reverse(f"officer:{name}", args=[info.id])
        for name in (
            "dossier", "receive", "refuse", "ask_supplement", "supplement", "assign", "draft", "sign", "hand_over",
            "stop", "result",
        )
    ]  # fmt: skip
    addresses += [
        reverse("officer:print", args=[info.id, "receipt"]),
        reverse("officer:step", args=[info.id, "forward"]),
    ]
    assert {client.get(address).status_code for address in addresses} == {404}
    assert "Không có hồ sơ nào" in text_of(client.get(reverse("officer:dossiers"), {"tim": info.code}))


def test_the_list_asks_the_database_as_often_for_many_as_for_one(an, binh, a, client_of, django_assert_max_num_queries):
    make_submitted(an, unit_id=a)
    client = client_of(binh)
    client.get(reverse("officer:dossiers"))
    with django_assert_max_num_queries(20) as one:
        client.get(reverse("officer:dossiers"))
    for _ in range(5):
        make_received(an, binh, unit_id=a)
    client.get(reverse("officer:dossiers"))
    with django_assert_max_num_queries(20) as many:
        client.get(reverse("officer:dossiers"))
    assert len(many) == len(one)
