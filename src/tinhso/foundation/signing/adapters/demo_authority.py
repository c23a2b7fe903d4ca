"""The demonstration authority: a root and an issuing authority on P-256, made at first need, marked as demonstration.

Both lie in one file, `authority.pem` (root, its key, issuing authority, its key), in the folder of the setting
DEMO_AUTHORITY, beside `issued/<serial>.crt`, one file for each certificate issued. That folder is all it shares with
the simulator of the authority, which answers over HTTP for what is issued here (OCSP, CRL, time-stamps).

Profile: RFC 5280; end entities with digitalSignature and contentCommitment and the extended usage of document signing
(RFC 9336). Its certificates begin in 2015, so that demonstration data of every procedure's version may be signed.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.conf import settings

from tinhso.foundation.signing.adapters.software import HeldKey, SoftwareKeys, write_secret

if TYPE_CHECKING:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric import ec

FORMER: Final = ("demo-root", "demo-issuing")
"""Where earlier versions kept root and issuing authority, among the other keys; taken over from there."""
MARK: Final = "MINH HỌA / DEMO"
BEGINS: Final = datetime(2015, 1, 1, tzinfo=UTC)
AUTHORITY_LASTS: Final = timedelta(days=10 * 365)
KEY_LASTS: Final = timedelta(days=2 * 365)
UNSET: Final = "http://localhost:8090"
"""Where the simulators are usually served: what certificates say when no simulator is set."""
_KEY_ENDS: Final = b"-----END PRIVATE KEY-----\n"


@dataclass(frozen=True, slots=True)
class Authority:
    """Root and issuing authority; each chain ends in the root."""

    root: HeldKey
    issuing: HeldKey


def folder() -> Path:
    """Return the folder shared with the simulator."""
    return Path(settings.DEMO_AUTHORITY or Path(settings.DATA_DIR) / "secrets" / "demo-authority")


def ensure_authority(keys: SoftwareKeys, now: datetime) -> Authority:
    """Return the authority, made when there is none. Safe in several processes at once."""
    path = folder() / "authority.pem"
    if not path.exists():
        made = _former(keys) or _make(now)
        with suppress(FileExistsError):
            write_secret(path, _written(made))
    return _read(path)


def root_certificate() -> "x509.Certificate | None":
    """Return the root of the demonstration authority, None when it was never made."""
    path = folder() / "authority.pem"
    return _read(path).root.chain[0] if path.exists() else None


def issuing_certificate() -> "x509.Certificate | None":
    """Return the issuing authority's certificate, None when it was never made."""
    path = folder() / "authority.pem"
    return _read(path).issuing.chain[0] if path.exists() else None


def publish(certificate: "x509.Certificate") -> None:
    """Put a certificate where the authority finds what was issued; once is enough."""
    from cryptography.hazmat.primitives.serialization import Encoding

    with suppress(FileExistsError):
        path = folder() / "issued" / f"{certificate.serial_number:x}.crt"
        if not path.exists():
            write_secret(path, certificate.public_bytes(Encoding.DER))


def issue(keys: SoftwareKeys, ref: str, *, holder_id: UUID, words: dict[str, str], now: datetime) -> "x509.Certificate":
    """Make a key for an officer, store it as `ref` and return its certificate. `words`: name, title, unit."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

    issuer = ensure_authority(keys, now).issuing
    private = ec.generate_private_key(ec.SECP256R1())
    parts = [
        (NameOID.COUNTRY_NAME, "VN"),
        (NameOID.ORGANIZATION_NAME, MARK),
        (NameOID.ORGANIZATIONAL_UNIT_NAME, words["unit"][:64]),
        (NameOID.TITLE, words["title"][:64]),
        (NameOID.COMMON_NAME, words["name"][:64]),
        (NameOID.SERIAL_NUMBER, str(holder_id)),
    ]
    subject = x509.Name([x509.NameAttribute(oid, text) for oid, text in parts if text])
    builder = _base(subject, issuer.chain[0].subject, private.public_key(), now, KEY_LASTS)
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(_usage(signing=True), critical=True).add_extension(
        x509.ExtendedKeyUsage([ObjectIdentifier("1.3.6.1.5.5.7.3.36"), ExtendedKeyUsageOID.EMAIL_PROTECTION]),
        critical=False,
    )
    certificate = (
        _with_points(builder)
        .add_extension(_authority_id(issuer), critical=False)
        .sign(_private(issuer), hashes.SHA256())
    )
    publish(certificate)
    keys.store(ref, private, (certificate, *issuer.chain))
    return certificate


def _with_points(builder: "x509.CertificateBuilder") -> "x509.CertificateBuilder":
    """Say where the responder, the issuer's certificate and the list of revoked certificates are (RFC 5280, 4.2)."""
    from cryptography import x509
    from cryptography.x509.oid import AuthorityInformationAccessOID as Access

    base = f"{settings.SIMULATORS or UNSET}/authority"
    access = [
        x509.AccessDescription(Access.OCSP, x509.UniformResourceIdentifier(f"{base}/ocsp")),
        x509.AccessDescription(Access.CA_ISSUERS, x509.UniformResourceIdentifier(f"{base}/issuing.crt")),
    ]
    point = x509.DistributionPoint([x509.UniformResourceIdentifier(f"{base}/issuing.crl")], None, None, None)
    return builder.add_extension(x509.AuthorityInformationAccess(access), critical=False).add_extension(
        x509.CRLDistributionPoints([point]), critical=False
    )


