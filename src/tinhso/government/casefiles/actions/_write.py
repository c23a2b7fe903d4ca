"""What the verbs of this room share."""

from datetime import datetime
from typing import Any

from tinhso.foundation.audit import public as audit
from tinhso.government.casefiles.models import CaseFile, CaseFileEvent
from tinhso.kernel.actors import Actor
from tinhso.kernel.text import fold


def tell(actor: Actor, row: CaseFile, verb: str, text: str = "", *, now: datetime, **detail: Any) -> None:
    """Write a line of a file's story and the audit entry."""
    CaseFileEvent.objects.create(file=row, at=now, verb=verb, who=actor.name[:200], text=text[:500])
    audit.record(
        actor,
        verb=f"casefiles.{verb}",
        subject_kind="case_file",
        subject_id=row.id,
        unit_id=row.unit_id,
        detail={"code": row.code, **detail},
    )


def words_of(row: CaseFile) -> str:
    """Return what a file is found by: its own description, nothing of what lies in it."""
    return fold(f"{row.code} {row.title} {row.keyword} {row.description} {row.keeper_name}")[:4000]
