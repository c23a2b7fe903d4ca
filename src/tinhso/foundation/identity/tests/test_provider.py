"""Our sign-on for the province's other systems, seen by one written here by hand: httpx-like calls and PyJWT, nothing else."""

import base64
import hashlib
import json
import re
import secrets
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
import pytest
from django.db import connection
from django.test import Client

from tinhso.foundation.audit import public as audit
from tinhso.foundation.identity.models import Account, LogoutNotice, SignOnCode
from tinhso.foundation.identity.provider import clients, ending, keys
from tinhso.foundation.identity.testing import PASSWORD
from tinhso.kernel import clock
from tinhso.kernel.errors import NotFound

BACK = "https://he-thong.tinh.example/dang-nhap/xong"
LEFT = "https://he-thong.tinh.example/"
AN_NUMBER = "086190000123"


class System:
    """Another system of the province: a relying party of its own making."""

    def __init__(self, registered, scope="openid profile tinhso:number"):
        self.id, self.secret, self.scope = registered.client.id, registered.secret, scope
        self.server = Client()
        self.known = self.server.get("/.well-known/openid-configuration").json()
        self.verifier, self.state, self.nonce = (
            secrets.token_urlsafe(48),
            secrets.token_urlsafe(),
            secrets.token_urlsafe(),
        )

    def ask(self, browser, **changed):
        digest = hashlib.sha256(self.verifier.encode()).digest()
        asked = {
            "response_type": "code",
            "client_id": self.id,
            "redirect_uri": BACK,
            "scope": self.scope,
            "state": self.state,
            "nonce": self.nonce,
            "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
            **changed,
        }
        path = urlsplit(self.known["authorization_endpoint"]).path
        return browser.get(f"{path}?{urlencode({k: v for k, v in asked.items() if v is not None})}")

    def agree(self, browser, page, action="grant"):
        signed = re.search(r'name="request" value="([^"]+)"', page.content.decode())[1]
        path = urlsplit(self.known["authorization_endpoint"]).path
        return browser.post(path, {"request": signed, "action": action, "scopes": self.scope.split()})

    def answer(self, response):
        assert response.status_code == 302, response.content.decode()
        assert response["Location"].startswith(BACK)
        said = {name: values[0] for name, values in parse_qs(urlsplit(response["Location"]).query).items()}
        assert said["state"] == self.state
        return said

    def exchange(self, code, **changed):
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": BACK, "code_verifier": self.verifier}
        return self.post("token_endpoint", {**form, **changed})

    def post(self, endpoint, form):
        word = base64.b64encode(f"{self.id}:{self.secret}".encode()).decode()
        return self.server.post(urlsplit(self.known[endpoint]).path, form, headers={"authorization": f"Basic {word}"})

    def read(self, token):
        header = jwt.get_unverified_header(token)
        listed = self.server.get(urlsplit(self.known["jwks_uri"]).path).json()["keys"]
        key = next(jwt.PyJWK(one) for one in listed if one["kid"] == header["kid"])
        return jwt.decode(token, key.key, algorithms=["RS256"], audience=self.id, issuer=self.known["issuer"])

    def who(self, token):
        path = urlsplit(self.known["userinfo_endpoint"]).path
        return self.server.get(path, headers={"authorization": f"Bearer {token}"})


@pytest.fixture
def registered(em, settings):
    settings.PUBLIC_URL = "http://testserver"
    return clients.register(
        em,
        name="Hệ thống báo cáo",
        redirect_uris=[BACK],
        scopes=["openid", "profile", "tinhso:number", "tinhso:officer"],
        logout_uris=[LEFT],
        now=clock.now(),
    )


@pytest.fixture
def system(registered):
    return System(registered)


def tokens_of(system, browser):
    page = system.ask(browser)
    answer = system.answer(system.agree(browser, page) if page.status_code == 200 else page)
    return system.exchange(answer["code"]).json()


