"""The exchange of the National Public Service Portal as provinces meet it behind an LGSP (giả lập Cổng DVCQG).

Speaks the services DongBoHoSoMC, CapNhatTienDoHoSoMC, TraCuuHoSo, LayDanhSachTTHC, LayThuTuc, LayDanhMucCoQuan and
LayDanhMucLinhVuc, each as `POST /<name>` with JSON; the token is `POST /token`, and every call carries it beside the
header `lgspaccesstoken`. LayHoSo, TaiTep and XacNhanHoSo give out what citizens filed at the portal; their names and
those of the parameters are our own reading. What it was sent is committed before it answers.

Answers: 200 {"KetQua": "1", …}, 200 {"KetQua": "0", "MaLoi", "ThongBao"} for a refusal, 401, 429, 503.

Quirks: `ack_lost` (how many more requests are kept but never answered: the connection dies), `ack_lost_share` (0 to 1),
`wrong` (answers no JSON), `no_keys` (takes no notice of Idempotency-Key).
"""

import base64
import hashlib
import json
import random
import secrets
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Final

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from tinhso.simulators._national_store import Refused, Store
from tinhso.simulators.behaviour import Behaviour, with_control

TITLE: Final = "Cổng Dịch vụ công quốc gia"
TOKEN_SECONDS: Final = 1800
MAX_BODY: Final = 2 * 1024 * 1024
PARTS: Final = ("AccessKey", "SecretKey", "AppName", "PartnerCode", "PartnerCodeCus")
Service = Callable[[dict[str, Any]], dict[str, Any]]


class LineDies(Response):
    """An answer that never arrives: the connection ends in the middle of it."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI
        """Promise a hundred bytes, send one, and break."""
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"100")]})
        await send({"type": "http.response.body", "body": b"{", "more_body": True})
        raise ConnectionAbortedError


class Portal:
    """The services over one store."""

    def __init__(self, folder: Path) -> None:
        self.behaviour = Behaviour()
        self.store = Store(folder / "portal.sqlite")
        self.tokens: dict[str, float] = {}

    def services(self) -> dict[str, Service]:
        """Return every service by the name under which it is called."""
        store = self.store
        return {
            "DongBoHoSoMC": store.put_dossier,
            "CapNhatTienDoHoSoMC": store.put_progress,
            "TraCuuHoSo": store.look_up,
            "LayDanhSachTTHC": store.list_procedures,
            "LayThuTuc": store.get_procedure,
            "LayDanhMucCoQuan": lambda _asked: {"DanhSachCoQuan": store.catalogue("agencies")},
            "LayDanhMucLinhVuc": lambda _asked: {"DanhSachLinhVuc": store.catalogue("fields")},
            "LayHoSo": store.list_filings,
            "XacNhanHoSo": store.confirm_filing,
        }

    async def token(self, request: Request) -> Response:
        """Give a token for half an hour to whoever shows the keys (grant_type=client_credentials)."""
        form = (await request.body()).decode("ascii", "replace")
        if "grant_type=client_credentials" not in form or not _keys_in(request):
            return JSONResponse({"error": "invalid_client"}, status_code=401)
        token = secrets.token_urlsafe(24)
        self.tokens[token] = time.monotonic() + TOKEN_SECONDS
        return JSONResponse({"access_token": token, "token_type": "Bearer", "expires_in": TOKEN_SECONDS})

    def _is_known(self, request: Request) -> bool:
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        return self.tokens.get(token, 0) > time.monotonic() and _keys_in(request)

    def serve(self, service: Service) -> Callable[[Request], Awaitable[Response]]:
        """Return the endpoint of one service: who asks, what, once for each idempotency key."""

        async def endpoint(request: Request) -> Response:
            if not self._is_known(request):
                return JSONResponse({"error": "invalid_token"}, status_code=401)
            body = await request.body()
            if len(body) > MAX_BODY:
                return JSONResponse({"error": "too large"}, status_code=413)
            if self.behaviour.quirks.get("wrong"):
                return Response("<html>Bad gateway</html>", media_type="text/html")
            key = "" if self.behaviour.quirks.get("no_keys") else request.headers.get("idempotency-key", "")
            answer = self._answer(service, body, key)
            if self._loses_this_one():
                return LineDies()
            return JSONResponse(answer)

        return endpoint

    def _answer(self, service: Service, body: bytes, key: str) -> dict[str, Any]:
        digest = hashlib.sha256(body).hexdigest()
        known = self.store.answer_to(key) if key else None
        if known is not None:
            same, answer = known[0] == digest, known[1]
            return answer if same else _refusal(Refused("KHOA_TRUNG", "Khóa đã dùng cho nội dung khác"))
        try:
            asked = json.loads(body)
            with self.store.transaction():
                answer = {"KetQua": "1", **service(asked)}
                if key:
                    self.store.keep_answer(key, digest, answer)
        except Refused as refused:
            return _refusal(refused)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            return _refusal(Refused("DU_LIEU", f"Dữ liệu không đọc được: {type(error).__name__}"))
        return answer

    def _loses_this_one(self) -> bool:
        left = self.behaviour.quirks.get("ack_lost", 0)
        if left:
            self.behaviour.quirks["ack_lost"] = left - 1
            return True
        return random.random() < float(self.behaviour.quirks.get("ack_lost_share", 0))  # noqa: S311 - a drill

    async def file(self, request: Request) -> Response:
        """Give one file of a filing."""
        if not self._is_known(request):
            return JSONResponse({"error": "invalid_token"}, status_code=401)
        content = self.store.file(request.path_params["file_id"])
        if content is None:
            return Response(status_code=404)
        return Response(content, media_type="application/pdf")

    async def plant(self, request: Request) -> Response:
        """Take procedures, agencies, fields and filings that tests or the demo want the portal to hold."""
        with self.store.transaction():
            self.store.plant(await request.json())
        return JSONResponse({"ok": True})

    async def held(self, request: Request) -> Response:
        """Tell everything the portal holds of one dossier, or how much it holds in all."""
        return JSONResponse(self.store.held(request.query_params.get("MaHoSo", "")))

    async def forget(self, _request: Request) -> Response:
        """Empty the portal."""
        self.store.forget()
        return JSONResponse({"ok": True})


def _keys_in(request: Request) -> bool:
    """Tell whether the header lgspaccesstoken is base64 of a JSON object with the five parts, keys not empty."""
    try:
        given = json.loads(base64.b64decode(request.headers.get("lgspaccesstoken", ""), validate=True))
    except ValueError:
        return False
    return (
        isinstance(given, dict) and set(PARTS) <= set(given) and bool(given["AccessKey"]) and bool(given["SecretKey"])
    )


def _refusal(refused: Refused) -> dict[str, Any]:
    return {"KetQua": "0", "MaLoi": refused.code, "ThongBao": refused.sentence}


def make_app(folder: Path) -> Starlette:
    """Return the application; its state is one sqlite file in `folder`."""
    portal = Portal(folder)
    routes = [
        Route("/token", portal.token, methods=["POST"]),
        *(Route(f"/{name}", portal.serve(service), methods=["POST"]) for name, service in portal.services().items()),
        Route("/TaiTep/{file_id}", portal.file),
        Route("/_control/plant", portal.plant, methods=["POST"]),
        Route("/_control/held", portal.held),
        Route("/_control/forget", portal.forget, methods=["POST"]),
    ]
    return with_control(Starlette(routes=routes), portal.behaviour)
