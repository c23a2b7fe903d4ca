"""One file: open it, describe it, hold it, close it, open it again."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tinhso.foundation.organisations import public as organisations
from tinhso.foundation.work import public as work
from tinhso.government.casefiles import access, rules
from tinhso.government.casefiles.actions._write import tell, words_of
from tinhso.government.casefiles.checking import flags_of, totals_of
from tinhso.government.casefiles.data import HOLD, SEND_WORK, FileInfo, FileState, ListState
from tinhso.government.casefiles.errors import BadFile, FileMissing, FileMoved, NotReady
from tinhso.government.casefiles.events import CaseFileClosed, CaseFileOpened
from tinhso.government.casefiles.models import CaseFile, CaseFileHold, CaseListEntry
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import local_day
from tinhso.kernel.errors import Conflict, Forbidden
from tinhso.kernel.outbox import announce
from tinhso.kernel.text import clean_line

_BOUNDS = {
    "notation": 20,
    "title": 500,
    "maintenance": 2,
    "mode": 2,
    "keyword": 100,
    "description": 500,
    "paper_code": 100,
}


@transaction.atomic
def open_entry(actor: Actor, *, entry_id: UUID, now: datetime) -> FileInfo:
    """Open the file a list in force foresees; who opens it keeps it. Raises FileMissing, Conflict when it is open."""
    unit = access.agency_of(actor)
    rows = CaseListEntry.objects.select_for_update(of=("self",)).select_related("of_list")
    entry = rows.filter(pk=entry_id, dropped_at=None, of_list__unit_id=unit.id).first()
    if entry is None or entry.of_list.state != ListState.APPROVED:
        raise FileMissing
    if CaseFile.objects.filter(entry=entry).exists():
        raise Conflict(_("Hồ sơ này đã được mở. Tải lại danh mục để xem."))
    values = {"notation": entry.notation, "title": entry.title, "maintenance": entry.maintenance}
    return _open(actor, unit, values, year=entry.of_list.year, entry=entry, now=now)


@transaction.atomic
def open_file(actor: Actor, *, values: Mapping[str, str], now: datetime) -> FileInfo:
    """Open a file by need, outside the list: notation, title, maintenance, mode, keyword, description.

    Raises BadFile with what is wrong, a code taken already among it.
    """
    return _open(actor, access.agency_of(actor), values, year=local_day(now).year, entry=None, now=now)


def _open(
    actor: Actor,
    unit: organisations.UnitInfo,
    values: Mapping[str, str],
    *,
    year: int,
    entry: CaseListEntry | None,
    now: datetime,
) -> FileInfo:
    cleaned = _cleaned({"mode": "01", **values})
    wrong = rules.wrong_description(cleaned)
    if wrong:
        raise BadFile(fields=wrong)
    if actor.account_id is None:
        raise FileMissing
    row = CaseFile(
        unit_id=unit.id,
        unit_name=unit.name,
        year=year,
        entry=entry,
        code=rules.code_of(unit.code, year, cleaned["notation"]),
        keeper_id=actor.account_id,
        keeper_name=actor.name,
        opened_at=now,
        **cleaned,
    )
    row.search_words = words_of(row)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        said = _("Số, ký hiệu này đã dùng cho một hồ sơ khác của năm %(year)d") % {"year": year}
        raise BadFile(fields={"notation": said}) from None
    tell(actor, row, "opened", now=now, listed=entry is not None)
    announce(CaseFileOpened(row.id, row.unit_id), actor=actor)
    return row.to_info()


@transaction.atomic
def describe_file(actor: Actor, *, file_id: UUID, values: Mapping[str, str], version: int, now: datetime) -> FileInfo:
    """Change what describes an open file. Its number and symbol stay. Raises BadFile, FileMoved, Conflict."""
    row = _open_one(actor, file_id)
    if row.version != version:
        raise Conflict
    cleaned = _cleaned({**values, "notation": row.notation})
    wrong = rules.wrong_description(cleaned)
    if wrong:
        raise BadFile(fields=wrong)
    for name, value in cleaned.items():
        setattr(row, name, value)
    row.version += 1
    row.search_words = words_of(row)
    row.save()
    tell(actor, row, "described", now=now)
    return row.to_info()


@transaction.atomic
def close_file(actor: Actor, *, file_id: UUID, now: datetime) -> FileInfo:
    """Close a file: its papers are fixed, its days and counts final, the term to hand it over begins (60 days).

    Raises NotReady with everything that must be mended first (nothing in it, a document still being dealt with, one
    that was recalled or replaced, the same paper twice).
    """
    row = _open_one(actor, file_id)
    stopping = [one for one in flags_of(row) if one.stops]
    if stopping:
        raise NotReady(fields={f"muc_{n}": one.sentence for n, one in enumerate(stopping, start=1)})
    totals = totals_of(row)
    row.documents, row.pages = totals.documents, totals.pages
    row.start_on, row.end_on = totals.first or local_day(row.opened_at), totals.last or local_day(now)
    row.state, row.closed_at, row.due_on = FileState.CLOSED.value, now, rules.due_on(local_day(now))
    row.noticed_at = None
    row.version += 1
    row.save()
    work.close_items(subject_id=row.id, actor=actor, now=now)
    tell(actor, row, "closed", now=now, documents=row.documents)
    announce(CaseFileClosed(row.id, row.unit_id), actor=actor)
    return row.to_info()


@transaction.atomic
def reopen_file(actor: Actor, *, file_id: UUID, reason: str, now: datetime) -> FileInfo:
    """Open a closed file again, with a reason. Not one that is at the archive or on the way. Raises FileMoved."""
    row = access.access_file(actor, file_id=file_id, change=True)
    if row.state != FileState.CLOSED:
        raise FileMoved
    said = access.require_reason(reason)
    row.state, row.closed_at, row.due_on, row.noticed_at = FileState.OPEN.value, None, None, None
    row.version += 1
    row.save()
    work.close_items(subject_id=row.id, kind=SEND_WORK, actor=actor, now=now)
    tell(actor, row, "reopened", said, now=now)
    return row.to_info()


@transaction.atomic
def place_hold(actor: Actor, *, file_id: UUID, reason: str, document: str, now: datetime) -> FileInfo:
    """Hold a file, wherever it is: nothing of it is destroyed while the hold stands. Raises Forbidden, ReasonNeeded."""
    row = _held_by(actor, file_id)
    said = access.require_reason(reason)
    CaseFileHold.objects.create(
        file=row, reason=said, document=clean_line(document)[:200], placed_by=actor.name, placed_at=now
    )
    row.is_held = True
    row.save(update_fields=["is_held"])
    tell(actor, row, "held", said, now=now)
    return row.to_info()


@transaction.atomic
def lift_hold(actor: Actor, *, file_id: UUID, reason: str, now: datetime) -> FileInfo:
    """Lift the holds on a file. Raises Forbidden, ReasonNeeded, FileMoved when none stands."""
    row = _held_by(actor, file_id)
    said = access.require_reason(reason)
    lifted = row.holds.filter(lifted_at=None).update(lifted_at=now, lifted_by=actor.name, lift_reason=said)
    if not lifted:
        raise FileMoved
    row.is_held = False
    row.save(update_fields=["is_held"])
    tell(actor, row, "released", said, now=now)
    return row.to_info()


def _held_by(actor: Actor, file_id: UUID) -> CaseFile:
    row = access.access_file(actor, file_id=file_id)
    if not access.may(actor, HOLD, row.unit_id):
        raise Forbidden
    return CaseFile.objects.select_for_update().get(pk=row.pk)


def _open_one(actor: Actor, file_id: UUID) -> CaseFile:
    row = access.access_file(actor, file_id=file_id, change=True)
    if row.state != FileState.OPEN:
        raise FileMoved
    return row


def _cleaned(values: Mapping[str, str]) -> dict[str, str]:
    cleaned = {name: clean_line(values.get(name, ""))[:most] for name, most in _BOUNDS.items()}
    cleaned["notation"] = cleaned["notation"].upper()
    return cleaned