def _former(keys: SoftwareKeys) -> Authority | None:
    """Return the authority an earlier version kept, so that what it issued stays good."""
    if not all((keys.folder / f"{ref}.p12").exists() for ref in FORMER):
        return None
    root, issuing = (keys.load(ref) for ref in FORMER)
    return Authority(root, issuing)


def _written(authority: Authority) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    parts = []
    for held in (authority.root, authority.issuing):
        parts.append(held.chain[0].public_bytes(Encoding.PEM))
        parts.append(held.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return b"".join(parts)


def _read(path: Path) -> Authority:
    return _parsed(str(path), path.stat().st_mtime_ns)


@lru_cache(maxsize=8)
def _parsed(path: str, _changed: int) -> Authority:
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    parts = [part + _KEY_ENDS for part in Path(path).read_bytes().split(_KEY_ENDS) if part.strip()]
    certificates = [x509.load_pem_x509_certificate(part) for part in parts]
    private = [load_pem_private_key(part[part.index(b"-----BEGIN PRIVATE KEY") :], None) for part in parts]
    root, issuing = certificates
    return Authority(HeldKey(private[0], (root,)), HeldKey(private[1], (issuing, root)))  # type: ignore[arg-type]  # _private looks at it


def _make(now: datetime) -> Authority:
    root = _made("gốc", None, now)
    return Authority(root, _made("cấp chứng thư", root, now))


def _made(what: str, issuer: HeldKey | None, now: datetime) -> HeldKey:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec

    private = ec.generate_private_key(ec.SECP256R1())
    subject = _authority_name(what)
    issuer_name = issuer.chain[0].subject if issuer else subject
    builder = _base(subject, issuer_name, private.public_key(), now, AUTHORITY_LASTS).add_extension(
        x509.BasicConstraints(ca=True, path_length=0 if issuer else 1), critical=True
    )
    builder = builder.add_extension(_usage(signing=False), critical=True)
    if issuer:
        builder = builder.add_extension(_authority_id(issuer), critical=False)
    certificate = builder.sign(_private(issuer) if issuer else private, hashes.SHA256())
    return HeldKey(private, (certificate, *(issuer.chain if issuer else ())))


def _base(
    subject: "x509.Name", issuer: "x509.Name", public: "ec.EllipticCurvePublicKey", now: datetime, lasts: timedelta
) -> "x509.CertificateBuilder":
    from cryptography import x509

    begins = now.astimezone(UTC).replace(microsecond=0)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(min(begins, BEGINS))
        .not_valid_after(begins + lasts)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    )


def _authority_name(what: str) -> "x509.Name":
    from cryptography import x509
    from cryptography.x509.oid import NameOID

    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, MARK),
            x509.NameAttribute(NameOID.COMMON_NAME, f"Tỉnh Số – Cơ quan {what} ({MARK})"),
        ]
    )


def _usage(*, signing: bool) -> "x509.KeyUsage":
    from cryptography import x509

    return x509.KeyUsage(
        digital_signature=signing,
        content_commitment=signing,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=not signing,
        crl_sign=not signing,
        encipher_only=False,
        decipher_only=False,
    )


def _authority_id(issuer: HeldKey) -> "x509.AuthorityKeyIdentifier":
    from cryptography import x509

    found = issuer.chain[0].extensions.get_extension_for_class(x509.SubjectKeyIdentifier)
    return x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(found.value)


def _private(held: HeldKey) -> "ec.EllipticCurvePrivateKey":
    from cryptography.hazmat.primitives.asymmetric import ec

    if not isinstance(held.private, ec.EllipticCurvePrivateKey):
        raise TypeError("the demonstration authority's key is on P-256")
    return held.private
