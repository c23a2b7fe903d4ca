"""What sources said, kept: facts about certificates, and the sources themselves."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from django.db.models import Q

from tinhso.foundation.signing.models import CertificateStatus, StatusSource
from tinhso.foundation.signing.trust.data import Source, SourceInfo, StandingState
from tinhso.foundation.signing.trust.revocation import Fact, NotBelieved, read_list

if TYPE_CHECKING:
    from cryptography.x509 import Certificate, CertificateRevocationList

FIRST_REST: Final = timedelta(seconds=10)
LONGEST_REST: Final = timedelta(seconds=30)
"""After a failure nobody asks an address for so long: short, since a revocation is to be known within a minute."""
_FACT: Final = (
    "state",
    "since",
    "reason",
    "source",
    "list_url",
    "this_update",
    "next_update",
    "keeps_expired",
    "proof",
    "checked_at",
)


@dataclass(frozen=True, slots=True)
class Kept:
    """A fact, and when it was learned."""

    fact: Fact
    checked_at: datetime


def fingerprint(certificate: "Certificate") -> str:
    """Return the SHA-256 of a certificate in hexadecimal."""
    from cryptography.hazmat.primitives.serialization import Encoding

    return hashlib.sha256(certificate.public_bytes(Encoding.DER)).hexdigest()


def find_kept(certificate: "Certificate") -> Kept | None:
    """Return what was last learned of a certificate."""
    row = CertificateStatus.objects.filter(fingerprint=fingerprint(certificate)).first()
    return kept_of(row) if row else None


def kept_of(row: CertificateStatus) -> Kept | None:
    """Return what a row holds, None when nothing was ever learned."""
    if row.checked_at is None or row.this_update is None or row.next_update is None:
        return None
    fact = Fact(
        StandingState(row.state),
        Source(row.source),
        row.this_update,
        row.next_update,
        since=row.since,
        reason=row.reason,
        keeps_expired=row.keeps_expired,
        proof=bytes(row.proof or b""),
    )
    return Kept(fact, row.checked_at)


def keep(certificate: "Certificate", fact: Fact, *, url: str, now: datetime) -> None:
    """Keep what was learned; the proof of a list stays with its source.

    Two that learn at once may come in any order: a revocation stays for ever and is always taken, of anything else an
    older word never replaces a newer one. The database decides that on the row as it is then.
    """
    row = CertificateStatus(
        fingerprint=fingerprint(certificate),
        serial=f"{certificate.serial_number:x}",
        state=fact.state.value,
        since=fact.since,
        reason=fact.reason[:40],
        source=fact.source.value,
        list_url=url if fact.source is Source.CRL else "",
        this_update=fact.this_update,
        next_update=fact.next_update,
        keeps_expired=fact.keeps_expired,
        proof=fact.proof if fact.source is Source.OCSP else None,
        checked_at=now,
    )
    CertificateStatus.objects.bulk_create([row], ignore_conflicts=True)
    rows = CertificateStatus.objects.filter(fingerprint=row.fingerprint).exclude(state=StandingState.REVOKED.value)
    older = Q(this_update=None) | Q(this_update__lte=fact.this_update)
    replaced = rows if fact.state is StandingState.REVOKED else rows.filter(older)
    if not replaced.update(**{name: getattr(row, name) for name in _FACT}):
        rows.update(checked_at=now)


def note_applied(url: str, digest: str) -> None:
    """Note that our keys have been told what the list of that digest says."""
    StatusSource.objects.filter(url=url).update(applied_digest=digest)


def refuse_resting(url: str, now: datetime) -> None:
    """Raise NotBelieved when an address failed a moment ago."""
    if StatusSource.objects.filter(url=url, retry_at__gt=now).exists():
        raise NotBelieved("resting")


def note_answer(url: str, kind: Source, authority: str, *, fact: Fact | None, now: datetime) -> None:
    """Note that an address answered, at most every ten seconds while all is well."""
    late = now - timedelta(seconds=10)
    if StatusSource.objects.filter(url=url, failures=0, answered_at__gt=late).exists():
        return
    row = StatusSource(url=url, kind=kind.value, authority=authority[:300], answered_at=now)
    row.this_update, row.next_update = (fact.this_update, fact.next_update) if fact else (None, None)
    fields = ["kind", "authority", "answered_at", "failures", "error", "retry_at", "failed_at"]
    if fact:
        fields += ["this_update", "next_update"]
    _put(row, fields)


def note_failure(url: str, kind: Source, authority: str, *, why: str, now: datetime) -> None:
    """Note that an address failed, and let it rest."""
    before = StatusSource.objects.filter(url=url).values_list("failures", flat=True).first() or 0
    rest = min(FIRST_REST * (1 << min(before, 6)), LONGEST_REST)
    row = StatusSource(url=url, kind=kind.value, authority=authority[:300], failed_at=now, failures=before + 1)
    row.error, row.retry_at = why[:100], now + rest
    _put(row, ["failed_at", "failures", "error", "retry_at"])


def keep_list(
    url: str, authority: str, raw: bytes, parsed: "CertificateRevocationList", etag: str, now: datetime
) -> None:
    """Keep a list that is believed."""
    row = StatusSource(
        url=url, kind=Source.CRL.value, authority=authority[:300], answered_at=now, content=raw, etag=etag
    )
    row.digest = hashlib.sha256(raw).hexdigest()
    row.this_update, row.next_update = parsed.last_update_utc, parsed.next_update_utc
    fields = ["kind", "authority", "answered_at", "content", "digest", "etag", "this_update", "next_update"]
    _put(row, [*fields, "failures", "error", "retry_at", "failed_at"])


def _put(row: StatusSource, fields: list[str]) -> None:
    StatusSource.objects.bulk_create([row], update_conflicts=True, unique_fields=["url"], update_fields=fields)


def find_list(url: str) -> StatusSource | None:
    """Return a list's row without its content."""
    return StatusSource.objects.filter(url=url, kind=Source.CRL.value).defer("content").first()


