"""The list of dossiers and the page of one."""

import io

import pypdf
import pytest
from django.urls import reverse

from tinhso.foundation.audit import public as audit
from tinhso.foundation.files import public as files
from tinhso.foundation.files.testing import make_jpeg, make_pdf
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.testing import MONDAY, make_done, make_received, make_submitted

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
    odd = {"trang_thai": "99", "tu": "2026-13-40", "han": "now", "xep": "by-name"}
    assert filed.code in text_of(client.get(reverse("officer:dossiers"), odd))
    assert client.get(reverse("officer:dossiers"), {"sau": "zzz"}).status_code == 422


def test_a_unit_nobody_can_read_never_shows_more_than_was_meant(binh, client_of, filed, a):
    client = client_of(binh)
    answer = client.get(reverse("officer:dossiers"), {"don_vi": "x"})
    assert filed.code not in text_of(answer)
    assert "0 hồ sơ" in text_of(answer)
    assert "một đơn vị không đọc được" in text_of(answer)
    assert answer.context["chips"][0].remove_url == "?"
    both = text_of(client.get(reverse("officer:dossiers"), {"don_vi": ["x", str(a)]}))
    assert filed.code in both
    assert "một đơn vị không đọc được" in both
    assert "không đọc được" not in text_of(client.get(reverse("officer:dossiers"), {"don_vi": str(a)}))


def test_the_page_says_what_can_be_done_and_why_not_the_rest(an, binh, a, client_of):
    info = make_received(an, binh, unit_id=a)
    page = text_of(client_of(binh).get(reverse("officer:dossier", args=[info.id])))
    assert "Vì sao không làm được việc khác" in page
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


def test_photos_of_one_paper_open_as_one_pdf_and_stay_as_they_were(an, binh, a, client_of):
    photos = [files.save_bytes(make_jpeg(60, 80 + n), name=f"anh-{n}.jpg", actor=an, now=MONDAY) for n in range(3)]
    info = make_submitted(an, unit_id=a, papers=[dossiers.PaperInput("GT", photo.id) for photo in photos])
    client = client_of(binh)
    answer = client.get(reverse("officer:dossier", args=[info.id]))
    (row,) = answer.context["papers"]
    assert (len(row.files), row.pages) == (3, 3)
    assert "3 tệp gốc" in text_of(answer)
    merged = client.get(row.url)
    assert merged["Content-Type"] == "application/pdf"
    assert len(pypdf.PdfReader(io.BytesIO(b"".join(merged))).pages) == 3
    assert b"".join(client.get(row.files[1].url)) == make_jpeg(60, 81)
    assert any("Xem Giấy" in line.purpose for line in audit.list_reads_of(an.account_id).items)


def test_a_paper_of_one_file_is_that_file_and_a_merge_that_fails_leaves_the_parts(an, binh, a, client_of, settings):
    client = client_of(binh)
    one = make_submitted(an, unit_id=a)
    (row,) = client.get(reverse("officer:dossier", args=[one.id])).context["papers"]
    assert row.url == row.files[0].url
    merged = reverse("officer:merged_paper", args=[one.id, row.paper.id])
    assert b"".join(client.get(merged)) == make_pdf()
    scans = [files.save_bytes(make_pdf(150), name="a.pdf", actor=an, now=MONDAY) for _ in range(2)]
    many = make_submitted(an, unit_id=a, papers=[dossiers.PaperInput("GT", scan.id) for scan in scans])
    (row,) = client.get(reverse("officer:dossier", args=[many.id])).context["papers"]
    assert client.get(row.url).status_code == 422
    assert b"".join(client.get(row.files[0].url)) == make_pdf(150)


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
