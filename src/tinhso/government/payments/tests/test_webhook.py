"""The bank's webhook: signed, fresh, bounded; never a 500, whatever is sent."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tinhso.government.payments import public as payments
from tinhso.government.payments.data import RequestStatus
from tinhso.government.payments.models import BankNotice
from tinhso.government.payments.rules.signature import is_signed, sign
from tinhso.government.payments.testing import MONDAY, make_request, raw_notice
from tinhso.kernel import clock

ADDRESS = "/ngan-hang/bao-co/gia-lap/"
OLD, NEW = "khoa-cu", "khoa-moi"


@pytest.fixture(autouse=True)
def bank(settings):
    settings.BANK_SECRETS = [f"gia-lap={OLD}", f"gia-lap={NEW}"]


@pytest.fixture
def send(db):
    def ask(body, *, secret=NEW, at=MONDAY, stamp=None, signature=None, address=ADDRESS):
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        stamp = str(int(at.timestamp())) if stamp is None else stamp
        headers = {"X-Timestamp": stamp, "X-Signature": sign(secret, stamp, raw) if signature is None else signature}
        with clock.frozen(MONDAY):
            return Client(raise_request_exception=True, enforce_csrf_checks=True).post(
                address, raw, content_type="application/json", headers=headers
            )

    return ask


def told(a, info, **more):
    raw = raw_notice(a, info.code, transaction_id="FT1")
    return {
        "transaction_id": raw.transaction_id, "account_number": raw.account_number, "amount": raw.amount,
        "currency": "VND", "text": raw.text, "happened_at": "2026-11-23T08:58:00+07:00", **more,
    }  # fmt: skip


def test_a_signed_notice_pays_and_is_answered_the_same_again(a, send):
    info = make_request(a)
    first, again = send(told(a, info)), send(told(a, info), secret=OLD)

    assert first.status_code == 200 and again.json() == first.json()
    assert payments.get_request(info.id).status is RequestStatus.PAID


@pytest.mark.parametrize(
    "wrong",
    [
        {"secret": "khac"}, {"at": MONDAY - timedelta(minutes=6)}, {"at": MONDAY + timedelta(minutes=6)},
        {"signature": ""}, {"signature": "é" * 64}, {"stamp": ""}, {"stamp": "9" * 30}, {"stamp": "-1"},
        {"address": "/ngan-hang/bao-co/khac/"},
    ],
)  # fmt: skip
def test_who_cannot_sign_now_is_refused(a, send, wrong):
    info = make_request(a)
    assert send(told(a, info), **wrong).status_code == 401
    assert not BankNotice.objects.exists()


def test_another_amount_under_the_same_number_is_a_conflict(a, send):
    info = make_request(a)
    send(told(a, info))
    assert send(told(a, info, amount=9_000)).status_code == 409


@pytest.mark.parametrize(
    "more",
    [
        {"amount": 8000.0}, {"amount": "8000"}, {"amount": True}, {"amount": -1}, {"amount": 0}, {"amount": 10**14},
        {"currency": "USD"}, {"kind": "debit"}, {"kind": "gift"}, {"kind": []}, {"happened_at": "2026-11-23T08:58:00"},
        {"happened_at": "0001-01-01T00:00:00+14:00"}, {"happened_at": 5}, {"transaction_id": ""}, {"text": "\x00"},
        {"transaction_id": "a" * 65}, {"text": "\ud800"}, {"kind": "reversal"}, {"account_number": "a b"},
    ],
)  # fmt: skip
def test_what_is_malformed_is_refused_and_not_booked(a, send, more):
    answer = send(told(a, make_request(a), **more))
    assert answer.status_code == 422 and answer["Content-Type"] == "application/problem+json"
    assert not BankNotice.objects.exists()


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"null", b"{", b"\xff\xfe", b'{"amount": NaN}', b"[" * 5000, b" " * 20_000, b'"x"']
)
def test_what_is_no_notice_is_refused(send, body):
    assert send(body).status_code == 422


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=3),
    max_leaves=6,
)
KEYS = [
    "transaction_id",
    "account_number",
    "amount",
    "currency",
    "text",
    "happened_at",
    "kind",
    "reverses",
    "payer_name",
]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.dictionaries(st.sampled_from(KEYS), JSON, max_size=4))
def test_nothing_signed_makes_the_house_fall(a, send, changes):
    answer = send(told(a, make_request(a), **changes))
    assert answer.status_code in {200, 409, 422}, answer.content


@given(st.binary(max_size=200), st.text(max_size=80), st.text(max_size=20))
def test_only_the_right_secret_at_the_right_time_passes(body, signature, stamp):
    good = str(int(MONDAY.timestamp()))
    assert is_signed([OLD, NEW], timestamp=good, signature=sign(OLD, good, body), body=body, now=MONDAY)
    assert not is_signed([OLD], timestamp=stamp, signature=signature, body=body, now=MONDAY)
    assert not is_signed([], timestamp=good, signature=sign(OLD, good, body), body=body, now=MONDAY)
    assert not is_signed([OLD], timestamp=good, signature=sign(OLD, good, body + b"x"), body=body, now=MONDAY)
