"""The door: headers first, then the envelope, then the answer, or one of the quirks."""

import asyncio
import base64
import hashlib
import hmac
import sqlite3
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from tinhso.simulators.behaviour import Behaviour
from tinhso.simulators.population import soap
from tinhso.simulators.population.people import PEOPLE, Person, find, person_at
from tinhso.simulators.population.soap import Asked, Fault

USER: Final = "mo-phong"
SECRET: Final = "mo-phong"  # noqa: S105 - a stand-in guards nothing
API_KEY: Final = "mo-phong"
CLIENT: Final = "VN/GOV/MO-PHONG/TINH-SO"
AUTH_URL: Final = "http://dancuquocgia.bca/xac-thuc"
WINDOW: Final = 5 * 60 * 1000
LONGEST: Final = 64 * 1024
NOBODY: Final = ("DC_404", "Thông tin công dân không tồn tại trong CSDL")
NOT_ALIKE: Final = ("DC_409", "Thông tin công dân không khớp với CSDL")
XML: Final = "text/xml; charset=utf-8"


class Service:
    """Answers requests and keeps, for tests, which ones came: number of the request, officer, operation, moment."""

    def __init__(self, folder: Path, behaviour: Behaviour) -> None:
        self.path, self.behaviour = folder / "asked.sqlite", behaviour
        with sqlite3.connect(self.path) as kept:
            kept.execute(
                "CREATE TABLE IF NOT EXISTS asked"
                " (id INTEGER PRIMARY KEY, request_id TEXT, officer TEXT, operation TEXT, at REAL)"
            )

    async def call(self, request: Request) -> Response:
        """Take one SOAP request."""
        quirks = self.behaviour.quirks
        try:
            body = await self._body(request)
            _check_headers(request)
            asked = soap.read(body)
            await run_in_threadpool(self._keep, asked)
            data = _spoilt(self._answer(asked), quirks)
        except Fault as fault:
            return Response(fault.to_xml(), status_code=fault.status, media_type=XML)
        if quirks.get("drip") or quirks.get("half") or quirks.get("huge"):
            return StreamingResponse(_in_parts(data, quirks), media_type=XML)
        return Response(data, media_type=XML)

    async def _body(self, request: Request) -> bytes:
        body = b""
        async for part in request.stream():
            body += part
            if len(body) > LONGEST:
                raise Fault(500, "soapenv:Client", "Thông điệp quá lớn")
        return body

    def _answer(self, asked: Asked) -> bytes:
        quirks = self.behaviour.quirks
        if quirks.get("fault"):
            raise Fault(500, str(quirks["fault"]), "Lỗi theo yêu cầu của máy giả lập")
        person = find(asked.number)
        reason = None
        if person is None or not soap.fits(person, asked):
            reason = None if quirks.get("no_reason") else NOBODY if person is None else NOT_ALIKE
            person = None
        elif quirks.get("other_person"):
            person = person_at(1)
        elif quirks.get("wrong_birth"):
            person = replace(person, birth="19010101")
        if asked.operation == soap.VERIFY:
            return soap.answer_verify(exists=person is not None, reason=reason)
        return soap.answer_look_up(person, reason=reason)

    def _keep(self, asked: Asked) -> None:
        with sqlite3.connect(self.path) as kept:
            kept.execute(
                "INSERT INTO asked (request_id, officer, operation, at) VALUES (?, ?, ?, ?)",
                (asked.request_id, asked.officer, asked.operation, time.time()),
            )

    async def asked(self, _request: Request) -> Response:
        """Return what was asked so far, oldest first (no personal data)."""
        with sqlite3.connect(self.path) as kept:
            rows = kept.execute("SELECT request_id, officer, operation FROM asked ORDER BY id").fetchall()
        return JSONResponse([dict(zip(("request_id", "officer", "operation"), row, strict=True)) for row in rows])

    async def person(self, request: Request) -> Response:
        """Return an invented person by place, so that somebody trying the demo has a number, name and birth date."""
        place = request.path_params["index"]
        if not 0 <= place < PEOPLE:
            return JSONResponse({"error": f"0 to {PEOPLE - 1}"}, status_code=404)
        one: Person = person_at(place)
        return JSONResponse({"number": one.number, "name": one.name, "birth": one.birth})


def _check_headers(request: Request) -> None:
    """Refuse what is not signed in as documented: Timestamp, Authorization, X-Road-Client, ApiKey, SOAPAction."""
    stamp = request.headers.get("timestamp", "")
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 15):
        raise Fault(401, "Server.ServerProxy.AuthenticationFailed", "Thiếu hoặc sai Timestamp")
    if abs(int(stamp) - time.time() * 1000) > WINDOW:
        raise Fault(401, "Server.ServerProxy.AuthenticationFailed", "Timestamp ngoài thời gian cho phép")
    digest = hashlib.sha256(f"{AUTH_URL}{USER}{stamp}{SECRET}".encode()).hexdigest()
    wanted = "Basic " + base64.b64encode(f"{USER}:{digest}".encode()).decode()
    if not hmac.compare_digest(wanted.encode(), request.headers.get("authorization", "").encode()):
        raise Fault(401, "Server.ServerProxy.AuthenticationFailed", "Sai thông tin xác thực")
    if request.headers.get("x-road-client") != CLIENT:
        raise Fault(500, "Client.UnknownMember", "X-Road-Client chưa được đăng ký")
    if request.headers.get("apikey") != API_KEY:
        raise Fault(403, "Server.ServerProxy.AccessDenied", "ApiKey không hợp lệ")
    if request.headers.get("soapaction") != '""':
        raise Fault(500, "soapenv:Client", "SOAPAction không hợp lệ")
    if not request.headers.get("content-type", "").startswith("application/xml"):
        raise Fault(415, "soapenv:Client", "Content-Type không hợp lệ")


def _spoilt(data: bytes, quirks: dict[str, Any]) -> bytes:
    if quirks.get("garbled"):
        return b"<html><body>502 Bad Gateway"
    if quirks.get("windows_1258"):
        return data.decode().replace("Nguyễn", "Nguy\u00ean").encode("cp1258", "replace")
    if quirks.get("bomb"):
        layers = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
        bomb = f'<!DOCTYPE x [<!ENTITY e0 "ha">{layers}]>'.encode()
        return data.replace(b"?>", b"?>" + bomb, 1).replace(b"<soapenv:Body>", b"<soapenv:Body>&e9;", 1)
    if quirks.get("deep"):
        depth = int(quirks["deep"])
        return data.replace(b"<soapenv:Body>", b"<soapenv:Body>" + b"<a>" * depth + b"</a>" * depth, 1)
    return data


async def _in_parts(data: bytes, quirks: dict[str, Any]) -> AsyncIterator[bytes]:
    for sent in range(0, int(quirks.get("huge", 0)), 65536):
        yield b" " * min(65536, int(quirks["huge"]) - sent)
    middle = len(data) // 2
    yield data[:middle]
    if quirks.get("half"):
        raise ConnectionError("the line breaks, as asked")
    for start in range(middle, len(data), 64):
        await asyncio.sleep(float(quirks.get("drip", 0)))
        yield data[start : start + 64]
