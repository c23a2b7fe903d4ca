"""Detached and enveloping CMS signatures (`.p7s`, `.p7m`; CAdES, ETSI EN 319 122-1)."""

import base64
import hashlib
import re
from typing import Any

from tinhso.foundation.signing.verification.examine.enclosed import Enclosed, in_cms, level_of
from tinhso.foundation.signing.verification.examine.job import MAX_SIGNATURES, Job, Refused, driven
from tinhso.foundation.signing.verification.examine.signers import examine_signer

_PEM = re.compile(rb"-----BEGIN (?:PKCS7|CMS)-----(.+?)-----END (?:PKCS7|CMS)-----", re.DOTALL)


def examine(signature: bytes, content: bytes | None, job: Job) -> dict[str, Any]:
    """Return the findings on a CMS signature and the file beside it (None: what it encloses itself)."""
    from asn1crypto import cms

    try:
        info = cms.ContentInfo.load(_der(signature))
        signed = info["content"]
        if (
            info["content_type"].native != "signed_data"
            or signed["encap_content_info"]["content_type"].native != "data"
        ):
            raise Refused("not_a_signature")
        enclosed = signed["encap_content_info"]["content"].native
        signers = list(signed["signer_infos"])
    except (ValueError, TypeError, KeyError, AttributeError):
        raise Refused("not_a_signature") from None
    if content is None and enclosed is None:
        raise Refused("content_missing")
    data = enclosed if content is None else content
    faults = ["cms.other_content"] if content is not None and enclosed is not None and enclosed != content else []
    enclosed_proofs = in_cms(signed)
    found = [
        driven(_one(signed, at, data, faults, job, enclosed_proofs)) for at in range(min(len(signers), MAX_SIGNATURES))
    ]
    return {"kind": "cms", "signatures": found, "notes": [], "more": max(0, len(signers) - len(found))}


def _der(signature: bytes) -> bytes:
    found = _PEM.search(signature)
    return base64.b64decode(found[1]) if found else signature


async def _one(signed: Any, number: int, data: bytes, faults: list[str], job: Job, proofs: Enclosed) -> dict[str, Any]:
    alone = signed.copy()
    alone["signer_infos"] = [signed["signer_infos"][number].copy()]
    try:
        digest = hashlib.new(signed["signer_infos"][number]["digest_algorithm"]["algorithm"].native, data).digest()
    except ValueError:
        digest = b""
    found = await examine_signer(alone, digest, job, ocsps=proofs.ocsps, crls=proofs.crls)
    level = f"CAdES-{level_of(found)}" if found.get("has_bound_certificate") else "CMS"
    place = {"field": f"{number + 1}", "profile": level, "coverage": "file", "faults": list(faults), "changes": None}
    return {**found, **place, "name": "", "reason": "", "location": "", "shown": ""}
