"""Destroys what a dossier held, and only that: rows by what their rooms declared, files nobody else holds.

Runs inside its caller's transaction: either all of it, with the stub and the audit, or nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from tinhso.foundation.files import public as files
from tinhso.government.retention.models import DisposalStub, FileRemoval
from tinhso.government.retention.tables import declared, files_in, files_of, holds_any, model_of, of_subject, values_of
from tinhso.kernel.holdings import NOW, Fate, Holding

CALM: Final = timedelta(minutes=10)
"""Between the record's end and that of its bytes: who was about to keep the same bytes again has ended by then."""


@dataclass(frozen=True, slots=True)
class Erased:
    """What was done: rows by table, and the files the dossier had, with those that live on elsewhere."""

    rows: dict[str, int]
    files: tuple[files.FileInfo, ...]
    kept: frozenset[UUID]


def subjects_of(dossier_id: UUID) -> list[UUID]:
    """Return the ids under which rooms hold something of a dossier.

    Its own, that of the draft it was, and those of what it shared with others that are all gone.
    """
    found = [dossier_id]
    for _module, holding in declared():
        if holding.last_of is not None:
            found += holding.last_of(dossier_id)
        rows = of_subject(holding, [dossier_id]) if holding.is_subject else None
        if rows is not None:
            found += list(rows.values_list("pk", flat=True)[:10])
    return list(dict.fromkeys(found))


def erase(dossier_id: UUID, *, leave: Callable[[dict[str, Any]], FileRemoval], now: datetime) -> Erased:
    """Blank and remove the rows of one dossier and mark its files destroyed; `leave` makes the row of the queue.

    The database refuses it unless a decision in force names this dossier.
    """
    ids = subjects_of(dossier_id)
    own = _own_files(ids)
    kept = {one for part in _parts(sorted(own)) for one in held_files(part, without=ids)}
    infos = [info for part in _parts(sorted(own)) for info in files.list_infos(part)]
    rows: dict[str, int] = {}
    for _module, holding in declared():
        count = _apply(holding, ids, now)
        if count:
            rows[holding.model] = rows.get(holding.model, 0) + count
    going = sorted(own - kept)
    if going:
        dispose_files(going, leave=leave, now=now)
    return Erased(rows, tuple(infos), frozenset(kept))


def _own_files(ids: Sequence[UUID]) -> set[UUID]:
    """Return the files of rows that do not outlive the dossier."""
    found: set[UUID] = set()
    for _module, holding in declared():
        rows = of_subject(holding, ids) if holding.files and holding.fate is not Fate.KEEP else None
        if rows is not None:
            found |= files_of(rows, holding.files)
    return found


def held_files(file_ids: Sequence[UUID], *, without: Sequence[UUID] = ()) -> set[UUID]:
    """Return those of up to 500 files any room's table points to, but for rows of these subjects and of stubs.

    Every table is asked once for all of them. A few have no index by file: this is for jobs, not for pages.
    """
    wanted = set(file_ids)
    found: set[UUID] = set()
    for _module, holding in declared() if wanted else ():
        if model_of(holding) is None:
            continue
        for column in holding.files:
            rows = holds_any(holding, column, sorted(wanted - found))
            if holding.subject and holding.fate is not Fate.KEEP:
                rows = _living(rows, holding, without)
            found |= {one for value in values_of(rows, column) for one in files_in(value)} & wanted
            if found == wanted:
                return found
    return found


def _living(rows: Any, holding: Holding, without: Sequence[UUID]) -> Any:
    """Leave out rows of these subjects, and those of dossiers destroyed before: they only point to what was."""
    for going in (list(without), DisposalStub.objects.values("dossier_id")):
        of_these = of_subject(holding, going)
        rows = rows if of_these is None else rows.exclude(pk__in=of_these.values("pk"))
    return rows


def _apply(holding: Holding, ids: Sequence[UUID], now: datetime) -> int:
    rows = of_subject(holding, ids) if holding.fate is not Fate.KEEP else None
    if rows is None:
        return 0
    if holding.fate is Fate.REMOVE:
        return int(rows.delete()[1].get(holding.model, 0))
    values = {name: now if value is NOW else value for name, value in holding.blank.items()}
    return int(rows.update(**values))


def dispose_files(
    file_ids: Sequence[UUID], *, leave: Callable[[dict[str, Any]], FileRemoval], now: datetime
) -> list[files.FileInfo]:
    """Mark files destroyed, the merged PDFs made of them too, and queue their bytes. In the caller's transaction.

    Refused by the database unless the row `leave` makes names a decision in force.
    """
    ids = list(dict.fromkeys([*file_ids, *files.derived_of(file_ids)]))
    infos = [info for part in _parts(ids) for info in files.list_infos(part) if not info.is_disposed]
    known = set(FileRemoval.objects.filter(file_id__in=ids).values_list("file_id", flat=True))
    rows = [{"file_id": one.id, "sha256": one.sha256, "at": now, "next_at": now + CALM} for one in infos]
    FileRemoval.objects.bulk_create([leave(row) for row in rows if row["file_id"] not in known])
    return [info for part in _parts([one.id for one in infos]) for info in files.dispose(part, now=now)]


def _parts(ids: Sequence[UUID]) -> list[list[UUID]]:
    return [list(ids[place : place + 200]) for place in range(0, len(ids), 200)]
