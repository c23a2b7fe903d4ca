"""XML signatures (W3C XML Signature 1.1; XAdES, ETSI EN 319 132-1).

A signature in XML covers what its references name, which need not be what a reader looks at (signature wrapping). So
what is covered is worked out element by element: a document counts as signed only when nothing in it is left out.
"""

import base64
import binascii
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from tinhso.foundation.signing.verification.examine.covering import (
    DS,
    SPACE,
    XADES,
    covered_by,
    ids_in,
    is_well_formed,
    left_out,
    path_of,
    references,
    signed_properties,
)
from tinhso.foundation.signing.verification.examine.enclosed import UNSIGNED, Enclosed, in_xml, level_of
from tinhso.foundation.signing.verification.examine.job import (
    MAX_CERTIFICATES,
    MAX_SIGNATURES,
    Job,
    Refused,
    driven,
    moment,
    text,
)
from tinhso.foundation.signing.verification.examine.paths import key_of
from tinhso.foundation.signing.verification.examine.signers import BROKEN, best_time, proofs_of, trust_of, unreadable
from tinhso.foundation.signing.verification.examine.stamps import examine_token, hashed

MAX_ELEMENTS: Final = 500_000


def examine(data: bytes, job: Job) -> dict[str, Any]:
    """Return the findings on an XML document. Raises Refused: not_xml, xml_entities, too_complex."""
    root = _parse(data)
    signatures = [one for one in root.iter(f"{{{DS}}}Signature") if not _inside_signature(one)]
    ids = ids_in(root)
    found = [driven(_one(root, at, one, ids, job)) for at, one in enumerate(signatures[:MAX_SIGNATURES])]
    return {"kind": "xml", "signatures": found, "notes": [], "more": max(0, len(signatures) - len(found))}


def _parse(data: bytes) -> Any:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise Refused("not_xml") from None
    if root.getroottree().docinfo.doctype:
        raise Refused("xml_entities")
    for number, _one in enumerate(root.iter()):
        if number > MAX_ELEMENTS:
            raise Refused("too_complex")
    return root


def _inside_signature(one: Any) -> bool:
    """Tell whether a signature stands in another (a counter-signature): told with the one around it, not apart."""
    return next(one.iterancestors(f"{{{DS}}}Signature"), None) is not None and one.getparent().tag.startswith(
        f"{{{XADES}}}"
    )


async def _one(root: Any, number: int, signature: Any, ids: Mapping[str, Sequence[Any]], job: Job) -> dict[str, Any]:
    place = {"field": path_of(signature), "name": "", "reason": "", "location": "", "shown": "", "changes": None}
    covered, faults = covered_by(root, signature, ids)
    beside = left_out(root, signature, covered)
    coverage = {"coverage": "part" if beside else "file", "left_out": beside[:20], "faults": faults}
    properties = signed_properties(signature, covered)
    chain = _certificates(signature, properties)
    if not chain or not is_well_formed(signature):
        return {**place, **coverage, **unreadable(job), "profile": "XMLDSig"}
    certificate, others = chain[0], chain[1:]
    claimed = _claimed(properties)
    values = in_xml(signature)
    stamp = await _stamp(signature, job, values)
    proofs = proofs_of(stamp, ())
    at = best_time(job, claimed, *(datetime.fromisoformat(one["at"]) for one in proofs))
    bound = _bound(properties, certificate)
    if bound is False:
        faults.append("xml.other_certificate")
    found = await trust_of(certificate, [*others, *values.certificates], job, at, ocsps=values.ocsps, crls=values.crls)
    return {
        **place,
        **coverage,
        "integrity": _integrity(root, number, certificate),
        "claimed_at": moment(claimed),
        "stamp": stamp,
        "proofs": proofs,
        "judged_at": moment(at),
        "has_bound_certificate": bool(bound),
        **_strength(signature, certificate),
        **found,
        "profile": "XMLDSig" if bound is None else f"XAdES-{level_of({**found, 'stamp': stamp})}",
    }


def _certificates(signature: Any, properties: Any) -> list[Any]:
    from asn1crypto import x509

    found = []
    for one in signature.findall("ds:KeyInfo/ds:X509Data/ds:X509Certificate", SPACE)[:MAX_CERTIFICATES]:
        try:
            certificate = x509.Certificate.load(base64.b64decode(one.text or ""))
            certificate.native  # noqa: B018 - parsed only when asked
            found.append(certificate)
        except (ValueError, TypeError, binascii.Error):
            continue
    return _signer_first(properties, found)


