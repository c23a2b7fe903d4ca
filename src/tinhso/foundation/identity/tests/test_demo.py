"""The accounts of the demo."""

import json
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.test import Client

from tinhso.foundation.identity import demo
from tinhso.foundation.identity.models import Account
from tinhso.foundation.organisations import public as organisations
from tinhso.foundation.organisations.models import Officer

FOLDER = Path(django_settings.CONTENT_DIR) / "provinces" / "vinh-long-2023"


@pytest.fixture
def loaded(db, settings, tmp_path):
    settings.PROVINCE = "vinh-long-2023"
    settings.DATA_DIR = tmp_path
    settings.OFFICER_MFA_REQUIRED = True
    organisations.load_province(FOLDER, demo=True)
    return demo.load_accounts()


def test_every_demo_officer_two_citizens_and_a_business_get_an_account(loaded):
    assert loaded == Officer.objects.count() + 3
    assert not Account.objects.filter(is_demo=False).exists()
    assert demo.load_accounts() == 0


def test_every_printed_sign_in_works_at_once(loaded, settings):
    rows = json.loads((settings.DATA_DIR / demo.SIGN_INS_FILE).read_text())

    assert len(rows) == 3 + 2 * 4 + 2
    assert any("Phường 1" in row["who"] for row in rows)
    for row in rows:
        answer = Client().post("/dang-nhap/", {"number": row["number"], "password": row["password"]})
        assert (row["number"], answer.status_code) == (row["number"], 302)
        assert answer["Location"] == "/vao/"
