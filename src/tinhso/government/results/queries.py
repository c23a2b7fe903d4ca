"""Reads of results."""

import re
from typing import Final
from uuid import UUID

from tinhso.foundation.audit import public as audit
from tinhso.foundation.signing import public as signing
from tinhso.government.results.access import access_result
from tinhso.government.results.data import PublicResult, ResultInfo
from tinhso.government.results.models import Result
from tinhso.government.results.tokens import clean_token
from tinhso.kernel.actors import Actor
from tinhso.kernel.paging import Page, page_by_key

_HASH: Final = re.compile(r"[0-9a-f]{64}")


def find_by_token(token: str) -> PublicResult | None:
    """Return the public facts of the result with this token; None for a token mistyped or unknown.

    Anybody may ask, however they write it (lower case, spaces, O for 0). Callers limit how often.
    """
    cleaned = clean_token(token)
    found = Result.objects.select_related("replaced_by").filter(token=cleaned).first() if cleaned else None
    return found.to_public() if found else None


def find_by_sha256(sha256: str) -> PublicResult | None:
    """Return the public facts of the result whose signed file has this SHA-256 (hexadecimal), None for no such file.

    A version whose time-stamp was renewed is the same result.
    """
    cleaned = sha256.strip().lower()
    if not _HASH.fullmatch(cleaned):
        return None
    found = Result.objects.select_related("replaced_by").filter(sha256=cleaned).order_by("-id").first()
    if found is None and (original := signing.original_of(cleaned)) is not None:
        found = Result.objects.select_related("replaced_by").filter(file_id=original).order_by("-id").first()
    return found.to_public() if found else None


def list_of_person(actor: Actor, *, cursor: str = "", size: int | None = None) -> Page[ResultInfo]:
    """Return the actor's own results, newest first; an empty page for anybody who is no applicant."""
    if not actor.is_applicant or actor.account_id is None:
        return Page(())
    rows = Result.objects.filter(person_id=actor.account_id)
    return page_by_key(rows, Result.to_info, cursor=cursor, size=size)


def get_result(actor: Actor, *, result_id: UUID, purpose: str = "") -> ResultInfo:
    """Return a result to its owner, or to an officer holding `results.see` over its unit.

    An officer's look is on record; `purpose` is what the owner will read beside the officer's name. Raises
    ResultNotFound to everybody else.
    """
    result = access_result(actor, result_id=result_id)
    if actor.is_officer and result.person_id:
        audit.record_read(
            actor,
            person_id=result.person_id,
            purpose=purpose or "Xem kết quả giải quyết thủ tục hành chính",
            subject_kind="results.result",
            subject_id=result.id,
        )
    return result.to_info()
