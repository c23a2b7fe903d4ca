"""Keys in files of this installation: PKCS#12 under the secrets folder, opened once in a process and then held.

Every file is encrypted under one passphrase of this installation, kept apart (`adapters.secret_files`). For
demonstration, tests and small agencies; an official key belongs in a token or a remote service.
"""

import os
import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final

from django.conf import settings

from tinhso.foundation.signing.adapters import secret_files
from tinhso.foundation.signing.data import Consent
from tinhso.foundation.signing.errors import KeyUnreachable

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.x509 import Certificate

    PrivateKey = EllipticCurvePrivateKey | RSAPrivateKey

HELD: Final = 512


@dataclass(frozen=True, slots=True)
class HeldKey:
    """A parsed key with its chain, kept in memory."""

    private: "PrivateKey"
    chain: tuple["Certificate", ...]


@dataclass
class SoftwareKeys:
    """The KeyPort of PKCS#12 files in `folder`; `ref` is the file's name without its ending."""

    folder: Path
    prefers_batches: bool = False
    passphrase: Path | None = None

    def __post_init__(self) -> None:
        self._held: dict[str, HeldKey] = {}
        self._lock = Lock()

    def certificate_chain(self, ref: str) -> tuple[bytes, ...]:
        """Return the DER certificates of key `ref`, its own first."""
        from cryptography.hazmat.primitives.serialization import Encoding

        return tuple(one.public_bytes(Encoding.DER) for one in self.load(ref).chain)

    def sign_digest(self, ref: str, digest: bytes, *, digest_algorithm: str) -> bytes:
        """Return the signature over `digest`."""
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.asymmetric import ec, padding, utils

        algorithm: hashes.HashAlgorithm = {
            "sha256": hashes.SHA256(),
            "sha384": hashes.SHA384(),
            "sha512": hashes.SHA512(),
        }[digest_algorithm]
        private = self.load(ref).private
        prehashed = utils.Prehashed(algorithm)
        if isinstance(private, ec.EllipticCurvePrivateKey):
            return private.sign(digest, ec.ECDSA(prehashed))
        return private.sign(digest, padding.PKCS1v15(), prehashed)

    def sign_digests(
        self,
        ref: str,
        digests: Sequence[bytes],
        *,
        digest_algorithm: str,
        consent: Consent | None = None,  # noqa: ARG002 - asks nobody
    ) -> list[bytes]:
        """Return a signature for each digest; such a key asks nobody."""
        return [self.sign_digest(ref, one, digest_algorithm=digest_algorithm) for one in digests]

    def load(self, ref: str) -> HeldKey:
        """Return the key, from memory when it was opened before: each is parsed once. Raises KeyUnreachable."""
        held = self._held.get(ref)
        if held is None:
            with self._lock:
                held = self._held.get(ref) or self._open(ref)
                if len(self._held) >= HELD:
                    self._held.pop(next(iter(self._held)))
                self._held[ref] = held
        return held

    def forget(self, ref: str) -> None:
        """Take a key away that was stored and never registered."""
        self._held.pop(ref, None)
        self._path(ref).unlink(missing_ok=True)

    def store(self, ref: str, private: "PrivateKey", chain: tuple["Certificate", ...]) -> None:
        """Write a new key, encrypted, readable by its owner only. Refuses to overwrite with FileExistsError."""
        from cryptography.hazmat.primitives.serialization import BestAvailableEncryption
        from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates

        sealed = serialize_key_and_certificates(
            ref.encode(), private, chain[0], list(chain[1:]), BestAvailableEncryption(self._password())
        )
        write_secret(self._path(ref), sealed)

    def _open(self, ref: str) -> HeldKey:
        from cryptography.hazmat.primitives.asymmetric import ec, rsa
        from cryptography.hazmat.primitives.serialization.pkcs12 import load_key_and_certificates

        try:
            private, leaf, others = load_key_and_certificates(self._path(ref).read_bytes(), self._password())
        except (OSError, ValueError):
            raise KeyUnreachable from None
        if leaf is None or not isinstance(private, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
            raise KeyUnreachable
        return HeldKey(private, (leaf, *_in_order(leaf, others)))

    def _path(self, ref: str) -> Path:
        if not ref.replace("-", "").isalnum():
            raise KeyUnreachable
        return self.folder / f"{ref}.p12"

    def _password(self) -> bytes:
        """Return the password of every file here, made at first need. Two processes at once keep the first one's."""
        kept = self.passphrase or self.folder / "password"
        if not kept.exists():
            with suppress(FileExistsError):
                write_secret(kept, secrets.token_urlsafe(32).encode())
        return secret_files.read(kept).encode()


def write_secret(path: Path, content: bytes) -> None:
    """Write a whole new file with mode 0600, or nothing. Raises FileExistsError when it is there already."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        os.link(fresh, path)
    finally:
        fresh.unlink()


@cache
def software_keys(folder: Path | None = None) -> SoftwareKeys:
    """Return the one store of this process."""
    if folder is not None:
        return SoftwareKeys(folder)
    return SoftwareKeys(Path(settings.DATA_DIR) / "secrets" / "signing", passphrase=secret_files.file_of("password"))


def _in_order(leaf: "Certificate", others: "list[Certificate]") -> "tuple[Certificate, ...]":
    """Return the issuers of `leaf`, nearest first."""
    found = []
    last = leaf
    left = list(others)
    while left:
        nearest = next((one for one in left if one.subject == last.issuer), None)
        if nearest is None:
            break
        left.remove(nearest)
        found.append(nearest)
        last = nearest
    return tuple(found)
