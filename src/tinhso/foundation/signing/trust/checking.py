"""Whether a certificate is fit to sign documents here: what the register asks before it takes one in."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _

from tinhso.foundation.signing.trust.data import CertificateCheck, StandingState
from tinhso.foundation.signing.trust.standing import AnyCertificate, parse, standing_of

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

LEAST_RSA: Final = 2048
LEAST_CURVE: Final = 256
CURVES: Final = {"secp256r1": "P-256", "secp384r1": "P-384", "secp521r1": "P-521"}


def check_certificate(
    certificate: AnyCertificate, *, now: datetime, others: Iterable[AnyCertificate] = (), ask: bool | None = None
) -> CertificateCheck:
    """Return what a certificate says, what it is worth now, and what speaks against signing with it.

    Looked at: dates and standing, usage (digitalSignature or contentCommitment, RFC 5280, 4.2.1.3), that it is no
    authority's own, strength of key and digest (RSA from 2048 bits, curves from 256, no SHA-1). Raises
    CertificateUnreadable.
    """
    found = parse(certificate)
    standing = standing_of(found, others=others, now=now, ask=ask)
    problems = [] if standing.state is StandingState.GOOD else [standing.sentence]
    problems += [sentence for sentence in (_of_usage(found), _of_strength(found)) if sentence]
    return CertificateCheck(
        subject=found.subject.rfc4514_string(),
        issuer=found.issuer.rfc4514_string(),
        serial=f"{found.serial_number:x}",
        not_before=found.not_valid_before_utc,
        not_after=found.not_valid_after_utc,
        key=_key(found),
        standing=standing,
        problems=tuple(problems),
    )


def _of_usage(certificate: "Certificate") -> str:
    from cryptography import x509

    from tinhso.foundation.signing.trust.revocation import is_authority

    if is_authority(certificate):
        return _("Đây là chứng thư của cơ quan cấp, không dùng để ký văn bản.")
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return _("Chứng thư không ghi mục đích sử dụng. Đề nghị cơ quan cấp cấp lại chứng thư ký số.")
    if not (usage.digital_signature or usage.content_commitment):
        return _("Chứng thư không được cấp để ký số. Chọn chứng thư ký số.")
    return ""


def _of_strength(certificate: "Certificate") -> str:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, rsa

    key = _public_key(certificate)
    if isinstance(key, rsa.RSAPublicKey):
        weak = key.key_size < LEAST_RSA
    elif isinstance(key, ec.EllipticCurvePublicKey):
        weak = key.curve.key_size < LEAST_CURVE
    else:
        weak = True
    if weak:
        return _(
            "Khóa của chứng thư quá ngắn hoặc thuộc loại không được hỗ trợ. Dùng RSA từ 2048 bit hoặc P-256 trở lên."
        )
    try:
        digest = certificate.signature_hash_algorithm
    except UnsupportedAlgorithm:
        return _("Chứng thư được ký bằng thuật toán không được hỗ trợ. Đề nghị cấp chứng thư mới.")
    if isinstance(digest, hashes.SHA1 | hashes.MD5):
        return _("Chứng thư được ký bằng thuật toán băm đã lỗi thời (SHA-1). Đề nghị cấp chứng thư mới.")
    return ""


def _key(certificate: "Certificate") -> str:
    from cryptography.hazmat.primitives.asymmetric import ec, rsa

    key = _public_key(certificate)
    if isinstance(key, rsa.RSAPublicKey):
        return f"RSA-{key.key_size}"
    if isinstance(key, ec.EllipticCurvePublicKey):
        return CURVES.get(key.curve.name, key.curve.name)
    return type(key).__name__ if key is not None else ""


def _public_key(certificate: "Certificate") -> Any:
    """Return the public key; None for one of a kind or on a curve that cannot be used here (SM2, GOST)."""
    from cryptography.exceptions import UnsupportedAlgorithm

    try:
        return certificate.public_key()
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return None
