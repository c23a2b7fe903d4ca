"""What a seal states, its digest, and its Ed25519 signature (RFC 8032).

The statement is JSON with sorted keys and no spaces; it names the seal before it by digest, so that no seal can be
taken out, put in, or moved without breaking every later one.
"""

import json
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any, Final

from tinhso.foundation.audit.data import Seal

GENESIS: Final = bytes(32)
"""What stands for the seal before the first one."""

_SIGNED: Final = b"tinhso audit seal v1\n"
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


def statement_of(seal: Seal) -> dict[str, Any]:
    """Return what the seal states, as JSON values; transaction numbers as text, digests in hexadecimal."""
    return {
        "v": 1,
        "id": seal.id,
        "first": [seal.first[0], str(seal.first[1]), seal.first[2]],
        "last": [seal.last[0], str(seal.last[1]), seal.last[2]],
        "count": seal.count,
        "root": seal.root.hex(),
        "marks": sha256(seal.marks).hexdigest(),
        "previous": seal.previous_digest.hex(),
        "key": seal.key_id,
        "sealed_at": (seal.sealed_at - _EPOCH) // timedelta(microseconds=1),
    }


def digest_of(statement: dict[str, Any]) -> bytes:
    """Return the digest of a statement: what the next seal names, and what is signed."""
    return sha256(json.dumps(statement, sort_keys=True, separators=(",", ":")).encode()).digest()


def key_id_of(public_key: bytes) -> str:
    """Return the name of a key: the first 16 hexadecimal digits of its SHA-256."""
    return sha256(public_key).hexdigest()[:16]


def sign(digest: bytes, private_key: bytes) -> bytes:
    """Return the 64-byte signature of a digest by a raw 32-byte private key."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(private_key).sign(_SIGNED + digest)


def is_signed(digest: bytes, signature: bytes, public_key: bytes) -> bool:
    """Tell whether `signature` is that of `digest` by the owner of the raw 32-byte `public_key`."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, _SIGNED + digest)
    except (InvalidSignature, ValueError):
        return False
    return True
