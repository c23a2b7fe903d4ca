"""The addresses of the authority."""

import base64
import binascii
import html
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from tinhso.simulators.authority.bundle import MARK, Bundle, Held, ensure_bundle, key_pem
from tinhso.simulators.authority.issuing import PROFILES, ensure_service, issue
from tinhso.simulators.authority.register import HOLD, Register
from tinhso.simulators.authority.stamps import Stamps
from tinhso.simulators.authority.status import Answers
from tinhso.simulators.behaviour import Behaviour

MAX_REQUEST: Final = 16_384
REASONS: Final = frozenset(
    ("unspecified", "keyCompromise", "affiliationChanged", "superseded", "cessationOfOperation", HOLD)
)
_PAGE: Final = """<!doctype html><html lang="vi"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>Cơ quan chứng thực minh họa</title>
<body><main><h1>Cơ quan chứng thực chữ ký số ({mark})</h1>
<p><strong>Chỉ để xem thử.</strong> Chứng thư, trạng thái và dấu thời gian ở đây không có giá trị pháp lý.</p>
<ul><li><a href="root.crt">Chứng thư gốc</a>, <a href="issuing.crt">chứng thư cơ quan cấp</a></li>
<li><a href="issuing.crl">Danh sách chứng thư thu hồi</a>, <a href="root.crl">của cơ quan gốc</a></li>
<li>Trạng thái (OCSP): <code>{base}/ocsp</code></li><li>Dấu thời gian (RFC 3161): <code>{base}/tsa</code></li></ul>
<h2>Đang thu hồi hoặc tạm dừng</h2><ul>{revoked}</ul></main></body></html>"""


