"""What must not succeed at the State's sign-on: forged, replayed, stolen, redirected, slow."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.db import connection
from django.test import Client

from tinhso.foundation.identity.models import Account, SignOnHealth
from tinhso.foundation.identity.national.testing import START, consent, local, sign_on
from tinhso.foundation.identity.tests.test_national import CONTACT, NEW, OPEN, open_new
from tinhso.kernel import clock

ANSWER = "/dang-nhap/dinh-danh-dien-tu/tra-loi/"


def reasons():
    with connection.cursor() as cursor:
        cursor.execute("SELECT detail::jsonb->>'reason' FROM audit_entry WHERE verb = 'identity.sign_on_refused'")
        return [reason for (reason,) in cursor.fetchall()]


@pytest.mark.parametrize(
    ("quirk", "reason"),
    [
        ("wrong_nonce", "nonce"),
        ("wrong_signature", "signature"),
        ("wrong_audience", "audience"),
        ("wrong_issuer", "issuer"),
        ("wrong_subject", "subject"),
        ("no_signature", "algorithm"),
        ("expired_token", "expired"),
    ],
)
def test_a_token_that_is_not_right_signs_nobody_in(vneid, client, db, quirk, reason):
    vneid.behave(quirks={quirk: True})

    answer = sign_on(client, who=NEW)

    assert answer.status_code == 422
    assert "Chưa xác nhận được kết quả đăng nhập" in answer.content.decode()
    assert reasons() == [reason]
    assert client.get("/tai-khoan/").status_code == 302
    assert client.get(OPEN).url == "/dang-nhap/"


@pytest.mark.parametrize(
    "query", ["", "?code=a", "?state=a", "?code=a&state=a", "?code=%00&state=%F0%9F%98%80", "?state=é&code=b"]
)
def test_an_answer_nobody_asked_for_is_refused(vneid, client, db, query):
    client.get(START)

    answer = client.get(ANSWER + query)

    assert answer.status_code == 422
    assert "không bắt đầu từ trình duyệt đang dùng" in answer.content.decode()


def test_an_answer_given_to_another_browser_is_refused(vneid, client, db):
    """A stranger's own answer, put into my browser, would sign me in as them (login CSRF)."""
    stranger = Client()
    address = local(consent(stranger.get(START).url, who=NEW))
    client.get(START)

    assert client.get(address).status_code == 422
    assert reasons() == ["state"]
    assert stranger.get(address).url == OPEN


def test_an_answer_counts_once_even_when_the_provider_takes_the_code_twice(vneid, client, db):
    vneid.behave(quirks={"code_reuse": True})
    open_new(client)
    other = Client()
    address = local(consent(other.get(START).url, who=NEW))
    kept = other.cookies["sessionid"].value

    assert other.get(address).status_code == 302
    stolen = Client()
    stolen.cookies["sessionid"] = kept
    assert stolen.get(address).status_code == 422
    assert other.get(address).status_code == 422


def test_of_many_same_answers_at_once_one_counts(vneid, transactional_db):
    vneid.behave(quirks={"code_reuse": True})
    first = Client()
    address = local(consent(first.get(START).url, who=NEW))
    kept = first.cookies["sessionid"].value

    def again(_n):
        one = Client()
        one.cookies["sessionid"] = kept
        try:
            return one.get(address).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(again, range(4))) == [302, 422, 422, 422]


def test_somebody_elses_code_does_not_fit_my_attempt(vneid, client, db):
    """An injected code fails: the verifier of PKCE is another's."""
    stranger = Client()
    code = parse_qs(urlsplit(consent(stranger.get(START).url, who=NEW)).query)["code"][0]
    state = parse_qs(urlsplit(client.get(START).url).query)["state"][0]

    assert client.get(f"{ANSWER}?{urlencode({'code': code, 'state': state})}").status_code == 422
    assert reasons() == ["code"]


def test_an_answer_of_another_issuer_is_refused(vneid, client, db):
    address = local(consent(client.get(START).url, who=NEW))

    assert client.get(f"{address}&iss=https://khac.example").status_code == 422
    assert reasons() == ["iss"]


def test_after_ten_minutes_an_attempt_is_over(vneid, client, db):
    address = local(consent(client.get(START).url, who=NEW))

    with clock.frozen(clock.now() + timedelta(minutes=11)):
        assert client.get(address).status_code == 422


