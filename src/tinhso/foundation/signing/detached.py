"""Signatures of other shapes than PDF, with keys of the register: in XML, and beside any file."""

import io
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, BinaryIO
from uuid import UUID

from tinhso.foundation.signing.actions import MAX_BYTES, signer_of, usable_key
from tinhso.foundation.signing.data import Profile
from tinhso.foundation.signing.errors import DocumentTooLarge
from tinhso.kernel import clock

if TYPE_CHECKING:
    from tinhso.foundation.signing.formats.xades import PortKey


def sign_xml(
    xml: bytes,
    *,
    key_ref: str,
    holder_id: UUID | None = None,
    profile: Profile = Profile.B_B,
    now: datetime | None = None,
) -> bytes:
    """Return an XML document with one XAdES signature (enveloped), B-B, B-T or B-LT.

    Whoever names another profile than B-B calls it outside a transaction. Raises KeyNotFound, KeyNotUsable,
    KeyOutOfDate, KeyUnreachable, NotAnXml, DocumentTooLarge, TimeStampUnavailable, EvidenceMissing, and
    ProfileNotGiven for B-LTA.
    """
    from tinhso.foundation.signing.formats import xades
    from tinhso.foundation.signing.formats.evidence import gather_evidence

    moment = now or clock.now()
    if len(xml) > MAX_BYTES:
        raise DocumentTooLarge
    key = usable_key(key_ref, holder_id, moment)
    return xades.sign_xml(xml, _xml_key(key.ref), profile=profile, gather=gather_evidence, now=moment)


def sign_detached(
    content: bytes | BinaryIO,
    *,
    key_ref: str,
    holder_id: UUID | None = None,
    profile: Profile = Profile.B_B,
    now: datetime | None = None,
) -> bytes:
    """Return a detached CAdES signature (.p7s, DER) over a file of any kind and size: B-B, B-T, B-LT.

    Whoever names another profile than B-B calls it outside a transaction. Raises KeyNotFound, KeyNotUsable,
    KeyOutOfDate, KeyUnreachable, TimeStampUnavailable, EvidenceMissing, and ProfileNotGiven for B-LTA.
    """
    from tinhso.foundation.signing.formats import cades
    from tinhso.foundation.signing.formats.evidence import gather_evidence

    moment = now or clock.now()
    key = usable_key(key_ref, holder_id, moment)
    stream = io.BytesIO(content) if isinstance(content, bytes) else content
    return cades.sign_detached(stream, signer_of(key.ref), profile=profile, gather=gather_evidence, now=moment)


@lru_cache(maxsize=512)
def _xml_key(ref: str) -> "PortKey":
    """Return a registered key as XML signatures take it, its certificates parsed once in a process."""
    from tinhso.foundation.signing.formats.xades import PortKey

    return PortKey(signer_of(ref))
