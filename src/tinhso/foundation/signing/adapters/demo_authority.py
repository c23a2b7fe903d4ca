"""The demonstration authority: a root and an issuing authority on P-256, made at first need, marked as demonstration.

Profile: RFC 5280; end entities with digitalSignature and contentCommitment and the extended usage of document signing
(RFC 9336). Its certificates begin in 2015, so that demonstration data of every procedure's version may be signed.
"""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final
from uuid import UUID

from tinhso.foundation.signing.adapters.software import HeldKey, SoftwareKeys

if TYPE_CHECKING:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric import ec

ROOT_REF: Final = "demo-root"
ISSUING_REF: Final = "demo-issuing"
MARK: Final = "MINH HỌA / DEMO"
BEGINS: Final = datetime(2015, 1, 1, tzinfo=UTC)
AUTHORITY_LASTS: Final = timedelta(days=10 * 365)
KEY_LASTS: Final = timedelta(days=2 * 365)


def ensure_authority(keys: SoftwareKeys, now: datetime) -> HeldKey:
    """Return the issuing authority, made with its root when there is none. Safe in several processes at once."""
    for ref in (ROOT_REF, ISSUING_REF):
        if not (keys.folder / f"{ref}.p12").exists():
            with suppress(FileExistsError):
                _make(keys, ref, now)
    return keys.load(ISSUING_REF)


def root_certificate(keys: SoftwareKeys) -> "x509.Certificate | None":
    """Return the root of the demonstration authority, None when it was never made."""
    path: Path = keys.folder / f"{ROOT_REF}.p12"
    return keys.load(ROOT_REF).chain[0] if path.exists() else None


def issue(keys: SoftwareKeys, ref: str, *, holder_id: UUID, words: dict[str, str], now: datetime) -> "x509.Certificate":
    """Make a key for an officer, store it as `ref` and return its certificate. `words`: name, title, unit."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

    issuer = ensure_authority(keys, now)
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
    certificate = (
        builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signing=True), critical=True)
        .add_extension(
            x509.ExtendedKeyUsage([ObjectIdentifier("1.3.6.1.5.5.7.3.36"), ExtendedKeyUsageOID.EMAIL_PROTECTION]),
            critical=False,
        )
        .add_extension(_authority_id(issuer), critical=False)
        .sign(_private(issuer), hashes.SHA256())
    )
    keys.store(ref, private, (certificate, *issuer.chain))
    return certificate


def _make(keys: SoftwareKeys, ref: str, now: datetime) -> None:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec

    private = ec.generate_private_key(ec.SECP256R1())
    subject = _authority_name("gốc" if ref == ROOT_REF else "cấp chứng thư")
    issuer = None if ref == ROOT_REF else keys.load(ROOT_REF)
    issuer_name = issuer.chain[0].subject if issuer else subject
    builder = _base(subject, issuer_name, private.public_key(), now, AUTHORITY_LASTS).add_extension(
        x509.BasicConstraints(ca=True, path_length=1 if issuer is None else 0), critical=True
    )
    builder = builder.add_extension(_usage(signing=False), critical=True)
    if issuer:
        builder = builder.add_extension(_authority_id(issuer), critical=False)
    certificate = builder.sign(_private(issuer) if issuer else private, hashes.SHA256())
    keys.store(ref, private, (certificate, *(issuer.chain if issuer else ())))


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
