"""What the agency's signature says on page one, and the signature itself: PDF/A first, then the stamp, then the key.

The stamp stands at the top right of page one, Times New Roman's twin, 10 pt, black; no picture of a seal; the signature
field itself is invisible (Decree 30/2020/NĐ-CP, Annex I, part II).
"""

import io
import json
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.conf import settings

from tinhso.foundation.organisations import public as organisations
from tinhso.foundation.signing import public as signing
from tinhso.government.digitisation import content
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import to_local

REASON: Final = "Số hóa từ bản giấy"


def stamped(pdf: bytes, *, agency: str, at: datetime) -> bytes:
    """Return the PDF with form of copy, agency and moment (ISO 8601, +07:00) at the top right of its first page."""
    import pypdf

    writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(io.BytesIO(pdf)))
    first = writer.pages[0]
    if first.rotation:
        first.transfer_rotation_to_content()
    lines = [content.stamp_form(), agency, to_local(at).isoformat(timespec="seconds")]
    box = first.mediabox
    over = pypdf.PdfReader(io.BytesIO(_drawn(lines, float(box.width), float(box.height), at))).pages[0]
    shift = pypdf.Transformation().translate(float(box.left), float(box.bottom))
    first.merge_transformed_page(over, shift)
    kept = io.BytesIO()
    writer.write(kept)
    return kept.getvalue()


def _drawn(lines: list[str], width: float, height: float, at: datetime) -> bytes:
    import typst

    said = json.dumps({"lines": lines, "width": round(width, 2), "height": round(height, 2)}, ensure_ascii=False)
    drawn: Any = typst.compile(
        content.folder() / "stamp.typ",
        format="pdf",
        font_paths=[settings.CONTENT_DIR / "prints" / "fonts"],
        ignore_system_fonts=True,
        sys_inputs={"data": said},
        pdf_standards=["a-2b"],
        timestamp=int(at.timestamp()),
    )
    return bytes(drawn)


def signed(pdf: bytes, *, actor: Actor, unit_id: UUID, now: datetime) -> signing.SignedPdf:
    """Return the stamped PDF signed with the agency's key, or the officer's own where the agency has none here.

    In a demo installation the officer gets a demonstration key, marked as such. Raises KeyNotFound and what
    `signing.sign_pdf` refuses. Call it outside a transaction: a key may be far away.
    """
    agency = organisations.agency_of(unit_id)
    key = signing.seal_or_own_key(actor, unit_id=agency.id)
    return signing.sign_pdf(
        stamped(pdf, agency=agency.name, at=now),
        key_ref=key.ref,
        appearance=signing.Appearance(name=actor.name, location=agency.name),
        reason=REASON,
        holder_id=key.holder_id,
        now=now,
    )
