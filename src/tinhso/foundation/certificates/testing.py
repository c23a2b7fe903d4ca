"""Builders for tests: certificate files, and lines of the register."""

from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from tinhso.foundation.certificates import public as certificates
from tinhso.kernel.actors import SYSTEM

MONDAY: Final = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def make_file(name: str = "Phạm Văn Thử", *, begins: datetime = MONDAY, days: int = 365) -> bytes:
    """Return a self-signed certificate of a made-up person as DER."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import Encoding
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins - timedelta(days=1))
        .not_valid_after(begins + timedelta(days=days))
        .sign(key, hashes.SHA256())
    )
    return made.public_bytes(Encoding.DER)


def make_registered(
    *,
    unit_id: UUID,
    owner_id: UUID | None = None,
    name: str = "Phạm Văn Thử",
    kind: certificates.HolderKind = certificates.HolderKind.PERSON,
    days: int = 365,
    now: datetime = MONDAY,
) -> certificates.CertificateInfo:
    """Write down a certificate that is in use."""
    wanted = certificates.Request(kind, unit_id, name, owner_id or unit_id, document="01/QĐ-UBND")
    facts = certificates.read_certificate(make_file(name, begins=now, days=days))
    return certificates.register(SYSTEM, request=wanted, facts=facts, now=now)