def _signer_first(properties: Any, certificates: list[Any]) -> list[Any]:
    """Return the signer's certificate first: the one XAdES names, else the one that issued none of the others."""
    named = next((one for one in certificates if _bound(properties, one)), None)
    if named is None:
        issuers = {one.issuer.dump() for one in certificates if one.issuer != one.subject}
        named = next((one for one in certificates if one.subject.dump() not in issuers), None)
    return [named, *(one for one in certificates if one is not named)] if named is not None else certificates


def _bound(properties: Any, certificate: Any) -> bool | None:
    """Tell whether XAdES binds the signature to this certificate; None when it says nothing of that kind, signed."""
    import hashlib

    digests = properties.findall("x:SignedSignatureProperties//x:CertDigest", SPACE) if properties is not None else ()
    if not digests:
        return None
    first = digests[0]
    method, value = first.find("ds:DigestMethod", SPACE), first.find("ds:DigestValue", SPACE)
    name = str(method.get("Algorithm", "") if method is not None else "").rpartition("#")[2]
    try:
        return hashlib.new(name, certificate.dump()).digest() == base64.b64decode(value.text or "")
    except (ValueError, AttributeError, binascii.Error):
        return False


def _integrity(root: Any, number: int, certificate: Any) -> dict[str, Any]:
    from cryptography import x509
    from signxml.algorithms import DigestAlgorithm, SignatureMethod
    from signxml.exceptions import InvalidDigest, InvalidSignature
    from signxml.verifier import SignatureConfiguration, XMLVerifier

    class OneOfMany(XMLVerifier):
        """Looks at the signature with this number, wherever it stands."""

        def _get_signature(self, tree: Any) -> Any:
            return [one for one in tree.iter(f"{{{DS}}}Signature") if not _inside_signature(one)][number]

    try:
        signer = x509.load_der_x509_certificate(certificate.dump())
        expected = SignatureConfiguration(
            expect_references=True,
            signature_methods=frozenset(one for one in SignatureMethod if not one.name.startswith("HMAC")),
            digest_algorithms=frozenset(DigestAlgorithm),
            verification_time=signer.not_valid_before_utc + timedelta(seconds=1),
        )
        OneOfMany().verify(root, x509_cert=signer, validate_schema=False, expect_config=expected)
    except InvalidDigest:
        return {"ok": False, "state": "digest"}
    except InvalidSignature:
        return {"ok": False, "state": "value"}
    except Exception:  # noqa: BLE001 - a hostile file may break any parser; whatever it breaks, it does not hold
        return dict(BROKEN)
    return {"ok": True, "state": "ok"}


def _claimed(properties: Any) -> datetime | None:
    found = properties.find("x:SignedSignatureProperties/x:SigningTime", SPACE) if properties is not None else None
    try:
        claimed = datetime.fromisoformat((found.text or "").strip()) if found is not None else None
    except ValueError:
        return None
    return claimed.astimezone(UTC) if claimed and claimed.tzinfo else None


async def _stamp(signature: Any, job: Job, values: Enclosed) -> dict[str, Any] | None:
    """Return the time-stamp over the signature's value, canonicalised as it says (EN 319 132-1, 5.3)."""
    from asn1crypto import cms
    from lxml import etree

    found = signature.find(f"{UNSIGNED}/x:SignatureTimeStamp", SPACE)
    token = found.find("x:EncapsulatedTimeStamp", SPACE) if found is not None else None
    value = signature.find("ds:SignatureValue", SPACE)
    if token is None or value is None:
        return None
    method = found.find("ds:CanonicalizationMethod", SPACE)
    algorithm = method.get("Algorithm", "") if method is not None else ""
    exclusive, comments = "exc-c14n" in algorithm, algorithm.endswith("#WithComments")
    stamped = etree.tostring(value, method="c14n", exclusive=exclusive, with_comments=comments, with_tail=False)
    try:
        signed = cms.ContentInfo.load(base64.b64decode(token.text or ""))["content"]
    except (ValueError, TypeError, binascii.Error):
        signed = None
    return await examine_token(signed, hashed(stamped), job, ocsps=values.ocsps, crls=values.crls)


def _strength(signature: Any, certificate: Any) -> dict[str, Any]:
    kind, bits = key_of(certificate)
    methods = [
        one.get("Algorithm", "")
        for one in (
            *signature.findall("ds:SignedInfo/ds:SignatureMethod", SPACE),
            *(method for one in references(signature) for method in one.findall("ds:DigestMethod", SPACE)),
        )
    ]
    weak = next((name for name in ("md5", "sha1") if any(_hash_in(one) == name for one in methods)), "")
    return {"digest": weak or (_hash_in(methods[0]) if methods else ""), "key": kind, "bits": bits}


def _hash_in(uri: str) -> str:
    last = uri.rpartition("#")[2].lower()
    return text(last.rpartition("-")[2] if "-" in last else last)
