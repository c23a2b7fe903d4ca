"""PAdES baseline signatures (ETSI EN 319 142-1) with a key behind a KeyPort, at the profile wanted.

The first signature of a document prepared for the office certifies it for form filling and signing (DocMDP 2), so that
number, date and seal may follow and nothing else.
"""

import asyncio
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.timestamps.common_utils import TimestampRequestError

from tinhso.foundation.signing.data import Appearance, Profile
from tinhso.foundation.signing.errors import EvidenceMissing, NoSignaturePlace, NotAPdf, TimeStampUnavailable
from tinhso.foundation.signing.formats import looks
from tinhso.foundation.signing.formats.evidence import Gather, parsed, stamp_certificates
from tinhso.foundation.signing.formats.places import SIGNATURE_PREFIX, turn_links_into_fields, words_fields
from tinhso.foundation.signing.formats.signer import PortSigner
from tinhso.foundation.signing.formats.time_stamps import HttpTimeStamper, time_stamper
from tinhso.foundation.signing.formats.untyped import Writer

if TYPE_CHECKING:
    from asn1crypto.x509 import Certificate

DIGEST: Final = "sha256"
PDF_FAULTS: Final = (PdfError, KeyError, ValueError, AttributeError, TypeError, IndexError, RecursionError)
"""What a file that is no sound PDF breaks with."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be signed how: `gather` gives the evidence of a chain, asked only for long-term profiles.

    `spare` are further hexadecimal digits left in the place of the signature, for what is put in later.
    """

    appearance: Appearance
    reason: str
    now: datetime
    profile: Profile = Profile.B_B
    gather: Gather | None = None
    spare: int = 0


def sign(pdf: bytes, signer: PortSigner, order: Order) -> bytes:
    """Return `pdf` with one more signature, as an incremental update.

    Raises NotAPdf, NoSignaturePlace, and, without having signed, TimeStampUnavailable or EvidenceMissing where the
    profile needs what cannot be had now.
    """
    stamper = time_stamper() if order.profile.is_stamped else None
    writer = opened(pdf)
    try:
        turn_links_into_fields(writer)
        field, style = _place(writer, order)
    except PDF_FAULTS:
        raise NotAPdf from None
    certify = bool(words_fields(writer)) and not any(True for _ in writer.prev.embedded_signatures)
    signed = asyncio.run(_sign(writer, signer, _metadata(field, order, certify=certify), style, stamper, order))
    if stamper is None or not order.profile.is_long_term:
        return signed
    return extended(signed, signer.chain, stamper, order)


def opened(pdf: bytes) -> Writer:
    """Return a writer that appends to `pdf`. Raises NotAPdf."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    if not pdf.startswith(b"%PDF-"):
        raise NotAPdf
    try:
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
        if writer.prev.encrypted:
            raise NotAPdf
    except PDF_FAULTS:
        raise NotAPdf from None
    return writer


def extended(signed: bytes, chain: "Sequence[Certificate]", stamper: HttpTimeStamper, order: Order) -> bytes:
    """Return a stamped signature with what proves its chains (B-LT), and with a document time-stamp over it (B-LTA)."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.validation.dss import DocumentSecurityStore

    if order.gather is None:
        raise EvidenceMissing
    stream = io.BytesIO(signed)
    writer: Writer = IncrementalPdfFileWriter(stream, strict=False)
    evidence = order.gather([*chain, *_stamp_certificates(writer.prev.embedded_signatures)])
    DocumentSecurityStore.supply_dss_in_writer(writer, None, **parsed(evidence))
    if order.profile is Profile.B_LTA:
        return asyncio.run(_stamped(writer, stamper))
    writer.write_in_place()
    return stream.getvalue()


def restamped(pdf: bytes, order: Order, *, digest: str = DIGEST) -> bytes:
    """Return the document with evidence for the stamp it rests on, and one more document time-stamp over all of it.

    Done before the algorithm or the certificate of the last one ends (ETSI EN 319 142-1, 5.4.3: the chain of document
    time-stamps). Who signed was proven when it was signed long-term, and may have ended since: of a document without
    such proofs the signers are proven too. Raises what `sign` raises, and NoSignaturePlace for a document that nobody
    signed.
    """
    from pyhanko.sign.validation.dss import DocumentSecurityStore

    stamper = time_stamper()
    writer = opened(pdf)
    signatures = list(writer.prev.embedded_signatures)
    if not signatures:
        raise NoSignaturePlace
    if order.gather is None:
        raise EvidenceMissing
    over_all = [one for one in signatures if one.sig_object_type == "/DocTimeStamp"]
    wanted = _stamp_certificates(over_all[-1:] or signatures)
    if "/DSS" not in writer.root:
        wanted += [each for one in signatures for each in (one.signer_cert, *one.other_embedded_certs)]
    DocumentSecurityStore.supply_dss_in_writer(writer, None, **parsed(order.gather(wanted)))
    return asyncio.run(_stamped(writer, stamper, digest))


