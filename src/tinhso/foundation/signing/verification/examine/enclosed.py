"""Proofs that lie beside a signature in XML and CMS: certificates, answers of responders, lists (B-LT).

XAdES: CertificateValues, RevocationValues, TimeStampValidationData (ETSI EN 319 132-1, 5.4 and 5.5.1). CAdES: the
certificates and revocation values of the SignedData (EN 319 122-1, 6.3; RFC 5940). They are not signed; what they prove
rests on their issuers' signatures alone.
"""

import base64
import binascii
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from tinhso.foundation.signing.verification.examine.covering import SPACE

MAX_VALUES: Final = 100
UNSIGNED: Final = "ds:Object/x:QualifyingProperties/x:UnsignedProperties/x:UnsignedSignatureProperties"
_NAMES: Final = {**SPACE, "x141": "http://uri.etsi.org/01903/v1.4.1#"}
_OCSP: Final = "1.3.6.1.5.5.7.16.2"


@dataclass
class Enclosed:
    """What can be read of it, at most 100 of a kind."""

    certificates: list[Any] = field(default_factory=list)
    ocsps: list[Any] = field(default_factory=list)
    crls: list[Any] = field(default_factory=list)


def in_xml(signature: Any) -> Enclosed:
    """Return the proofs in an XML signature's unsigned properties."""
    from asn1crypto import crl, ocsp, x509

    found = Enclosed()
    for kept, parse, name in (
        (found.certificates, x509.Certificate, "x:CertificateValues/x:EncapsulatedX509Certificate"),
        (found.crls, crl.CertificateList, "x:RevocationValues/x:CRLValues/x:EncapsulatedCRLValue"),
        (found.ocsps, ocsp.OCSPResponse, "x:RevocationValues/x:OCSPValues/x:EncapsulatedOCSPValue"),
    ):
        for around in ("", "x141:TimeStampValidationData/"):
            written = signature.findall(f"{UNSIGNED}/{around}{name}", _NAMES)
            kept.extend(_read(parse, (_bytes(one) for one in written[:MAX_VALUES])))
    return found


def in_cms(signed: Any) -> Enclosed:
    """Return the proofs in a SignedData; its certificates are read with the signer's."""
    found = Enclosed()
    try:
        held = list(signed["crls"])[: 2 * MAX_VALUES] if signed["crls"] else []
    except (ValueError, TypeError, KeyError):
        return found
    from asn1crypto import crl, ocsp

    for one in held:
        try:
            if one.name == "crl":
                found.crls += _read(crl.CertificateList, [one.chosen.dump()])
            elif one.chosen["other_rev_info_format"].dotted == _OCSP:
                found.ocsps += _read(ocsp.OCSPResponse, [one.chosen["other_rev_info"].dump()])
        except (ValueError, TypeError, KeyError, AttributeError):
            continue
    return found


def level_of(found: dict[str, Any]) -> str:
    """Return the baseline level a signature's content amounts to: B-LT only when a stamp and its proofs are there."""
    if found["stamp"] is None:
        return "B-B"
    return "B-LT" if found["enclosed"] else "B-T"


def _bytes(element: Any) -> bytes:
    try:
        return base64.b64decode(element.text or "")
    except (ValueError, binascii.Error):
        return b""


def _read(parse: Any, values: Iterable[bytes]) -> list[Any]:
    found = []
    for one in values:
        try:
            value = parse.load(one)
            value.native  # noqa: B018 - asn1crypto parses only when asked
            found.append(value)
        except (ValueError, TypeError, KeyError):
            continue
    return found
