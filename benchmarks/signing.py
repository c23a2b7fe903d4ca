"""How many signatures one core makes in a second: PAdES (P-256) and XAdES (RSA-2048), beside the bare operations.

No database is needed: keys are held in memory behind the port, as the software adapter holds them.
"""

import hashlib
import os
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from benchmarks.figures import Figure

AIMS = {"PAdES B-B, P-256": 100.0, "XAdES B-B, RSA-2048": 800.0}


class HeldKey:
    """A key in memory behind the port, with a certificate of its own."""

    prefers_batches = False

    def __init__(self, private: Any) -> None:
        from cryptography import x509
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.serialization import Encoding

        now = datetime.now(UTC)
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "MINH HỌA / DEMO")])
        builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(private.public_key())
        builder = builder.serial_number(7).not_valid_before(now - timedelta(days=1))
        made = builder.not_valid_after(now + timedelta(days=30)).sign(private, hashes.SHA256())
        self.private, self.certificate = private, made.public_bytes(Encoding.DER)

    def certificate_chain(self, _ref: str) -> tuple[bytes, ...]:
        """Return the certificate."""
        return (self.certificate,)

    def sign_digest(self, _ref: str, digest: bytes, *, digest_algorithm: str) -> bytes:
        """Sign as the software adapter does."""
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.asymmetric import ec, padding, utils

        if digest_algorithm != "sha256":
            raise ValueError(digest_algorithm)
        prehashed = utils.Prehashed(hashes.SHA256())
        if isinstance(self.private, ec.EllipticCurvePrivateKey):
            return self.private.sign(digest, ec.ECDSA(prehashed))
        return bytes(self.private.sign(digest, padding.PKCS1v15(), prehashed))

    def sign_digests(self, ref: str, digests: Any, *, digest_algorithm: str, consent: Any = None) -> list[bytes]:
        """Sign each."""
        del consent
        return [self.sign_digest(ref, one, digest_algorithm=digest_algorithm) for one in digests]


def run(*, small: bool = False) -> list[Figure]:
    """Return signatures a second of this process's own time."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tinhso.settings.base")
    import django

    django.setup()
    from cryptography.hazmat.primitives.asymmetric import ec, rsa

    from tinhso.foundation.signing.data import Appearance, Profile
    from tinhso.foundation.signing.formats import pades, xades
    from tinhso.foundation.signing.formats.signer import PortSigner
    from tinhso.foundation.signing.testing import make_paper

    curve, modulus = HeldKey(ec.generate_private_key(ec.SECP256R1())), HeldKey(rsa.generate_private_key(65537, 2048))
    paper, now = make_paper("leader"), datetime.now(UTC)
    order = pades.Order(Appearance("leader", "Phạm Văn Thử"), "", now)
    signer, key = PortSigner(curve, "x"), xades.PortKey(PortSigner(modulus, "x"))
    xml = b"<goi>" + b"<dong>Quyet dinh</dong>" * 40 + b"</goi>"
    seconds = 0.3 if small else 2.0
    pairs = {
        "PAdES B-B, P-256": (
            lambda: pades.sign(paper, signer, order),
            lambda: curve.sign_digest("", _hashed(paper), digest_algorithm="sha256"),
        ),
        "XAdES B-B, RSA-2048": (
            lambda: xades.sign_xml(xml, key, profile=Profile.B_B, now=now),
            lambda: modulus.sign_digest("", _hashed(xml), digest_algorithm="sha256"),
        ),
    }
    return [_figure(name, _rate(act, seconds), _rate(bare, seconds)) for name, (act, bare) in pairs.items()]


def _figure(name: str, value: float, bare: float) -> Figure:
    aim = AIMS[name]
    return Figure(name, value, "chữ ký/s/lõi", "băm + ký thô", bare, f"≥ {aim:.0f}", value >= aim)


def _hashed(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def _rate(act: Callable[[], object], seconds: float) -> float:
    """Return how often it runs in a second of this process's own time, so that neighbours do not count."""
    act()
    began, times = time.process_time(), 0
    while time.process_time() - began < seconds:
        act()
        times += 1
    return times / (time.process_time() - began)
