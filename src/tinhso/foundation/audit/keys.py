"""The sealing key of this machine, and the public keys it trusts.

The private key is made at first use and never leaves `DATA_DIR/secrets`. Whoever can write to the database could put a
key of their own there; therefore a key counts only when its public half lies in `DATA_DIR/audit/keys`, too. Where
several machines seal, the operator copies that file from one to the other.
"""

import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from tinhso.foundation.audit.rules.statement import key_id_of


@dataclass(frozen=True, slots=True)
class SealingKey:
    """A raw Ed25519 key pair."""

    id: str
    private: bytes
    public: bytes


def sealing_key() -> SealingKey:
    """Return this machine's key, made at first use, readable by its owner only (0600)."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    kept = Path(settings.DATA_DIR) / "secrets" / "audit-seal.key"
    if not kept.exists():
        _write_once(kept, Ed25519PrivateKey.generate().private_bytes_raw().hex().encode(), mode=0o600)
    private = bytes.fromhex(kept.read_text())
    public = Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()
    key = SealingKey(key_id_of(public), private, public)
    published = _folder() / f"{key.id}.pub"
    if not published.exists():
        _write_once(published, public.hex().encode(), mode=0o644)
    return key


def trusted_keys() -> dict[str, bytes]:
    """Return the public keys this machine trusts, by id; files that are no keys are passed over."""
    found = {}
    for path in sorted(_folder().glob("*.pub")):
        with suppress(ValueError):
            public = bytes.fromhex(path.read_text().strip())
            if len(public) == 32 and key_id_of(public) == path.stem:
                found[path.stem] = public
    return found


def export_keys() -> dict[str, str]:
    """Return the trusted public keys in hexadecimal, to be published: whoever holds a proof needs them."""
    return {key_id: public.hex() for key_id, public in trusted_keys().items()}


def _folder() -> Path:
    return Path(settings.DATA_DIR) / "audit" / "keys"


def _write_once(path: Path, data: bytes, *, mode: int) -> None:
    """Write a file whole or not at all; whoever came first stays."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    with suppress(FileExistsError):
        os.link(fresh, path)
    fresh.unlink()
