"""A bank with virtual accounts: takes transfers, tells of them by signed webhook, shows its statement. No real money.

| Address | What |
|---|---|
| `GET /` | a page where a person pays: paste what a QR code says, or type account, amount and text |
| `POST /pay` | JSON {"qr"} or {"account_number", "amount", "text"}: money comes in |
| `POST /reverse` | JSON {"transaction_id"}: the bank takes a credit back |
| `POST /send` | JSON {"account_number", "amount", "text"}: money goes out; the answer names the transaction |
| `PUT /subscription` | JSON {"url", "secret"}: where notices go and what signs them |
| `GET /transactions?after=&limit=&day=` | the statement, in order, by cursor |
| `GET /deliveries` | how notices fared |
| `POST /forget` | empties the book, for the next drill |

A notice is POSTed with `X-Timestamp` (Unix seconds) and `X-Signature` (HMAC-SHA256 of timestamp, full stop and body, in
hexadecimal), again after 1, 2, 4 … 60 seconds until it is answered 200. Quirks: `webhook`: "off", "twice", "late",
"wrong_signature", "old"; `late`: seconds; `amount`: a factor in hundredths (50 pays half); `text`: what the transfer
says instead; `reverse`: true takes every credit back at once; `hide`: statement leaves new transactions out.
"""

import json
import threading
import time
import urllib.error
import urllib.request
from html import escape
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from tinhso.simulators._bank_book import BankBook, read_qr, signature
from tinhso.simulators._bank_page import page
from tinhso.simulators.behaviour import Behaviour, with_control

TITLE = "Ngân hàng"
TRIES: Final = 12
MAX_LIMIT: Final = 200
DEFAULT_LATE: Final = 5.0


def make_app(folder: Path) -> Starlette:
    """Return the bank, its book in `folder`, and start telling of what was not told yet."""
    behaviour, book = Behaviour(), BankBook(folder / "bank.sqlite3")
    desk = Desk(book, behaviour)
    threading.Thread(target=desk.tell_for_ever, daemon=True, name="bank-notices").start()
    routes = [
        Route("/", desk.show, methods=["GET"]),
        Route("/pay", desk.pay, methods=["POST"]),
        Route("/reverse", desk.reverse, methods=["POST"]),
        Route("/send", desk.send, methods=["POST"]),
        Route("/subscription", desk.subscription, methods=["GET", "PUT"]),
        Route("/transactions", desk.transactions, methods=["GET"]),
        Route("/deliveries", desk.deliveries, methods=["GET"]),
        Route("/forget", desk.forget, methods=["POST"]),
    ]
    return with_control(Starlette(routes=routes), behaviour)


