"""What one CMS signature says and proves (RFC 5652; CAdES, ETSI EN 319 122-1), in a PDF or beside a file."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final

from tinhso.foundation.signing.verification.examine.job import Job, moment, packed
from tinhso.foundation.signing.verification.examine.paths import climbing, follow, is_for_papers, key_of
from tinhso.foundation.signing.verification.examine.stamps import examine_token, hashed

BROKEN: Final = {"ok": False, "state": "structure"}
"""The integrity of a signature that cannot be read."""


def certificates_of(signed_data: Any) -> tuple[Any, list[Any]]:
    """Return the signer's certificate and the others in the signature. Raises when there is none or it is another's."""
    from pyhanko.sign.validation.generic_cms import extract_certs_for_validation

    found = extract_certs_for_validation(signed_data)
    return found.signer_cert, list(found.other_certs)


def integrity_of(signer_info: Any, certificate: Any, digest: bytes, *, content: str = "data") -> dict[str, Any]:
    """Return whether the digest is the signed one and the signature fits: ok, or digest · value · structure."""
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity

    try:
        intact, valid = validate_sig_integrity(signer_info, certificate, content, digest)
    except Exception:  # noqa: BLE001 - a hostile signature may break any parser; whatever it breaks, it does not hold
        return dict(BROKEN)
    return {"ok": intact and valid, "state": "ok" if intact and valid else "digest" if valid else "value"}


async def stamp_on(signer_info: Any, job: Job, *, ocsps: Sequence[Any], crls: Sequence[Any]) -> dict[str, Any] | None:
    """Return the best time-stamp on the signature's value, None when it has none."""
    from pyhanko.sign.validation.generic_cms import extract_tst_data_iter

    best = None
    for token in list(extract_tst_data_iter(signer_info, signed=False))[:5]:
        found = await examine_token(token, hashed(signer_info["signature"].native), job, ocsps=ocsps, crls=crls)
        if found["state"] == "ok":
            return found
        best = best or found
    return best


def claimed_at(signer_info: Any) -> datetime | None:
    """Return the moment the signer claims in the signature itself, in UTC."""
    from pyhanko.sign.validation.generic_cms import extract_self_reported_ts

    try:
        claimed = extract_self_reported_ts(signer_info)
    except (ValueError, KeyError, TypeError):
        return None
    return claimed.astimezone(UTC) if claimed and claimed.tzinfo else None


def best_time(job: Job, claimed: datetime | None, *proofs: datetime | None) -> datetime:
    """Return the moment at which a signature is judged: the earliest proof, else the claim, never the future."""
    proven = [one for one in (*proofs, job.existed_at) if one is not None]
    return min(*proven, job.now) if proven else min(claimed or job.now, job.now)


def strength(signer_info: Any, certificate: Any) -> dict[str, Any]:
    """Return the algorithms of a signature."""
    kind, bits = key_of(certificate)
    return {"digest": str(signer_info["digest_algorithm"]["algorithm"].native), "key": kind, "bits": bits}


def evidence_in(certificate: Any, ocsps: Sequence[Any], crls: Sequence[Any]) -> int:
    """Return how many of the answers enclosed are about this certificate."""
    found = 0
    for answer in ocsps[:100]:
        try:
            singles = answer["response_bytes"]["response"].parsed["tbs_response_data"]["responses"]
            found += any(one["cert_id"]["serial_number"].native == certificate.serial_number for one in singles)
        except (ValueError, TypeError, KeyError):
            continue
    return int(found) + sum(bool(one.issuer == certificate.issuer) for one in crls[:100])


async def trust_of(
    certificate: Any,
    others: Sequence[Any],
    job: Job,
    at: datetime,
    *,
    ocsps: Sequence[Any] = (),
    crls: Sequence[Any] = (),
) -> dict[str, Any]:
    """Return the path at a moment, whether the certificate is for papers, and what the enclosed answers prove."""
    path = await follow(certificate, others, job, at, ocsps=ocsps, crls=crls)
    enclosed = evidence_in(certificate, ocsps, crls)
    complete = False
    if enclosed and path["state"] == "ok":
        complete = (await follow(certificate, others, job, at, ocsps=ocsps, crls=crls, require=True))["state"] == "ok"
    return {
        "path": path,
        "for_papers": is_for_papers(certificate),
        "self_signed": certificate.issuer == certificate.subject,
        "enclosed": enclosed,
        "enclosed_proves": complete,
    }


def proofs_of(stamp: dict[str, Any] | None, later: Sequence[dict[str, Any]]) -> list[dict[str, str]]:
    """Return the moments time-stamps vouch for, each with who does."""
    good = [one for one in (stamp, *later) if one is not None and one["state"] == "ok"]
    return [{"at": one["at"], "by": one["by"]} for one in good]


def unreadable(job: Job) -> dict[str, Any]:
    """Return the findings on a signature that cannot be read."""
    return {
        "integrity": dict(BROKEN),
        "claimed_at": "",
        "stamp": None,
        "proofs": [],
        "judged_at": moment(job.now),
        "digest": "",
        "key": "",
        "bits": 0,
        **nobody(),
    }


def nobody() -> dict[str, Any]:
    """Return the trust in a signature without a readable certificate."""
    path = {"state": "invalid", "since": "", "root": -1, "certificates": []}
    return {"path": path, "for_papers": False, "self_signed": False, "enclosed": 0, "enclosed_proves": False}


async def examine_signer(
    signed_data: Any,
    digest: bytes,
    job: Job,
    *,
    ocsps: Sequence[Any] = (),
    crls: Sequence[Any] = (),
    extra: Sequence[Any] = (),
    later: Sequence[dict[str, Any]] = (),
    claimed_elsewhere: datetime | None = None,
) -> dict[str, Any]:
    """Return everything about one signer. `later`: trusted time-stamps over the whole; `extra`: more certificates."""
    try:
        certificate, inside = certificates_of(signed_data)
        signer_info = signed_data["signer_infos"][0]
    except Exception:  # noqa: BLE001 - as above
        return unreadable(job)
    others = [*inside, *extra]
    claimed = claimed_at(signer_info) or claimed_elsewhere
    stamp = await stamp_on(signer_info, job, ocsps=ocsps, crls=crls)
    proofs = proofs_of(stamp, later)
    at = best_time(job, claimed, *(datetime.fromisoformat(one["at"]) for one in proofs))
    found = await trust_of(certificate, others, job, at, ocsps=ocsps, crls=crls)
    if not found["path"]["certificates"]:
        found["path"]["certificates"] = packed([one.dump() for one in (certificate, *climbing(certificate, others))])
    return {
        "integrity": integrity_of(signer_info, certificate, digest),
        "claimed_at": moment(claimed),
        "stamp": stamp,
        "proofs": proofs,
        "judged_at": moment(at),
        "has_bound_certificate": _binds_certificate(signer_info),
        **strength(signer_info, certificate),
        **found,
    }


def _binds_certificate(signer_info: Any) -> bool:
    attributes = signer_info["signed_attrs"].native or []
    return any(one["type"] in ("signing_certificate", "signing_certificate_v2") for one in attributes)
