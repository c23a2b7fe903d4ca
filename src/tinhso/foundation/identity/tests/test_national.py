"""Signing in with the State's account: known, to be linked, new."""

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from tinhso.foundation.audit import public as audit
from tinhso.foundation.identity.data import AccountKind
from tinhso.foundation.identity.models import Account, NationalLink
from tinhso.foundation.identity.national.testing import START, sign_on
from tinhso.foundation.identity.testing import PASSWORD, make_account

OPEN = "/dang-nhap/dinh-danh-dien-tu/mo-tai-khoan/"
LINK = "/dang-nhap/dinh-danh-dien-tu/lien-ket/"
NEW, OLD, LOW, BUSINESS = "086301000041", "086190000017", "086202000058", "0100047516"
COUNTER = "/tai-khoan/ho-tro/"
AT_COUNTER = {
    "number": OLD,
    "act": "link",
    "papers_seen": "on",
    "document": "cccd",
    "document_number": "086190000017",
    "name": "Nguyễn Thị Minh Họa",
    "birth_on": "27/3/1990",
}
CONTACT = {"phone": "0912345678", "email": "", "consent": "on"}


def open_new(client, who=NEW, **more):
    assert sign_on(client, who=who, **more).url == OPEN
    return client.post(OPEN, CONTACT)


@pytest.fixture
def minh_hoa(db):
    return make_account(number=OLD, name="Nguyễn Thị Minh Họa", birth_on=date(1990, 3, 27))


def test_the_sign_in_page_offers_the_states_account_first(vneid, client, db):
    page = client.get("/dang-nhap/?next=/cua-toi/").content.decode()

    assert page.index("Đăng nhập bằng VNeID") < page.index('name="password"')
    assert f"{START}?next=/cua-toi/" in page


def test_without_a_provider_the_page_is_as_before(client, db, settings):
    settings.SIMULATORS = ""

    assert "VNeID" not in client.get("/dang-nhap/").content.decode()
    assert client.get(START).status_code == 404


def test_what_is_asked_of_the_provider(vneid, client, db):
    asked = parse_qs(urlsplit(client.get(START).url).query)

    assert asked["response_type"] == ["code"]
    assert asked["acr_values"] == ["LoA2"]
    assert asked["redirect_uri"] == ["http://testserver/dang-nhap/dinh-danh-dien-tu/tra-loi/"]
    assert len(asked["state"][0]) == len(asked["nonce"][0]) == 43
    assert asked["code_challenge_method"] == ["S256"]


def test_a_new_person_opens_an_account_on_one_page(vneid, client, db):
    assert sign_on(client, who=NEW, query="next=/cua-toi/").url == OPEN
    page = client.get(OPEN).content.decode()
    assert "Phạm Thị Minh Họa" in page
    assert "0900000041" in page
    assert "02/09/2001" in page

    answer = client.post(OPEN, CONTACT)

    account = Account.objects.get(number=NEW)
    assert answer.url == "/cua-toi/"
    assert (account.assurance, account.birth_on, account.has_usable_password()) == (2, date(2001, 9, 2), False)
    assert "Tài khoản định danh điện tử" in client.get("/tai-khoan/").content.decode()


def test_nobody_gets_an_account_without_agreeing(vneid, client, db):
    sign_on(client, who=NEW)

    answer = client.post(OPEN, {"phone": "0912345678"})

    assert answer.status_code == 422
    assert "đánh dấu đồng ý" in answer.content.decode()
    assert not Account.objects.filter(number=NEW).exists()


def test_a_known_person_signs_in_with_one_press(vneid, client, db):
    open_new(client)
    other = Client()

    assert sign_on(other, who=NEW, query="next=/cua-toi/").url == "/cua-toi/"
    assert other.get("/tai-khoan/").status_code == 200
    assert NationalLink.objects.get().how == "created"


def test_an_account_that_is_already_here_is_never_taken_over_silently(vneid, client, minh_hoa):
    assert sign_on(client, who=OLD).url == LINK
    assert client.get("/tai-khoan/").status_code == 302

    wrong = client.post(LINK, {"password": "sai mat khau roi"})
    assert wrong.status_code == 422
    assert "Mật khẩu chưa đúng" in wrong.content.decode()
    assert not NationalLink.objects.exists()

    assert client.post(LINK, {"password": PASSWORD}).status_code == 302
    minh_hoa.refresh_from_db()
    assert minh_hoa.assurance == 2
    assert client.get("/tai-khoan/").status_code == 200
    assert "identity.national_linked" in {entry.verb for entry in audit.list_trail(minh_hoa.id).items}


