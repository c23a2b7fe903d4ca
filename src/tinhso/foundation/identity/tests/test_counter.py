"""Helping the holder of an account at the counter."""

import re
from datetime import date, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from tinhso.foundation.audit import public as audit
from tinhso.foundation.identity import passkeys, second_factor
from tinhso.foundation.identity import public as identity
from tinhso.foundation.identity.errors import CoolingDown, WrongSecondFactor
from tinhso.foundation.identity.models import Account
from tinhso.foundation.identity.testing import PASSWORD
from tinhso.foundation.identity.tests.test_sign_in import totp_now
from tinhso.kernel import clock

AN_NUMBER = "086190000123"
ADDRESS = "/tai-khoan/ho-tro/"
PAPER = {
    "document": "can_cuoc",
    "document_number": "086190000123",
    "name": "Nguyễn Thị An",
    "birth_on": "27/3/1990",
}
CHI = {"number": "A-CT", "name": "Lê Kim Chi", "birth_on": ""}
NEW_PASSWORD = re.compile(r"<code>([a-z0-9-]{19})</code>")


def ask(client, number=AN_NUMBER, act="verify", **more):
    return client.post(ADDRESS, {"number": number, "act": act, "papers_seen": "on", **PAPER, **more})


def signed_in(password=PASSWORD):
    """Return a browser signed in as An."""
    browser = Client()
    assert browser.post("/dang-nhap/", {"number": AN_NUMBER, "password": password}).status_code == 302
    return browser


def test_a_new_password_opens_the_account_and_ends_old_sessions(an, binh, client_of):
    old = Client()
    old.post("/dang-nhap/", {"number": AN_NUMBER, "password": PASSWORD})

    page = ask(client_of(binh), act="reset_password").content.decode()
    password = NEW_PASSWORD.search(page)

    assert password is not None
    assert old.get("/tai-khoan/").status_code == 302
    assert Client().post("/dang-nhap/", {"number": AN_NUMBER, "password": PASSWORD}).status_code == 422
    assert Client().post("/dang-nhap/", {"number": AN_NUMBER, "password": password[1]}).status_code == 302


def test_papers_seen_at_the_counter_verify_a_self_declared_identity(an, binh, client_of):
    assert ask(client_of(binh)).status_code == 200

    assert identity.get_account(an.account_id).assurance == 2


def test_who_opened_the_account_in_anothers_name_is_out_when_the_holder_is_verified(an, binh, client_of, announced):
    account = Account.objects.get(pk=an.account_id)
    Account.objects.filter(pk=an.account_id).update(email="ke-gian@example.com", address="Nơi khác")
    intruder, waiting = signed_in(), signed_in()
    passkey = Authenticator.objects.create(user=account, type=Authenticator.Type.TOTP, data={"secret": "x"})

    page = ask(client_of(binh), phone="0987 654 321").content.decode()

    assert [one.get("/tai-khoan/").status_code for one in (intruder, waiting)] == [302, 302]
    assert Client().post("/dang-nhap/", {"number": AN_NUMBER, "password": PASSWORD}).status_code == 422
    assert not Authenticator.objects.filter(pk=passkey.pk).exists()
    held = identity.get_account(an.account_id)
    assert (held.assurance, held.phone, held.email, held.address) == (2, "0987654321", "", "")
    assert "identity.holder_proven.v1" in {fact.type_name for fact in announced()}
    given = NEW_PASSWORD.search(page)
    assert given is not None
    assert signed_in(given[1]).get("/tai-khoan/").status_code == 200


def test_verifying_who_is_verified_already_changes_nothing_of_theirs(an, binh, client_of):
    Account.objects.filter(pk=an.account_id).update(assurance=2)
    browser = signed_in()

    page = ask(client_of(binh)).content.decode()

    assert NEW_PASSWORD.search(page) is None
    assert browser.get("/tai-khoan/").status_code == 200
    assert identity.get_account(an.account_id).phone == "0912345678"


@pytest.mark.parametrize("act", ["verify", "reset_password", "change_phone", "unlock"])
@pytest.mark.parametrize(
    ("said", "field"),
    [({"name": "Trần Thị An"}, "name"), ({"birth_on": "27/3/1991"}, "birth_on"), ({"birth_on": ""}, "birth_on")],
)
def test_a_paper_of_somebody_else_helps_nobody(an, binh, client_of, act, said, field):
    Account.objects.filter(pk=an.account_id).update(is_active=act != "unlock")

    page = ask(client_of(binh), act=act, phone="0987654321", **said)

    assert page.status_code == 422
    assert f'id="id_{field}-error"' in page.content.decode()
    account = Account.objects.get(pk=an.account_id)
    assert (account.assurance, account.check_password(PASSWORD), account.phone) == (1, True, "0912345678")


def test_a_name_typed_without_marks_is_written_as_on_the_paper_when_verified(an, binh, client_of):
    Account.objects.filter(pk=an.account_id).update(name="Nguyen Thi An", birth_on=None)

    assert ask(client_of(binh), act="reset_password").status_code == 422
    assert ask(client_of(binh)).status_code == 200

    held = identity.get_account(an.account_id)
    assert (held.name, held.birth_on) == ("Nguyễn Thị An", date(1990, 3, 27))


