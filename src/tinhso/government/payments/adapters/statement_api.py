"""A bank's statement service over HTTP: bearer key, JSON, pages by cursor. Bounded in time and in size."""

import hashlib
import json
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from tinhso.government.payments.data import RawNotice
from tinhso.government.payments.errors import BadNotice, BankUnavailable
from tinhso.government.payments.ports import StatementPage
from tinhso.government.payments.rules.wire import read_notice

if TYPE_CHECKING:
    import httpx

PAGE: Final = 100
NAME: Final = 64
MAX_BYTES: Final = 1024 * 1024
CONNECT_SECONDS, ANSWER_SECONDS = 3.0, 10.0


class StatementApi:
    """`GET /transactions?after=&limit=&day=` answers {"transactions": […], "cursor": "…", "is_last": true}."""

    def __init__(self, code: str, address: str, key: str) -> None:
        self.code, self.address, self.key = code, address.rstrip("/"), key

    def list_transactions(self, *, after: str = "", day: date | None = None) -> StatementPage:
        """Return a page of transactions. Raises BankUnavailable for every other answer than a well-formed one."""
        query = {"after": after, "limit": str(PAGE)} | ({"day": day.isoformat()} if day else {})
        answer = self._ask("GET", "/transactions", params=query)
        try:
            told, cursor, is_last = answer["transactions"][:PAGE], str(answer["cursor"])[:200], bool(answer["is_last"])
        except (KeyError, TypeError) as error:
            raise BankUnavailable(why=type(error).__name__) from error
        rows, unread = list[RawNotice](), list[str]()
        for row in told:
            try:
                rows.append(read_notice(self.code, row))
            except BadNotice:
                unread.append(_name_of(row))
        return StatementPage(tuple(rows), cursor, is_last, tuple(unread))

    def subscribe(self, *, url: str, secret: str) -> None:
        """Have notices sent to `url`."""
        self._ask("PUT", "/subscription", json={"url": url, "secret": secret})

    def _ask(self, method: str, path: str, **options: Any) -> Any:
        import httpx

        headers = {"Authorization": f"Bearer {self.key}", "Accept": "application/json"}
        timeout = httpx.Timeout(ANSWER_SECONDS, connect=CONNECT_SECONDS)
        try:
            with (
                httpx.Client(timeout=timeout, follow_redirects=False, trust_env=False) as client,
                client.stream(method, self.address + path, headers=headers, **options) as answer,
            ):
                answer.raise_for_status()
                return json.loads(_bounded(answer))
        except (httpx.HTTPError, ValueError) as error:
            raise BankUnavailable(why=type(error).__name__) from error


def _name_of(row: Any) -> str:
    """Return what to call a transaction that cannot be read: its own number where it has one, else a fingerprint."""
    number = row.get("transaction_id") if isinstance(row, dict) else None
    if isinstance(number, str) and number.isascii() and number.isprintable() and 1 <= len(number) <= NAME:
        return number
    return hashlib.sha256(json.dumps(row, sort_keys=True).encode()).hexdigest()[:NAME]


def _bounded(answer: "httpx.Response") -> bytes:
    body = bytearray()
    for chunk in answer.iter_bytes():
        body += chunk
        if len(body) > MAX_BYTES:
            raise ValueError("the answer is too large")
    return bytes(body)