def test_passwords_cannot_be_guessed_on_the_link_page(vneid, client, minh_hoa):
    sign_on(client, who=OLD)
    for _try in range(5):
        assert client.post(LINK, {"password": "sai"}).status_code == 422

    assert client.post(LINK, {"password": PASSWORD}).status_code == 429


def test_who_has_no_password_links_at_the_counter(vneid, client, minh_hoa, binh, client_of):
    sign_on(client, who=OLD)
    page = client.post(LINK, {"counter": "1"}).content.decode()
    code = page.split('big num"><strong>')[1].split("</strong>")[0]
    intruder = Client()
    assert intruder.post("/dang-nhap/", {"number": OLD, "password": PASSWORD}).status_code == 302

    assert client_of(binh).post(COUNTER, {**AT_COUNTER, "code": "0000 0000"}).status_code == 422
    assert client_of(binh).post(COUNTER, {**AT_COUNTER, "code": code}).status_code == 200

    assert NationalLink.objects.get().how == "counter"
    assert sign_on(Client(), who=OLD, query="next=/cua-toi/").url == "/cua-toi/"
    assert intruder.get("/tai-khoan/").status_code == 302
    minh_hoa.refresh_from_db()
    assert (minh_hoa.assurance, minh_hoa.has_usable_password()) == (2, False)


def test_the_counter_does_not_link_accounts_of_two_names(vneid, client, minh_hoa, binh, client_of):
    Account.objects.filter(pk=minh_hoa.pk).update(name="Nguyễn Thị Khác")
    sign_on(client, who=OLD)
    code = client.post(LINK, {"counter": "1"}).content.decode().split('big num"><strong>')[1].split("</strong>")[0]

    asked = {**AT_COUNTER, "name": "Nguyễn Thị Khác", "code": code}
    page = client_of(binh).post(COUNTER, asked)

    assert page.status_code == 422
    assert "không liên kết" in page.content.decode()
    assert not NationalLink.objects.exists()


def test_sessions_begun_by_password_end_when_the_state_proves_the_holder(vneid, client, minh_hoa):
    elsewhere = Client()
    elsewhere.post("/dang-nhap/", {"number": OLD, "password": PASSWORD})
    sign_on(client, who=OLD)

    client.post(LINK, {"password": PASSWORD})

    assert client.get("/tai-khoan/").status_code == 200
    assert elsewhere.get("/tai-khoan/").status_code == 302


def test_a_different_name_is_shown_and_nothing_is_overwritten(vneid, client, db):
    open_new(client)
    vneid.behave(quirks={"changed_name": "Phạm Thị Minh Hoa"})
    other = Client()

    sign_on(other, who=NEW)

    assert Account.objects.get(number=NEW).name == "Phạm Thị Minh Họa"
    page = other.get("/tai-khoan/").content.decode()
    assert "«Phạm Thị Minh Hoa»" in page
    other.post("/tai-khoan/du-lieu-quoc-gia/")
    assert Account.objects.get(number=NEW).name == "Phạm Thị Minh Hoa"
    assert "Dùng thông tin của Nhà nước" not in other.get("/tai-khoan/").content.decode()


def test_a_business_signs_in_and_the_person_behind_is_known(vneid, client, db):
    open_new(client, who=BUSINESS)

    account, held = Account.objects.get(number=BUSINESS), NationalLink.objects.get()
    assert (account.kind, account.name) == (AccountKind.BUSINESS, "Công ty TNHH Minh Họa")
    assert (held.person_number, held.person_name) == ("086070000033", "Lê Minh Họa")


def test_a_first_level_account_stays_at_level_one_and_is_told_how_to_rise(vneid, client, db):
    open_new(client, who=LOW)
    assert Account.objects.get(number=LOW).assurance == 1

    answer = sign_on(client, who=LOW, query="muc=2&next=/tai-khoan/")

    assert answer.url == "/tai-khoan/"
    assert "Nâng tài khoản VNeID lên mức 2" in client.get("/tai-khoan/").content.decode()