def test_nothing_is_done_before_the_papers_have_been_seen(an, binh, client_of):
    page = ask(client_of(binh), papers_seen="")

    assert page.status_code == 422
    assert "Đối chiếu giấy tờ gốc trước" in page.content.decode()
    assert identity.get_account(an.account_id).assurance == 1


def test_a_new_telephone_number_is_written_down(an, binh, client_of):
    assert ask(client_of(binh), act="change_phone", phone="12").status_code == 422
    assert ask(client_of(binh), act="change_phone", phone="0987 654 321").status_code == 200

    assert identity.get_account(an.account_id).phone == "0987654321"


def test_the_holder_can_read_who_helped(an, binh, client_of):
    ask(client_of(binh))

    assert "identity.helped_verify" in {entry.verb for entry in audit.list_trail(an.account_id).items}


@pytest.mark.parametrize("who", ["ha", "an", "giang"])
def test_others_do_not_find_the_page(who, request, client_of):
    assert client_of(request.getfixturevalue(who)).get(ADDRESS).status_code == 404


def test_an_officers_account_is_for_the_operator_alone(binh, chi, em, client_of):
    account = Account.objects.get(number="A-CT")
    second_factor.renew_paper_codes(account)

    assert ask(client_of(binh), **CHI, act="reset_password").status_code == 422
    assert ask(client_of(em), **CHI, act="reset_password").status_code == 200

    account.refresh_from_db()
    assert not account.check_password(PASSWORD)


def test_a_new_telephone_ends_old_sessions_tells_the_holder_and_makes_sensitive_acts_wait(
    an, binh, client_of, announced
):
    old = Client()
    old.post("/dang-nhap/", {"number": AN_NUMBER, "password": PASSWORD})

    ask(client_of(binh), act="change_phone", phone="0987654321")

    assert old.get("/tai-khoan/").status_code == 302
    assert "identity.phone_changed.v1" in {fact.type_name for fact in announced()}
    again = Client()
    again.post("/dang-nhap/", {"number": AN_NUMBER, "password": PASSWORD})
    assert "vừa được đổi tại quầy" in again.get("/tai-khoan/").content.decode()
    refused = again.post("/tai-khoan/lien-he/", {"phone": "0911111111", "email": "", "address": ""})
    assert refused.status_code == 422
    assert "việc này làm được từ" in refused.content.decode()
    with clock.frozen(clock.now() + timedelta(hours=25)):
        late = Client()
        late.post("/dang-nhap/", {"number": AN_NUMBER, "password": PASSWORD})
        assert late.post("/tai-khoan/lien-he/", {"phone": "0911111111", "email": "", "address": ""}).status_code == 302


def test_no_second_factor_is_added_while_sensitive_acts_wait(an, binh, client_of):
    ask(client_of(binh), act="change_phone", phone="0987654321")
    account, secret, now = Account.objects.get(pk=an.account_id), second_factor.new_secret(), clock.now()

    with pytest.raises(CoolingDown):
        second_factor.enrol_totp(account, secret=secret, code=totp_now(secret), now=now)
    with pytest.raises(CoolingDown):
        passkeys.enrol(account, answer="{}", name="x", now=now)

    later = now + timedelta(hours=25)
    with clock.frozen(later):
        assert second_factor.enrol_totp(account, secret=secret, code=totp_now(secret), now=later)
    with pytest.raises(WrongSecondFactor):
        passkeys.enrol(account, answer="x", name="x", now=later)


def test_which_paper_was_looked_at_is_on_record_but_not_its_whole_number(an, binh, client_of):
    ask(client_of(binh), act="change_phone", phone="0987654321", document="ho_chieu", document_number="C1234567")

    entry = next(e for e in audit.list_trail(an.account_id).items if e.verb == "identity.helped_change_phone")
    assert entry.detail["document"] == "ho_chieu"
    assert entry.detail["document_ends"] == "4567"
    assert "C1234567" not in str(entry.detail)


def test_a_paper_without_a_number_is_none(an, binh, client_of):
    page = ask(client_of(binh), document_number="--")

    assert page.status_code == 422
    assert "Nhập số của giấy tờ đã đối chiếu" in page.content.decode()


def test_a_locked_account_opens_again_at_the_counter(an, binh, client_of):
    assert ask(client_of(binh), act="lock").status_code == 200
    assert Client().post("/dang-nhap/", {"number": AN_NUMBER, "password": PASSWORD}).status_code == 422
    assert ask(client_of(binh), act="verify").status_code == 422

    assert ask(client_of(binh), act="unlock").status_code == 200
    assert Client().post("/dang-nhap/", {"number": AN_NUMBER, "password": PASSWORD}).status_code == 302


def test_nobody_helps_themselves(em, client_of):
    assert ask(client_of(em), number="T-QT", name="Đỗ Em", birth_on="", act="reset_password").status_code == 422
