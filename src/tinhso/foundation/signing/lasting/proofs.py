"""What a signed PDF rests on: its newest document time-stamp, or the stamps of its signatures."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Proof:
    """When the first certificate it needs ends, whose that is, and its algorithms («sha256», «rsa:2048»)."""

    certificate_ends: datetime
    authority: str
    algorithms: tuple[str, ...]


def proof_of(pdf: bytes) -> Proof | None:
    """Return what proves the time of a PDF's signatures, None when no time-stamp does. Raises NotAPdf.

    A document time-stamp covers all before it, older stamps too; without one each signature rests on its own stamp,
    and the digest of the document is still the signature's.
    """
    from tinhso.foundation.signing.formats.pades import PDF_FAULTS, opened

    signatures = list(opened(pdf).prev.embedded_signatures)
    try:
        found = _tokens(signatures)
        read = [_token(one) for one in found[0]] if found else []
    except PDF_FAULTS:
        return None
    if not found or not read:
        return None
    ends, authority = min((end, name) for end, name, _names in read)
    names = {name for _end, _name, inside in read for name in inside} | set(found[1])
    return Proof(ends, authority, tuple(sorted(names)))


def _tokens(signatures: list[Any]) -> tuple[list[Any], list[str]] | None:
    """Return the tokens that count, and further digests; None when a signature has no stamp at all."""
    from pyhanko.sign.validation.generic_cms import extract_tst_data_iter

    over_all = [one for one in signatures if one.sig_object_type == "/DocTimeStamp"]
    if over_all:
        return [over_all[-1].signed_data], []
    tokens, digests = [], []
    for one in signatures:
        own = list(extract_tst_data_iter(one.signer_info, signed=False))
        if not own:
            return None
        tokens.append(own[-1])
        digests.append(str(one.signer_info["digest_algorithm"]["algorithm"].native))
    return tokens, digests


def _token(token: Any) -> tuple[datetime, str, set[str]]:
    from pyhanko.sign.validation.generic_cms import extract_certs_for_validation

    signer = extract_certs_for_validation(token).signer_cert
    stamped = token["encap_content_info"]["content"].parsed["message_imprint"]["hash_algorithm"]["algorithm"].native
    own = token["signer_infos"][0]["digest_algorithm"]["algorithm"].native
    key = f"{signer.public_key.algorithm}:{signer.public_key.bit_size}"
    name = str(signer.subject.native.get("common_name", ""))
    return signer.not_valid_after.astimezone(UTC), name, {str(stamped), str(own), key}
