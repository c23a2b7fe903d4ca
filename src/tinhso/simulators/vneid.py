"""Stand-in for the State's sign-on: VNeID accounts through the national public service portal (OpenID Connect).

Speaks the authorization code flow as provincial one-stop systems use it: authorize, token (POST form), userinfo (POST),
validate token (POST form), logout with a hint, plus discovery, JWKS and PKCE (RFC 7636). The people are invented.

Quirks of `POST /_control` {"quirks": {…}}: wrong_nonce, wrong_signature, wrong_audience, wrong_issuer, wrong_subject,
no_signature, expired_token, level_1_only, code_reuse, userinfo_500, huge_userinfo (true each), changed_name (a text).
"""

import base64
import hashlib
import html
import json
import secrets
import sqlite3
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from tinhso.simulators.behaviour import Behaviour, with_control

TITLE: Final = "VNeID, Cổng Dịch vụ công quốc gia: đăng nhập (giả lập)"
CLIENT: Final = "tinhso-minh-hoa"
SECRET: Final = "minh-hoa-2026"  # noqa: S105 - printed on purpose, a stand-in has no secrets
CODE_SECONDS: Final = 60
TOKEN_SECONDS: Final = 900
LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "[::1]", "::1", "testserver"})

_CITIZEN: Final = {"LoaiTaiKhoan": "1", "loAs": "2", "SoCMND": "", "HoChieu": "", "DiaChi": ""}
PEOPLE: Final[dict[str, dict[str, str]]] = {
    "086190000017": {
        **_CITIZEN,
        "TechID": "T-0001",
        "HoVaTen": "Nguyễn Thị Minh Họa",
        "NgaySinh": "27/03/1990",
        "GioiTinh": "Nữ",
        "SoDienThoai": "0900000017",
        "ThuDienTu": "",
    },
    "086085000025": {
        **_CITIZEN,
        "TechID": "T-0002",
        "HoVaTen": "Trần Văn Minh Họa",
        "NgaySinh": "14/11/1985",
        "GioiTinh": "Nam",
        "SoDienThoai": "0900000025",
        "ThuDienTu": "",
    },
    "086301000041": {
        **_CITIZEN,
        "TechID": "T-0003",
        "HoVaTen": "Phạm Thị Minh Họa",
        "NgaySinh": "02/09/2001",
        "GioiTinh": "Nữ",
        "SoDienThoai": "0900000041",
        "ThuDienTu": "minhhoa@example.vn",
    },
    "086202000058": {
        **_CITIZEN,
        "TechID": "T-0004",
        "loAs": "1",
        "HoVaTen": "Võ Minh Họa",
        "NgaySinh": "30/04/2002",
        "GioiTinh": "Nam",
        "SoDienThoai": "0900000058",
        "ThuDienTu": "",
    },
    "0100047516": {
        **_CITIZEN,
        "TechID": "T-0005",
        "LoaiTaiKhoan": "2",
        "SoDinhDanh": "086070000033",
        "HoVaTen": "Lê Minh Họa",
        "MaSoThue": "0100047516",
        "MaSoDoanhNghiep": "0100047516",
        "TenDoanhNghiep": "Công ty TNHH Minh Họa",
        "SoDienThoai": "0900000033",
        "ThuDienTu": "",
    },
}
_TABLES: Final = """
    CREATE TABLE IF NOT EXISTS code (value TEXT PRIMARY KEY, asked TEXT NOT NULL, used INTEGER NOT NULL DEFAULT 0);
    CREATE TABLE IF NOT EXISTS token (value TEXT PRIMARY KEY, asked TEXT NOT NULL, expires REAL NOT NULL);
    CREATE TABLE IF NOT EXISTS sign_out (at REAL NOT NULL, hint TEXT NOT NULL);
"""
_PAGE: Final = """<!doctype html><html lang="vi"><meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>VNeID giả lập</title><body><main><h1>VNeID (giả lập)</h1>
<p>Máy giả lập để xem thử; người và số dưới đây không có thật.</p>
<form method="post"><fieldset><legend>Đăng nhập với tư cách</legend>{people}</fieldset>
<fieldset><legend>Mức độ xác thực (được yêu cầu: {wanted})</legend>
<label><input type="radio" name="level" value="1"{one}> Mức 1</label>
<label><input type="radio" name="level" value="2"{two}> Mức 2</label></fieldset>
<button name="act" value="allow">Đồng ý và tiếp tục</button> <button name="act" value="refuse">Từ chối</button></form>
</main></body></html>"""