def believed_list(
    row: StatusSource, issuer: "Certificate", *, now: datetime, kept: bool = False
) -> "CertificateRevocationList":
    """Return a kept list, parsed and believed once in a process. Raises NotBelieved."""
    parsed = _parsed(row.url, row.digest, fingerprint(issuer), issuer)
    if not kept and parsed.next_update_utc is not None and parsed.next_update_utc < now:
        raise NotBelieved("stale")
    return parsed


@lru_cache(maxsize=16)
def _parsed(url: str, digest: str, _issuer: str, issuer: "Certificate") -> "CertificateRevocationList":
    raw = list_content(url)
    if hashlib.sha256(raw).hexdigest() != digest:
        raise NotBelieved("changed meanwhile")
    from cryptography.x509 import load_der_x509_crl, load_pem_x509_crl

    parsed = load_der_x509_crl(raw) if raw[:1] == b"\x30" else load_pem_x509_crl(raw)
    return read_list(raw, issuer, now=parsed.last_update_utc, kept=True)


def list_content(url: str) -> bytes:
    """Return a kept list as it came, b"" when there is none."""
    content = StatusSource.objects.filter(url=url).values_list("content", flat=True).first()
    return bytes(content or b"")


def sources() -> list[SourceInfo]:
    """Return every address ever asked, those in trouble first."""
    rows = StatusSource.objects.defer("content").order_by("-failures", "url")[:200]
    return [
        SourceInfo(
            row.url,
            row.kind,
            row.authority,
            row.answered_at,
            row.next_update,
            row.failures,
            row.error,
            row.failed_at,
        )
        for row in rows
    ]


def wake() -> None:
    """Let every address be asked at once, also those that rest after a failure."""
    StatusSource.objects.update(retry_at=None)