class Service:
    """One authority over its folders. Keys are made at the first request that needs them."""

    def __init__(self, folder: Path, shared: Path, behaviour: Behaviour) -> None:
        self.folder, self.shared, self.behaviour = folder, shared, behaviour
        self.register = Register(folder, shared)
        self.base = ""
        self._answers: Answers | None = None

    @cached_property
    def bundle(self) -> Bundle:
        """The root and the issuing authority."""
        return ensure_bundle(self.shared)

    @cached_property
    def responder(self) -> Held:
        """The delegated responder."""
        return ensure_service(self.folder / "responder.pem", self.bundle, "responder", base=self.base)

    @cached_property
    def stamper(self) -> Held:
        """The key of time-stamps, on the register like any other certificate."""
        held = ensure_service(self.folder / "stamps.pem", self.bundle, "stamps", base=self.base)
        self.register.keep(held.certificate)
        return held

    @cached_property
    def stamps(self) -> Stamps:
        """The time-stamp authority."""
        return Stamps(self.bundle, self.stamper, self.behaviour.quirks)

    def _told(self, request: Request) -> None:
        """Note under which address we are reached, for what certificates say."""
        if not self.base:
            self.base = f"{request.url.scheme}://{request.url.netloc}{request.scope.get('root_path', '')}".rstrip("/")

    def answers(self) -> Answers:
        """Return the responder, with the quirks of this moment."""
        if self._answers is None:
            self._answers = Answers(self.bundle, self.register, self.responder, {})
        self._answers.quirks = self.behaviour.quirks
        return self._answers

    async def ocsp_post(self, request: Request) -> Response:
        """Answer a request in the body."""
        return self._ocsp(request, await _body(request))

    async def ocsp_get(self, request: Request) -> Response:
        """Answer a request in the address, as base64 (RFC 6960, A.1)."""
        try:
            asked = base64.b64decode(unquote(request.path_params["request"]), validate=True)
        except (binascii.Error, ValueError):
            return Response("not base64", status_code=400)
        return self._ocsp(request, asked)

    def _ocsp(self, request: Request, asked: bytes | None) -> Response:
        self._told(request)
        if self.behaviour.quirks.get("ocsp_down"):
            return Response("service unavailable", status_code=503)
        if asked is None:
            return Response("too large", status_code=413)
        body = self._swollen(self.answers().answer(asked))
        return Response(body, media_type="application/ocsp-response", headers={"Cache-Control": "max-age=30"})

    def _swollen(self, body: bytes) -> bytes:
        return body + bytes(int(self.behaviour.quirks.get("huge", 0)))

    async def crl(self, request: Request) -> Response:
        """Give a list; nothing new is told by 304."""
        self._told(request)
        if self.behaviour.quirks.get("crl_down"):
            return Response("service unavailable", status_code=503)
        try:
            body, tag = self.answers().revoked_list(request.path_params["name"])
        except KeyError:
            return Response("not found", status_code=404)
        headers = {"ETag": tag, "Cache-Control": "max-age=30"}
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=headers)
        return Response(self._swollen(body), media_type="application/pkix-crl", headers=headers)

    async def certificate(self, request: Request) -> Response:
        """Give an authority's certificate in DER."""
        found = {"root": self.bundle.root, "issuing": self.bundle.issuing}.get(request.path_params["name"])
        if found is None:
            return Response("not found", status_code=404)
        return Response(found.certificate.public_bytes(Encoding.DER), media_type="application/pkix-cert")

    async def stamp(self, request: Request) -> Response:
        """Stamp a digest with the time."""
        self._told(request)
        if self.behaviour.quirks.get("tsa_down"):
            return Response("service unavailable", status_code=503)
        asked = await _body(request)
        if asked is None or request.headers.get("content-type") != "application/timestamp-query":
            return Response("application/timestamp-query expected", status_code=400)
        self.stamps.quirks = self.behaviour.quirks
        return Response(self._swollen(self.stamps.answer(asked)), media_type="application/timestamp-reply")

    async def change(self, request: Request) -> Response:
        """Revoke, suspend or release a certificate."""
        act = request.path_params["act"]
        try:
            asked = await request.json()
            serial = _serial(asked)
            at = datetime.fromisoformat(asked["at"]).astimezone(UTC) if asked.get("at") else None
            if act == "release":
                self.register.release(serial)
            else:
                self.register.revoke(serial, _reason(act, asked), at)
        except (ValueError, TypeError, AttributeError, KeyError) as error:
            return JSONResponse({"error": str(error)}, status_code=422)
        return JSONResponse({"serial": f"{serial:x}", "act": act})

    async def issue(self, request: Request) -> Response:
        """Give a fresh key with a certificate of the profile asked for."""
        self._told(request)
        try:
            asked = await request.json()
            profile = PROFILES[str(asked.get("profile", "good"))]()
            common = str(asked.get("name", "Người Thử"))[:64]
        except (ValueError, AttributeError, KeyError):
            return JSONResponse({"error": f"profile one of {', '.join(PROFILES)}"}, status_code=422)
        held, chain = issue(self.bundle, profile, common=common, base=self.base)
        if profile.by == "issuing":
            self.register.keep(held.certificate)
        return JSONResponse(
            {
                "certificate": held.certificate.public_bytes(Encoding.PEM).decode(),
                "key": key_pem(held.private).decode(),
                "chain": [one.public_bytes(Encoding.PEM).decode() for one in chain],
                "serial": f"{held.certificate.serial_number:x}",
            }
        )

    async def listed(self, _request: Request) -> Response:
        """List what was issued here and what is revoked."""
        revoked = [
            {"serial": f"{one.serial:x}", "reason": one.reason, "at": one.at.isoformat()}
            for one in self.register.revoked()
        ]
        issued = [{"serial": serial, "subject": subject} for serial, subject in self.register.subjects()]
        return JSONResponse({"mark": MARK, "issued": issued, "revoked": revoked})

    async def index(self, request: Request) -> Response:
        """Say what this is, and what it is not."""
        self._told(request)
        lines = [f"<li><code>{one.serial:x}</code> {html.escape(one.reason)}</li>" for one in self.register.revoked()]
        revoked = "".join(lines) or "<li>Không có.</li>"
        return HTMLResponse(_PAGE.format(mark=MARK, base=html.escape(self.base), revoked=revoked))


def _serial(asked: dict[str, Any]) -> int:
    if asked.get("certificate"):
        return x509.load_pem_x509_certificate(str(asked["certificate"]).encode()).serial_number
    return int(str(asked["serial"]), 16)


def _reason(act: str, asked: dict[str, Any]) -> str:
    reason = str(asked.get("reason", "unspecified"))
    if act not in ("revoke", "suspend") or reason not in REASONS:
        raise ValueError(f"revoke, suspend, release; reason one of {', '.join(sorted(REASONS))}")
    return HOLD if act == "suspend" else reason


async def _body(request: Request) -> bytes | None:
    """Return the body, None when it is larger than any such request."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > MAX_REQUEST:
            return None
    return bytes(body)
