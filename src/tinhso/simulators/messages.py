"""The SMS and Zalo gateway, simulated: takes messages by docs/gateways.md, keeps them, shows them, sends receipts.

Quirks: `receipt` is "delivered" (default), "failed", "none", "duplicate" (twice) or "late" (after `late` seconds);
`refuse` names numbers that are refused for good; `slow` seconds pass after a message is kept and before the answer;
`no_zalo` makes every receipt of a Zalo message "failed". The shared secret is TINHSO_MESSAGES_KEY, else "may-gia-lap".
"""

import asyncio
import hashlib
import hmac
import html
import json
import os
import sqlite3
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from tinhso.simulators.behaviour import Behaviour, with_control

TITLE = "Cổng tin nhắn SMS và Zalo"
KEY: Final = os.environ.get("TINHSO_MESSAGES_KEY") or "may-gia-lap"
MAX_BODY: Final = 16_384
SHOWN: Final = 200
TRIES: Final = 5
SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS message (
    id TEXT PRIMARY KEY, at REAL NOT NULL, body TEXT NOT NULL, digest TEXT NOT NULL, times INTEGER NOT NULL DEFAULT 1,
    receipt TEXT NOT NULL DEFAULT '', due REAL NOT NULL DEFAULT 0, tries INTEGER NOT NULL DEFAULT 0
);
"""


class Store:
    """Messages in a file: on the disk before anybody is answered."""

    def __init__(self, folder: Path) -> None:
        self.database = sqlite3.connect(folder / "messages.sqlite3", isolation_level=None)
        self.database.row_factory = sqlite3.Row
        self.database.execute("PRAGMA journal_mode=WAL")
        self.database.execute("PRAGMA synchronous=FULL")
        self.database.executescript(SCHEMA)

    def keep(self, message: dict[str, Any], body: str, *, receipt: str, due: float) -> str:
        """Keep a message once; return "new", "known", or "other" when its id came before with other content."""
        digest = hashlib.sha256(body.encode()).hexdigest()
        known = self.database.execute("SELECT digest FROM message WHERE id = ?", [message["id"]]).fetchone()
        if known is not None:
            self.database.execute("UPDATE message SET times = times + 1 WHERE id = ?", [message["id"]])
            return "known" if known["digest"] == digest else "other"
        self.database.execute(
            "INSERT INTO message (id, at, body, digest, receipt, due) VALUES (?, ?, ?, ?, ?, ?)",
            [message["id"], time.time(), body, digest, receipt, due],
        )
        return "new"

    def listed(self) -> list[sqlite3.Row]:
        """Return the newest messages."""
        return self.database.execute("SELECT * FROM message ORDER BY at DESC LIMIT ?", [SHOWN]).fetchall()

    def owed(self, now: float) -> list[sqlite3.Row]:
        """Return messages whose receipts are due."""
        return self.database.execute(
            "SELECT * FROM message WHERE receipt <> '' AND due <= ? AND tries < ? ORDER BY due LIMIT 50", [now, TRIES]
        ).fetchall()

    def told(self, message_id: str) -> None:
        """Note that every receipt of a message has arrived."""
        self.database.execute("UPDATE message SET receipt = '' WHERE id = ?", [message_id])

    def put_off(self, message_id: str, until: float) -> None:
        """Try a receipt again later."""
        self.database.execute("UPDATE message SET tries = tries + 1, due = ? WHERE id = ?", [until, message_id])


def make_app(folder: Path) -> Starlette:
    """Return the gateway over the messages kept in `folder`."""
    store, behaviour = Store(folder), Behaviour()
    sender = Sender(store, behaviour)

    async def take(request: Request) -> Response:
        sender.ensure_running()
        raw = await request.body()
        fault = _fault(raw, request)
        if fault is not None:
            return fault
        message = json.loads(raw)
        if message["to"] in behaviour.quirks.get("refuse", []):
            return JSONResponse({"error": "unreachable number"}, status_code=422)
        due = time.time() + float(behaviour.quirks.get("late", 0))
        kept = store.keep(message, raw.decode(), receipt=_receipts(message, behaviour), due=due)
        await asyncio.sleep(float(behaviour.quirks.get("slow", 0)))
        if kept == "other":
            return JSONResponse({"error": "idempotency key used for another message"}, status_code=409)
        return JSONResponse({"message_id": f"GL-{message['id']}"}, status_code=202 if kept == "new" else 200)

    async def listed(_request: Request) -> Response:
        sender.ensure_running()
        rows = [{**json.loads(row["body"]), "times": row["times"], "at": row["at"]} for row in store.listed()]
        return JSONResponse({"messages": rows})

    async def page(_request: Request) -> Response:
        sender.ensure_running()
        return HTMLResponse(_page(store.listed()))

    routes = [
        Route("/", page),
        Route("/v1/messages", take, methods=["POST"]),
        Route("/v1/messages", listed, methods=["GET"]),
    ]
    return with_control(Starlette(routes=routes), behaviour)


def _fault(raw: bytes, request: Request) -> Response | None:
    """Return the answer to a message that cannot be taken; None for a good one."""
    if len(raw) > MAX_BODY:
        return JSONResponse({"error": "too large"}, status_code=413)
    moment = request.headers.get("X-Timestamp", "")
    if not hmac.compare_digest(_signature(raw, moment), request.headers.get("X-Signature", "")):
        return JSONResponse({"error": "bad signature"}, status_code=401)
    if not moment.isdigit() or abs(time.time() - int(moment)) > 300:
        return JSONResponse({"error": "stale"}, status_code=401)
    try:
        message = json.loads(raw)
        good = all(isinstance(message.get(name), str) and message[name] for name in ("id", "channel", "to", "text"))
    except (ValueError, AttributeError):
        good = False
    if not good or request.headers.get("Idempotency-Key") != message["id"]:
        return JSONResponse({"error": "id, channel, to, text and Idempotency-Key are needed"}, status_code=422)
    return None


def _signature(body: bytes, moment: str) -> str:
    return "sha256=" + hmac.new(KEY.encode(), moment.encode() + b"." + body, hashlib.sha256).hexdigest()


def _receipts(message: dict[str, Any], behaviour: Behaviour) -> str:
    """Return which receipts a message gets, as words split at spaces."""
    if message["channel"] == "zalo" and behaviour.quirks.get("no_zalo"):
        return "failed"
    wanted = str(behaviour.quirks.get("receipt", "delivered"))
    return {"none": "", "duplicate": "delivered delivered", "late": "delivered"}.get(wanted, wanted)


class Sender:
    """Sends receipts that are owed, also those of before a restart, until they are taken or five times refused."""

    def __init__(self, store: Store, behaviour: Behaviour) -> None:
        self.store, self.behaviour = store, behaviour
        self.task: asyncio.Task[None] | None = None

    def ensure_running(self) -> None:
        """Start, if it does not run."""
        if self.task is None or self.task.done():
            self.task = asyncio.get_running_loop().create_task(self._run())

    async def _run(self) -> None:
        async with httpx.AsyncClient(timeout=10, trust_env=False) as client:
            while True:
                if not self.behaviour.down:
                    for row in self.store.owed(time.time()):
                        await self._tell(client, row)
                await asyncio.sleep(0.2)

    async def _tell(self, client: httpx.AsyncClient, row: sqlite3.Row) -> None:
        message = json.loads(row["body"])
        try:
            for status in row["receipt"].split():
                receipt = {"id": row["id"], "message_id": f"GL-{row['id']}", "status": status, "reason": ""}
                if status == "failed":
                    receipt["reason"] = "the number did not take the message"
                body, moment = json.dumps(receipt).encode(), str(int(time.time()))
                headers = {"X-Timestamp": moment, "X-Signature": _signature(body, moment)}
                headers["Content-Type"] = "application/json"
                answer = await client.post(message["receipt_url"], content=body, headers=headers)
                answer.raise_for_status()
        except (httpx.HTTPError, httpx.InvalidURL, KeyError):
            self.store.put_off(row["id"], time.time() + 2 ** row["tries"])
        else:
            self.store.told(row["id"])


def _page(rows: list[sqlite3.Row]) -> str:
    lines = []
    for row in rows:
        message: dict[str, Any] = {}
        with suppress(ValueError):
            message = json.loads(row["body"])
        cells = [
            time.strftime("%H:%M:%S %d/%m/%Y", time.localtime(row["at"])),
            message.get("channel"),
            message.get("to"),
        ]
        cells += [message.get("text"), row["times"]]
        lines.append("<tr>" + "".join(f"<td>{html.escape(str(cell))}</td>" for cell in cells) + "</tr>")
    head = "".join(f"<th>{title}</th>" for title in ("Lúc", "Kênh", "Tới", "Nội dung", "Số lần nhận"))
    return (
        f'<!doctype html><html lang="vi"><meta charset="utf-8"><title>{TITLE} (giả lập)</title>'
        f"<h1>{TITLE} (giả lập)</h1><table border=1 cellpadding=6><tr>{head}</tr>{''.join(lines)}</table></html>"
    )
