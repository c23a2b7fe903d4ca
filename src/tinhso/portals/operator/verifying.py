"""The walk over the whole record, run by the worker: weekly and when an operator asks. What it found is on record too.

A record of years takes minutes to walk, so no page waits for it: the page shows what the last walks found.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction

from tinhso.foundation.audit import public as audit
from tinhso.kernel.actors import SYSTEM, Actor

TASK: Final = "operator.verify_audit"
VERIFIED: Final = "operator.audit_verified"
RECORD_ID: Final = uuid5(NAMESPACE_URL, "urn:tinhso:audit")
"""The record itself as the subject of an entry."""


@dataclass(frozen=True, slots=True)
class Walk:
    """What one walk found."""

    at: datetime
    is_whole: bool
    sentence: str
    entries: int
    seals: int
    unsealed: int
    part: str


def verify_record() -> bool:
    """Walk over the whole record and write what was found into it; tell whether it is whole."""
    report = audit.verify()
    write_walk(SYSTEM, report, part="")
    return report.ok


def write_walk(actor: Actor, report: audit.VerifyReport, *, part: str) -> None:
    """Write into the record what a walk found; `part` names the seals walked, "" for all of them."""
    with transaction.atomic():
        audit.record(
            actor,
            verb=VERIFIED,
            subject_kind="audit",
            subject_id=RECORD_ID,
            detail={
                "ok": report.ok,
                "entries": report.entries,
                "seals": report.seals,
                "unsealed": report.unsealed,
                "sentence": report.sentence[:1000],
                "part": part,
            },
        )


def last_walks(size: int = 10) -> Sequence[Walk]:
    """Return what the last walks found, the newest first."""
    return [
        Walk(
            entry.at,
            bool(entry.detail.get("ok")),
            str(entry.detail.get("sentence", "")),
            int(entry.detail.get("entries", 0)),
            int(entry.detail.get("seals", 0)),
            int(entry.detail.get("unsealed", 0)),
            str(entry.detail.get("part", "")),
        )
        for entry in audit.list_trail(RECORD_ID, size=size).items
        if entry.verb == VERIFIED
    ]
