"""Opening and keeping an account."""

from datetime import timedelta

from django.test import Client

from tinhso.foundation.identity import public as identity
from tinhso.foundation.identity.events import AccountOpened
from tinhso.foundation.identity.models import Account, SignInSession
from tinhso.foundation.identity.testing import PASSWORD
from tinhso.kernel import clock

AN_NUMBER = "086190000123"
CITIZEN = {
    "number": "086 190 000 456",
    "name": "Y’ Thị Hồng-Vân",
    "birth-day": "27",
    "birth-month": "3",
    "birth-year": "1990",
    "phone": "+84 912 345 678",
    "password": "mot cau that de nho",
    "repeated": "mot cau that de nho",
}
BUSINESS = {
    "number": "0100047516",
    "name": "Công ty TNHH Thử Nghiệm",
    "representative": "Nguyễn Văn Thử",
    "phone": "02703 823 456",
    "password": "mot cau that de nho",
    "repeated": "mot cau that de nho",
}


def test_a_citizen_opens_an_account_on_their_own_word(client, db, announced):
    answer = client.post("/dang-ky/?next=/ho-so/", CITIZEN)

    assert answer.status_code == 302
    assert answer.url == "/dang-nhap/?next=%2Fho-so%2F"
    account = identity.find_by_number("086190000456")
    assert account is not None
    assert (account.name, account.phone, account.assurance) == ("Y' Thị Hồng-Vân", "0912345678", 1)
    assert announced() == [AccountOpened(account_id=account.id, kind="citizen")]


def test_a_number_that_does_not_fit_the_birth_year_is_refused_beside_the_number(client, db):
    page = client.post("/dang-ky/", {**CITIZEN, "birth-year": "1991"})

    assert page.status_code == 422
    assert 'id="id_number-error"' in page.content.decode()
    assert "không khớp với năm sinh" in page.content.decode()
    assert not Account.objects.exists()


def test_a_missing_birth_date_is_asked_for_in_the_summary_too(client, db):
    page = client.post("/dang-ky/", {**CITIZEN, "birth-day": "", "birth-month": "", "birth-year": ""}).content.decode()

    assert 'href="#birth"' in page
    assert page.count("Nhập đủ ngày, tháng, năm sinh") >= 2


def test_a_taken_number_is_refused_without_saying_whose_it_is(an, client):
    page = client.post("/dang-ky/", {**CITIZEN, "number": AN_NUMBER})

    assert page.status_code == 422
    assert "Nguyễn Thị An" not in page.content.decode()
    assert "Chưa mở được tài khoản" in page.content.decode()


def test_a_common_password_is_refused_beside_the_password(client, db):
    page = client.post("/dang-ky/", {**CITIZEN, "password": "1234567890", "repeated": "1234567890"})

    assert page.status_code == 422
    assert 'id="id_password-error"' in page.content.decode()


def test_two_different_passwords_are_refused(client, db):
    page = client.post("/dang-ky/", {**CITIZEN, "repeated": "khac"}).content.decode()

    assert "Hai lần nhập mật khẩu chưa giống nhau" in page


def test_what_was_typed_stays_except_the_password(client, db):
    page = client.post("/dang-ky/", {**CITIZEN, "phone": "12"}).content.decode()

    assert 'value="27"' in page
    assert "086190000456" in page or "086 190 000 456" in page
    assert "mot cau that de nho" not in page


def test_a_business_opens_an_account_with_its_tax_code(client, db):
    assert client.post("/dang-ky/doanh-nghiep/", BUSINESS).status_code == 302

    account = identity.find_by_number("0100047516")
    assert account is not None
    assert account.kind == "business"
    assert account.representative == "Nguyễn Văn Thử"


def test_a_wrong_tax_code_is_refused(client, db):
    page = client.post("/dang-ky/doanh-nghiep/", {**BUSINESS, "number": "0100047517"})

    assert page.status_code == 422
    assert "Mã số thuế chưa đúng" in page.content.decode()


def signed_in():
    client = Client()
    assert client.post("/dang-nhap/", {"number": AN_NUMBER, "password": PASSWORD}).status_code == 302
    return client


