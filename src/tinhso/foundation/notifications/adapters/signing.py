"""How messages and receipts are signed on the wire (docs/gateways.md): HMAC-SHA256 over moment and body."""

import hashlib
import hmac
from datetime import datetime, timedelta
from typing import Final

WINDOW: Final = timedelta(minutes=5)


def sign(body: bytes, *, key: bytes, at: datetime) -> dict[str, str]:
    """Return the two headers that go with a body."""
    moment = str(int(at.timestamp()))
    return {"X-Timestamp": moment, "X-Signature": f"sha256={_digest(body, key, moment)}"}


def is_signed(body: bytes, *, key: bytes, moment: str, signature: str, now: datetime) -> bool:
    """Tell whether a body was signed with the key, less than five minutes from now."""
    if not key or not moment.isascii() or not moment.isdigit() or len(moment) > 12:
        return False
    fresh = abs(int(moment) - now.timestamp()) <= WINDOW.total_seconds()
    return hmac.compare_digest(f"sha256={_digest(body, key, moment)}".encode(), signature.encode()) and fresh


def _digest(body: bytes, key: bytes, moment: str) -> str:
    return hmac.new(key, moment.encode() + b"." + body, hashlib.sha256).hexdigest()
