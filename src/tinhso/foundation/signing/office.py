"""Writes of the office's order, behind the door: what the pure functions do, with keys of the register."""

from datetime import date, datetime
from uuid import UUID

from tinhso.foundation.signing.actions import MAX_BYTES, sign_pdf
from tinhso.foundation.signing.data import Appearance, Look, Profile, SignedPdf
from tinhso.foundation.signing.errors import DocumentTooLarge
from tinhso.foundation.signing.formats.profiles import wanted_profile

__all__ = [
    "fill_number",
    "filled_in",
    "prepare_for_office",
    "seal_pdf",
    "void_signature",
    "wanted_profile",
]


def prepare_for_office(pdf: bytes, *, leader: Appearance | None = None, is_numbered: bool = False) -> bytes:
    """Return a draft with empty fields for all that comes after: signatures, number, date, the agency's seal.

    Call it on the rendered draft, before anybody signs. `leader` tells whose hand will stand at "leader", so that the
    seal covers a third of it. With `is_numbered` the paper bears its number already and only the seal's place is laid
    out. Raises NoFieldsToFill (no fields for number and date, or signed already), NotAPdf.
    """
    from tinhso.foundation.signing.formats import office

    return office.prepare_for_office(_bounded(pdf), leader=leader, is_numbered=is_numbered)


def fill_number(pdf: bytes, *, number: str, on: date, code: str = "") -> bytes:
    """Return the signed document with number ("15"), code ("15/QĐ-UBND") and date filled in; signatures stay valid.

    Raises NotSignedYet, NoFieldsToFill, AlreadyNumbered, BadNumber, NotAPdf.
    """
    from tinhso.foundation.signing.formats import office

    return office.fill_number(_bounded(pdf), number=number, on=on, code=code)


def filled_in(pdf: bytes) -> dict[str, str]:
    """Return what stands in a document's fields by name ("number", "code", "date"), "" in those still empty."""
    from tinhso.foundation.signing.formats import office

    return office.filled_in(_bounded(pdf))


def seal_pdf(
    pdf: bytes,
    *,
    key_ref: str,
    agency: str,
    image: bytes | None = None,
    location: str = "",
    profile: Profile = Profile.B_B,
    now: datetime,
    holder_id: UUID | None = None,
) -> SignedPdf:
    """Return the signed and numbered document with the agency's signature, its red stamp a third over the leader's.

    `image` is the stamp's own picture (PNG, transparent); without it one is drawn, marked MINH HỌA. Nothing may follow
    it but proofs and time-stamps. Raises NotSignedYet, NotNumberedYet, NoSignaturePlace, and what `sign_pdf` raises.
    """
    from tinhso.foundation.signing.formats import office
    from tinhso.foundation.signing.formats.places import SEAL

    office.require_numbered(_bounded(pdf))
    look = Appearance(anchor=SEAL, name=agency, image=image, location=location, look=Look.SEAL)
    return sign_pdf(pdf, key_ref=key_ref, appearance=look, holder_id=holder_id, profile=profile, now=now)


def void_signature(pdf: bytes, *, by: str, reason: str, now: datetime) -> bytes:
    """Return a new version that says ĐÃ HỦY CHỮ KÝ on each page; its signatures no longer hold for any reader.

    Keep it as a further version of the document: what was signed stays in it as evidence. Raises NotSignedYet, NotAPdf.
    """
    from tinhso.foundation.signing.formats import office

    return office.void_signature(_bounded(pdf), by=by, reason=reason, now=now)


def _bounded(pdf: bytes) -> bytes:
    if len(pdf) > MAX_BYTES:
        raise DocumentTooLarge
    return pdf
