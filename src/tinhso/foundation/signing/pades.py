"""PAdES baseline B-B signatures (ETSI EN 319 142-1) with a key behind a KeyPort.

The template marks each place of a signature with a link to `tinhso:signature/<name>`. The first signature turns every
such place into an empty signature field, so that later signers only fill in what the first already covered; a link
left in the page would have to be removed later, and that would be a change to a signed document.
"""

import asyncio
import hashlib
import io
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from pyhanko.sign.signers import Signer

from tinhso.foundation.signing.artwork import picture
from tinhso.foundation.signing.data import Appearance
from tinhso.foundation.signing.errors import NoSignaturePlace, NotAPdf
from tinhso.foundation.signing.ports import KeyPort

if TYPE_CHECKING:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.stamp import BaseStampStyle

SCHEME: Final = "tinhso:signature/"
FIELD_PREFIX: Final = "ChuKy_"
MAX_PAGES: Final = 1000
CMS_OVERHEAD: Final = 1536


class PortSigner(Signer):
    """pyHanko's view of a key behind a port: the certificate once, then digests."""

    def __init__(self, port: KeyPort, ref: str) -> None:
        from asn1crypto.x509 import Certificate
        from pyhanko_certvalidator.registry import SimpleCertificateStore

        chain = [Certificate.load(one) for one in port.certificate_chain(ref)]
        store = SimpleCertificateStore()  # type: ignore[no-untyped-call]  # pyHanko gives no types
        store.register_multiple(chain)
        super().__init__(signing_cert=chain[0], cert_registry=store, embed_roots=False)
        self.port, self.ref = port, ref
        # Hexadecimal digits for the CMS object: readers read each of them, so no more than it can need.
        self.reserved = 2 * (CMS_OVERHEAD + sum(len(one.dump()) for one in chain if one.subject != one.issuer))

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:  # noqa: FBT001, FBT002 - pyHanko's signature
        """Sign the digest of `data`; a rehearsal gives as many bytes as the largest signature has."""
        if dry_run:
            return bytes(512)
        digest = hashlib.new(digest_algorithm, data).digest()
        return self.port.sign_digest(self.ref, digest, digest_algorithm=digest_algorithm)


def sign(pdf: bytes, signer: PortSigner, appearance: Appearance, *, reason: str, now: datetime) -> bytes:
    """Return `pdf` with one more signature, as an incremental update. Raises NotAPdf, NoSignaturePlace."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.pdf_utils.misc import PdfError

    try:
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
        turn_links_into_fields(writer)
        field, box = _free_place(writer, appearance.anchor)
    except (PdfError, KeyError, ValueError, AttributeError, TypeError):
        raise NotAPdf from None
    return asyncio.run(_sign(writer, signer, _metadata(field, appearance, reason), _style(appearance, box), now))


def turn_links_into_fields(writer: "IncrementalPdfFileWriter") -> None:
    """Replace each `tinhso:signature/…` link by an empty signature field of the same place and name."""
    from pyhanko.pdf_utils import generic
    from pyhanko.sign.fields import SigFieldSpec, append_signature_field

    for number in range(min(int(writer.prev.root["/Pages"]["/Count"]), MAX_PAGES)):
        page_ref = writer.find_page_for_modification(number)[0]  # type: ignore[no-untyped-call]  # pyHanko gives no types
        page = page_ref.get_object()
        kept, places = _split_links(page.get("/Annots", ()))
        if not places:
            continue
        page["/Annots"] = generic.ArrayObject(kept)
        writer.mark_update(page_ref)
        for name, box in places:
            append_signature_field(
                writer,
                SigFieldSpec(FIELD_PREFIX + name, on_page=number, box=box, empty_field_appearance=True),
            )


def _split_links(annotations: Any) -> tuple[list[Any], list[tuple[str, tuple[int, int, int, int]]]]:
    """Return the annotations to keep and the places for signatures."""
    kept, places = [], []
    for position in range(len(annotations)):
        annotation = annotations[position]
        address = str(annotation.get("/A", {}).get("/URI", "")) if annotation.get("/Subtype") == "/Link" else ""
        if address.startswith(SCHEME):
            left, bottom, right, top = (round(float(edge)) for edge in annotation["/Rect"])
            places.append((address.removeprefix(SCHEME), (left, bottom, right, top)))
        else:
            kept.append(annotations.raw_get(position))
    return kept, places


def _free_place(writer: "IncrementalPdfFileWriter", anchor: str) -> tuple[str, tuple[float, float]]:
    """Return the field to sign and its width and height; for no anchor a new invisible one."""
    from pyhanko.sign.fields import SigFieldSpec, append_signature_field, enumerate_sig_fields

    found = {name: (value, ref) for name, value, ref in enumerate_sig_fields(writer)}
    if not anchor:
        name = f"{FIELD_PREFIX}{len(found) + 1}"
        append_signature_field(writer, SigFieldSpec(name))
        return name, (0, 0)
    value, ref = found.get(FIELD_PREFIX + anchor, (None, None))
    if ref is None or value is not None:
        raise NoSignaturePlace
    left, bottom, right, top = (float(edge) for edge in ref.get_object()["/Rect"])
    return FIELD_PREFIX + anchor, (right - left, top - bottom)


def _metadata(field: str, appearance: Appearance, reason: str) -> Any:
    from pyhanko.sign.fields import SigSeedSubFilter
    from pyhanko.sign.signers import PdfSignatureMetadata

    return PdfSignatureMetadata(
        field_name=field,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        reason=reason or None,
        location=appearance.location or None,
        name=appearance.name or None,
    )


def _style(appearance: Appearance, size: tuple[float, float]) -> "BaseStampStyle | None":
    """Return the picture as a stamp that fills its place, None for an invisible signature."""
    from pyhanko.pdf_utils.images import PdfImage
    from pyhanko.pdf_utils.layout import AxisAlignment as Align
    from pyhanko.pdf_utils.layout import Margins, SimpleBoxLayoutRule
    from pyhanko.stamp import StaticStampStyle

    if not appearance.anchor:
        return None
    drawn = picture(appearance.name, appearance.image, width=size[0], height=size[1])
    return StaticStampStyle(
        background=PdfImage(drawn),
        background_opacity=1.0,
        border_width=0,
        background_layout=SimpleBoxLayoutRule(Align.ALIGN_MID, Align.ALIGN_MID, margins=Margins(0, 0, 0, 0)),
    )


async def _sign(
    writer: "IncrementalPdfFileWriter", signer: PortSigner, metadata: Any, style: Any, now: datetime
) -> bytes:
    """Do what `PdfSigner.async_sign_pdf` does, at the moment given and with room reckoned from the chain."""
    from pyhanko.sign.signers import PdfSigner
    from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes

    from tinhso.kernel.clock import to_local

    session = PdfSigner(metadata, signer, stamp_style=style).init_signing_session(writer, existing_fields_only=True)
    session.system_time = to_local(now).replace(microsecond=0)
    checked = await session.perform_presign_validation(writer)
    document = session.prepare_tbs_document(validation_info=checked, bytes_reserved=signer.reserved)
    prepared, output = document.digest_tbs_document()
    done = await document.perform_signature(
        document_digest=prepared.document_digest,
        pdf_cms_signed_attrs=PdfCMSSignedAttributes(signing_time=session.system_time),
    )
    await done.post_signature_processing(output)
    output.seek(0)
    return bytes(output.read())
