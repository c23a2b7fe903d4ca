"""A bank's statement service over HTTP: bearer key, JSON, pages by cursor. Bounded in time and in size."""

import json
from datetime import date
from typing import Any, Final

import httpx

from tinhso.government.payments.errors import BadNotice, BankUnavailable
from tinhso.government.payments.ports import StatementPage
from tinhso.government.payments.rules.wire import read_notice

PAGE: Final = 100
MAX_BYTES: Final = 1024 * 1024
TIMEOUT: Final = httpx.Timeout(10.0, connect=3.0)


class StatementApi:
    """`GET /transactions?after=&limit=&day=` answers {"transactions": […], "cursor": "…", "is_last": true}."""

    def __init__(self, code: str, address: str, key: str) -> None:
        self.code, self.address, self.key = code, address.rstrip("/"), key

    def list_transactions(self, *, after: str = "", day: date | None = None) -> StatementPage:
        """Return a page of transactions. Raises BankUnavailable for every other answer than a well-formed one."""
        query = {"after": after, "limit": str(PAGE)} | ({"day": day.isoformat()} if day else {})
        answer = self._ask("GET", "/transactions", params=query)
        try:
            rows = tuple(read_notice(self.code, row) for row in answer["transactions"][:PAGE])
            return StatementPage(rows, str(answer["cursor"])[:200], bool(answer["is_last"]))
        except (BadNotice, KeyError, TypeError) as error:
            raise BankUnavailable(why=type(error).__name__) from error

    def subscribe(self, *, url: str, secret: str) -> None:
        """Have notices sent to `url`."""
        self._ask("PUT", "/subscription", json={"url": url, "secret": secret})

    def _ask(self, method: str, path: str, **options: Any) -> Any:
        headers = {"Authorization": f"Bearer {self.key}", "Accept": "application/json"}
        try:
            with (
                httpx.Client(timeout=TIMEOUT, follow_redirects=False, trust_env=False) as client,
                client.stream(method, self.address + path, headers=headers, **options) as answer,
            ):
                answer.raise_for_status()
                return json.loads(_bounded(answer))
        except (httpx.HTTPError, ValueError) as error:
            raise BankUnavailable(why=type(error).__name__) from error


def _bounded(answer: httpx.Response) -> bytes:
    body = bytearray()
    for chunk in answer.iter_bytes():
        body += chunk
        if len(body) > MAX_BYTES:
            raise ValueError("the answer is too large")
    return bytes(body)
