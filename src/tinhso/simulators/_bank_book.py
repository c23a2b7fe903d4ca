"""The simulated bank's book: transactions in order, notices still to tell, in a file that survives a crash."""

import hashlib
import hmac
import json
import sqlite3
import threading
import time
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Final

VIETNAM: Final = timezone(timedelta(hours=7))
_TABLES: Final = """
CREATE TABLE IF NOT EXISTS movement (
    number INTEGER PRIMARY KEY AUTOINCREMENT, transaction_id TEXT UNIQUE, day TEXT, facts TEXT, hidden INTEGER
);
CREATE TABLE IF NOT EXISTS delivery (
    number INTEGER PRIMARY KEY, body TEXT, mode TEXT, due REAL,
    tries INTEGER DEFAULT 0, status INTEGER, done INTEGER DEFAULT 0
);
CREATE TABLE IF NOT EXISTS subscription (one INTEGER PRIMARY KEY CHECK (one = 1), url TEXT, secret TEXT);
"""


class BankBook:
    """Every act commits before it returns."""

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        self._base = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._base.execute("PRAGMA journal_mode=WAL")
        self._base.execute("PRAGMA synchronous=FULL")
        self._base.executescript(_TABLES)

    def credit(self, account: str, amount: int, text: str, payer: str, plan: dict[str, Any]) -> dict[str, Any]:
        """Let money come in. Raises ValueError for none, or an account that cannot be one."""
        if amount <= 0 or not (account.isascii() and account.isalnum() and len(account) <= 19):
            raise ValueError("Nhập số tài khoản và số tiền lớn hơn 0.")
        facts = {"kind": "credit", "account_number": account, "amount": amount, "text": text, "payer_name": payer}
        return self._enter(facts | {"payer_account": "0000123456"}, plan)

    def reverse(self, transaction_id: str, plan: dict[str, Any]) -> dict[str, Any]:
        """Take a credit back. Raises ValueError for one there is not."""
        row = self._one("SELECT facts FROM movement WHERE transaction_id = ?", (transaction_id,))
        if row is None:
            raise ValueError("Không có giao dịch này.")
        facts = json.loads(row[0])
        if facts["kind"] != "credit":
            raise ValueError("Chỉ thu hồi được giao dịch báo có.")
        kept = {key: facts[key] for key in ("account_number", "amount", "payer_name", "payer_account")}
        return self._enter(kept | {"kind": "reversal", "reverses": transaction_id, "text": "THU HOI"}, plan)

    def debit(self, account: str, amount: int, text: str) -> dict[str, Any]:
        """Let money go out; nobody is told, it stands in the statement."""
        if amount <= 0:
            raise ValueError("amount")
        return self._enter({"kind": "debit", "account_number": account, "amount": amount, "text": text}, None)

    def _enter(self, facts: dict[str, Any], plan: dict[str, Any] | None) -> dict[str, Any]:
        moment = datetime.fromtimestamp(time.time_ns() / 1e9, UTC).astimezone(VIETNAM).replace(microsecond=0)
        with self._lock:
            self._base.execute("BEGIN IMMEDIATE")
            hidden = int(bool(plan and plan.get("hidden")))
            number = self._base.execute(
                "INSERT INTO movement (day, hidden) VALUES (?, ?)", (moment.date().isoformat(), hidden)
            ).lastrowid
            whole = {
                **facts,
                "transaction_id": f"GL{moment:%y%m%d}{number:08d}",
                "currency": "VND",
                "happened_at": moment.isoformat(),
            }
            text = json.dumps(whole, ensure_ascii=False)
            self._base.execute(
                "UPDATE movement SET transaction_id = ?, facts = ? WHERE number = ?",
                (whole["transaction_id"], text, number),
            )
            if plan is not None and plan.get("mode") != "off":
                self._base.execute(
                    "INSERT INTO delivery (number, body, mode, due) VALUES (?, ?, ?, ?)",
                    (number, text, plan.get("mode", ""), time.time_ns() / 1e9 + plan.get("delay", 0)),
                )
            self._base.execute("COMMIT")
        return whole

    def statement(self, after: int, limit: int, day: str) -> list[tuple[int, dict[str, Any]]]:
        """Return transactions after a number, in order; of one day when given."""
        rows = self._all(
            "SELECT number, facts FROM movement WHERE number > ? AND hidden = 0 AND (? = '' OR day = ?)"
            " ORDER BY number LIMIT ?",
            (after, day, day, limit),
        )
        return [(number, json.loads(facts)) for number, facts in rows]

    def latest(self, count: int) -> list[dict[str, Any]]:
        """Return the newest transactions."""
        return [
            json.loads(facts)
            for (facts,) in self._all("SELECT facts FROM movement ORDER BY number DESC LIMIT ?", (count,))
        ]

    def subscribe(self, url: str, secret: str) -> None:
        """Keep where notices go."""
        with self._lock:
            self._base.execute("INSERT OR REPLACE INTO subscription VALUES (1, ?, ?)", (url, secret))

    def subscription(self) -> tuple[str, str] | None:
        """Return where notices go and the secret."""
        row = self._one("SELECT url, secret FROM subscription", ())
        return (row[0], row[1]) if row else None

    def next_delivery(self) -> dict[str, Any] | None:
        """Return a notice that is due."""
        row = self._one(
            "SELECT number, body, mode, tries FROM delivery WHERE done = 0 AND due <= ? ORDER BY due LIMIT 1",
            (time.time_ns() / 1e9,),
        )
        return dict(zip(("number", "body", "mode", "tries"), row, strict=True)) if row else None

    def told(self, number: int, status: int, *, done: bool) -> None:
        """Note how a notice fared; it is due again later unless it is done."""
        with self._lock:
            self._base.execute(
                "UPDATE delivery SET status = ?, done = ?, due = ? + min(60, 1 << tries), tries = tries + 1"
                " WHERE number = ?",
                (status, int(done), time.time_ns() / 1e9, number),
            )

    def deliveries(self) -> list[dict[str, Any]]:
        """Return the newest notices and how they fared."""
        rows = self._all("SELECT number, mode, tries, status, done FROM delivery ORDER BY number DESC LIMIT 100", ())
        return [dict(zip(("number", "mode", "tries", "status", "done"), row, strict=True)) for row in rows]

    def forget(self) -> None:
        """Empty the book; transaction numbers are never given again."""
        with self._lock:
            self._base.executescript("DELETE FROM movement; DELETE FROM delivery; DELETE FROM subscription;")

    def _one(self, sql: str, values: tuple[Any, ...]) -> Any:
        with self._lock:
            return self._base.execute(sql, values).fetchone()

    def _all(self, sql: str, values: tuple[Any, ...]) -> list[Any]:
        with self._lock:
            return self._base.execute(sql, values).fetchall()


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Return the notice's signature."""
    return hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def read_qr(payload: str) -> dict[str, Any]:
    """Read a VietQR payload as a payer's bank does. Raises ValueError, in Vietnamese, for one it would refuse."""
    payload = payload.strip()
    if len(payload) < 8 or payload[-8:-4] != "6304" or f"{_crc(payload[:-4].encode()):04X}" != payload[-4:]:
        raise ValueError("Mã QR không hợp lệ: sai mã kiểm tra CRC.")
    outer = _fields(payload)
    merchant = _fields(outer.get("38", ""))
    if merchant.get("00") != "A000000727":
        raise ValueError("Mã QR không phải VietQR.")
    target = _fields(merchant.get("01", ""))
    more = _fields(outer.get("62", ""))
    return {"account_number": target.get("01", ""), "amount": outer.get("54", ""), "text": more.get("08", "")}


def _fields(text: str) -> dict[str, str]:
    found, at = {}, 0
    while at + 4 <= len(text):
        length = text[at + 2 : at + 4]
        if not length.isdigit():
            raise ValueError("Mã QR không hợp lệ.")
        found[text[at : at + 2]] = text[at + 4 : at + 4 + int(length)]
        at += 4 + int(length)
    return found


def _crc(data: bytes) -> int:
    """Return the CRC of CCITT-FALSE by long division, bit by bit."""
    register = 0xFFFF
    for bit in (byte >> (7 - place) & 1 for byte in data for place in range(8)):
        top = register >> 15 ^ bit
        register = (register << 1 & 0xFFFF) ^ (0x1021 if top else 0)
    return register
