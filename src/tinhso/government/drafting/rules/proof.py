"""The proof an online editor gives with each request that it is the one the discovery named.

[MS-WOPI] 2.2.1, X-WOPI-Proof: RSA PKCS#1 v1.5 with SHA-256 over lengths and bytes of the access token, the address in
capitals and the moment (.NET ticks: 100 ns since year 1, UTC). A key is changed by giving old and new for a while, so
the current proof is tried with the current and the old key, the old proof with the current key.
"""

import base64
import binascii
import struct
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

TICKS_A_SECOND: Final = 10_000_000
YEAR_ONE: Final = datetime(1, 1, 1, tzinfo=UTC)
OLDEST: Final = timedelta(minutes=20)
MAX_TICKS: Final = 2**62


def ticks_of(moment: datetime) -> int:
    """Return a moment in .NET ticks."""
    return int((moment - YEAR_ONE) / timedelta(microseconds=1)) * 10


def signed_bytes(token: str, address: str, ticks: int) -> bytes:
    """Return what a proof is signed over."""
    parts = (token.encode(), address.upper().encode(), struct.pack(">q", ticks))
    return b"".join(struct.pack(">I", len(part)) + part for part in parts)


def is_proven(
    headers: Mapping[str, str], *, token: str, address: str, keys: Sequence[tuple[int, int]], now: datetime
) -> bool:
    """Tell whether a request comes from who holds one of the keys, within twenty minutes of the moment it names."""
    told = headers.get("X-WOPI-TimeStamp", "")
    ticks = int(told) if told.isascii() and told.isdigit() and len(told) <= len(str(MAX_TICKS)) else MAX_TICKS
    if ticks >= MAX_TICKS or abs(ticks_of(now) - ticks) > OLDEST.total_seconds() * TICKS_A_SECOND or not keys:
        return False
    data = signed_bytes(token, address, ticks)
    current, old = headers.get("X-WOPI-Proof", ""), headers.get("X-WOPI-ProofOld", "")
    tries = [(current, keys[0]), (old, keys[0]), *((current, key) for key in keys[1:])]
    return any(_holds(given, key, data) for given, key in tries)


def _holds(given: str, key: tuple[int, int], data: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers
    from cryptography.hazmat.primitives.hashes import SHA256

    try:
        public = RSAPublicNumbers(key[1], key[0]).public_key()
        public.verify(base64.b64decode(given, validate=True), data, PKCS1v15(), SHA256())
    except (InvalidSignature, ValueError, binascii.Error):
        return False
    return True
