"""Signatures in XML: XAdES baseline B-B, B-T and B-LT, enveloped (ETSI EN 319 132-1; XML-Signature, W3C).

Canonical XML 1.1 throughout: the signed properties must keep their bytes wherever the document is laid.
"""

import base64
import hashlib
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from tinhso.foundation.signing.data import Profile
from tinhso.foundation.signing.errors import EvidenceMissing, NotAnXml, ProfileNotGiven, TimeStampUnavailable
from tinhso.foundation.signing.formats.evidence import Gather, stamp_certificates
from tinhso.foundation.signing.formats.signer import PortSigner
from tinhso.foundation.signing.formats.time_stamps import time_stamper
from tinhso.foundation.signing.trust.data import Evidence
from tinhso.kernel.clock import to_local

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
    from cryptography.x509 import Certificate

XADES: Final = "http://uri.etsi.org/01903/v1.3.2#"
XADES_141: Final = "http://uri.etsi.org/01903/v1.4.1#"
DS: Final = "http://www.w3.org/2000/09/xmldsig#"
C14N: Final = "http://www.w3.org/2006/12/xml-c14n11"
_TIME_STAMP_DATA: Final = (f"{{{XADES_141}}}TimeStampValidationData", None, {"xades141": XADES_141})


class PortKey:
    """A key behind a port as signxml takes one: it hashes here and has the digest signed there."""

    def __init__(self, signer: PortSigner) -> None:
        from cryptography.x509 import load_der_x509_certificate

        self.port, self.ref, self.chain = signer.port, signer.ref, signer.chain
        self.certificates: list[Certificate] = [
            load_der_x509_certificate(one.dump()) for one in signer.chain if one.subject != one.issuer
        ] or [load_der_x509_certificate(signer.chain[0].dump())]
        self.public: RSAPublicKey | EllipticCurvePublicKey = self.certificates[0].public_key()  # type: ignore[assignment]  # registered keys are of these two kinds
        self.key_size = self.public.key_size

    def sign(self, data: bytes, *_how: Any, **_named: Any) -> bytes:
        """Return the signature over `data`, by SHA-256."""
        return self.port.sign_digest(self.ref, hashlib.sha256(data).digest(), digest_algorithm="sha256")

    def public_key(self) -> "RSAPublicKey | EllipticCurvePublicKey":
        """Return the public half."""
        return self.public

    @property
    def method(self) -> str:
        """Return the signature method's name in signxml."""
        from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

        return "rsa-sha256" if isinstance(self.public, RSAPublicKey) else "ecdsa-sha256"


def sign_xml(xml: bytes, key: PortKey, *, profile: Profile, gather: Gather | None = None, now: datetime) -> bytes:
    """Return the document with one enveloped signature at the end of its root.

    B-LT carries what proves the signer's chain (EN 319 132-1, 5.4: CertificateValues, RevocationValues) and the
    stamp's (TimeStampValidationData). Raises NotAnXml (not well formed, or with a document type),
    TimeStampUnavailable, EvidenceMissing, ProfileNotGiven for B-LTA.
    """
    from lxml import etree

    if profile is Profile.B_LTA:
        raise ProfileNotGiven
    if profile is Profile.B_LT and gather is None:
        raise EvidenceMissing
    root = _parsed(xml)
    signed = _signer()(now, key.method).sign(root, key=key, cert=key.certificates, always_add_key_value=False)
    if profile.is_stamped:
        held, token = _stamp(signed.findall(f"{{{DS}}}Signature")[-1])
        if profile is Profile.B_LT and gather is not None:
            _values(held, gather(key.chain))
            _values(etree.SubElement(held, *_TIME_STAMP_DATA), gather(stamp_certificates(token["content"])))
    return bytes(etree.tostring(signed, xml_declaration=True, encoding="UTF-8"))


def _parsed(xml: bytes) -> Any:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise NotAnXml from None
    if root.getroottree().docinfo.doctype:
        raise NotAnXml
    return root


@cache
def _signer() -> Any:
    """Return the class of signers; made once, because signxml is heavy to import."""
    from signxml.algorithms import SignatureMethod
    from signxml.xades.xades import XAdESDataObjectFormat, XAdESSigner

    class MomentSigner(XAdESSigner):
        """A XAdES signer that bears the moment given."""

        def __init__(self, now: datetime, method: str) -> None:
            chosen = SignatureMethod.RSA_SHA256 if method == "rsa-sha256" else SignatureMethod.ECDSA_SHA256
            super().__init__(
                data_object_format=XAdESDataObjectFormat(Description="", MimeType="text/xml"),
                signature_algorithm=chosen,
                digest_algorithm="sha256",
                c14n_algorithm=C14N,
            )
            self.now = now

        def add_signing_time(self, signed_signature_properties: Any, sig_root: Any, signing_settings: Any) -> None:
            """Write the moment of signing in Vietnamese time."""
            del sig_root, signing_settings
            from lxml.etree import SubElement

            element = SubElement(signed_signature_properties, f"{{{XADES}}}SigningTime")
            element.text = to_local(self.now).replace(microsecond=0).isoformat()

    return MomentSigner


def _stamp(signature: Any) -> tuple[Any, Any]:
    """Add a time-stamp over the signature's value (5.3, SignatureTimeStamp); return what holds it, and the token.

    Raises TimeStampUnavailable.
    """
    import asyncio

    from lxml import etree
    from pyhanko.sign.timestamps.common_utils import TimestampRequestError

    value = signature.find(f"{{{DS}}}SignatureValue")
    octets = etree.tostring(value, method="c14n", exclusive=False, with_comments=False, with_tail=False)
    try:
        token = asyncio.run(time_stamper().async_timestamp(hashlib.sha256(octets).digest(), "sha256"))
    except TimestampRequestError:
        raise TimeStampUnavailable from None
    properties = signature.find(f".//{{{XADES}}}QualifyingProperties")
    unsigned = etree.SubElement(properties, f"{{{XADES}}}UnsignedProperties")
    held = etree.SubElement(unsigned, f"{{{XADES}}}UnsignedSignatureProperties")
    stamp = etree.SubElement(held, f"{{{XADES}}}SignatureTimeStamp")
    etree.SubElement(
        stamp, f"{{{DS}}}CanonicalizationMethod", Algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
    )
    inside = etree.SubElement(stamp, f"{{{XADES}}}EncapsulatedTimeStamp")
    inside.text = base64.b64encode(token.dump()).decode()
    return held, token


def _values(held: Any, evidence: Evidence) -> None:
    """Write evidence as EN 319 132-1, 5.4.2 and 5.4.3 have it: certificates, then lists and answers, each once."""
    from lxml import etree

    certificates = etree.SubElement(held, f"{{{XADES}}}CertificateValues")
    for one in evidence.certificates:
        _encapsulated(certificates, "EncapsulatedX509Certificate", one)
    revocation = etree.SubElement(held, f"{{{XADES}}}RevocationValues")
    for kind, values, inside in (
        ("CRLValues", evidence.crls, "EncapsulatedCRLValue"),
        ("OCSPValues", evidence.ocsps, "EncapsulatedOCSPValue"),
    ):
        if values:
            around = etree.SubElement(revocation, f"{{{XADES}}}{kind}")
            for one in values:
                _encapsulated(around, inside, one)


def _encapsulated(around: Any, name: str, value: bytes) -> None:
    from lxml import etree

    etree.SubElement(around, f"{{{XADES}}}{name}").text = base64.b64encode(value).decode()
