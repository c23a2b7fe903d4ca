"""Signing in with the State's account, and another system signing in with ours, in a real browser."""

import base64
import hashlib
import secrets
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import ClassVar
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import jwt
import pytest
from django.urls import set_script_prefix

from tinhso.foundation.identity.models import Account
from tinhso.foundation.identity.national import keys
from tinhso.foundation.identity.provider import clients
from tinhso.foundation.identity.testing import PASSWORD, make_account
from tinhso.kernel import clock
from tinhso.testing.browser import LOOKS, assert_accessible, assert_quiet, screenshot
from tinhso.testing.simulators import simulator, simulators  # noqa: F401 - fixtures

NEW, OLD, LOW = "086301000041", "086190000017", "086202000058"


@pytest.fixture
def house(transactional_db, live_server, simulator, settings):  # noqa: F811
    """The house, connected to the stand-in of the State's sign-on."""
    set_script_prefix("/")
    settings.SIMULATORS = simulator("vneid").url.rsplit("/", 1)[0]
    settings.PUBLIC_URL = live_server.url
    keys.forget()
    return live_server


def choose(page, who, *, level=2, act="allow"):
    page.check(f'input[value="{who}"]')
    page.check(f'input[name="level"][value="{level}"]')
    page.click(f'button[value="{act}"]')


def open_new(page, house, who=NEW, level=2, to="/tai-khoan/"):
    page.goto(f"{house.url}/dang-nhap/?next={to}")
    page.click("text=Đăng nhập bằng VNeID >> nth=0")
    choose(page, who, level=level)
    page.check("#id_consent")
    page.click("button:has-text('Mở tài khoản')")


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_the_sign_in_page(house, page_at, width, scheme):
    page = page_at(width, scheme)
    page.goto(f"{house.url}/dang-nhap/")

    assert_accessible(page, citizen=True)
    screenshot(page, f"sign-in-{width}-{scheme}")


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_opening_an_account(house, page_at, width, scheme):
    page = page_at(width, scheme)
    page.goto(f"{house.url}/dang-nhap/")
    page.click("text=Đăng nhập bằng VNeID >> nth=0")
    choose(page, NEW)

    assert page.locator("h1").inner_text() == "Kiểm tra thông tin và mở tài khoản"
    page.click("button:has-text('Mở tài khoản')")
    assert_accessible(page, citizen=True)
    screenshot(page, f"open-{width}-{scheme}")
    page.check("#id_consent")
    page.click("button:has-text('Mở tài khoản')")

    page.goto(f"{house.url}/tai-khoan/")
    assert "Phạm Thị Minh Họa" in page.content()
    assert_accessible(page, citizen=True)
    screenshot(page, f"account-{width}-{scheme}")


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_linking_needs_the_password(house, page_at, width, scheme):
    make_account(number=OLD, name="Nguyễn Thị Minh Hoa")
    page = page_at(width, scheme)
    page.goto(f"{house.url}/dang-nhap/?next=/tai-khoan/")
    page.click("text=Đăng nhập bằng VNeID >> nth=0")
    choose(page, OLD)

    assert_accessible(page, citizen=True)
    screenshot(page, f"link-{width}-{scheme}")
    page.fill("#id_password", PASSWORD)
    page.click("text=Liên kết và đăng nhập")

    assert page.url == f"{house.url}/tai-khoan/"
    assert "theo dữ liệu của Nhà nước" in page.content()
    assert_accessible(page, citizen=True)
    screenshot(page, f"differs-{width}-{scheme}")


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_raising_the_level_comes_back_to_the_same_page(house, page_at, width, scheme):
    page = page_at(width, scheme)
    open_new(page, house, level=1)
    page.goto(f"{house.url}/dang-nhap/nang-muc/?next=/tai-khoan/lien-he/")
    assert_accessible(page, citizen=True)
    screenshot(page, f"step-up-{width}-{scheme}")

    page.click("text=Xác nhận bằng VNeID mức 2")
    choose(page, NEW, level=2)

    assert page.url == f"{house.url}/tai-khoan/lien-he/"
    assert Account.objects.get(number=NEW).assurance == 2


