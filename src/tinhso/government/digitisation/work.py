"""What the worker does: one queued paper at a time, stage by stage; killed anywhere, the next worker goes on.

Stages: merged (one PDF of the pages; kept, so that it is not done twice), read (OCR, PDF/A-2b), ready. Nothing is held
locked while a stage runs: a claim with a lease keeps others away, and runs out when the process dies.
"""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_noop

from tinhso.foundation.files import public as files
from tinhso.government.digitisation import reading
from tinhso.government.digitisation.data import DigitisedState
from tinhso.government.digitisation.models import DigitisedPaper
from tinhso.government.digitisation.rules.suggest import suggest
from tinhso.government.papers import public as papers
from tinhso.government.procedures import public as procedures
from tinhso.kernel import clock
from tinhso.kernel.actors import SYSTEM
from tinhso.kernel.errors import DomainError, Kind

log = structlog.get_logger(__name__)

LEASE: Final = timedelta(seconds=90)
MAX_ATTEMPTS: Final = 3
KEPT_TEXT: Final = 20_000
GAVE_UP: Final = gettext_noop("Hệ thống đã thử 3 lần chưa xử lý được. Quét lại giấy tờ này rồi gộp lại.")


class Taken(Exception):
    """Another worker has it: ours was away longer than its lease."""


def run_once() -> bool:
    """Do the oldest queued paper (the worker's loop); True when there was one."""
    claimed = claim(now=clock.now())
    if claimed is None:
        return False
    digitised_id, attempt = claimed
    try:
        _do(digitised_id, attempt)
    except Taken:
        log.warning("digitisation.lease_lost", digitised=str(digitised_id))
    except DomainError as refused:
        _put_back(digitised_id, attempt, refused.sentence, for_good=refused.kind is not Kind.UNAVAILABLE)
    except Exception:
        log.exception("digitisation.work_failed", digitised=str(digitised_id))
        _put_back(digitised_id, attempt, "", for_good=False)
    return True


@transaction.atomic
def claim(*, now: datetime) -> tuple[UUID, int] | None:
    """Take the oldest paper that waits, or whose worker has died; return its id and which attempt this is.

    One that was begun three times without an end is given up, with a sentence for the officer.
    """
    free = Q(state=DigitisedState.QUEUED) | Q(state=DigitisedState.WORKING, lease_until__lt=now)
    row = DigitisedPaper.objects.select_for_update(skip_locked=True).filter(free).order_by("id").first()
    if row is None:
        return None
    if row.attempts >= MAX_ATTEMPTS:
        row.state, row.error, row.lease_until = DigitisedState.FAILED, row.error or GAVE_UP, None
        row.save(update_fields=["state", "error", "lease_until"])
        return None
    row.state, row.attempts, row.lease_until = DigitisedState.WORKING, row.attempts + 1, now + LEASE
    row.save(update_fields=["state", "attempts", "lease_until"])
    return row.id, row.attempts


def _do(digitised_id: UUID, attempt: int) -> None:
    row = DigitisedPaper.objects.select_related("line", "check_of").get(pk=digitised_id)
    merged = row.merged_file_id or _merge(row)
    _advance(row.id, attempt, stage="merged", percent=20, merged_file_id=merged)
    kept = {"file_id": merged, "is_searchable": False, "text": ""}
    if not reading.missing():
        kept = _read(row, merged, attempt)
    text = str(kept["text"])
    found = suggest(text, types=_types(), accepts=_accepts(row), today=clock.today())
    day = found.issued_on.isoformat() if found.issued_on else None
    suggestions = {
        "number": found.number,
        "issued_on": day,
        "issuer_name": found.issuer_name,
        "paper_type": found.paper_type,
    }
    _advance(
        row.id,
        attempt,
        stage="ready",
        percent=100,
        state=DigitisedState.READY,
        suggestions=suggestions,
        error="",
        **kept,
    )


def _merge(row: DigitisedPaper) -> UUID:
    parts = [files.PagePart(UUID(file_id), index, turn) for file_id, index, turn in row.plan]
    return files.merge_pages(parts, name=f"{row.line.name}.pdf", actor=SYSTEM, now=clock.now()).id


def _read(row: DigitisedPaper, merged: UUID, attempt: int) -> dict[str, Any]:
    """Return the searchable file and its text; the plain one when reading fails, which is said on its page."""
    began = clock.now()
    whole = max(1, row.pages) * 4

    def alive() -> None:
        passed = (clock.now() - began).total_seconds()
        _advance(row.id, attempt, stage="reading", percent=min(95, 20 + int(75 * passed / (passed + whole))))

    try:
        got = reading.read(files.read_bytes(merged), pages=row.pages, alive=alive)
    except reading.ReadingFailed as failed:
        log.warning("digitisation.not_searchable", digitised=str(row.id), why=str(failed))
        return {"file_id": merged, "is_searchable": False, "text": ""}
    kept = files.save_bytes(got.pdf, name=f"{row.line.name}.pdf", actor=SYSTEM, now=clock.now())
    return {"file_id": kept.id, "is_searchable": True, "text": got.text[:KEPT_TEXT]}


def _advance(digitised_id: UUID, attempt: int, **fields: Any) -> None:
    """Write how far it is and hold it longer. Raises Taken when this attempt no longer has it."""
    ours = DigitisedPaper.objects.filter(pk=digitised_id, state=DigitisedState.WORKING, attempts=attempt)
    if not ours.update(lease_until=clock.now() + LEASE, **fields):
        raise Taken


def _put_back(digitised_id: UUID, attempt: int, sentence: str, *, for_good: bool) -> None:
    state = DigitisedState.FAILED if for_good or attempt >= MAX_ATTEMPTS else DigitisedState.QUEUED
    DigitisedPaper.objects.filter(pk=digitised_id, state=DigitisedState.WORKING, attempts=attempt).update(
        state=state, error=(sentence or GAVE_UP)[:300] if state is DigitisedState.FAILED else "", lease_until=None
    )


def _types() -> dict[str, str]:
    return {code: kind.name for code, kind in papers.all_types().items() if code != "KHAC"}


def _accepts(row: DigitisedPaper) -> tuple[str, ...]:
    """Return the types of paper the component takes; none when the procedure is gone."""
    found = procedures.get_current(row.check_of.procedure_code, on=clock.local_day(row.created_at))
    return next((one.accepts for one in found.components if one.code == row.line.component), ())
