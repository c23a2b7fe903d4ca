"""The yearly list: draw it up, take last year's over, read it from a workbook, put it into force."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tinhso.foundation.audit import public as audit
from tinhso.government.casefiles import access, rules
from tinhso.government.casefiles.data import APPROVE, LISTS, MAX_ENTRIES, EntryInfo, ListInfo, ListState, Rule
from tinhso.government.casefiles.errors import BadList, ListFixed
from tinhso.government.casefiles.models import CaseList, CaseListEntry
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import local_day
from tinhso.kernel.errors import Conflict, Forbidden
from tinhso.kernel.text import clean_line, sort_key


@transaction.atomic
def start_list(actor: Actor, *, year: int, copy_from: UUID | None = None, now: datetime) -> ListInfo:
    """Begin the list of a year; with `copy_from` its lines are those of another year's list, rules included.

    Raises BadList for a year far off, Conflict when there is one already, Forbidden for who keeps no lists.
    """
    unit = access.agency_of(actor)
    if not access.may(actor, LISTS, unit.id):
        raise Forbidden
    if abs(year - local_day(now).year) > 1:
        raise BadList(fields={"nam": _("Lập danh mục cho năm nay, năm trước hoặc năm sau")})
    source = access.access_list(actor, list_id=copy_from) if copy_from else None
    made, is_new = CaseList.objects.get_or_create(
        unit_id=unit.id, year=year, defaults={"unit_name": unit.name, "made_at": now}
    )
    if not is_new:
        raise Conflict(_("Danh mục hồ sơ năm %(year)d đã có. Mở danh mục đó để sửa.") % {"year": year})
    old = list(source.entries.filter(dropped_at=None)) if source else []
    CaseListEntry.objects.bulk_create(
        CaseListEntry(
            of_list=made,
            heading=one.heading,
            notation=one.notation,
            title=one.title.replace(str(source.year if source else ""), str(year)),
            maintenance=one.maintenance,
            keeper_id=one.keeper_id,
            keeper_name=one.keeper_name,
            note=one.note,
            rule=one.rule,
        )
        for one in old
    )
    _note(actor, made, "list_started", copied=len(old))
    return made.to_info(entries=len(old))


@transaction.atomic
def put_entry(
    actor: Actor,
    *,
    list_id: UUID,
    values: Mapping[str, str],
    rule: Rule | None = None,
    entry_id: UUID | None = None,
    now: datetime,
) -> EntryInfo:
    """Write one line of a draft list: notation, title, maintenance, heading, keeper_name, note.

    Lines are told apart by number and symbol; `entry_id` names the line that is changed. Raises BadList,
    ListFixed, Conflict for a line that was dropped meanwhile.
    """
    row = _draft(actor, list_id)
    cleaned = _cleaned(values)
    others = row.entries.filter(dropped_at=None, notation=cleaned["notation"])
    others = others.exclude(pk=entry_id) if entry_id else others
    wrong = rules.wrong_description(cleaned)
    if others.exists():
        wrong["notation"] = _("Số, ký hiệu này đã có trong danh mục")
    if wrong:
        raise BadList(fields=wrong)
    entry = row.entries.filter(pk=entry_id, dropped_at=None).first() if entry_id else None
    if entry is None and entry_id is not None:
        raise Conflict(_("Dòng này vừa bị bỏ khỏi danh mục. Tải lại trang để xem."))
    if entry is None:
        if row.entries.filter(dropped_at=None).count() >= MAX_ENTRIES:
            raise BadList(_("Danh mục đã đủ %(n)d dòng.") % {"n": MAX_ENTRIES})
        entry = CaseListEntry(of_list=row)
    _fill(entry, cleaned, rule)
    entry.save()
    _note(actor, row, "list_changed", notation=entry.notation, at=now.isoformat())
    return entry.to_info(year=row.year)


@transaction.atomic
def drop_entry(actor: Actor, *, list_id: UUID, entry_id: UUID, now: datetime) -> None:
    """Take one line out of a draft list. Raises ListFixed."""
    row = _draft(actor, list_id)
    dropped = row.entries.filter(pk=entry_id, dropped_at=None).update(dropped_at=now)
    if dropped:
        _note(actor, row, "list_changed", dropped=str(entry_id))


@transaction.atomic
def put_rows(actor: Actor, *, list_id: UUID, rows: Sequence[Mapping[str, str]], now: datetime) -> int:
    """Write many lines at once, as read from a workbook: all or none. A line with a known notation replaces it.

    Raises BadList with what is wrong, by the number of the row.
    """
    row = _draft(actor, list_id)
    wrong: dict[str, str] = {}
    seen: set[str] = set()
    known = {one.notation: one for one in row.entries.filter(dropped_at=None)}
    ready: list[CaseListEntry] = []
    for nth, raw in enumerate(rows, start=2):
        place = int(raw.get("row", nth))
        cleaned = _cleaned(raw)
        said = rules.wrong_description(cleaned)
        if cleaned["notation"] in seen:
            said["notation"] = _("Số, ký hiệu trùng với dòng trên")
        seen.add(cleaned["notation"])
        if said:
            wrong[f"dong_{place}"] = _("Dòng %(n)d: %(why)s") % {"n": place, "why": "; ".join(said.values())}
            continue
        entry = known.get(cleaned["notation"]) or CaseListEntry(of_list=row)
        _fill(entry, cleaned, None)
        ready.append(entry)
    if len(known.keys() | seen) > MAX_ENTRIES:
        raise BadList(_("Danh mục có tối đa %(n)d dòng.") % {"n": MAX_ENTRIES})
    if wrong or not ready:
        raise BadList(fields=wrong or {"tep": _("Tệp không có dòng nào. Dùng đúng các cột của tệp mẫu.")})
    for entry in ready:
        entry.save()
    _note(actor, row, "list_imported", rows=len(ready), at=now.isoformat())
    return len(ready)


@transaction.atomic
def approve_list(actor: Actor, *, list_id: UUID, number: str, decided_on: date | None, now: datetime) -> ListInfo:
    """Put a list into force by the decision that issues it. Raises BadList, ListFixed, Forbidden."""
    row = _draft(actor, list_id, ability=APPROVE)
    entries = row.entries.filter(dropped_at=None).count()
    wrong: dict[str, str] = {}
    if not clean_line(number):
        wrong["so"] = _("Ghi số, ký hiệu quyết định ban hành")
    if decided_on is None or decided_on > local_day(now):
        wrong["ngay"] = _("Ghi ngày quyết định, không sau hôm nay")
    if not entries:
        wrong["all"] = _("Danh mục chưa có dòng nào. Thêm hồ sơ dự kiến lập rồi ban hành.")
    if wrong:
        raise BadList(fields=wrong)
    row.decision_number, row.decided_on = clean_line(number)[:80], decided_on
    row.approved_by, row.approved_at, row.state = actor.name, now, ListState.APPROVED.value
    row.save()
    _note(actor, row, "list_approved", number=row.decision_number, entries=entries)
    return row.to_info(entries=entries)


def _draft(actor: Actor, list_id: UUID, ability: str = LISTS) -> CaseList:
    row = access.access_list(actor, list_id=list_id, ability=ability, lock=True)
    if row.state != ListState.DRAFT:
        raise ListFixed
    return row


def _cleaned(values: Mapping[str, str]) -> dict[str, str]:
    bounds = {"heading": 300, "notation": 20, "title": 500, "maintenance": 2, "keeper_name": 200, "note": 500}
    cleaned = {name: clean_line(values.get(name, ""))[:most] for name, most in bounds.items()}
    cleaned["notation"] = cleaned["notation"].upper()
    return cleaned


def _fill(entry: CaseListEntry, cleaned: Mapping[str, str], rule: Rule | None) -> None:
    for name, value in cleaned.items():
        setattr(entry, name, value)
    if rule is not None:
        entry.rule = {
            key: list(value) if isinstance(value, tuple) else value for key, value in asdict(rule).items() if value
        }


def in_order(entries: Sequence[CaseListEntry]) -> list[CaseListEntry]:
    """Return entries by heading, then number and symbol."""
    return sorted(entries, key=lambda one: (sort_key(one.heading), sort_key(one.notation)))


def _note(actor: Actor, row: CaseList, verb: str, **detail: object) -> None:
    audit.record(
        actor,
        verb=f"casefiles.{verb}",
        subject_kind="case_list",
        subject_id=row.id,
        unit_id=row.unit_id,
        detail={"year": row.year, **detail},
    )