def test_without_scripts_everything_works(house, page_at):
    page = page_at(390, "light", js=False)
    open_new(page, house)
    assert page.url == f"{house.url}/tai-khoan/"

    page.click("main button:has-text('Đăng xuất') >> nth=0")

    assert page.url == f"{house.url}/dang-xuat/xong/"
    screenshot(page, "signed-out-390-light")
    page.click("text=Đăng xuất VNeID")
    assert page.url == f"{house.url}/"


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_a_no_is_explained(house, page_at, width, scheme):
    page = page_at(width, scheme)
    page.goto(f"{house.url}/dang-nhap/")
    page.click("text=Đăng nhập bằng VNeID >> nth=0")
    page.click('button[value="refuse"]')

    assert "chưa đồng ý" in page.locator("main").inner_text()
    assert_accessible(page, citizen=True)
    screenshot(page, f"refused-{width}-{scheme}")


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_the_counter_and_the_operators_pages(house, page_at, binh, em, client_of, width, scheme):
    page = page_at(width, scheme)
    for who, path, name in [
        (binh, "/tai-khoan/ho-tro/", "help"),
        (em, "/tai-khoan/he-thong/", "clients"),
        (em, "/tai-khoan/he-thong/dang-ky/", "client"),
    ]:
        page.context.add_cookies(
            [{"name": "sessionid", "value": client_of(who).cookies["sessionid"].value, "url": house.url}]
        )
        page.goto(house.url + path)
        assert_accessible(page)
        screenshot(page, f"{name}-{width}-{scheme}")


class OtherSystem(BaseHTTPRequestHandler):
    """A system of the province that knows nothing but OpenID Connect: a page with a link, and where one comes back."""

    known: ClassVar[dict[str, str]] = {}
    client_id = client_secret = own = ""
    verifier = secrets.token_urlsafe(48)
    nonce = secrets.token_urlsafe(16)

    def do_GET(self):
        cls, path = type(self), urlsplit(self.path)
        if path.path == "/":
            digest = hashlib.sha256(cls.verifier.encode()).digest()
            asked = {
                "response_type": "code",
                "client_id": cls.client_id,
                "redirect_uri": f"{cls.own}/xong",
                "scope": "openid profile",
                "state": "trang-thai",
                "nonce": cls.nonce,
                "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
                "code_challenge_method": "S256",
            }
            self.say(f'<a href="{cls.known["authorization_endpoint"]}?{urlencode(asked)}">Vào</a>')
        elif path.path == "/xong":
            self.say(self.whose(parse_qs(path.query)))
        else:
            self.say("")

    def whose(self, said):
        cls = type(self)
        if said.get("state") != ["trang-thai"] or "code" not in said:
            return f"<h1>{said.get('error')}</h1>"
        form = {
            "grant_type": "authorization_code",
            "code": said["code"][0],
            "redirect_uri": f"{cls.own}/xong",
            "code_verifier": cls.verifier,
        }
        given = httpx.post(cls.known["token_endpoint"], data=form, auth=(cls.client_id, cls.client_secret)).json()
        key = jwt.PyJWKClient(cls.known["jwks_uri"]).get_signing_key_from_jwt(given["id_token"])
        stated = jwt.decode(
            given["id_token"], key.key, algorithms=["RS256"], audience=cls.client_id, issuer=cls.known["issuer"]
        )
        assert stated["nonce"] == cls.nonce
        return f"<h1>Xin chào {stated['name']}</h1>"

    def say(self, body):
        text = f"<!doctype html><html lang=vi><meta charset=utf-8><title>HT</title><main>{body}</main></html>".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_args):
        pass


@pytest.fixture
def other_system(house, em):
    server = ThreadingHTTPServer(("127.0.0.1", 0), OtherSystem)
    OtherSystem.own = f"http://127.0.0.1:{server.server_port}"
    registered = clients.register(
        em,
        name="Hệ thống báo cáo",
        redirect_uris=[f"{OtherSystem.own}/xong"],
        scopes=["openid", "profile"],
        now=clock.now(),
    )
    OtherSystem.client_id, OtherSystem.client_secret = registered.client.id, registered.secret
    OtherSystem.known = httpx.get(f"{house.url}/.well-known/openid-configuration").json()
    Thread(target=server.serve_forever, daemon=True).start()
    yield OtherSystem.own
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_another_system_signs_in_with_ours_through_the_states(house, page_at, other_system, width, scheme):
    """The whole chain: the other system, our sign-on, the State's, back to us, consent, back to the other system."""
    page = page_at(width, scheme)
    page.goto(other_system)
    page.click("text=Vào")
    page.click("text=Đăng nhập bằng VNeID >> nth=0")
    choose(page, NEW)
    page.check("#id_consent")
    page.click("button:has-text('Mở tài khoản')")

    assert "Đăng nhập vào Hệ thống báo cáo" in page.locator("h1").inner_text()
    assert_accessible(page, citizen=True)
    screenshot(page, f"consent-{width}-{scheme}")
    page.click("button[value='grant']")

    assert page.locator("h1").inner_text() == "Xin chào Phạm Thị Minh Họa"
    assert_quiet(page)
    page.goto(other_system)
    page.click("text=Vào")
    page.wait_for_load_state()
    assert page.locator("h1").inner_text() == "Xin chào Phạm Thị Minh Họa"