async def _stamped(writer: Writer, stamper: HttpTimeStamper, digest: str = DIGEST) -> bytes:
    from pyhanko.sign.signers import PdfTimeStamper

    output = await PdfTimeStamper(stamper).async_timestamp_pdf(writer, digest, bytes_reserved=2 * stamper.room)
    output.seek(0)
    return bytes(output.read())


def _stamp_certificates(signatures: Sequence[Any]) -> "list[Certificate]":
    """Return the certificates in time-stamps: those of signatures, and those over the document."""
    from pyhanko.sign.validation.generic_cms import extract_tst_data_iter

    found: list[Certificate] = []
    for one in signatures:
        stamps = [one.signed_data] if one.sig_object_type == "/DocTimeStamp" else []
        for stamp in (*stamps, *extract_tst_data_iter(one.signer_info, signed=False)):
            found += stamp_certificates(stamp)
    return found


def _place(writer: Writer, order: Order) -> tuple[str, Any]:
    """Return the field to sign and the look it gets; for an invisible signature a new field without a look."""
    from pyhanko.sign.fields import SigFieldSpec, append_signature_field, enumerate_sig_fields

    found = {name: (value, ref) for name, value, ref in enumerate_sig_fields(writer)}
    anchor = order.appearance.anchor
    if not anchor and not order.appearance.is_placed_by_us:
        name = f"{SIGNATURE_PREFIX}{len(found) + 1}"
        append_signature_field(writer, SigFieldSpec(name))
        return name, None
    value, ref = found.get(SIGNATURE_PREFIX + anchor, (None, None))
    if anchor and ref is not None and value is None:
        left, bottom, right, top = (float(edge) for edge in ref.get_object()["/Rect"])
        return SIGNATURE_PREFIX + anchor, looks.style(order.appearance, (right - left, top - bottom), order.now)
    if not order.appearance.is_placed_by_us:
        raise NoSignaturePlace
    return looks.placed(writer, order.appearance, order.now, taken=set(found))


def _metadata(field: str, order: Order, *, certify: bool) -> Any:
    from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
    from pyhanko.sign.signers import PdfSignatureMetadata

    return PdfSignatureMetadata(
        field_name=field,
        md_algorithm=DIGEST,
        subfilter=SigSeedSubFilter.PADES,
        reason=order.reason or None,
        location=order.appearance.location or None,
        name=order.appearance.name or None,
        certify=certify,
        docmdp_permissions=MDPPerm.FILL_FORMS,
    )


async def _sign(
    writer: Writer,
    signer: PortSigner,
    metadata: Any,
    style: Any,
    stamper: HttpTimeStamper | None,
    order: Order,
) -> bytes:
    """Do what `PdfSigner.async_sign_pdf` does, at the moment given and with room reckoned from the chain."""
    from pyhanko.sign.signers import PdfSigner
    from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes

    from tinhso.kernel.clock import to_local

    session = PdfSigner(metadata, signer, timestamper=stamper, stamp_style=style).init_signing_session(
        writer, existing_fields_only=True
    )
    session.system_time = to_local(order.now).replace(microsecond=0)
    checked = await session.perform_presign_validation(writer)
    room = signer.reserved + order.spare + (2 * stamper.room if stamper else 0)
    document = session.prepare_tbs_document(validation_info=checked, bytes_reserved=room)
    prepared, output = document.digest_tbs_document()
    try:
        done = await document.perform_signature(
            document_digest=prepared.document_digest,
            pdf_cms_signed_attrs=PdfCMSSignedAttributes(signing_time=session.system_time),
        )
    except TimestampRequestError:
        raise TimeStampUnavailable from None
    await done.post_signature_processing(output)
    output.seek(0)
    return bytes(output.read())
