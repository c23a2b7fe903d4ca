"""The keys of the authority: root and issuing authority in one file, made whole or not at all."""

import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID

MARK: Final = "MINH HỌA / DEMO"
BEGINS: Final = datetime(2015, 1, 1, tzinfo=UTC)
LASTS: Final = timedelta(days=10 * 365)
_KEY_ENDS: Final = b"-----END PRIVATE KEY-----\n"

PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


@dataclass(frozen=True, slots=True)
class Held:
    """A certificate with its key."""

    certificate: x509.Certificate
    private: PrivateKey

    def to_pem(self) -> bytes:
        """Return both, certificate first."""
        return self.certificate.public_bytes(Encoding.PEM) + key_pem(self.private)


@dataclass(frozen=True, slots=True)
class Bundle:
    """The two authorities."""

    root: Held
    issuing: Held


def ensure_bundle(folder: Path) -> Bundle:
    """Return the authorities of a folder, made when there are none; two makers at once end with the same."""
    path = folder / "authority.pem"
    if not path.exists():
        made = _make()
        with suppress(FileExistsError):
            write_once(path, made.root.to_pem() + made.issuing.to_pem())
    root, issuing = read_held(path)
    return Bundle(root, issuing)


def read_held(path: Path) -> list[Held]:
    """Return what `Held.to_pem` wrote, one after another."""
    parts = [part + _KEY_ENDS for part in path.read_bytes().split(_KEY_ENDS) if part.strip()]
    return [Held(x509.load_pem_x509_certificate(part), _private(part)) for part in parts]


def _private(part: bytes) -> PrivateKey:
    key = load_pem_private_key(part[part.index(b"-----BEGIN PRIVATE KEY-----") :], None)
    if not isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        raise TypeError("authority.pem: only P-256 and RSA keys")
    return key


def key_pem(private: PrivateKey) -> bytes:
    """Return a key as PKCS#8 in PEM."""
    return private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def write_once(path: Path, content: bytes) -> None:
    """Write a whole file its owner alone reads. Raises FileExistsError when it is there already."""
    path.parent.mkdir(parents=True, exist_ok=True)
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


def authority_name(what: str) -> x509.Name:
    """Return the name of one of the authorities, marked as a demonstration."""
    return name_of(f"Tỉnh Số – Cơ quan {what} ({MARK})")


def name_of(common: str) -> x509.Name:
    """Return a name of a subject here."""
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, MARK),
            x509.NameAttribute(NameOID.COMMON_NAME, common[:64]),
        ]
    )


def _make() -> Bundle:
    root_key = ec.generate_private_key(ec.SECP256R1())
    root_name = authority_name("gốc")
    root = Held(_authority(root_name, root_key, None, path_length=1), root_key)
    issuing_key = ec.generate_private_key(ec.SECP256R1())
    certificate = _authority(authority_name("cấp chứng thư"), issuing_key, root, path_length=0)
    return Bundle(root, Held(certificate, issuing_key))


def _authority(
    name: x509.Name, private: ec.EllipticCurvePrivateKey, issuer: Held | None, *, path_length: int
) -> x509.Certificate:
    public = private.public_key()
    usage = dict.fromkeys(USAGES, False) | {"key_cert_sign": True, "crl_sign": True}
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer.certificate.subject if issuer else name)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(BEGINS)
        .not_valid_after(datetime.now(UTC).replace(microsecond=0) + LASTS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=path_length), critical=True)
        .add_extension(x509.KeyUsage(**usage), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    )
    if issuer:
        builder = builder.add_extension(authority_id(issuer.certificate), critical=False)
    return builder.sign(issuer.private if issuer else private, hashes.SHA256())


USAGES: Final = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)


def authority_id(issuer: x509.Certificate) -> x509.AuthorityKeyIdentifier:
    """Return the identifier of an issuer's key, as its certificates name it."""
    found = issuer.extensions.get_extension_for_class(x509.SubjectKeyIdentifier)
    return x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(found.value)