def test_a_citizen_signs_in_elsewhere_after_agreeing(system, an, client_of):
    browser = client_of(an)
    page = system.ask(browser)
    assert "Đăng nhập vào Hệ thống báo cáo" in page.content.decode()
    assert "form-action 'self' https://he-thong.tinh.example" in page["Content-Security-Policy"]

    code = system.answer(system.agree(browser, page))["code"]
    given = system.exchange(code).json()
    stated = system.read(given["id_token"])

    assert stated["nonce"] == system.nonce
    assert stated["sub"] == str(an.account_id)
    assert (stated["name"], stated["tinhso_number"], stated["acr"]) == ("Nguyễn Thị An", AN_NUMBER, "LoA1")
    assert "phone_number" not in stated
    assert system.who(given["access_token"]).json()["sub"] == stated["sub"]


def test_an_officer_brings_unit_position_and_roles(registered, binh, client_of, units):
    system = System(registered, scope="openid profile tinhso:officer")

    post = system.read(tokens_of(system, client_of(binh))["id_token"])["tinhso_posts"][0]

    assert post["roles"] == ["one_stop_officer"]
    assert post["agency_name"] == units.commune_a.name
    assert post["is_acting"] is False


@pytest.mark.parametrize("is_first_party", [False, True])
def test_what_another_system_learns_stands_on_the_holders_record(em, an, client_of, settings, is_first_party):
    settings.PUBLIC_URL = "http://testserver"
    registered = clients.register(
        em,
        name="Bệnh viện tỉnh",
        redirect_uris=[BACK],
        scopes=["openid", "phone"],
        is_first_party=is_first_party,
        now=clock.now(),
    )

    tokens_of(System(registered, scope="openid phone"), client_of(an))

    (told,) = audit.list_reads_of(an.account_id).items
    assert told.detail["receiver"] == "Bệnh viện tỉnh"
    assert "Số điện thoại" in told.purpose
    assert "Số định danh" not in told.purpose


@pytest.mark.parametrize("way", ["password", "everywhere", "reset"])
def test_every_way_of_signing_everybody_out_ends_the_tokens_too(system, an, binh, client_of, way):
    browser = client_of(an)
    given = tokens_of(system, browser)

    if way == "password":
        typed = {"current": PASSWORD, "password": "mot cau that de nho", "repeated": "mot cau that de nho"}
        assert browser.post("/tai-khoan/mat-khau/", typed).status_code == 302
        assert browser.get("/tai-khoan/").status_code == 200
    elif way == "everywhere":
        browser.post("/tai-khoan/dang-xuat-moi-noi/")
    else:
        paper = {"document": "can_cuoc", "document_number": AN_NUMBER, "name": "Nguyễn Thị An", "birth_on": "27/3/1990"}
        asked = {"number": AN_NUMBER, "act": "reset_password", "papers_seen": "on", **paper}
        assert client_of(binh).post("/tai-khoan/ho-tro/", asked).status_code == 200

    assert system.who(given["access_token"]).status_code == 401


def test_who_is_not_signed_in_does_so_first_and_comes_back(system, an):
    browser = Client()
    asked = system.ask(browser)
    assert asked.url.startswith("/dang-nhap/?next=")
    wanted = parse_qs(urlsplit(asked.url).query)["next"][0]

    signed = browser.post("/dang-nhap/", {"number": AN_NUMBER, "password": PASSWORD, "next": wanted})

    assert signed.url == wanted
    assert "Cho phép" in browser.get(wanted).content.decode()


def test_a_no_is_told_to_the_system(system, an, client_of):
    browser = client_of(an)

    assert system.answer(system.agree(browser, system.ask(browser), action="deny"))["error"] == "access_denied"


def test_the_authoritys_own_system_asks_nobody(em, an, client_of, settings):
    settings.PUBLIC_URL = "http://testserver"
    own = clients.register(
        em, name="Thư điện tử", redirect_uris=[BACK], scopes=["openid"], is_first_party=True, now=clock.now()
    )
    system = System(own, scope="openid")

    assert "code" in system.answer(system.ask(client_of(an)))