@pytest.mark.parametrize(
    "target", ["https://xau.example/", "//xau.example", "/\\xau.example", "javascript:alert(1)", "http:xau"]
)
def test_one_never_ends_up_on_another_site(vneid, client, db, target):
    open_new(client)
    other = Client()

    assert sign_on(other, who=NEW, query=urlencode({"next": target})).url == "/vao/"


def test_a_session_key_planted_before_is_worth_nothing_after(vneid, client, db):
    open_new(client)
    victim = Client()
    victim.get(START)
    planted = victim.cookies["sessionid"].value

    sign_on(victim, who=NEW)

    thief = Client()
    thief.cookies["sessionid"] = planted
    assert thief.get("/tai-khoan/").status_code == 302
    assert victim.cookies["sessionid"].value != planted


def test_a_key_planted_before_does_not_see_the_page_of_linking(vneid, client, db):
    client.get(START)
    planted = client.cookies["sessionid"].value
    sign_on(client, who=NEW)

    thief = Client()
    thief.cookies["sessionid"] = planted
    assert thief.get(OPEN).url == "/dang-nhap/"


def test_the_waiting_person_is_not_readable_in_the_session_table(vneid, client, db):
    sign_on(client, who=NEW)

    kept = str(dict(client.session.items()))
    assert NEW not in kept
    assert "Phạm" not in kept


def test_who_waits_too_long_begins_again(vneid, client, db):
    sign_on(client, who=NEW)

    with clock.frozen(clock.now() + timedelta(minutes=21)):
        assert client.post(OPEN, CONTACT).url == "/dang-nhap/"
    assert not Account.objects.exists()


def test_a_huge_answer_is_not_read(vneid, client, db):
    vneid.behave(quirks={"huge_userinfo": True})

    assert sign_on(client, who=NEW).status_code == 503


def test_a_provider_that_is_down_is_said_so_and_the_password_still_works(vneid, client, an):
    from tinhso.foundation.identity.testing import PASSWORD

    asked = client.get(START)
    address = local(consent(asked.url, who=NEW))
    vneid.behave(down=True)

    answer = client.get(address)

    assert answer.status_code == 503
    assert "chưa trả lời" in answer.content.decode()
    assert "chậm hoặc gián đoạn" in client.get("/dang-nhap/").content.decode()
    assert client.post("/dang-nhap/", {"number": "086190000123", "password": PASSWORD}).status_code == 302


def test_when_it_is_back_the_warning_goes(vneid, client, db):
    vneid.behave(quirks={"userinfo_500": True})
    assert sign_on(client, who=NEW).status_code == 503
    assert SignOnHealth.objects.get().failures == 1

    vneid.forgive()
    sign_on(client, who=NEW)

    assert "gián đoạn" not in Client().get("/dang-nhap/").content.decode()


def test_a_slow_provider_does_not_hold_a_worker_for_long(vneid, client, db):
    address = local(consent(client.get(START).url, who=NEW))
    vneid.behave(delay=20)
    began = time.monotonic()

    assert client.get(address).status_code == 503

    assert time.monotonic() - began < 9


def test_those_who_wait_for_a_slow_provider_leave_threads_for_everybody_else(vneid, client, db):
    from tinhso.foundation.identity.national import wire

    address = local(consent(client.get(START).url, who=NEW))
    began = time.monotonic()

    with wire.seat(), wire.seat():
        assert client.get(address).status_code == 503

    assert time.monotonic() - began < 3
    assert sign_on(Client(), who=NEW).url == OPEN


def test_guessing_is_held_back_by_address(vneid, client, db):
    from tinhso.foundation.identity.web import national

    for _try in range(national.PER_ADDRESS):
        client.get(f"{ANSWER}?state=x&code=y")

    assert client.get(f"{ANSWER}?state=x&code=y").status_code == 429


@pytest.mark.parametrize("who", [OPEN, "/dang-nhap/dinh-danh-dien-tu/lien-ket/"])
def test_the_pages_in_between_open_to_nobody_else(vneid, client, db, who):
    assert client.get(who).url == "/dang-nhap/"
    assert client.post(who, CONTACT).url == "/dang-nhap/"


def test_a_provider_without_tls_is_not_used(settings):
    from tinhso.foundation.identity.national import config

    settings.SIGN_ON_URL, settings.SIGN_ON_CLIENT = "http://vneid.example", "a"

    with pytest.raises(config.BadProvider, match="https"):
        config.active()