@dataclass
class Vneid:
    """One stand-in over the files of its folder: a key, and a database of codes and tokens."""

    folder: Path
    behaviour: Behaviour

    def __post_init__(self) -> None:
        with self.database() as database:
            database.executescript(_TABLES)
        self.key = self._key()

    def _key(self) -> rsa.RSAPrivateKey:
        kept = self.folder / "key.pem"
        if not kept.exists():
            fresh = rsa.generate_private_key(public_exponent=65537, key_size=2048)
            form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
            kept.write_bytes(fresh.private_bytes(*form))
        key = serialization.load_pem_private_key(kept.read_bytes(), None)
        assert isinstance(key, rsa.RSAPrivateKey)  # noqa: S101 - we wrote it
        return key

    def database(self) -> sqlite3.Connection:
        """Open the database; leaving the block commits."""
        return sqlite3.connect(self.folder / "vneid.sqlite", timeout=10)

    def quirk(self, name: str) -> Any:
        """Return what the control address set, None when it did not."""
        return self.behaviour.quirks.get(name)

    def public_keys(self) -> dict[str, Any]:
        """Return the key set (RFC 7517)."""
        jwk = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [{**jwk, "kid": "gia-lap-1", "use": "sig", "alg": "RS256"}]}

    def id_token(self, issuer: str, asked: dict[str, Any]) -> str:
        """Return a signed statement of who signed in, with the quirks asked for."""
        now = int(time.time())
        claims = {
            "iss": "https://khac.example" if self.quirk("wrong_issuer") else issuer,
            "aud": "ai-do-khac" if self.quirk("wrong_audience") else asked["client_id"],
            "sub": PEOPLE[asked["who"]]["TechID"],
            "iat": now - 7200 if self.quirk("expired_token") else now,
            "exp": now - 3600 if self.quirk("expired_token") else now + 300,
            "auth_time": now,
            "acr": f"LoA{asked['level']}",
        }
        if asked.get("nonce"):
            claims["nonce"] = "nonce-khac" if self.quirk("wrong_nonce") else asked["nonce"]
        if self.quirk("no_signature"):
            return jwt.encode(claims, key="", algorithm="none")
        key = rsa.generate_private_key(65537, 2048) if self.quirk("wrong_signature") else self.key
        return jwt.encode(claims, key, algorithm="RS256", headers={"kid": "gia-lap-1"})

    def person(self, asked: dict[str, Any]) -> dict[str, str]:
        """Return the claims of who signed in."""
        known = PEOPLE[asked["who"]]
        claims = {"SoDinhDanh": asked["who"], "sub": known["TechID"], **known, "loAs": str(asked["level"])}
        if self.quirk("changed_name"):
            claims["HoVaTen"] = str(self.quirk("changed_name"))
        if self.quirk("wrong_subject"):
            claims["sub"] = claims["TechID"] = "T-9999"
        return claims

    def take_code(self, value: str) -> dict[str, Any] | None:
        """Take a code, once, within a minute."""
        with self.database() as database:
            row = database.execute("SELECT asked, used FROM code WHERE value = ?", (value,)).fetchone()
            if row is None or (row[1] and not self.quirk("code_reuse")):
                return None
            database.execute("UPDATE code SET used = 1 WHERE value = ?", (value,))
        asked: dict[str, Any] = json.loads(row[0])
        return asked if time.time() - asked["at"] < CODE_SECONDS else None

    def keep(self, table: str, asked: dict[str, Any]) -> str:
        """Keep what was asked under a fresh code or token; return it."""
        value = secrets.token_urlsafe(32)
        with self.database() as database:
            if table == "code":
                database.execute("INSERT INTO code (value, asked) VALUES (?, ?)", (value, json.dumps(asked)))
            else:
                row = (value, json.dumps(asked), time.time() + TOKEN_SECONDS)
                database.execute("INSERT INTO token (value, asked, expires) VALUES (?, ?, ?)", row)
        return value

    def by_token(self, value: str) -> dict[str, Any] | None:
        """Return what a token stands for."""
        with self.database() as database:
            row = database.execute("SELECT asked FROM token WHERE value = ? AND expires > ?", (value, time.time()))
            found = row.fetchone()
        return json.loads(found[0]) if found else None


def make_app(folder: Path) -> Starlette:
    """Return the stand-in, keeping its state in `folder`."""
    behaviour = Behaviour()
    pages = Pages(Vneid(folder, behaviour))
    routes = [
        Route("/authorize", pages.authorize, methods=["GET", "POST"]),
        Route("/token", pages.token, methods=["POST"]),
        Route("/userinfo", pages.userinfo, methods=["GET", "POST"]),
        Route("/validate", pages.validate, methods=["POST"]),
        Route("/logout", pages.logout),
        Route("/jwks", pages.jwks),
        Route("/.well-known/openid-configuration", pages.discovery),
    ]
    return with_control(Starlette(routes=routes), behaviour)


