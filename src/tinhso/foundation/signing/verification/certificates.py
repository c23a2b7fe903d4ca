"""Certificates of strangers as facts to show: whatever cannot be read is left out, and nothing here fails."""

import base64
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tinhso.foundation.signing.data import CertificateFacts

if TYPE_CHECKING:
    from cryptography.x509 import Certificate


def chain_of(packed: Sequence[str]) -> "tuple[Certificate, ...]":
    """Return the certificates, the signer first, up to the first that cannot be read."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.x509 import load_der_x509_certificate

    found = []
    for one in packed:
        try:
            certificate = load_der_x509_certificate(base64.b64decode(one))
            for name in (certificate.subject, certificate.issuer):
                name.rfc4514_string()  # what cannot be read fails here, not on a page
            found.append(certificate)
        except (ValueError, TypeError, UnsupportedAlgorithm):
            break
    return tuple(found)


def facts_of(certificate: "Certificate") -> CertificateFacts:
    """Return what a certificate says."""
    from cryptography.hazmat.primitives import hashes

    return CertificateFacts(
        subject=_readable(certificate.subject),
        issuer=_readable(certificate.issuer),
        serial=f"{certificate.serial_number:x}",
        not_before=certificate.not_valid_before_utc,
        not_after=certificate.not_valid_after_utc,
        key=_key(certificate),
        sha256=certificate.fingerprint(hashes.SHA256()).hex(),
    )


def _key(certificate: "Certificate") -> str:
    from cryptography.exceptions import UnsupportedAlgorithm

    try:
        public: Any = certificate.public_key()
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return ""
    kind = type(public).__name__.removeprefix("_").removesuffix("PublicKey").replace("EllipticCurve", "EC")
    return f"{kind} {getattr(public, 'key_size', '')}".strip()


def _readable(name: Any) -> str:
    return ", ".join(f"{one.rfc4514_attribute_name}={one.value}" for one in name)[:500]


def name_in(certificate: "Certificate | None", attribute: str) -> str:
    """Return an attribute of the subject's name as one line, "" for none."""
    from cryptography.x509.oid import NameOID

    names = certificate.subject.get_attributes_for_oid(getattr(NameOID, attribute)) if certificate else []
    return " ".join(str(names[0].value).split())[:300] if names else ""


def pem_of(certificate: "Certificate") -> str:
    """Return a certificate as PEM."""
    from cryptography.hazmat.primitives.serialization import Encoding

    return certificate.public_bytes(Encoding.PEM).decode()
