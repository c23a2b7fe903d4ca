"""Which certificates we sign documents with (RFC 5280; ETSI TS 119 312 for the strength of keys)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

MIN_RSA_BITS: Final = 2048
CURVES: Final = frozenset({"secp256r1", "secp384r1", "secp521r1"})


@dataclass(frozen=True, slots=True)
class Challenge:
    """A digest we chose and the signature over it: the proof that whoever registers a key has it."""

    digest: bytes
    signature: bytes
    digest_algorithm: str = "sha256"


def unsuitable(certificate: "Certificate", now: datetime) -> str:
    """Return why a certificate is none to sign documents with, as a sentence that says what to do; "" when it is."""
    if now >= certificate.not_valid_after_utc:
        return _("Chứng thư đã hết hạn. Gia hạn chứng thư rồi đăng ký lại.")
    if _is_authority(certificate):
        return _("Đây là chứng thư của nơi cấp, không phải của người ký. Chọn chứng thư ký số của Ông/Bà.")
    if not _may_sign(certificate):
        return _("Chứng thư này không được cấp để ký văn bản. Chọn chứng thư ký số của Ông/Bà.")
    if not _is_strong(certificate):
        return _("Khóa của chứng thư này yếu (dưới RSA 2048 bit) hoặc không hỗ trợ. Xin cấp chứng thư mới.")
    return ""


def _is_authority(certificate: "Certificate") -> bool:
    from cryptography.x509 import BasicConstraints, ExtensionNotFound

    try:
        return bool(certificate.extensions.get_extension_for_class(BasicConstraints).value.ca)
    except ExtensionNotFound:
        return False


def _may_sign(certificate: "Certificate") -> bool:
    from cryptography.x509 import ExtensionNotFound, KeyUsage

    try:
        usage = certificate.extensions.get_extension_for_class(KeyUsage).value
    except ExtensionNotFound:
        return True
    return usage.digital_signature or usage.content_commitment


def _is_strong(certificate: "Certificate") -> bool:
    from cryptography.hazmat.primitives.asymmetric import ec, rsa

    public = certificate.public_key()
    if isinstance(public, rsa.RSAPublicKey):
        return public.key_size >= MIN_RSA_BITS
    return isinstance(public, ec.EllipticCurvePublicKey) and public.curve.name in CURVES


def largest_signature(der: bytes) -> int:
    """Return how many bytes a signature by a certificate's key has at most (ECDSA in DER, RSA)."""
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509 import load_der_x509_certificate

    public = load_der_x509_certificate(der).public_key()
    bits = int(getattr(public, "key_size", 4096))
    each = (bits + 7) // 8
    return 2 * (each + 3) + 4 if isinstance(public, ec.EllipticCurvePublicKey) else each


def holds(certificate: "Certificate", challenge: Challenge) -> bool:
    """Tell whether a signature over a digest is by the certificate's key (ECDSA in DER, RSA PKCS#1 v1.5)."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils

    kinds: dict[str, hashes.HashAlgorithm] = {
        "sha256": hashes.SHA256(),
        "sha384": hashes.SHA384(),
        "sha512": hashes.SHA512(),
    }
    prehashed = utils.Prehashed(kinds[challenge.digest_algorithm])
    public = certificate.public_key()
    try:
        if isinstance(public, ec.EllipticCurvePublicKey):
            public.verify(challenge.signature, challenge.digest, ec.ECDSA(prehashed))
        elif isinstance(public, rsa.RSAPublicKey):
            public.verify(challenge.signature, challenge.digest, padding.PKCS1v15(), prehashed)
        else:
            return False
    except (InvalidSignature, ValueError):
        return False
    return True


def all_hold(certificate: "Certificate", digests: Sequence[bytes], signatures: Sequence[bytes], algorithm: str) -> bool:
    """Tell whether each signature is over the digest at its place."""
    return len(digests) == len(signatures) and all(
        holds(certificate, Challenge(digest, signature, algorithm))
        for digest, signature in zip(digests, signatures, strict=True)
    )
