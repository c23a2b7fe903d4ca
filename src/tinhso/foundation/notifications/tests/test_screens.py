import re
from uuid import uuid4

import pytest
from django.test import Client

from tinhso.foundation.notifications.models import NoticeRow
from tinhso.foundation.notifications.public import Channel, Group, Language, count_unread, preferences
from tinhso.foundation.notifications.testing import make_notice

pytestmark = pytest.mark.urls("tinhso.foundation.notifications.tests.urls")


@pytest.fixture(autouse=True)
def collected(settings, tmp_path):
    """Give the static files a folder, which a checkout that was never run does not have."""
    settings.STATIC_ROOT = tmp_path


def text_of(response):
    return response.content.decode()


def test_a_citizen_reads_the_list_and_opens_one(an, client_of):
    notice = make_notice(an.account_id)
    client = client_of(an)
    page = text_of(client.get("/thong-bao/"))
    assert "1 thông báo chưa đọc." in page
    assert "Hồ sơ H61.12-261123-0001 đã được tiếp nhận" in page
    assert count_unread(an) == 1

    response = client.post(f"/thong-bao/{notice.id}/mo/")
    assert response.headers["Location"] == f"/cua-toi/ho-so/{notice.subject_id}/"
    assert count_unread(an) == 0
    assert "Không có thông báo chưa đọc." in text_of(client.get("/thong-bao/"))


def test_opening_from_an_english_page_stays_english(an, client_of):
    notice = make_notice(an.account_id)
    client = client_of(an)
    assert "Dossier H61.12-261123-0001 has been accepted" in text_of(client.get("/en/thong-bao/"))
    response = client.post(f"/en/thong-bao/{notice.id}/mo/")
    assert response.headers["Location"] == f"/en/cua-toi/ho-so/{notice.subject_id}/"


def test_the_page_is_marked_read_with_one_button_without_javascript(an, client_of):
    for _ in range(3):
        make_notice(an.account_id)
    client = client_of(an)
    ids = re.findall(r'name="notice" value="([^"]+)"', text_of(client.get("/thong-bao/")))
    assert len(ids) == 3
    response = client.post("/thong-bao/da-doc/", {"notice": [*ids, "not-an-id"]}, follow=True)
    assert "Đã đánh dấu 3 thông báo là đã đọc." in text_of(response)
    assert "Đã đọc hết" in text_of(client.get("/thong-bao/?loc=chua-doc"))


def test_a_long_list_is_read_page_by_page(an, client_of):
    made = [make_notice(an.account_id) for _ in range(23)]
    client = client_of(an)
    first = text_of(client.get("/thong-bao/"))
    more = re.search(r'href="(\?[^"]+)" rel="next"', first)
    assert more is not None
    second = text_of(client.get("/thong-bao/" + more[1].replace("&amp;", "&")))
    assert str(made[22].id) in first
    assert str(made[0].id) not in first
    assert str(made[0].id) in second


def test_a_stranger_and_a_missing_notice_look_the_same(an, dung, client_of):
    notice = make_notice(an.account_id)
    client = client_of(dung)
    theirs, missing = client.post(f"/thong-bao/{notice.id}/mo/"), client.post(f"/thong-bao/{uuid4()}/mo/")
    assert theirs.status_code == missing.status_code == 404
    client.post("/thong-bao/da-doc/", {"notice": [str(notice.id)]})
    assert NoticeRow.objects.get(pk=notice.id).read_at is None


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/thong-bao/", "/thong-bao/cai-dat/"])
def test_nobody_signed_in_is_led_to_the_sign_in(address):
    response = Client().get(address)
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/dang-nhap/?next=")


@pytest.mark.django_db
def test_nobody_signed_in_changes_nothing():
    assert Client().post("/thong-bao/da-doc/").status_code == 401
    assert Client().post("/thong-bao/cai-dat/", {"language": "vi"}).status_code == 401


def test_reading_a_page_changes_nothing(an, client_of):
    notice = make_notice(an.account_id)
    client = client_of(an)
    assert client.get(f"/thong-bao/{notice.id}/mo/").status_code == 405
    assert client.get("/thong-bao/da-doc/").status_code == 405
    assert count_unread(an) == 1


def test_settings_are_kept_and_shown(reachable, client_of):
    client = client_of(reachable)
    assert 'name="email" value="dossier" checked' in text_of(client.get("/thong-bao/cai-dat/"))
    response = client.post("/thong-bao/cai-dat/", {"language": "en"}, follow=True)
    assert "Đã lưu cài đặt thông báo." in text_of(response)
    mine = preferences(reachable)
    assert mine.choices[Group.DOSSIER, Channel.EMAIL] is False
    assert mine.choices[Group.SECURITY, Channel.EMAIL] is True
    assert mine.language is Language.EN
    assert 'name="email" value="dossier">' in text_of(client.get("/thong-bao/cai-dat/"))


def test_a_language_nobody_offers_is_refused_with_a_sentence(reachable, client_of):
    response = client_of(reachable).post("/thong-bao/cai-dat/", {"language": "fr"})
    assert response.status_code == 422
    assert "Lựa chọn chưa hợp lệ." in text_of(response)


def test_a_citizen_without_an_address_is_told_so_and_is_not_asked_about_work(an, client_of):
    page = text_of(client_of(an).get("/thong-bao/cai-dat/"))
    assert "Tài khoản chưa có địa chỉ thư điện tử" in page
    assert 'value="work"' not in page


def test_an_officer_sees_the_pages_in_the_officers_shell(binh, client_of):
    client = client_of(binh)
    assert 'class="shell"' in text_of(client.get("/thong-bao/"))
    assert 'value="work"' in text_of(client.get("/thong-bao/cai-dat/"))


def test_every_control_has_a_name_and_every_page_one_heading(reachable, client_of):
    make_notice(reachable.account_id)
    client = client_of(reachable)
    for address in ("/thong-bao/", "/thong-bao/cai-dat/"):
        page = text_of(client.get(address))
        main = page[page.index("<main") : page.index("</main>")]
        assert main.count("<h1") == 1
        for described in re.findall(r'aria-(?:describedby|labelledby)="([^"]+)"', main):
            assert f'id="{described}"' in main
        assert "onclick" not in main
        assert not re.search(r"<(input|button)[^>]*style=", main)
