"""Whether the signed file of a result still verifies: for the public page, which never gets the file itself."""

import hashlib
from datetime import UTC, datetime

from tinhso.foundation.files import public as files
from tinhso.foundation.signing import public as signing
from tinhso.government.results.models import Result
from tinhso.government.results.tokens import clean_token


def verify_signature(token: str, *, now: datetime) -> signing.Verdict | None:
    """Return what the signature of the result with this token says now; None for a token mistyped or unknown.

    The kept bytes must still have the SHA-256 in the register; otherwise the verdict is INVALID. The register holding
    them since the issue counts like a time-stamp. What is looked at is the newest version, with its renewed proofs,
    which must begin with those bytes. Callers limit how often: it reads the whole file.
    """
    cleaned = clean_token(token)
    found = Result.objects.filter(token=cleaned).only("file_id", "sha256").first() if cleaned else None
    if found is None:
        return None
    data = files.read_bytes(found.file_id)
    if sha256_of(data) != found.sha256:
        return signing.Verdict(signing.VerdictState.INVALID)
    newest = signing.newest_of(found.file_id)
    if newest != found.file_id:
        renewed = files.read_bytes(newest)
        if not renewed.startswith(data):
            return signing.Verdict(signing.VerdictState.INVALID)
        data = renewed
    kept_since = datetime.fromtimestamp((found.id.int >> 80) / 1000, UTC)  # the moment in its UUIDv7
    return signing.verify_pdf(data, now=now, existed_at=min(kept_since, now))


def sha256_of(data: bytes) -> str:
    """Return the SHA-256 of a document, in hexadecimal, as `find_by_sha256` takes it."""
    return hashlib.sha256(data).hexdigest()
