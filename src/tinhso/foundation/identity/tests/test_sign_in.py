"""Signing in, as a person at a browser lives it."""

from datetime import timedelta

import pytest
from django.test import Client

from tinhso.foundation.identity import second_factor
from tinhso.foundation.identity.models import Account, SignInSession
from tinhso.foundation.identity.testing import PASSWORD, make_account
from tinhso.kernel import clock

SIGN_IN = "/dang-nhap/"
AN_NUMBER = "086190000123"


def sign_in(client, number=AN_NUMBER, password=PASSWORD, **more):
    return client.post(SIGN_IN, {"number": number, "password": password, **more})


def totp_now(secret):
    from allauth.mfa.totp.internal import auth as totp

    return totp.format_hotp_value(totp.hotp_value(secret, int(clock.now().timestamp()) // 30))


def test_a_citizen_signs_in_with_number_and_password(an, client):
    answer = sign_in(client)

    assert answer.status_code == 302
    assert answer.url == "/vao/"
    page = client.get("/tai-khoan/")
    assert "Nguyễn Thị An" in page.content.decode()
    assert "no-store" in page["Cache-Control"]


def test_spaces_in_the_number_do_not_matter(an, client):
    assert sign_in(client, number="086 190 000 123").status_code == 302


def test_a_wrong_password_and_an_unknown_number_look_the_same(an, client):
    wrong = sign_in(client, password="sai mat khau roi")
    unknown = sign_in(client, number="086190999999", password="sai mat khau roi")

    assert wrong.status_code == unknown.status_code == 422
    sentence = "Số định danh hoặc mật khẩu chưa đúng"
    assert sentence in wrong.content.decode()
    assert sentence in unknown.content.decode()
    assert "<title>Lỗi:" in wrong.content.decode().replace("\n", "")


def test_empty_boxes_are_named_one_by_one(client, db):
    page = client.post(SIGN_IN, {}).content.decode()

    assert 'href="#id_number"' in page
    assert 'href="#id_password"' in page


@pytest.mark.parametrize("number", [AN_NUMBER, "086190999999"])
def test_the_sixth_wrong_try_is_held_back_whether_or_not_the_number_exists(an, client, number):
    for _try in range(5):
        assert sign_in(client, number=number, password="sai").status_code == 422

    answer = sign_in(client, number=number, password=PASSWORD)

    assert answer.status_code == 429
    assert "Thử lại sau" in answer.content.decode()


def test_after_a_quarter_of_an_hour_one_may_try_again(an, client):
    for _try in range(6):
        sign_in(client, password="sai")

    with clock.frozen(clock.now() + timedelta(minutes=16)):
        assert sign_in(client).status_code == 302


def test_signing_in_gives_a_fresh_session_key(an, client):
    client.get(SIGN_IN)
    client.session["x"] = 1
    before = client.session.session_key

    sign_in(client)

    assert client.session.session_key != before


def test_one_goes_on_to_the_page_asked_for_but_never_to_another_site(an, client):
    assert sign_in(client, next="/ho-so/?a=1").url == "/ho-so/?a=1"
    client.post("/dang-xuat/")
    assert sign_in(client, next="https://xau.example/").url == "/vao/"
    client.post("/dang-xuat/")
    assert sign_in(client, next="//xau.example/").url == "/vao/"


def test_signing_out_needs_a_post_and_ends_the_session(an, client):
    sign_in(client)

    assert client.get("/dang-xuat/").status_code == 405
    client.post("/dang-xuat/")

    assert client.get("/tai-khoan/").status_code == 302
    assert SignInSession.objects.get().ended_at is not None


def test_on_a_shared_machine_the_session_ends_after_three_minutes_and_with_the_browser(an, client):
    sign_in(client, is_shared="on")

    assert client.cookies["sessionid"]["max-age"] == ""
    with clock.frozen(clock.now() + timedelta(minutes=2)):
        assert client.get("/tai-khoan/").status_code == 200
    with clock.frozen(clock.now() + timedelta(minutes=6)):
        assert client.get("/tai-khoan/").status_code == 302


def test_an_officers_session_ends_after_half_an_hour_without_a_request(binh, client, settings):
    settings.OFFICER_MFA_REQUIRED = False
    sign_in(client, number="A-MC")

    with clock.frozen(clock.now() + timedelta(minutes=29)):
        assert client.get("/tai-khoan/").status_code == 200
    with clock.frozen(clock.now() + timedelta(minutes=60)):
        assert client.get("/tai-khoan/").status_code == 302


def test_an_officers_session_ends_twelve_hours_after_sign_in_whatever_happens(binh, client, settings):
    settings.OFFICER_MFA_REQUIRED = False
    start = clock.now()
    sign_in(client, number="A-MC")

    for minutes in range(25, 12 * 60, 25):
        with clock.frozen(start + timedelta(minutes=minutes)):
            assert client.get("/tai-khoan/").status_code == 200
    with clock.frozen(start + timedelta(hours=12, minutes=1)):
        assert client.get("/tai-khoan/").status_code == 302


def test_an_officer_sets_up_the_second_factor_before_anything_else(binh, client):
    first = sign_in(client, number="a-mc")
    assert first.url == "/xac-thuc-hai-lop/thiet-lap/"
    assert client.get("/tai-khoan/").status_code == 302
    assert "<svg" in client.get(first.url).content.decode()

    secret = client.session["identity.new_secret"]
    wrong = client.post(first.url, {"code": "000000" if totp_now(secret) != "000000" else "000001"})
    done = client.post(first.url, {"code": totp_now(secret)})

    assert wrong.status_code == 422
    assert "mã dự phòng" in done.content.decode()
    assert client.get("/tai-khoan/").status_code == 200


@pytest.fixture
def enrolled(binh):
    account = Account.objects.get(number="A-MC")
    secret = second_factor.new_secret()
    past = clock.now() - timedelta(minutes=5)
    with clock.frozen(past):
        codes = second_factor.enrol_totp(account, secret=secret, code=totp_now(secret), now=clock.now())
    return secret, codes


def test_an_enrolled_officer_is_asked_for_the_code(enrolled, client):
    secret, _codes = enrolled

    assert sign_in(client, number="A-MC", next="/viec/").url == "/xac-thuc-hai-lop/"
    assert client.get("/tai-khoan/").status_code == 302
    assert client.post("/xac-thuc-hai-lop/", {"code": "12"}).status_code == 422
    assert client.post("/xac-thuc-hai-lop/", {"code": totp_now(secret)}).url == "/viec/"
    assert client.get("/tai-khoan/").status_code == 200


def test_a_code_is_taken_once_only(enrolled, client):
    secret, _codes = enrolled
    code = totp_now(secret)
    sign_in(client, number="A-MC")
    client.post("/xac-thuc-hai-lop/", {"code": code})

    other = Client()
    sign_in(other, number="A-MC")

    assert other.post("/xac-thuc-hai-lop/", {"code": code}).status_code == 422


def test_a_code_on_paper_works_once(enrolled, client):
    _secret, codes = enrolled
    sign_in(client, number="A-MC")
    assert client.post("/xac-thuc-hai-lop/", {"code": f"{codes[0][:4]} {codes[0][4:]}"}).status_code == 302

    other = Client()
    sign_in(other, number="A-MC")
    assert other.post("/xac-thuc-hai-lop/", {"code": codes[0]}).status_code == 422


def test_five_wrong_codes_hold_the_account_back(enrolled, client):
    secret, _codes = enrolled
    sign_in(client, number="A-MC")
    for _try in range(5):
        assert client.post("/xac-thuc-hai-lop/", {"code": "1"}).status_code == 422

    assert client.post("/xac-thuc-hai-lop/", {"code": totp_now(secret)}).status_code == 429


def test_who_waits_too_long_begins_again(enrolled, client):
    secret, _codes = enrolled
    sign_in(client, number="A-MC")

    with clock.frozen(clock.now() + timedelta(minutes=11)):
        assert client.post("/xac-thuc-hai-lop/", {"code": totp_now(secret)}).url == SIGN_IN


def test_the_secret_is_not_readable_in_the_table(enrolled):
    from allauth.mfa.models import Authenticator

    secret, codes = enrolled
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))

    assert secret not in kept
    assert codes[0] not in kept


def test_a_demo_officer_needs_no_second_factor(units, client):
    from tinhso.foundation.identity.data import AccountKind
    from tinhso.foundation.organisations.testing import make_officer

    officer = make_officer(code="DEMO", name="Lê Minh Họa", is_demo=True)
    make_account(number="DEMO", name=officer.name, kind=AccountKind.OFFICER, officer_id=officer.id, is_demo=True)

    assert sign_in(client, number="DEMO").url == "/vao/"


def test_a_closed_account_does_not_open(an, client):
    Account.objects.update(is_active=False)

    assert sign_in(client).status_code == 422
