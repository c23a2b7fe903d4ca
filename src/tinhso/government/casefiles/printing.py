"""A file's list of papers, and what goes with a hand-over: as PDF and as workbooks."""

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from tinhso.foundation.audit import public as audit
from tinhso.foundation.organisations import public as organisations
from tinhso.foundation.prints import public as prints
from tinhso.government.casefiles import content
from tinhso.government.casefiles.data import ItemInfo, LineInfo, LineState
from tinhso.government.casefiles.queries.files import get_file, get_list, get_slip, list_items
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import local_day


def file_list(actor: Actor, *, file_id: UUID, now: datetime) -> bytes:
    """Return a file's list of papers (mục lục văn bản) as PDF. Raises FileMissing."""
    info = get_file(actor, file_id=file_id)
    items = list_items(actor, file_id=file_id)
    _note(actor, "printed", "case_file", info.id, info.unit_id, info.code)
    data = {
        "demo": settings.DEMO,
        "letterhead": _letterhead(info.unit_id, local_day(now)),
        "code": info.code,
        "title": info.title,
        "maintenance": info.maintenance_title,
        "keeper": info.keeper_name,
        "rows": [_row(one) for one in items],
    }
    return prints.render_pdf("muc_luc_van_ban", data)


def _row(one: ItemInfo) -> dict[str, str]:
    hidden = _("Văn bản hạn chế tiếp cận")
    return {
        "code": one.code,
        "date": f"{one.issued_on:%d/%m/%Y}" if one.issued_on else "",
        "subject": hidden if one.is_hidden else f"{one.kind_title}: {one.subject}".removeprefix(": "),
        "organ": one.organ,
        "pages": str(one.pages) if one.pages else "",
        "note": one.note,
    }


def slip_list(actor: Actor, *, slip_id: UUID, minutes: bool, now: datetime) -> bytes:
    """Return what goes with a hand-over as PDF: the list of files, or the minutes of giving and taking. FileMissing."""
    slip, lines = get_slip(actor, slip_id=slip_id)
    _note(actor, "hand_over_printed", "case_hand_over", slip.id, slip.unit_id, slip.code)
    data = {
        "demo": settings.DEMO,
        "letterhead": _letterhead(slip.unit_id, local_day(now)),
        "heading": _("Biên bản giao nhận hồ sơ, tài liệu") if minutes else _("Mục lục hồ sơ, tài liệu nộp lưu"),
        "minutes": minutes,
        "code": slip.code,
        "giver": slip.unit_name,
        "receiver": _("Lưu trữ hiện hành, %(unit)s") % {"unit": slip.unit_name},
        "sent_by": slip.sent_by,
        "settled_by": slip.settled_by,
        "sent_at": slip.sent_at,
        "rows": [_line(one, minutes=minutes) for one in lines],
    }
    return prints.render_pdf("muc_luc_nop_luu", data)


def _line(one: LineInfo, *, minutes: bool) -> dict[str, str]:
    note = one.title if minutes or one.state is not LineState.SENT else ""
    return {
        "code": one.file.code,
        "title": one.file.title,
        "days": _days(one.file.start_on, one.file.end_on),
        "maintenance": one.file.maintenance_title,
        "pages": str(one.file.pages) if one.file.pages else "",
        "note": f"{note}: {one.reason}" if note and one.reason else note,
    }


def _days(first: date | None, last: date | None) -> str:
    return " - ".join(f"{day:%d/%m/%Y}" for day in (first, last) if day)


def slip_workbook(actor: Actor, *, slip_id: UUID) -> bytes:
    """Return the list of a hand-over as a workbook, in the columns of the decree. Raises FileMissing."""
    slip, lines = get_slip(actor, slip_id=slip_id)
    _note(actor, "hand_over_exported", "case_hand_over", slip.id, slip.unit_id, slip.code)
    titles = (
        "STT", "Số, ký hiệu hồ sơ", "Tiêu đề hồ sơ", "Thời gian tài liệu", "Thời hạn bảo quản", "Số trang", "Ghi chú",
    )  # fmt: skip
    rows = []
    for one in lines:
        told = _line(one, minutes=True)
        rows.append([one.ordinal, *(told[key] for key in ("code", "title", "days", "maintenance", "pages", "note"))])
    return workbook("Muc luc nop luu", titles, rows, (6, 28, 60, 26, 20, 10, 30))


def list_workbook(actor: Actor, *, list_id: UUID) -> bytes:
    """Return a yearly list as a workbook that `read_rows` reads again. Raises FileMissing."""
    _info, entries = get_list(actor, list_id=list_id)
    rows = [[one.heading, one.notation, one.title, one.maintenance, one.keeper_name, one.note] for one in entries]
    return workbook("Danh muc ho so", content.columns(), rows, (30, 18, 60, 18, 26, 30))


def workbook(name: str, titles: Sequence[str], rows: Iterable[Sequence[Any]], widths: Sequence[int]) -> bytes:
    """Return a workbook of one sheet. Every cell is text or a number: nothing in it is ever a formula."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    sheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    for place, width in enumerate(widths):
        sheet.column_dimensions[chr(ord("A") + place)].width = width

    def cell(value: object, *, bold: bool = False) -> Any:
        plain = "".join(one for one in value if one >= " ") if isinstance(value, str) else value
        made = WriteOnlyCell(sheet, value=plain)
        if isinstance(plain, str):
            made.data_type = "s"
        if bold:
            made.font = Font(bold=True)
        return made

    sheet.append([cell(title, bold=True) for title in titles])
    for row in rows:
        sheet.append([cell(value) for value in row])
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def _letterhead(unit_id: UUID, on: date) -> dict[str, Any]:
    unit = organisations.get_unit(unit_id)
    parent = organisations.get_unit(unit.parent_id).name if unit.parent_id else unit.name
    return {
        "parent": parent.upper(),
        "agency": unit.name.upper(),
        "number": "",
        "place": unit.short_name or unit.name,
        "date": on,
    }


def _note(actor: Actor, verb: str, kind: str, subject_id: UUID, unit_id: UUID, code: str) -> None:
    with transaction.atomic():
        audit.record(
            actor,
            verb=f"casefiles.{verb}",
            subject_kind=kind,
            subject_id=subject_id,
            unit_id=unit_id,
            detail={"code": code},
        )
