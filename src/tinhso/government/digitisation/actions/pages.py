"""Scanned pages: taken in, put in order, turned, put aside, given to components, and handed to the worker."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from tinhso.foundation.audit import public as audit
from tinhso.foundation.files import public as files
from tinhso.government.digitisation import content
from tinhso.government.digitisation.access import SCAN, access_check
from tinhso.government.digitisation.data import DigitisedInfo, DigitisedState, PageInput
from tinhso.government.digitisation.errors import BadPages, CheckChanged
from tinhso.government.digitisation.models import DigitisedPaper, PaperCheck, PaperCheckLine, ScanPage
from tinhso.government.digitisation.rules.needs import page_faults
from tinhso.kernel.actors import Actor
from tinhso.kernel.errors import TooMany
from tinhso.kernel.text import clean_line

MAX_PAGES: Final = 400
"""Pages one check holds, those put aside among them."""
STOPPABLE: Final = (DigitisedState.QUEUED, DigitisedState.FAILED, DigitisedState.READY)


def add_scan(actor: Actor, *, dossier_id: UUID, file_id: UUID, component: str = "", now: datetime) -> int:
    """Add every page of a file this officer uploaded, behind the others; return how many pages are new.

    The same file twice adds nothing. Raises CheckNotFound, Forbidden, FileMissing for somebody else's file, TooMany.
    """
    access_check(actor, dossier_id=dossier_id, ability=SCAN)
    files.require_own(actor, file_ids=[file_id])
    measured = files.scan_resolutions(file_id)  # takes up to seconds: outside the transaction
    with transaction.atomic():
        check = access_check(actor, dossier_id=dossier_id, ability=SCAN, lock=True)
        if check.pages.filter(file_id=file_id).exists():
            return 0
        if check.pages.count() + len(measured) > MAX_PAGES:
            raise TooMany(_("Mỗi hồ sơ nhận nhiều nhất 400 trang quét. Bỏ bớt trang thừa trước khi quét lại."))
        known = component if check.lines.filter(component=component).exists() else ""
        last = check.pages.aggregate(last=Max("position"))["last"] or 0
        ScanPage.objects.bulk_create(
            ScanPage(
                check_of=check,
                file_id=file_id,
                index=index,
                position=last + 1 + index,
                component=known,
                dpi=dpi,
                added_by_id=actor.account_id,
                added_at=now,
            )
            for index, dpi in enumerate(measured)
        )
        _touch(check)
        _record(actor, check, "digitisation.pages_added", {"pages": len(measured)})
    return len(measured)


@transaction.atomic
def arrange(actor: Actor, *, dossier_id: UUID, pages: Sequence[PageInput], revision: int, now: datetime) -> None:
    """Put the pages of a check in order: place, turn, component, put aside. Those not named stay as they are.

    Positions are numbered anew from 1. A page put aside keeps its file. Raises CheckNotFound, Forbidden, CheckChanged
    when somebody else saved in between.
    """
    check = access_check(actor, dossier_id=dossier_id, ability=SCAN, lock=True)
    if check.revision != revision:
        raise CheckChanged
    said = {one.id: one for one in pages[:MAX_PAGES]}
    components = set(check.lines.values_list("component", flat=True))
    rows = list(check.pages.filter(removed_at=None, used=False))
    for row in rows:
        _put(row, said.get(row.id), components, now)
    for place, row in enumerate(sorted(rows, key=lambda one: (one.removed_at is not None, one.position, one.id)), 1):
        row.position = place
    ScanPage.objects.bulk_update(rows, ["position", "turn", "component", "removed_at"])
    _touch(check)
    _record(actor, check, "digitisation.pages_arranged", {"pages": len(said)})


def _put(row: ScanPage, said: PageInput | None, components: set[str], now: datetime) -> None:
    if said is None:
        return
    row.position = max(0, min(said.position, 100_000))
    row.turn = said.turn % 360 if said.turn % 90 == 0 else row.turn
    row.component = said.component if said.component in components else ""
    row.removed_at = now if said.removed else None


@transaction.atomic
def prepare(
    actor: Actor, *, dossier_id: UUID, components: Sequence[str] = (), low_reason: str = "", now: datetime
) -> list[DigitisedInfo]:
    """Hand the pages of components to the worker, one PDF each: of `components`, or of all that have pages.

    A component already made but not yet signed is made anew. Raises CheckNotFound, Forbidden, BadPages naming each
    component whose pages are missing, too many, or too coarse without a reason.
    """
    check = access_check(actor, dossier_id=dossier_id, ability=SCAN, lock=True)
    reason = clean_line(low_reason)[:300]
    groups = _groups(check, components)
    faults = {line.component: words for line, rows in groups.items() if (words := _why_not(line, rows, reason))}
    if not groups:
        faults[""] = _("Chưa có trang nào được gán cho thành phần hồ sơ. Gán trang rồi gộp lại.")
    if faults:
        raise BadPages(fields=faults)
    made = [_queue(actor, check, line, rows, reason, now) for line, rows in groups.items()]
    _touch(check)
    _record(actor, check, "digitisation.prepared", {"components": [one.line.component for one in made]})
    return [one.to_info() for one in made]


def _groups(check: PaperCheck, components: Sequence[str]) -> dict[PaperCheckLine, list[ScanPage]]:
    rows: dict[str, list[ScanPage]] = {}
    for page in check.pages.filter(removed_at=None, used=False).exclude(component="").order_by("position"):
        rows.setdefault(page.component, []).append(page)
    wanted = set(components) or set(rows)
    return {line: rows.get(line.component, []) for line in check.lines.order_by("ordinal") if line.component in wanted}


def _why_not(line: PaperCheckLine, rows: Sequence[ScanPage], reason: str) -> str:
    if not rows:
        return _("Chưa có trang nào cho thành phần này. Quét hoặc gán trang trước.")
    if line.digitised.filter(state__in=[DigitisedState.WORKING, DigitisedState.KEPT]).exists():
        return _("Thành phần này đang xử lý hoặc đã ký, lưu kho. Mở bản số hóa để xem.")
    faults = page_faults(line.to_info(), [row.to_info() for row in rows], min_dpi=content.min_dpi(), low_reason=reason)
    return " ".join(faults)


def _queue(
    actor: Actor, check: PaperCheck, line: PaperCheckLine, rows: Sequence[ScanPage], reason: str, now: datetime
) -> DigitisedPaper:
    line.digitised.filter(state__in=STOPPABLE).update(state=DigitisedState.REPLACED)
    is_low = any(row.dpi is not None and row.dpi < content.min_dpi() for row in rows)
    return DigitisedPaper.objects.create(
        line=line,
        check_of=check,
        plan=[[str(row.file_id), row.index, row.turn] for row in rows],
        pages=len(rows),
        low_reason=reason if is_low else "",
        prepared_by=actor.name,
        prepared_by_id=actor.account_id,
        created_at=now,
    )


def _touch(check: PaperCheck) -> None:
    check.revision += 1
    check.save(update_fields=["revision"])


def _record(actor: Actor, check: PaperCheck, verb: str, detail: Mapping[str, object]) -> None:
    audit.record(
        actor,
        verb=verb,
        subject_kind="dossier",
        subject_id=check.dossier_id,
        unit_id=check.unit_id,
        person_id=check.person_id,
        detail=dict(detail),
    )
