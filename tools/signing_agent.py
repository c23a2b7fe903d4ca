#!/usr/bin/env python3
"""Tỉnh Số signing agent: lets pages of allowed sites ask the token on this machine to sign, with its holder's consent.

    python signing_agent.py --module /usr/lib/softhsm/libsofthsm2.so --origin https://tinh.example.gov.vn

One file; needs Python 3.11 and python-pkcs11. It serves 127.0.0.1 alone and speaks the protocol of
docs/signing-agent.md: a site is paired by a code shown here, a page hands over digests with titles, and nothing is
signed before the holder has looked at them on the agent's own page and typed the token's PIN there. The PIN goes to the
token and nowhere else.
"""

import argparse
import base64
import hmac
import html
import json
import os
import secrets
import sys
import threading
import time
import webbrowser
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final

PROTOCOL: Final = 1
PAGE_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'"
MAX_BODY: Final = 1024 * 1024
MAX_ITEMS: Final = 200
LASTS: Final = 180.0
MAX_GUESSES: Final = 5
MAX_PINS: Final = 2
HASHES: Final = {"sha256": 32, "sha384": 48, "sha512": 64}
PREFIX: Final = {
    "sha256": bytes.fromhex("3031300d060960864801650304020105000420"),
    "sha384": bytes.fromhex("3041300d060960864801650304020205000430"),
    "sha512": bytes.fromhex("3051300d060960864801650304020305000440"),
}


class Refused(Exception):
    """What the agent will not do: an HTTP status and a word for machines."""

    def __init__(self, status: int, word: str) -> None:
        super().__init__(word)
        self.status, self.word = status, word


class WrongPin(Exception):
    """The token did not take the PIN."""


@dataclass
class Request:
    """A batch that waits for the holder. `nonce` binds the confirmation page's form to it."""

    origin: str
    certificate: str
    algorithm: str
    items: list[dict[str, str]]
    made_at: float
    nonce: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    state: str = "pending"
    signatures: list[str] = field(default_factory=list)
    pins: int = 0


class Token:
    """The token behind a PKCS#11 module; one thread at a time is in the module."""

    def __init__(self, module: str, label: str = "") -> None:
        self.module, self.label, self.lock = module, label, threading.Lock()

    def certificates(self) -> list[dict[str, str]]:
        """Return the certificates that lie beside a key, as base64 DER; reading them needs no PIN."""
        import pkcs11

        wanted = {pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE}
        with self.lock, self._found().open() as session:
            return [
                {
                    "id": bytes(one[pkcs11.Attribute.ID]).hex(),
                    "label": str(one[pkcs11.Attribute.LABEL]),
                    "name": _name(bytes(one[pkcs11.Attribute.VALUE])),
                    "certificate": base64.b64encode(bytes(one[pkcs11.Attribute.VALUE])).decode(),
                }
                for one in list(session.get_objects(wanted))[:50]
            ]

    def sign(self, key_id: bytes, digests: list[bytes], algorithm: str, pin: str) -> list[bytes]:
        """Return a signature for each digest (ECDSA as DER, RSA as PKCS#1 v1.5). Raises WrongPin."""
        import pkcs11

        said = pkcs11.exceptions
        try:
            with self.lock, self._found().open(user_pin=pin) as session:
                key = session.get_key(object_class=pkcs11.ObjectClass.PRIVATE_KEY, id=key_id)
                return [_signed(key, one, algorithm) for one in digests]
        except (said.PinIncorrect, said.PinInvalid, said.PinLenRange):
            raise WrongPin from None

    def _found(self) -> Any:
        import pkcs11

        library = pkcs11.lib(self.module)
        library.reinitialize()  # a token may have been pulled out and put back
        tokens = [one for one in library.get_tokens() if not self.label or one.label == self.label]
        if not tokens:
            raise Refused(503, "no_token")
        return tokens[0]


def _name(certificate: bytes) -> str:
    from asn1crypto.x509 import Certificate

    return str(Certificate.load(certificate).subject.native.get("common_name", ""))


def _signed(key: Any, digest: bytes, algorithm: str) -> bytes:
    import pkcs11
    from pkcs11.util.ec import encode_ecdsa_signature

    if key.key_type is pkcs11.KeyType.EC:
        return bytes(encode_ecdsa_signature(key.sign(digest, mechanism=pkcs11.Mechanism.ECDSA)))
    return bytes(key.sign(PREFIX[algorithm] + digest, mechanism=pkcs11.Mechanism.RSA_PKCS))