class Pages:
    """The addresses."""

    def __init__(self, vneid: Vneid) -> None:
        self.vneid = vneid

    async def authorize(self, request: Request) -> Response:
        """Show the people to choose from; on POST go back with a code, or with access_denied."""
        asked = dict(request.query_params)
        fault = _fault_of(asked)
        if fault:
            return HTMLResponse(f"<h1>{html.escape(fault)}</h1>", status_code=400)
        if request.method == "GET":
            return HTMLResponse(_page(asked, request.query_params.get("login_hint", "")))
        form = await form_of(request)
        back = asked["redirect_uri"] + ("&" if "?" in asked["redirect_uri"] else "?")
        state = {"state": asked["state"]} if "state" in asked else {}
        who = form.get("who", "")
        if form.get("act") != "allow" or who not in PEOPLE:
            return RedirectResponse(back + urlencode({"error": "access_denied", **state}), 302)
        level = min(int(form.get("level") or 1), int(PEOPLE[who]["loAs"]))
        level = 1 if self.vneid.quirk("level_1_only") else level
        code = self.vneid.keep("code", {**asked, "who": who, "level": level, "at": time.time()})
        return RedirectResponse(back + urlencode({"code": code, **state}), 302)

    async def token(self, request: Request) -> Response:
        """Give tokens for a code."""
        form = await form_of(request)
        if (form.get("client_id"), form.get("client_secret")) != (CLIENT, SECRET):
            return JSONResponse({"error": "invalid_client"}, 401)
        asked = self.vneid.take_code(form.get("code", ""))
        if asked is None or asked["redirect_uri"] != form.get("redirect_uri") or not _pkce_holds(asked, form):
            return JSONResponse({"error": "invalid_grant"}, 400)
        answer = {
            "access_token": self.vneid.keep("token", asked),
            "token_type": "Bearer",
            "expires_in": TOKEN_SECONDS,
            "id_token": self.vneid.id_token(issuer_of(request), asked),
        }
        return JSONResponse(answer)

    async def userinfo(self, request: Request) -> Response:
        """Tell who signed in."""
        if self.vneid.quirk("userinfo_500"):
            return Response("fault", 500)
        asked = self.vneid.by_token(request.headers.get("authorization", "").removeprefix("Bearer "))
        if asked is None:
            return JSONResponse({"error": "invalid_token"}, 401)
        claims = self.vneid.person(asked)
        if self.vneid.quirk("huge_userinfo"):
            claims["DiaChi"] = "x" * 1_000_000
        return JSONResponse(claims)

    async def validate(self, request: Request) -> Response:
        """Tell whether a token is in force, and whose it is."""
        asked = self.vneid.by_token((await form_of(request)).get("token", ""))
        if asked is None:
            return JSONResponse({"error": "invalid_token"}, 400)
        return JSONResponse({"client_id": asked["client_id"], "exp": int(time.time()) + TOKEN_SECONDS})

    async def logout(self, request: Request) -> Response:
        """Sign out; go back where the client wishes."""
        with self.vneid.database() as database:
            hint = request.query_params.get("id_token_hint", "")
            database.execute("INSERT INTO sign_out (at, hint) VALUES (?, ?)", (time.time(), hint[:4000]))
        back = request.query_params.get("post_logout_redirect_uri", "")
        if urlsplit(back).hostname in LOOPBACK:
            return RedirectResponse(back, 302)
        return HTMLResponse("<h1>Đã đăng xuất</h1>")

    async def jwks(self, _request: Request) -> Response:
        """The public keys."""
        return JSONResponse(self.vneid.public_keys())

    async def discovery(self, request: Request) -> Response:
        """What OpenID Connect Discovery 1.0 asks for."""
        issuer = issuer_of(request)
        answer = {
            "issuer": issuer,
            "authorization_endpoint": f"{issuer}/authorize",
            "token_endpoint": f"{issuer}/token",
            "userinfo_endpoint": f"{issuer}/userinfo",
            "jwks_uri": f"{issuer}/jwks",
            "end_session_endpoint": f"{issuer}/logout",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "acr_values_supported": ["LoA1", "LoA2"],
            "code_challenge_methods_supported": ["S256"],
        }
        return JSONResponse(answer)


async def form_of(request: Request) -> dict[str, str]:
    """Return a posted form (application/x-www-form-urlencoded)."""
    return dict(parse_qsl((await request.body()).decode(), keep_blank_values=True))


def issuer_of(request: Request) -> str:
    """Return the address the stand-in is served under."""
    return f"{request.url.scheme}://{request.url.netloc}{request.scope.get('root_path', '')}".rstrip("/")


def _fault_of(asked: dict[str, str]) -> str:
    if asked.get("client_id") != CLIENT or asked.get("response_type") != "code":
        return "Yêu cầu không đúng: client_id, response_type"
    if urlsplit(asked.get("redirect_uri", "")).hostname not in LOOPBACK:
        return "Địa chỉ quay lại chưa được đăng ký"
    return ""


def _page(asked: dict[str, str], hint: str) -> str:
    wanted = asked.get("acr_values", "LoA1")
    people = "".join(
        f'<p><label><input type="radio" name="who" value="{number}"{" checked" if number == hint else ""}> '
        f"{html.escape(person.get('TenDoanhNghiep') or person['HoVaTen'])} ({number}), mức {person['loAs']}</label></p>"
        for number, person in PEOPLE.items()
    )
    is_two = "2" in wanted
    return _PAGE.format(
        people=people,
        wanted=html.escape(wanted),
        one="" if is_two else " checked",
        two=" checked" if is_two else "",
    )


def _pkce_holds(asked: dict[str, Any], form: dict[str, str]) -> bool:
    challenge = asked.get("code_challenge")
    if not challenge:
        return True
    digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
    return secrets.compare_digest(base64.urlsafe_b64encode(digest).rstrip(b"=").decode(), challenge)