class Desk:
    """The bank's counter: every act is in the book before it is answered."""

    def __init__(self, book: BankBook, behaviour: Behaviour) -> None:
        self.book, self.behaviour = book, behaviour

    async def show(self, request: Request) -> Response:
        """Show the page on which a person pays."""
        qr = request.query_params.get("qr", "")[:600]
        wanted, said = {}, ""
        if qr:
            try:
                wanted = read_qr(qr)
            except ValueError as error:
                said = str(error)
        values = {
            **wanted,
            **{k: v for k, v in request.query_params.items() if k in ("account_number", "amount", "text")},
        }
        return HTMLResponse(page(qr, values, said, self.book.latest(10), str(request.scope.get("root_path", ""))))

    async def pay(self, request: Request) -> Response:
        """Take a transfer in, from the page's form or as JSON."""
        is_form = "json" not in request.headers.get("content-type", "")
        try:
            paid = self._take(await _fields(request, is_form=is_form))
        except (ValueError, TypeError, KeyError) as error:
            if is_form:
                base = str(request.scope.get("root_path", ""))
                return HTMLResponse(page("", {}, str(error), self.book.latest(10), base), status_code=422)
            return JSONResponse({"error": str(error)}, status_code=422)
        if is_form:
            said = f"Đã chuyển {paid['amount']:,} đồng, mã giao dịch {escape(paid['transaction_id'])}.".replace(
                ",", ".", 1
            )
            base = str(request.scope.get("root_path", ""))
            return HTMLResponse(page("", {}, said, self.book.latest(10), base))
        return JSONResponse(paid, status_code=201)

    def _take(self, fields: dict[str, Any]) -> dict[str, Any]:
        quirks = self.behaviour.quirks
        wanted = read_qr(str(fields["qr"])) if fields.get("qr") else fields
        amount = int(str(wanted["amount"]).replace(".", "").replace(" ", "")) * int(quirks.get("amount", 100)) // 100
        text = str(quirks.get("text", wanted.get("text", "")))[:500]
        payer = str(fields.get("payer_name") or "NGUOI NOP MINH HOA")[:100]
        paid = self.book.credit(str(wanted["account_number"]), amount, text, payer, self._plan())
        if quirks.get("reverse"):
            self.book.reverse(paid["transaction_id"], self._plan())
        return paid

    def _plan(self) -> dict[str, Any]:
        """Return how the notice of a new transaction is to be told."""
        quirks = self.behaviour.quirks
        mode = str(quirks.get("webhook", ""))
        delay = float(quirks.get("late", DEFAULT_LATE)) if mode == "late" else 0.0
        return {"mode": mode, "delay": delay, "hidden": bool(quirks.get("hide"))}

    async def reverse(self, request: Request) -> Response:
        """Take a credit back."""
        fields = await request.json()
        try:
            return JSONResponse(self.book.reverse(str(fields["transaction_id"]), self._plan()), status_code=201)
        except (KeyError, ValueError) as error:
            return JSONResponse({"error": str(error)}, status_code=422)

    async def send(self, request: Request) -> Response:
        """Send money out of an account."""
        fields = await request.json()
        try:
            sent = self.book.debit(str(fields["account_number"]), int(fields["amount"]), str(fields.get("text", "")))
        except (KeyError, ValueError, TypeError) as error:
            return JSONResponse({"error": str(error)}, status_code=422)
        return JSONResponse(sent, status_code=201)

    async def subscription(self, request: Request) -> Response:
        """Keep where notices go."""
        if request.method == "PUT":
            fields = await request.json()
            self.book.subscribe(str(fields["url"]), str(fields["secret"]))
        kept = self.book.subscription()
        return JSONResponse({"url": kept[0] if kept else ""})

    async def transactions(self, request: Request) -> Response:
        """Show a page of the statement."""
        query = request.query_params
        if not request.headers.get("authorization", "").startswith("Bearer "):
            return JSONResponse({"error": "unauthorised"}, status_code=401)
        try:
            limit = max(1, min(int(query.get("limit", "100")), MAX_LIMIT))
            after = int(query.get("after") or 0)
        except ValueError:
            return JSONResponse({"error": "bad cursor"}, status_code=422)
        rows = self.book.statement(after, limit + 1, query.get("day", ""))
        shown = rows[:limit]
        cursor = str(shown[-1][0]) if shown else str(after)
        facts = [row for _number, row in shown]
        return JSONResponse({"transactions": facts, "cursor": cursor, "is_last": len(rows) <= limit})

    async def deliveries(self, _request: Request) -> Response:
        """Show how notices fared."""
        return JSONResponse({"deliveries": self.book.deliveries()})

    async def forget(self, _request: Request) -> Response:
        """Empty the book; numbers go on."""
        self.book.forget()
        return JSONResponse({})

    def tell_for_ever(self) -> None:
        """Send what is due, for as long as the process lives; the book knows what is still to tell after a crash."""
        while True:
            try:
                idle = not self._tell_one()
            except Exception:  # noqa: BLE001 - a bank does not stop telling because one notice failed
                idle = True
            if idle:
                time.sleep(0.1)

    def _tell_one(self) -> bool:
        due = self.book.next_delivery()
        kept = self.book.subscription()
        if due is None or kept is None:
            return False
        url, secret = kept
        status = max(_post(url, secret, due) for _ in range(2 if due["mode"] == "twice" else 1))
        self.book.told(due["number"], status, done=status == 200 or due["tries"] + 1 >= TRIES)
        return True


def _post(url: str, secret: str, due: dict[str, Any]) -> int:
    body = due["body"].encode()
    stamp = int(time.time_ns() // 1_000_000_000) - (3600 if due["mode"] == "old" else 0)
    signed = signature("wrong" if due["mode"] == "wrong_signature" else secret, str(stamp), body)
    headers = {"Content-Type": "application/json", "X-Timestamp": str(stamp), "X-Signature": signed}
    request = urllib.request.Request(url, data=body, headers=headers)  # noqa: S310 - whoever subscribed chose it
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return int(error.code)
    except OSError:
        return 0


async def _fields(request: Request, *, is_form: bool) -> dict[str, Any]:
    body = (await request.body())[:20_000]
    if is_form:
        return {name: values[0] for name, values in parse_qs(body.decode("utf-8", "replace")).items()}
    loaded: dict[str, Any] = json.loads(body)
    return loaded