class Agent:
    """What the agent knows: allowed sites, those paired (hashes of their secrets, in a file), batches that wait."""

    def __init__(self, token: Token, origins: list[str], kept: Path | None, port: int) -> None:
        self.token, self.origins, self.kept, self.port = token, frozenset(origins), kept, port
        self.paired: dict[str, str] = json.loads(kept.read_text()) if kept and kept.exists() else {}
        self.code, self.guesses, self.closed_until = _code(), 0, 0.0
        self.requests: dict[str, Request] = {}
        self.lock = threading.Lock()

    def pair(self, origin: str, code: str) -> str:
        """Return a secret for a site whose user typed the code shown here. Five wrong guesses close it for a minute."""
        with self.lock:
            if time.monotonic() < self.closed_until:
                raise Refused(429, "too_many")
            if not hmac.compare_digest(code.strip().encode(), self.code.encode()):
                self.guesses += 1
                if self.guesses >= MAX_GUESSES:
                    self.guesses, self.closed_until = 0, time.monotonic() + 60
                    self.code = _code()
                    show(self)
                raise Refused(403, "wrong_code")
            made = secrets.token_urlsafe(32)
            self.paired[origin] = sha256(made.encode()).hexdigest()
            self.code, self.guesses = _code(), 0
            self._keep()
            return made

    def require_paired(self, origin: str, given: str) -> None:
        """Refuse whoever does not hold the secret of their pairing."""
        known = self.paired.get(origin, "")
        if not known or not hmac.compare_digest(known, sha256(given.encode()).hexdigest()):
            raise Refused(401, "not_paired")

    def ask(self, origin: str, body: dict[str, Any]) -> str:
        """Keep a batch until its holder has looked at it; return its id."""
        algorithm, items = body.get("algorithm"), body.get("items")
        certificate = body.get("certificate")
        if algorithm not in HASHES or not isinstance(items, list) or not 1 <= len(items) <= MAX_ITEMS:
            raise Refused(422, "bad_request")
        if not isinstance(certificate, str) or not certificate:
            raise Refused(422, "bad_request")
        read = [_item(one, HASHES[algorithm]) for one in items]
        with self.lock:
            self._forget_old()
            if len(self.requests) >= 20:
                raise Refused(429, "too_many")
            name = secrets.token_urlsafe(16)
            self.requests[name] = Request(origin, certificate, algorithm, read, time.monotonic())
        return name

    def request(self, name: str) -> Request:
        """Return a batch that still lives."""
        with self.lock:
            self._forget_old()
            found = self.requests.get(name)
        if found is None:
            raise Refused(404, "gone")
        return found

    def take(self, name: str, origin: str) -> dict[str, Any]:
        """Return how a batch stands; what was signed is given out once."""
        found = self.request(name)
        if found.origin != origin:
            raise Refused(404, "gone")
        if found.state not in {"pending", "signing"}:
            with self.lock:
                self.requests.pop(name, None)
        return {"state": found.state, "signatures": found.signatures}

    def confirm(self, name: str, nonce: str, pin: str) -> str:
        """Sign a batch with the PIN its holder typed on our page; return "" or what to tell them."""
        found = self.request(name)
        with self.lock:
            if found.state != "pending" or not hmac.compare_digest(nonce, found.nonce):
                raise Refused(403, "forbidden")
            found.state = "signing"
        digests = [base64.b64decode(one["digest"]) for one in found.items]
        try:
            made = self.token.sign(bytes.fromhex(found.certificate), digests, found.algorithm, pin)
        except WrongPin:
            found.pins += 1
            if found.pins < MAX_PINS:
                found.state = "pending"
                return "PIN không đúng. Nhập lại (còn một lần; thiết bị có thể tự khóa khi sai nhiều lần)."
            found.state = "refused"
            return "PIN sai hai lần: đã hủy yêu cầu ký để thiết bị khỏi bị khóa."
        except Exception:
            found.state = "failed"
            raise
        found.signatures = [base64.b64encode(one).decode() for one in made]
        found.state = "done"
        return ""

    def decline(self, name: str, nonce: str) -> None:
        """Refuse a batch for its holder."""
        found = self.request(name)
        if not hmac.compare_digest(nonce, found.nonce):
            raise Refused(403, "forbidden")
        found.state = "refused"

    def _forget_old(self) -> None:
        oldest = time.monotonic() - LASTS
        for name in [name for name, one in self.requests.items() if one.made_at < oldest]:
            del self.requests[name]

    def _keep(self) -> None:
        if self.kept is None:
            return
        self.kept.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(self.kept, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
            json.dump(self.paired, out)


def _code() -> str:
    return f"{secrets.randbelow(10**6):06d}"


def _item(one: Any, length: int) -> dict[str, str]:
    try:
        digest, title = base64.b64decode(one["digest"], validate=True), str(one["title"])[:300]
    except (KeyError, TypeError, ValueError):
        raise Refused(422, "bad_request") from None
    if len(digest) != length:
        raise Refused(422, "bad_request")
    return {"digest": base64.b64encode(digest).decode(), "title": title}


def show(agent: Agent) -> None:
    """Print the pairing code where its holder sees it."""
    print(f"Mã ghép nối: {agent.code}", flush=True)


class Handler(BaseHTTPRequestHandler):
    """The agent's addresses: /v1/… for pages of allowed sites, / and /confirm/… for its holder."""

    agent: Agent
    opens = True
    server_version, sys_version = "TinhSoAgent/1", ""

    def do_OPTIONS(self) -> None:
        """Answer what browsers ask before they ask (CORS, Private Network Access)."""
        self._answer(204 if self._origin() else 403, None)

    def do_GET(self) -> None:
        """Tell about the agent, a batch, or show the holder's pages."""
        self._guarded(self._get)

    def do_POST(self) -> None:
        """Pair, ask for certificates, ask for signatures; confirm or decline."""
        self._guarded(self._post)

    def _guarded(self, act: Any) -> None:
        if self.headers.get("Host", "") not in {f"127.0.0.1:{self.agent.port}", f"localhost:{self.agent.port}"}:
            self._answer(403, {"error": "forbidden"})  # another name that was made to point here
            return
        try:
            act()
        except Refused as refused:
            self._answer(refused.status, {"error": refused.word})
        except Exception as error:  # noqa: BLE001 - the token may fail in any way of its own
            print(f"lỗi: {type(error).__name__}", file=sys.stderr, flush=True)
            self._answer(503, {"error": "token_failed"})

    def _get(self) -> None:
        if self.path == "/":
            self._page(f"<h1>Trình ký Tỉnh Số</h1><p>Mã ghép nối: <strong>{self.agent.code}</strong></p>")
        elif self.path.startswith("/confirm/"):
            self._confirmation(self.path.removeprefix("/confirm/"))
        else:
            origin = self._site()
            if self.path == "/v1/info":
                given = self._secret()
                known = self.agent.paired.get(origin, "")
                paired = bool(known) and hmac.compare_digest(known, sha256(given.encode()).hexdigest())
                self._answer(200, {"protocol": PROTOCOL, "paired": paired})
            elif self.path.startswith("/v1/requests/"):
                self.agent.require_paired(origin, self._secret())
                self._answer(200, self.agent.take(self.path.removeprefix("/v1/requests/"), origin))
            else:
                raise Refused(404, "not_found")

    def _post(self) -> None:
        if self.path.startswith("/confirm/"):
            self._confirmed(self.path.removeprefix("/confirm/"))
            return
        origin, body = self._site(), self._json()
        if self.path == "/v1/pair":
            self._answer(200, {"secret": self.agent.pair(origin, str(body.get("code", "")))})
            return
        self.agent.require_paired(origin, self._secret())
        if self.path == "/v1/certificates":
            self._answer(200, {"certificates": self.agent.token.certificates()})
        elif self.path == "/v1/sign":
            name = self.agent.ask(origin, body)
            address = f"http://127.0.0.1:{self.agent.port}/confirm/{name}"
            if self.opens:
                webbrowser.open(address)
            self._answer(202, {"request": name, "confirm": address})
        else:
            raise Refused(404, "not_found")

    def _confirmation(self, name: str, said: str = "") -> None:
        found = self.agent.request(name)
        rows = "".join(f"<li>{html.escape(one['title'])}</li>" for one in found.items)
        warn = f'<p role="alert"><strong>{html.escape(said)}</strong></p>' if said else ""
        if found.state != "pending":
            self._page(f"<h1>Yêu cầu ký đã kết thúc</h1>{warn}<p>Đóng trang này và quay lại trang làm việc.</p>")
            return
        self._page(
            f"<h1>Ký {len(found.items)} văn bản</h1>"
            f"<p>Trang <strong>{html.escape(found.origin)}</strong> đề nghị ký:</p>"
            f"<ol>{rows}</ol>{warn}<form method=post><input type=hidden name=nonce value='{found.nonce}'>"
            "<p><label for=pin>PIN của thiết bị</label> "
            "<input id=pin name=pin type=password autocomplete=off autofocus></p>"
            f"<p><button name=act value=sign>Ký {len(found.items)} văn bản</button> "
            "<button name=act value=decline>Không ký</button></p></form>"
        )

    def _confirmed(self, name: str) -> None:
        from urllib.parse import parse_qs

        if self.headers.get("Origin") != f"http://127.0.0.1:{self.agent.port}":
            raise Refused(403, "forbidden")
        posted = {key: values[0] for key, values in parse_qs(self._body().decode()).items()}
        if posted.get("act") == "decline":
            self.agent.decline(name, posted.get("nonce", ""))
            self._page("<h1>Đã từ chối ký</h1><p>Đóng trang này và quay lại trang làm việc.</p>")
            return
        said = self.agent.confirm(name, posted.get("nonce", ""), posted.get("pin", ""))
        if said:
            self._confirmation(name, said)
        else:
            self._page("<h1>Đã ký xong</h1><p>Đóng trang này và quay lại trang làm việc.</p>")

    def _origin(self) -> str:
        given = self.headers.get("Origin", "")
        return given if given in self.agent.origins else ""

    def _site(self) -> str:
        origin = self._origin()
        if not origin:
            raise Refused(403, "origin_not_allowed")
        return origin

    def _secret(self) -> str:
        return self.headers.get("Authorization", "").removeprefix("Bearer ")

    def _json(self) -> dict[str, Any]:
        try:
            read = json.loads(self._body() or b"{}")
        except ValueError:
            raise Refused(400, "bad_request") from None
        if not isinstance(read, dict):
            raise Refused(400, "bad_request")
        return read

    def _body(self) -> bytes:
        length = self.headers.get("Content-Length", "0")
        if not length.isdigit() or int(length) > MAX_BODY:
            raise Refused(413, "too_large")
        return self.rfile.read(int(length))

    def _answer(self, status: int, body: dict[str, Any] | None) -> None:
        out = b"" if body is None else json.dumps(body).encode()
        self.send_response(status)
        origin = self._origin()
        if origin:
            self.send_header("Access-Control-Allow-Origin", origin)
            self.send_header("Access-Control-Allow-Headers", "Authorization, Content-Type")
            self.send_header("Access-Control-Allow-Methods", "GET, POST")
            self.send_header("Access-Control-Allow-Private-Network", "true")
        self._finish(out, "application/json")

    def _page(self, inside: str) -> None:
        out = (
            "<!doctype html><html lang=vi><meta charset=utf-8><meta name=viewport content='width=device-width'>"
            "<title>Trình ký Tỉnh Số</title><style>body{font:1.1rem/1.6 system-ui,sans-serif;max-width:40rem;"
            "margin:2rem auto;padding:0 1rem}button,input{font:inherit;padding:.5rem 1rem}</style>"
            f"<main>{inside}</main></html>"
        ).encode()
        self.send_response(200)
        self.send_header(
            "Content-Security-Policy",
            PAGE_POLICY,
        )
        self._finish(out, "text/html; charset=utf-8")

    def _finish(self, out: bytes, kind: str) -> None:
        self.send_header("Vary", "Origin")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(out)))
        self.end_headers()
        self.wfile.write(out)

    def log_message(self, *_args: Any) -> None:
        """Say nothing: addresses name batches."""


def main() -> int:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else "")
    parser.add_argument("--module", required=True, help="PKCS#11 module of the token (.so, .dll, .dylib)")
    parser.add_argument("--token", default="", help="label of the token; the first one when left out")
    parser.add_argument("--origin", action="append", required=True, help="site that may ask, e.g. https://tinh.gov.vn")
    parser.add_argument("--port", type=int, default=14807)
    parser.add_argument("--pairings", type=Path, default=Path.home() / ".tinhso-agent.json")
    parser.add_argument("--no-open", action="store_true", help="do not open the confirmation page by itself")
    given = parser.parse_args()
    agent = Agent(Token(given.module, given.token), given.origin, given.pairings, given.port)
    Handler.agent, Handler.opens = agent, not given.no_open
    server = ThreadingHTTPServer(("127.0.0.1", given.port), Handler)
    show(agent)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