def test_changing_the_password_ends_the_other_sessions_and_keeps_this_one(an):
    here, there = signed_in(), signed_in()

    answer = here.post(
        "/tai-khoan/mat-khau/", {"current": PASSWORD, "password": "cau moi de nho 2", "repeated": "cau moi de nho 2"}
    )

    assert answer.status_code == 302
    assert here.get("/tai-khoan/").status_code == 200
    assert there.get("/tai-khoan/").status_code == 302


def test_the_password_in_use_must_be_right(an):
    page = signed_in().post(
        "/tai-khoan/mat-khau/", {"current": "sai", "password": "cau moi de nho 2", "repeated": "cau moi de nho 2"}
    )

    assert page.status_code == 422
    assert 'id="id_current-error"' in page.content.decode()


def test_one_session_can_be_ended_from_another(an):
    here, there = signed_in(), signed_in()
    other = SignInSession.objects.get(session_key=there.session.session_key)

    here.post(f"/tai-khoan/phien/{other.id}/ket-thuc/")

    assert there.get("/tai-khoan/").status_code == 302
    assert here.get("/tai-khoan/").status_code == 200


def test_somebody_elses_session_cannot_be_ended(an, binh, client_of):
    there = signed_in()
    other = SignInSession.objects.get(session_key=there.session.session_key)

    client_of(binh).post(f"/tai-khoan/phien/{other.id}/ket-thuc/")

    assert there.get("/tai-khoan/").status_code == 200


def test_signing_out_everywhere_ends_every_session(an):
    here, there = signed_in(), signed_in()

    here.post("/tai-khoan/dang-xuat-moi-noi/")

    assert here.get("/tai-khoan/").status_code == 302
    assert there.get("/tai-khoan/").status_code == 302


def test_contact_details_can_be_changed(an):
    client = signed_in()

    assert client.post("/tai-khoan/lien-he/", {"phone": "12", "email": "", "address": ""}).status_code == 422
    assert client.post("/tai-khoan/lien-he/", {"phone": "0987654321", "email": "x", "address": ""}).status_code == 422
    answer = client.post("/tai-khoan/lien-he/", {"phone": "0987654321", "email": "an@vi-du.vn", "address": "Phường 1"})

    assert answer.status_code == 302
    assert identity.get_account(an.account_id).phone == "0987654321"


def test_a_second_factor_is_added_only_by_who_has_just_shown_the_password(an):
    client = signed_in()
    assert client.get("/xac-thuc-hai-lop/thiet-lap/").status_code == 200

    with clock.frozen(clock.now() + timedelta(minutes=20)):
        sent = client.get("/xac-thuc-hai-lop/thiet-lap/")
        assert sent["Location"].startswith("/tai-khoan/xac-nhan/?next=")
        assert client.post(sent["Location"], {"password": "sai"}).status_code == 422
        onward = client.post(sent["Location"], {"password": PASSWORD})
        assert onward["Location"] == "/xac-thuc-hai-lop/thiet-lap/"
        assert client.get(onward["Location"]).status_code == 200


def test_the_page_can_ask_for_more_time(an):
    client = signed_in()

    ends = client.post("/tai-khoan/phien/gia-han/").json()["ends"]

    assert ends > clock.now().timestamp() + 3600
    assert Client().post("/tai-khoan/phien/gia-han/").status_code == 401


def test_an_officers_account_is_made_once(units):
    from tinhso.foundation.organisations.testing import make_officer
    from tinhso.kernel.actors import SYSTEM

    officer = make_officer(code="cb-01", name="Lê Văn Cán")
    made = identity.ensure_officer_account(
        actor=SYSTEM, officer_id=officer.id, password="cau dau tien dai", now=clock.now()
    )
    again = identity.ensure_officer_account(actor=SYSTEM, officer_id=officer.id, password=None, now=clock.now())

    assert made.id == again.id
    assert made.number == "CB-01"


def test_the_current_password_cannot_be_guessed_at_an_open_screen(an, client_of):
    browser = client_of(an)
    typed = {"password": "mot cau that de nho", "repeated": "mot cau that de nho"}
    for _try in range(5):
        assert browser.post("/tai-khoan/mat-khau/", {"current": "sai", **typed}).status_code == 422

    held = browser.post("/tai-khoan/mat-khau/", {"current": PASSWORD, **typed})

    assert held.status_code == 429
    assert "Đã thử quá nhiều lần" in held.content.decode()
    assert Account.objects.get(pk=an.account_id).check_password(PASSWORD)
