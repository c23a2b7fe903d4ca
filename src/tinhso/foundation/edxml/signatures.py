"""The signature of a packet: XML Signature (W3C, second edition), enveloped, over the whole packet.

One form is written and understood: one reference, URI="", without the signature itself, in canonical form. What a
packet may leave out or wrap is thereby nothing: the signature stands in one place and covers every other byte.
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping
from typing import TYPE_CHECKING, BinaryIO, Final, Protocol

from tinhso.foundation.edxml.canonical import EXCLUSIVE, INCLUSIVE, Canonical, escape, split
from tinhso.foundation.edxml.data import DSIG, Limits, SignatureFacts
from tinhso.foundation.edxml.errors import PacketRefused, Rule
from tinhso.foundation.edxml.scanning import Node, Scan, parse

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

ENVELOPED: Final = DSIG + "enveloped-signature"
_MORE: Final = "http://www.w3.org/2001/04/xmldsig-more#"
_ENC: Final = "http://www.w3.org/2001/04/xmlenc#"
FORMS: Final[Mapping[str, str]] = {
    INCLUSIVE: INCLUSIVE,
    EXCLUSIVE: EXCLUSIVE,
    "http://www.w3.org/TR/xml-exc-c14n#": EXCLUSIVE,  # the page's address instead of the algorithm's: met in the field
}
DIGESTS: Final[Mapping[str, str]] = {
    DSIG + "sha1": "sha1",
    _ENC + "sha256": "sha256",
    _MORE + "sha384": "sha384",
    _ENC + "sha512": "sha512",
}
METHODS: Final[Mapping[str, tuple[str, str]]] = {
    DSIG + "rsa-sha1": ("rsa", "sha1"),
    **{f"{_MORE}{key}-{name}": (key, name) for key in ("rsa", "ecdsa") for name in ("sha256", "sha384", "sha512")},
}
MIN_RSA: Final = 2048


class Seal(Protocol):
    """A key that seals packets: signing's KeyPort and the name of a key in it."""

    def chain(self) -> tuple[bytes, ...]:
        """Return the DER certificates, its own first."""
        ...

    def sign_digest(self, digest: bytes, *, digest_algorithm: str) -> bytes:
        """Return the signature over a digest: PKCS#1 v1.5, or ECDSA in DER."""
        ...


class KeyPort(Protocol):
    """What `seal_with` needs of a store of keys."""

    def certificate_chain(self, ref: str) -> tuple[bytes, ...]:
        """Return the DER certificates of a key."""
        ...

    def sign_digest(self, ref: str, digest: bytes, *, digest_algorithm: str) -> bytes:
        """Return the signature over a digest."""
        ...


class PortSeal:
    """A key behind signing's port, as a seal."""

    def __init__(self, port: KeyPort, ref: str) -> None:
        self._port, self._ref = port, ref

    def chain(self) -> tuple[bytes, ...]:
        """Return the DER certificates, its own first."""
        return self._port.certificate_chain(self._ref)

    def sign_digest(self, digest: bytes, *, digest_algorithm: str) -> bytes:
        """Return the signature over a digest."""
        return self._port.sign_digest(self._ref, digest, digest_algorithm=digest_algorithm)


