"""What a long-term signature embeds, gathered from `trust` for all who had a part in it."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from tinhso.foundation.signing.trust.data import Evidence
from tinhso.foundation.signing.trust.standing import evidence_for
from tinhso.kernel import clock

if TYPE_CHECKING:
    from asn1crypto.x509 import Certificate

Gather = Callable[[Sequence["Certificate"]], Evidence]
"""Return the evidence for these certificates now. Raises EvidenceMissing when an authority is silent."""


def gather_evidence(certificates: "Sequence[Certificate]") -> Evidence:
    """Return what proves the signer and the time-stamp authorities among `certificates`, with their issuers.

    Call it outside a transaction, after the time-stamp. Raises EvidenceMissing.
    """
    now = clock.now()
    raw = list(dict.fromkeys(one.dump() for one in certificates))
    found = Evidence(certificates=tuple(raw))
    for one in {one.dump(): one for one in certificates}.values():
        if not one.ca:
            found += evidence_for(one.dump(), at=now, now=now, others=raw)
    return found


def parsed(evidence: Evidence) -> dict[str, Any]:
    """Return it as pyHanko takes it."""
    from asn1crypto import crl, ocsp, x509

    return {
        "certs": [x509.Certificate.load(one) for one in evidence.certificates],
        "ocsps": [ocsp.OCSPResponse.load(one) for one in evidence.ocsps],
        "crls": [crl.CertificateList.load(one) for one in evidence.crls],
    }


def stamp_certificates(token: Any) -> "list[Certificate]":
    """Return the certificates in a time-stamp token's SignedData."""
    return [each.chosen for each in token["certificates"]]