def test_who_agreed_is_not_asked_again_at_the_same_system(system, registered, em, an, client_of):
    browser = client_of(an)
    tokens_of(system, browser)
    assert "code" in system.answer(system.ask(browser))
    assert "code" in system.answer(system.ask(browser, prompt="none"))

    other = clients.register(em, name="Khác", redirect_uris=[BACK], scopes=["openid", "profile"], now=clock.now())
    stranger = System(other, scope="openid")
    assert stranger.answer(stranger.ask(browser, prompt="none"))["error"] == "consent_required"
    assert stranger.ask(browser).status_code == 200


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"code_challenge": None}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"scope": "openid phone"}, "invalid_scope"),
        ({"response_type": "token"}, "unauthorized_client"),
    ],
)
def test_what_is_not_sound_is_told_to_the_system(system, an, client_of, changed, error):
    said = parse_qs(urlsplit(system.ask(client_of(an), **changed)["Location"]).query)

    assert said["error"] in ([error], ["unsupported_response_type"])
    assert "code" not in said


@pytest.mark.parametrize(
    "changed",
    [
        {"redirect_uri": "https://xau.example/"},
        {"redirect_uri": f"{BACK}/../../xau"},
        {"redirect_uri": "https://he-thong.tinh.example@xau.example/dang-nhap/xong"},
        {"redirect_uri": None},
        {"client_id": "khong-co"},
    ],
)
def test_nobody_is_ever_sent_to_an_address_that_was_not_registered(system, an, client_of, changed):
    page = system.ask(client_of(an), **changed)

    assert page.status_code == 400
    assert "chưa gửi đúng yêu cầu" in page.content.decode()


def test_a_code_works_once_for_its_own_system_and_verifier(system, em, an, client_of):
    browser = client_of(an)
    code = system.answer(system.agree(browser, system.ask(browser)))["code"]
    other = System(clients.register(em, name="B", redirect_uris=[BACK], scopes=["openid"], now=clock.now()))

    assert system.exchange(code, code_verifier=secrets.token_urlsafe(48)).json()["error"] == "invalid_grant"
    other.verifier = system.verifier
    assert other.exchange(code).json()["error"] == "invalid_grant"
    assert system.exchange(code, redirect_uri=LEFT).status_code in {400, 401}
    assert "access_token" in system.exchange(code).json()
    assert system.exchange(code).json()["error"] == "invalid_grant"


def test_of_two_exchanges_at_once_one_gets_tokens(em, client_of, transactional_db, settings, an):
    settings.PUBLIC_URL = "http://testserver"
    system = System(clients.register(em, name="A", redirect_uris=[BACK], scopes=["openid"], now=clock.now()), "openid")
    browser = client_of(an)
    code = system.answer(system.agree(browser, system.ask(browser)))["code"]

    def exchange(_n):
        try:
            return system.exchange(code).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        assert sorted(pool.map(exchange, range(3))) == [200, 400, 400]


def test_a_wrong_secret_gets_nothing(system, an, client_of):
    browser = client_of(an)
    code = system.answer(system.agree(browser, system.ask(browser)))["code"]
    system.secret = "sai"

    assert system.exchange(code).status_code == 401


def test_after_a_minute_a_code_is_over(system, an, client_of):
    browser = client_of(an)
    code = system.answer(system.agree(browser, system.ask(browser)))["code"]

    with clock.frozen(clock.now() + timedelta(seconds=61)):
        assert system.exchange(code).json()["error"] == "invalid_grant"


def test_neither_codes_nor_tokens_stand_readable_in_the_database(system, an, client_of):
    browser = client_of(an)
    code = system.answer(system.agree(browser, system.ask(browser)))["code"]
    kept = str(list(SignOnCode.objects.values()))
    assert code not in kept
    assert AN_NUMBER not in kept

    given = system.exchange(code).json()
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(t::text, '') FROM allauth_idp_oidc_token t")
        rows = cursor.fetchone()[0]
        cursor.execute("SELECT string_agg(c::text, '') FROM allauth_idp_oidc_client c")
        rows += cursor.fetchone()[0]
    assert given["access_token"] not in rows
    assert given["refresh_token"] not in rows
    assert system.secret not in rows