def sign(digest: bytes, seal: Seal, *, namespace: str, outer: Mapping[str, str]) -> str:
    """Return the Signature element for the SHA-256 of the canonical packet without it.

    It stands unprefixed in `namespace`; `outer` are the other namespaces in force where it will stand.
    """
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric import ec

    chain = seal.chain()
    certificate = x509.load_der_x509_certificate(chain[0])
    key = certificate.public_key()
    is_ecdsa = isinstance(key, ec.EllipticCurvePublicKey)
    inside = _signed_info(digest, "ecdsa" if is_ecdsa else "rsa")
    shown = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in sorted(outer.items()))
    canonical = f'<SignedInfo xmlns="{namespace}"{shown}>{inside}</SignedInfo>'
    value = seal.sign_digest(hashlib.sha256(canonical.encode()).digest(), digest_algorithm="sha256")
    if isinstance(key, ec.EllipticCurvePublicKey):
        value = _to_raw(value, (key.key_size + 7) // 8)
    held = "".join(f"<X509Certificate>{base64.b64encode(one).decode()}</X509Certificate>" for one in chain)
    subject = escape(certificate.subject.rfc4514_string())
    declared = f' xmlns="{namespace}"' if namespace == DSIG else ""
    return (
        f"<Signature{declared}><SignedInfo>{inside}</SignedInfo>"
        f"<SignatureValue>{base64.b64encode(value).decode()}</SignatureValue>"
        f"<KeyInfo><X509Data><X509SubjectName>{subject}</X509SubjectName>{held}</X509Data></KeyInfo></Signature>"
    )


def _signed_info(digest: bytes, key: str) -> str:
    def method(name: str, uri: str) -> str:
        return f'<{name} Algorithm="{uri}"></{name}>'

    return (
        method("CanonicalizationMethod", INCLUSIVE)
        + method("SignatureMethod", f"{_MORE}{key}-sha256")
        + f'<Reference URI=""><Transforms>{method("Transform", ENVELOPED)}{method("Transform", EXCLUSIVE)}</Transforms>'
        + method("DigestMethod", f"{_ENC}sha256")
        + f"<DigestValue>{base64.b64encode(digest).decode()}</DigestValue></Reference>"
    )


def _to_raw(der: bytes, width: int) -> bytes:
    from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

    r, s = decode_dss_signature(der)
    return r.to_bytes(width, "big") + s.to_bytes(width, "big")


def verify(found: Scan, stream: BinaryIO, limits: Limits) -> SignatureFacts | None:
    """Return what was found of the signature, None when there is none. `stream` is read again from its start.

    Raises PacketRefused: DIGEST when the packet was changed, SIGNATURE for any other form or a value that does not fit.
    """
    node = found.signature
    if node is None or not node.children:
        return None
    info = node.find("SignedInfo")
    if info is None:
        raise PacketRefused(Rule.SIGNATURE)
    form, digest_name, expected = _reference(info)
    if not hmac.compare_digest(digest_of(stream, form=form, name=digest_name, limit=limits.packet), expected):
        raise PacketRefused(Rule.DIGEST)
    method = METHODS.get(_algorithm(info, "SignatureMethod"))
    signed = found.signed_info.get(FORMS.get(_algorithm(info, "CanonicalizationMethod"), ""))
    if method is None or signed is None:
        raise PacketRefused(Rule.SIGNATURE, "SignatureMethod")
    certificate = _certificate(node)
    _check(certificate, method, _bytes(node.words("SignatureValue")), bytes(signed))
    return _facts(certificate, method, digest_name)


def _algorithm(node: Node, *path: str) -> str:
    found = node.find(*path)
    return found.attributes.get("Algorithm", "") if found else ""


def _reference(info: Node) -> tuple[str, str, bytes]:
    """Return the canonical form, the name of the digest and its value of the one reference."""
    references = info.all("Reference")
    if len(references) != 1 or references[0].attributes.get("URI") != "":
        raise PacketRefused(Rule.SIGNATURE, "Reference")
    one = references[0]
    transforms = one.find("Transforms")
    names = [each.attributes.get("Algorithm", "") for each in transforms.all("Transform")] if transforms else []
    if not names or names[0] != ENVELOPED or len(names) > 2 or any(each.children for each in transforms.children):  # type: ignore[union-attr]
        raise PacketRefused(Rule.SIGNATURE, "Transform")
    form = FORMS.get(names[1]) if len(names) == 2 else INCLUSIVE
    name = DIGESTS.get(_algorithm(one, "DigestMethod"))
    if form is None or name is None:
        raise PacketRefused(Rule.SIGNATURE, "Transform" if form is None else "DigestMethod")
    return form, name, _bytes(one.words("DigestValue"))


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        raise PacketRefused(Rule.SIGNATURE) from None


def _certificate(node: Node) -> "Certificate":
    from cryptography import x509

    data = node.find("KeyInfo", "X509Data")
    held = data.all("X509Certificate") if data else []
    if not held:
        raise PacketRefused(Rule.SIGNATURE, "X509Certificate")
    try:
        return x509.load_der_x509_certificate(_bytes(held[0].text))
    except ValueError:
        raise PacketRefused(Rule.SIGNATURE, "X509Certificate") from None


def _check(certificate: "Certificate", method: tuple[str, str], value: bytes, signed: bytes) -> None:
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

    kind, name = method
    algorithm: hashes.HashAlgorithm = {
        "sha1": hashes.SHA1(),  # noqa: S303 - old packets are verified, and said to be weak
        "sha256": hashes.SHA256(),
        "sha384": hashes.SHA384(),
        "sha512": hashes.SHA512(),
    }[name]
    try:
        key = certificate.public_key()
        if kind == "rsa" and isinstance(key, rsa.RSAPublicKey):
            key.verify(value, signed, padding.PKCS1v15(), algorithm)
        elif kind == "ecdsa" and isinstance(key, ec.EllipticCurvePublicKey) and value and len(value) % 2 == 0:
            half = len(value) // 2
            r, s = int.from_bytes(value[:half], "big"), int.from_bytes(value[half:], "big")
            key.verify(encode_dss_signature(r, s), signed, ec.ECDSA(algorithm))
        else:
            raise PacketRefused(Rule.SIGNATURE, "SignatureMethod")
    except (InvalidSignature, UnsupportedAlgorithm, ValueError):
        raise PacketRefused(Rule.SIGNATURE, "SignatureValue") from None


def _facts(certificate: "Certificate", method: tuple[str, str], digest_name: str) -> SignatureFacts:
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.hazmat.primitives.serialization import Encoding

    key = certificate.public_key()
    short = isinstance(key, rsa.RSAPublicKey) and key.key_size < MIN_RSA
    return SignatureFacts(
        certificate=certificate.public_bytes(Encoding.PEM).decode(),
        algorithm="-".join(method),
        is_weak=short or "sha1" in (method[1], digest_name),
    )


def digest_of(stream: BinaryIO, *, form: str, name: str, limit: int) -> bytes:
    """Return the digest of the canonical packet without its signature. `stream` is read from its start."""
    stream.seek(0)
    digest = hashlib.new(name)
    canonical = Canonical(digest.update, is_exclusive=form == EXCLUSIVE)
    inside = 0

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        nonlocal inside
        if inside or split(tag)[1] == "Signature":
            inside += 1
        else:
            canonical.start(tag, attributes)

    def end(tag: str) -> None:
        nonlocal inside
        if inside:
            inside -= 1
        else:
            canonical.end(tag)

    def text(data: str) -> None:
        if not inside:
            canonical.text(data)

    parse(stream, start=start, end=end, text=text, limit=limit)
    return digest.digest()
