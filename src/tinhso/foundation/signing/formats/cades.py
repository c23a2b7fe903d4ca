"""Detached signatures beside any file: CAdES baseline B-B, B-T and B-LT (ETSI EN 319 122-1), DER of CMS (RFC 5652)."""

import asyncio
from datetime import datetime
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from pyhanko.sign.timestamps.common_utils import TimestampRequestError

from tinhso.foundation.signing.data import Profile
from tinhso.foundation.signing.errors import EvidenceMissing, ProfileNotGiven, TimeStampUnavailable
from tinhso.foundation.signing.formats.evidence import Gather, stamp_certificates
from tinhso.foundation.signing.formats.signer import PortSigner
from tinhso.foundation.signing.formats.time_stamps import time_stamper
from tinhso.foundation.signing.trust.data import Evidence
from tinhso.kernel.clock import to_local

if TYPE_CHECKING:
    from asn1crypto.cms import ContentInfo

DIGEST: Final = "sha256"
OCSP_RESPONSE: Final = "1.3.6.1.5.5.7.16.2"
"""id-ri-ocsp-response: an answer among the revocation values of a CMS object (RFC 5940, 2.1)."""
WITH_OTHERS: Final = "v5"
"""The version of a SignedData that holds values of another form than lists (RFC 5652, 5.1)."""


def sign_detached(
    content: BinaryIO, signer: PortSigner, *, profile: Profile, gather: Gather | None = None, now: datetime
) -> bytes:
    """Return the signature over what is read from `content`, in parts: a big file never stands in memory.

    B-LT carries what proves the chains of the signer and of the stamp (EN 319 122-1, 6.3: the certificates and
    revocation values of the SignedData). Raises TimeStampUnavailable, EvidenceMissing, ProfileNotGiven for B-LTA.
    """
    if profile is Profile.B_LTA:
        raise ProfileNotGiven
    if profile is Profile.B_LT and gather is None:
        raise EvidenceMissing
    from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes

    attributes = PdfCMSSignedAttributes(signing_time=to_local(now).replace(microsecond=0))
    stamper = time_stamper() if profile.is_stamped else None
    try:
        made = asyncio.run(
            signer.async_sign_general_data(
                content,
                DIGEST,
                detached=True,
                use_cades=True,
                timestamper=stamper,
                signed_attr_settings=attributes,
            )
        )
    except TimestampRequestError:
        raise TimeStampUnavailable from None
    if profile is Profile.B_LT and gather is not None:
        made = _extended(made, gather([*signer.chain, *_stamp_certificates(made)]))
    return bytes(made.dump())


def _stamp_certificates(made: "ContentInfo") -> list[Any]:
    from pyhanko.sign.validation.generic_cms import extract_tst_data_iter

    info = made["content"]["signer_infos"][0]
    return [one for token in extract_tst_data_iter(info, signed=False) for one in stamp_certificates(token)]


def _extended(made: "ContentInfo", evidence: Evidence) -> "ContentInfo":
    """Return it with the evidence beside the signature. What is signed keeps its bytes: digest, attributes, value."""
    from asn1crypto import cms, crl, ocsp, x509

    signed: Any = made["content"]
    held = {one.chosen.dump(): one.chosen for one in signed["certificates"]}
    held |= {one: x509.Certificate.load(one) for one in evidence.certificates}
    lists = [cms.RevocationInfoChoice("crl", crl.CertificateList.load(one)) for one in evidence.crls]
    answers = [_answer(ocsp.OCSPResponse.load(one)) for one in evidence.ocsps]
    # A new object: to have asn1crypto write a changed one anew (`force`) takes minutes, level by level twice.
    content = cms.SignedData(
        {
            "version": WITH_OTHERS if answers else signed["version"].native,
            "digest_algorithms": signed["digest_algorithms"],
            "encap_content_info": signed["encap_content_info"] if not answers else _nothing_enclosed(),
            "certificates": [cms.CertificateChoices("certificate", one) for one in held.values()],
            "crls": [*lists, *answers],
            "signer_infos": signed["signer_infos"],
        }
    )
    return cms.ContentInfo({"content_type": "signed_data", "content": content})


def _answer(response: Any) -> Any:
    from asn1crypto import cms

    form = {"other_rev_info_format": OCSP_RESPONSE, "other_rev_info": response}
    return cms.RevocationInfoChoice("other", cms.OtherRevocationInfoFormat(form))


def _nothing_enclosed() -> Any:
    """Return what a detached signature encloses, in the form asn1crypto wants from version 2 on."""
    from asn1crypto import cms

    return cms.EncapsulatedContentInfo({"content_type": "data"})