def test_a_refresh_token_turns_over_and_the_old_one_ends(system, an, client_of):
    given = tokens_of(system, client_of(an))
    ask = {"grant_type": "refresh_token", "refresh_token": given["refresh_token"]}

    again = system.post("token_endpoint", ask).json()

    assert system.who(again["access_token"]).status_code == 200
    assert system.post("token_endpoint", ask).status_code in {400, 401}


@pytest.mark.filterwarnings("ignore:The default scheme will be changed")  # a form field of allauth's
def test_a_system_leaves_and_the_person_leaves_here_too(system, an, client_of):
    browser = client_of(an)
    given = tokens_of(system, browser)
    asked = {"id_token_hint": given["id_token"], "post_logout_redirect_uri": LEFT, "state": "s"}

    answer = browser.get(f"{urlsplit(system.known['end_session_endpoint']).path}?{urlencode(asked)}")

    assert answer["Location"] == f"{LEFT}?state=s"
    assert browser.get("/tai-khoan/").status_code == 302
    assert system.who(given["access_token"]).status_code == 401


def test_a_link_on_a_strange_page_does_not_sign_me_out_unasked(system, an, client_of):
    browser = client_of(an)
    path = urlsplit(system.known["end_session_endpoint"]).path

    assert "Đăng xuất khỏi cả hệ thống này" in browser.get(path).content.decode()
    assert browser.get("/tai-khoan/").status_code == 200
    assert browser.get(f"{path}?post_logout_redirect_uri=https://xau.example/").status_code == 200


class Told(BaseHTTPRequestHandler):
    """The address where another system hears that somebody's right has ended."""

    heard: "list[str]"
    says = 200

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        type(self).heard.append(parse_qs(body)["logout_token"][0])
        self.send_response(type(self).says)
        self.end_headers()

    def log_message(self, *_args):
        pass


@pytest.fixture
def told():
    Told.heard, Told.says = [], 200
    server = HTTPServer(("127.0.0.1", 0), Told)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/ra"
    server.shutdown()
    server.server_close()


def test_locking_an_account_ends_it_everywhere(em, an, binh, client_of, settings, told):
    settings.PUBLIC_URL = "http://testserver"
    own = clients.register(em, name="A", redirect_uris=[BACK], scopes=["openid"], backchannel_uri=told, now=clock.now())
    system = System(own, scope="openid")
    browser = client_of(an)
    given = tokens_of(system, browser)

    locked = client_of(binh).post(
        "/tai-khoan/ho-tro/",
        {
            "number": AN_NUMBER,
            "act": "lock",
            "papers_seen": "on",
            "document": "can_cuoc",
            "document_number": AN_NUMBER,
            "name": "Nguyễn Thị An",
        },
    )

    assert locked.status_code == 200
    assert browser.get("/tai-khoan/").status_code == 302
    assert system.who(given["access_token"]).status_code == 401
    assert system.post(
        "token_endpoint", {"grant_type": "refresh_token", "refresh_token": given["refresh_token"]}
    ).status_code in {400, 401}
    assert ending.send_notices() == 1
    stated = system.read(Told.heard[0])
    assert stated["sub"] == str(an.account_id)
    assert list(stated["events"]) == ["http://schemas.openid.net/event/backchannel-logout"]
    assert "nonce" not in stated
    assert ending.send_notices() == 0


def test_a_system_that_does_not_listen_is_told_again_later(em, an, settings, told):
    settings.PUBLIC_URL = "http://testserver"
    own = clients.register(em, name="A", redirect_uris=[BACK], scopes=["openid"], backchannel_uri=told, now=clock.now())
    now = clock.now()
    notice = LogoutNotice.objects.create(client_id=own.client.id, account_id=an.account_id, asked_at=now, retry_at=now)
    Told.says = 500

    assert ending.send_notices() == 1
    notice.refresh_from_db()
    assert (notice.sent_at, notice.attempts, notice.last_error) == (None, 1, "HTTP 500")
    assert ending.send_notices() == 0

    Told.says = 204
    with clock.frozen(now + timedelta(minutes=5)):
        assert ending.send_notices() == 1
    notice.refresh_from_db()
    assert notice.sent_at is not None


