from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.foundation.notifications.data import Channel, Group
from tinhso.foundation.notifications.rules.choices import DEFAULTS, FIXED, effective, to_store
from tinhso.foundation.notifications.rules.email_url import SmtpServer, Tls, parse_email_url
from tinhso.foundation.notifications.rules.pauses import PAUSES, pause_after

OPEN = [pair for pair in DEFAULTS if pair[0] not in FIXED]


@given(st.dictionaries(st.sampled_from(OPEN), st.booleans()))
def test_what_a_person_decided_holds_and_the_rest_is_default(decided):
    found = effective(to_store(decided))
    assert found == {pair: decided.get(pair, default) for pair, default in DEFAULTS.items()}


def test_notices_of_security_cannot_be_silenced():
    assert effective({"security": {"email": False}})[Group.SECURITY, Channel.EMAIL] is True
    with pytest.raises(KeyError):
        to_store({(Group.SECURITY, Channel.EMAIL): False})


def test_nobody_decides_about_the_notice_inside_the_house():
    with pytest.raises(KeyError):
        to_store({(Group.DOSSIER, Channel.IN_APP): False})


def test_pauses_grow_and_come_to_an_end():
    assert [pause_after(n) for n in range(1, len(PAUSES) + 1)] == list(PAUSES)
    assert all(a < b for a, b in pairwise(PAUSES))
    assert pause_after(len(PAUSES) + 1) is None
    assert sum(PAUSES, timedelta()) < timedelta(days=2)


def test_a_mail_server_is_read_from_one_url():
    assert parse_email_url("smtp://u%40x:p%3A%2F@mx.example.vn:2525?tls=starttls") == SmtpServer(
        "mx.example.vn", 2525, Tls.STARTTLS, "u@x", "p:/"
    )
    assert parse_email_url("smtp://mx.example.vn?tls=yes").port == 465
    assert parse_email_url("smtp://mx.example.vn?tls=starttls").port == 587
    assert parse_email_url("smtp://mx.example.vn") == SmtpServer("mx.example.vn", 25, Tls.NO)


@pytest.mark.parametrize(
    "url",
    [
        "imap://mx.example.vn",
        "smtp://",
        "smtp://mx.example.vn:99999",
        "smtp://mx.example.vn/path",
        "smtp://mx.example.vn?tls=maybe",
        "smtp://mx.example.vn?ssl=1",
        "smtp://user:hush-hush@mx.example.vn",
    ],
)
def test_a_url_that_cannot_work_is_refused_without_telling_the_password(url):
    with pytest.raises(ValueError, match="TINHSO_EMAIL_URL") as refusal:
        parse_email_url(url)
    assert "hush-hush" not in str(refusal.value)


def test_the_password_does_not_show_when_the_server_is_printed():
    assert "hush" not in repr(parse_email_url("smtp://u:hush@mx.example.vn?tls=yes"))
