"""From a certificate to a root we know (RFC 5280), at the moment that counts."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from tinhso.foundation.signing.verification.examine.job import Job, moment, packed, parsed

NEVER_FOR_PAPERS: Final = frozenset({"server_auth", "code_signing", "time_stamping", "ocsp_signing"})
LONGEST: Final = 12


async def follow(
    certificate: Any,
    others: Sequence[Any],
    job: Job,
    at: datetime,
    *,
    ocsps: Sequence[Any] = (),
    crls: Sequence[Any] = (),
    require: bool = False,
) -> dict[str, Any]:
    """Return `state` of the path at a moment, its certificates from the signer up, and the root's number in the job.

    States: ok · unknown · expired · not_yet · revoked · invalid. `since`: when it ended, begins, was revoked.
    With `require` the evidence given must answer for every certificate of the path.
    """
    from pyhanko_certvalidator import CertificateValidator, ValidationContext
    from pyhanko_certvalidator import errors as refusals

    context = ValidationContext(
        trust_roots=[parsed(one) for one in job.roots],
        other_certs=[parsed(one) for one in job.others],
        moment=at,
        best_signature_time=at,
        allow_fetching=False,
        ocsps=list(ocsps),
        crls=list(crls),
        retroactive_revinfo=True,
        revocation_mode="hard-fail" if require else "soft-fail",
        weak_hash_algos=("md2", "md5"),
    )
    validator = CertificateValidator(certificate, intermediate_certs=list(others), validation_context=context)
    known = [certificate, *climbing(certificate, others)]
    try:
        path = await validator.async_validate_path()
    except refusals.RevokedError as refused:
        return _found("revoked", known, since=getattr(refused, "revocation_dt", None))
    except refusals.ExpiredError as refused:
        return _found("expired", known, since=refused.expired_dt)
    except refusals.NotYetValidError as refused:
        return _found("not_yet", known, since=refused.valid_from)
    except (refusals.PathBuildingError, refusals.CertificateFetchError):
        return _found("unknown", known)
    except (refusals.PathError, refusals.ValidationError, ValueError, TypeError, KeyError):
        alone = certificate.issuer == certificate.subject
        return _found("unknown" if alone else "invalid", known)
    anchor = getattr(path.trust_anchor.authority, "certificate", None)
    chain = [one for one in reversed(list(path.iter_certs(include_root=True))) if one is not None]
    found = _found("ok", chain or known)
    found["root"] = next((at for at, one in enumerate(job.roots) if anchor is not None and anchor.dump() == one), -1)
    return found


def _found(state: str, certificates: Sequence[Any], *, since: datetime | None = None) -> dict[str, Any]:
    return {
        "state": state,
        "since": moment(since),
        "root": -1,
        "certificates": packed([one.dump() for one in certificates[:LONGEST]]),
    }


def climbing(certificate: Any, others: Sequence[Any]) -> list[Any]:
    """Return the issuers of a certificate found among `others`, nearest first, whoever vouches for them."""
    found: list[Any] = []
    last = certificate
    while len(found) < LONGEST and last.issuer != last.subject:
        nearest = next((one for one in others if one.subject == last.issuer and one not in found), None)
        if nearest is None:
            break
        found.append(nearest)
        last = nearest
    return found


def is_for_papers(certificate: Any) -> bool:
    """Tell whether a certificate was issued to sign documents (RFC 5280, 4.2.1.3, 4.2.1.12; RFC 9336)."""
    try:
        usage = certificate.key_usage_value
        if usage is not None and not {"digital_signature", "non_repudiation"} & set(usage.native):
            return False
        extended = certificate.extended_key_usage_value
        if extended is not None and set(extended.native) <= NEVER_FOR_PAPERS:
            return False
        limits = certificate.basic_constraints_value
        return not (limits is not None and limits.native.get("ca"))
    except (ValueError, TypeError):
        return False


def key_of(certificate: Any) -> tuple[str, int]:
    """Return the kind of key and its size in bits."""
    try:
        public = certificate.public_key
        return str(public.algorithm), int(public.bit_size)
    except (ValueError, TypeError, KeyError, NotImplementedError):
        return "", 0
