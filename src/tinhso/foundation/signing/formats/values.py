"""A signature value brought back from elsewhere, and a time-stamp over it, put into a signature that is there already.

What is signed (the byte range and the signed attributes) does not change by either: the place of the signature lies
outside the byte range, and a time-stamp is an unsigned attribute (RFC 5652, 11; ETSI EN 319 122-1, 5.3).
"""

import asyncio
import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from asn1crypto.parser import peek
from pyhanko.sign.timestamps.common_utils import TimestampRequestError

from tinhso.foundation.signing.errors import PlaceTooSmall, TimeStampUnavailable
from tinhso.foundation.signing.formats.encoded import octets, parts_of, sequence, set_of, tagged, what_is_in
from tinhso.foundation.signing.formats.time_stamps import TOKEN_ROOM, HttpTimeStamper, time_stamper

if TYPE_CHECKING:
    from asn1crypto.x509 import Certificate

DIGEST: Final = "sha256"
SIGNATURE: Final = 5
"""The place of the value among the parts of a SignerInfo that has signed attributes."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the hexadecimal digits of the last signature stand, how many there are, and what they say (DER)."""

    begin: int
    room: int
    message: bytes


def room_for_stamp() -> int:
    """Return how many hexadecimal digits to leave for a token fetched later: it cannot be made larger then.

    Raises TimeStampUnavailable when no authority is connected.
    """
    return 2 * max(time_stamper().room, TOKEN_ROOM)


def put_in(pdf: bytes, signature: bytes) -> bytes:
    """Return the PDF with this value in its last signature, everything else byte for byte. Raises PlaceTooSmall."""
    place = _last(pdf)
    parts = _signer_parts(place.message)
    parts[SIGNATURE] = octets(signature)
    return _with(pdf, place, parts)


def stamped(pdf: bytes, stamper: HttpTimeStamper) -> bytes:
    """Return the PDF with a time-stamp over the value of its last signature (PAdES B-T). Asks the authority.

    Raises TimeStampUnavailable, PlaceTooSmall.
    """
    from asn1crypto.cms import CMSAttributeType

    place = _last(pdf)
    parts = _signer_parts(place.message)
    digest = hashlib.new(DIGEST, what_is_in(parts[SIGNATURE])).digest()
    try:
        token = asyncio.run(stamper.async_timestamp(digest, DIGEST))
    except TimestampRequestError:
        raise TimeStampUnavailable from None
    name = CMSAttributeType("signature_time_stamp_token").dump()
    attribute = sequence(name, set_of(token.dump()))
    return _with(pdf, place, [*parts[: SIGNATURE + 1], tagged(1, attribute)])


def certificates_in(pdf: bytes) -> "Sequence[Certificate]":
    """Return the certificates the last signature carries, the signer's first."""
    last = _last_signature(pdf)
    return (last.signer_cert, *last.other_embedded_certs)


def _last_signature(pdf: bytes) -> Any:
    from pyhanko.pdf_utils.reader import PdfFileReader

    return PdfFileReader(io.BytesIO(pdf), strict=False).embedded_signatures[-1]


def _last(pdf: bytes) -> _Place:
    last = _last_signature(pdf)
    start, length, after, _rest = (int(one) for one in last.byte_range)
    begin, held = start + length + 1, bytes(last.pkcs7_content)  # after <; zeros may follow the message
    return _Place(begin, after - 1 - begin, held[: peek(held)])


def _signer_parts(message: bytes) -> list[bytes]:
    """Return the parts of the one SignerInfo (RFC 5652, 5.3): version, who, digest, signed attributes, how, value."""
    [signer] = parts_of(parts_of(_signed_data(message))[-1])
    return parts_of(signer)


def _with(pdf: bytes, place: _Place, parts: list[bytes]) -> bytes:
    """Return the PDF with this SignerInfo. Nothing else is encoded anew: what others made stays as they made it."""
    name, _content = parts_of(place.message)
    *others, _signers = parts_of(_signed_data(place.message))
    signed_data = sequence(*others, set_of(sequence(*parts)))
    digits = sequence(name, tagged(0, signed_data)).hex().encode()
    if len(digits) > place.room:
        raise PlaceTooSmall
    return pdf[: place.begin] + digits.ljust(place.room, b"0") + pdf[place.begin + place.room :]


def _signed_data(message: bytes) -> bytes:
    """Return the SignedData of a ContentInfo."""
    return what_is_in(parts_of(message)[1])