def test_the_level_is_raised_without_losing_the_place(vneid, client, db):
    open_new(client, level=1)
    before = client.session.session_key
    assert Account.objects.get(number=NEW).assurance == 1

    answer = sign_on(client, who=NEW, level=2, query="muc=2&next=/tai-khoan/lien-he/")

    assert answer.url == "/tai-khoan/lien-he/"
    assert Account.objects.get(number=NEW).assurance == 2
    assert client.session.session_key != before


def test_somebody_elses_account_cannot_raise_mine(vneid, client, minh_hoa):
    open_new(client)

    answer = sign_on(client, who="086085000025", query="muc=2&next=/tai-khoan/")

    assert answer.status_code == 422
    assert "không phải của người đang đăng nhập" in answer.content.decode()


def test_a_session_is_worth_what_its_own_sign_in_showed(vneid, client, db):
    from tinhso.foundation.access.public import actor_for_request

    open_new(client)
    other = Client()
    sign_on(other, who=NEW, level=1)

    request = other.get("/tai-khoan/").wsgi_request
    assert Account.objects.get(number=NEW).assurance == 2
    assert actor_for_request(request).assurance == 1


def test_signing_out_offers_to_end_the_states_session_too(vneid, client, db):
    open_new(client)

    answer = client.post("/dang-xuat/")

    assert answer.url == "/dang-xuat/xong/"
    page = client.get(answer.url).content.decode()
    assert "Đăng xuất VNeID" in page
    assert "id_token_hint=ey" in page
    assert client.get("/tai-khoan/").status_code == 302


def test_a_shared_machine_stays_a_shared_machine(vneid, client, db):
    open_new(client)
    other = Client()

    sign_on(other, who=NEW, query="chung=1")

    assert other.cookies["sessionid"]["max-age"] == ""


def test_a_locked_account_stays_shut(vneid, client, db):
    open_new(client)
    Account.objects.update(is_active=False)

    answer = sign_on(Client(), who=NEW)

    assert answer.status_code == 422
    assert "đang bị khóa" in answer.content.decode()


def test_two_first_sign_ins_at_once_open_one_account(vneid, transactional_db):
    from concurrent.futures import ThreadPoolExecutor

    from django.db import connection

    browsers = [Client(), Client(), Client()]
    for browser in browsers:
        assert sign_on(browser, who=NEW).url == OPEN

    def post(browser):
        try:
            return browser.post(OPEN, CONTACT).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(post, browsers)) == [302, 302, 302]
    assert Account.objects.filter(number=NEW).count() == NationalLink.objects.count() == 1
    assert all(browser.get("/tai-khoan/").status_code == 200 for browser in browsers)


def test_a_no_at_the_provider_is_no_fault(vneid, client, db):
    answer = sign_on(client, who=NEW, act="refuse")

    assert answer.status_code == 422
    assert "chưa đồng ý" in answer.content.decode()


def test_a_second_factor_is_asked_for_here_too(vneid, client, minh_hoa):
    from tinhso.foundation.identity import second_factor
    from tinhso.foundation.identity.tests.test_sign_in import totp_now
    from tinhso.kernel import clock

    secret = second_factor.new_secret()
    second_factor.enrol_totp(minh_hoa, secret=secret, code=totp_now(secret), now=clock.now())
    sign_on(client, who=OLD)

    assert client.post(LINK, {"password": PASSWORD}).url == "/xac-thuc-hai-lop/"
    assert client.get("/tai-khoan/").status_code == 302


def test_where_the_tone_mark_stands_makes_no_other_name(vneid, client, db):
    make_account(number=OLD, name="NGUYỄN THỊ MINH HOẠ")
    sign_on(client, who=OLD)
    client.post(LINK, {"password": PASSWORD})

    assert "Dùng thông tin của Nhà nước" not in client.get("/tai-khoan/").content.decode()


def test_who_has_no_password_shows_the_states_sign_on_again_before_changing_factors(vneid, client, db):
    open_new(client)
    session = client.session
    session["identity.started"] -= 1200
    session.save()

    asked = client.get("/xac-thuc-hai-lop/thiet-lap/")
    assert client.get(asked.url).url.startswith(f"{START}?muc=2&next=")
    sign_on(client, who=NEW, query="muc=2&next=/xac-thuc-hai-lop/thiet-lap/")

    assert client.get("/xac-thuc-hai-lop/thiet-lap/").status_code == 200
