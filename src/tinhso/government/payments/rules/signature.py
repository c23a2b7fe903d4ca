"""How a bank signs a notice: HMAC-SHA256 (RFC 2104) over the timestamp, a full stop and the body.

The timestamp is Unix seconds in decimal; a message older or newer than five minutes is refused, so that one caught on
the way cannot be sent again later (and within them, a booked notice is booked once).
"""

import hashlib
import hmac
import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Final

WINDOW: Final = timedelta(minutes=5)
_DIGITS: Final = re.compile(r"\d{1,12}", re.ASCII)


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """Return the signature in hexadecimal."""
    return hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def is_signed(secrets: Iterable[str], *, timestamp: str, signature: str, body: bytes, now: datetime) -> bool:
    """Tell whether one of the secrets signed this body at about this moment.

    Every secret is tried and each comparison takes the same time, whatever is wrong.
    """
    if not _DIGITS.fullmatch(timestamp):
        return False
    told = datetime.fromtimestamp(int(timestamp), UTC) if int(timestamp) < 10**11 else None
    given = signature.removeprefix("sha256=").lower().encode("utf-8", "replace")
    good = False
    for secret in secrets:
        good |= hmac.compare_digest(sign(secret, timestamp, body).encode(), given)
    return good and told is not None and abs(now - told) <= WINDOW
