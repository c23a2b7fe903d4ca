"""Helping the holder of an account at the counter."""

import re

import pytest
from django.test import Client

from tinhso.foundation.audit import public as audit
from tinhso.foundation.identity import public as identity
from tinhso.foundation.identity import second_factor
from tinhso.foundation.identity.models import Account
from tinhso.foundation.identity.testing import PASSWORD

AN_NUMBER = "086190000123"
ADDRESS = "/tai-khoan/ho-tro/"
PAPER = {"document": "can_cuoc", "document_number": "086190000123"}


def ask(client, number=AN_NUMBER, act="verify", **more):
    return client.post(ADDRESS, {"number": number, "act": act, "papers_seen": "on", **PAPER, **more})


def test_a_new_password_opens_the_account_and_ends_old_sessions(an, binh, client_of):
    old = Client()
    old.post("/dang-nhap/", {"number": AN_NUMBER, "password": PASSWORD})

    page = ask(client_of(binh), act="reset_password").content.decode()
    password = re.search(r"<code>([a-z0-9-]{19})</code>", page)

    assert password is not None
    assert old.get("/tai-khoan/").status_code == 302
    assert Client().post("/dang-nhap/", {"number": AN_NUMBER, "password": PASSWORD}).status_code == 422
    assert Client().post("/dang-nhap/", {"number": AN_NUMBER, "password": password[1]}).status_code == 302


def test_papers_seen_at_the_counter_verify_a_self_declared_identity(an, binh, client_of):
    assert ask(client_of(binh)).status_code == 200

    assert identity.get_account(an.account_id).assurance == 2


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

    assert ask(client_of(binh), number="A-CT", act="reset_password").status_code == 422
    assert ask(client_of(em), number="A-CT", act="reset_password").status_code == 200

    account.refresh_from_db()
    assert not account.check_password(PASSWORD)