def test_a_system_for_officers_is_shut_to_citizens(em, an, client_of, settings):
    settings.PUBLIC_URL = "http://testserver"
    own = clients.register(
        em,
        name="Nội bộ",
        redirect_uris=[BACK],
        scopes=["openid"],
        kinds=["officer"],
        is_first_party=True,
        now=clock.now(),
    )
    page = System(own, "openid").ask(client_of(an))

    assert page.status_code == 403
    assert "không dành cho loại tài khoản" in page.content.decode()


def test_a_session_that_has_run_out_gives_no_code(system, an, client_of):
    browser = Client()
    browser.post("/dang-nhap/", {"number": AN_NUMBER, "password": PASSWORD})

    with clock.frozen(clock.now() + timedelta(hours=3)):
        assert system.ask(browser).url.startswith("/dang-nhap/")


def test_keys_turn_over_and_old_tokens_can_still_be_checked(system, an, client_of):
    browser = client_of(an)
    old = tokens_of(system, browser)["id_token"]

    keys.rotate(now=clock.now())
    new = tokens_of(system, browser)["id_token"]

    assert jwt.get_unverified_header(old)["kid"] != jwt.get_unverified_header(new)["kid"]
    assert system.read(old)["sub"] == system.read(new)["sub"]


def test_the_next_key_is_published_a_week_before_it_signs(db):
    now = clock.now()
    assert keys.ensure_keys(now=now) == 1
    assert keys.ensure_keys(now=now + timedelta(days=82)) == 0
    assert keys.ensure_keys(now=now + timedelta(days=84)) == 1

    with clock.frozen(now + timedelta(days=85)):
        from tinhso.foundation.identity.provider.adapter import HouseAdapter

        assert len(HouseAdapter().list_private_keys(is_active=True)) == 2
        assert HouseAdapter().get_signing_key().pem == keys.private_keys()[0].pem


def test_private_keys_are_sealed(db):
    keys.ensure_keys(now=clock.now())

    from tinhso.foundation.identity.models import SignOnKey

    assert "PRIVATE" not in SignOnKey.objects.get().sealed


@pytest.mark.parametrize("who", ["an", "binh", "giang"])
def test_only_the_operator_registers_systems(who, request, client_of):
    actor = request.getfixturevalue(who)

    with pytest.raises(NotFound):
        clients.list_clients(actor)
    assert client_of(actor).get("/tai-khoan/he-thong/").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "http://tinh.example/",
        "https://*.tinh.example/",
        "javascript:alert(1)",
        "https://a.example/#x",
        "https://a@b.example/",
        "",
    ],
)
def test_addresses_that_could_be_turned_are_not_registered(em, client_of, address):
    form = {"name": "A", "redirect_uris": address, "scopes": ["openid"], "kinds": ["officer"]}

    assert client_of(em).post("/tai-khoan/he-thong/dang-ky/", form).status_code == 422


def test_the_operator_registers_renews_and_shuts(em, an, client_of, settings):
    settings.PUBLIC_URL = "http://testserver"
    browser = client_of(em)
    form = {
        "name": "Sổ điện tử",
        "redirect_uris": BACK,
        "scopes": ["openid"],
        "kinds": ["citizen"],
        "is_first_party": "on",
    }

    page = browser.post("/tai-khoan/he-thong/dang-ky/", form).content.decode()
    shown = re.findall(r"<code>([^<]+)</code>", page)
    client = clients.list_clients(em)[0]
    assert shown[0] == client.id
    assert client.name in browser.get("/tai-khoan/he-thong/").content.decode()

    system = System(clients.Registered(client, shown[1]), "openid")
    given = tokens_of(system, client_of(an))
    renewed = browser.post(f"/tai-khoan/he-thong/{client.id}/khoa-moi/")
    assert shown[1] not in renewed.content.decode()
    browser.post(f"/tai-khoan/he-thong/{client.id}/ngung/")

    assert system.who(given["access_token"]).status_code == 401
    assert system.ask(client_of(an)).status_code == 400


def test_discovery_tells_what_is_true(system):
    known = system.known

    assert known["issuer"] == "http://testserver"
    assert json.dumps(known).count("http://testserver/dang-nhap-mot-lan/") == 5
    assert Account.objects.count() > 0
