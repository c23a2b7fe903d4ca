"""Time-stamps (RFC 3161): a moment another vouches for, rather than the signer's own word."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from tinhso.foundation.signing.verification.examine.job import Job, moment
from tinhso.foundation.signing.verification.examine.paths import follow


async def examine_token(
    signed_data: Any, imprint: Callable[[str], bytes], job: Job, *, ocsps: Sequence[Any] = (), crls: Sequence[Any] = ()
) -> dict[str, Any]:
    """Return `state` of a time-stamp (ok · broken · untrusted), its moment `at`, who gave it and their certificate.

    The stamping certificate must have been in force at the moment it names. `ends` is when it ends: a stamp that nobody
    stamped again before then proves nothing any more.
    """
    from pyhanko.sign.validation.generic_cms import extract_certs_for_validation, validate_sig_integrity

    try:
        info = signed_data["encap_content_info"]["content"].parsed
        given = info["gen_time"].native.astimezone(UTC)
        certificates = extract_certs_for_validation(signed_data)
        signer = certificates.signer_cert
        stamped = info["message_imprint"]
        sound = stamped["hashed_message"].native == imprint(stamped["hash_algorithm"]["algorithm"].native)
        signer_info = signed_data["signer_infos"][0]
        whole, valid = validate_sig_integrity(signer_info, signer, "tst_info", _digest(signed_data, signer_info))
    except Exception:  # noqa: BLE001 - a hostile token may break any parser; whatever it breaks, it stamps nothing
        return _answer("broken", None)
    if not (sound and whole and valid):
        return _answer("broken", given, signer)
    extended = signer.extended_key_usage_value
    path = await follow(signer, list(certificates.other_certs), job, min(given, job.now), ocsps=ocsps, crls=crls)
    right = extended is not None and "time_stamping" in extended.native
    state = "ok" if path["state"] == "ok" and right and given <= job.now else "untrusted"
    return {**_answer(state, given, signer), "root": path["root"], "certificates": path["certificates"]}


def _digest(signed_data: Any, signer_info: Any) -> bytes:
    import hashlib

    algorithm = signer_info["digest_algorithm"]["algorithm"].native
    return hashlib.new(algorithm, bytes(signed_data["encap_content_info"]["content"])).digest()


def _answer(state: str, given: datetime | None, signer: Any = None) -> dict[str, Any]:
    ends = signer.not_valid_after if signer is not None else None
    name = signer.subject.native.get("common_name", "") if signer is not None else ""
    return {
        "state": state,
        "at": moment(given),
        "by": str(name),
        "ends": moment(ends),
        "root": -1,
        "certificates": [],
    }


def hashed(data: bytes) -> Callable[[str], bytes]:
    """Return what hashes `data` by the algorithm a token names."""
    import hashlib

    def digest(algorithm: str) -> bytes:
        return hashlib.new(algorithm, data).digest()

    return digest
