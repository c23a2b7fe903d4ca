"""Registers as the law draws them (Nghị định 30/2020/NĐ-CP, Phụ lục IV), their gap report, to print and as xlsx."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from tinhso.foundation.audit import public as audit
from tinhso.foundation.organisations import public as organisations
from tinhso.foundation.prints import public as prints
from tinhso.foundation.work.data import Part
from tinhso.government.documents import access
from tinhso.government.documents.actions.books import last_number
from tinhso.government.documents.data import READ, Direction
from tinhso.government.documents.errors import BadDocument, BookMissing
from tinhso.government.documents.instruction_data import INSTRUCTION_TITLES, InstructionState
from tinhso.government.documents.models import Book, Document, DocumentReader, Instruction, ReservedNumber
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import local_day, to_local

MAX_LINES: Final = 2_000
HIDDEN: Final = "(văn bản hạn chế)"
SHOWN_PLACES: Final = 12
"""Places a document went to that are written out in a line; more are counted."""


class Form(StrEnum):
    """Which of the registers of the annex."""

    OUT = "out"
    IN = "in"
    FOLLOWED = "followed"


TITLES: Final = {
    Form.OUT: "SỔ ĐĂNG KÝ VĂN BẢN ĐI",
    Form.IN: "SỔ ĐĂNG KÝ VĂN BẢN ĐẾN",
    Form.FOLLOWED: "SỔ THEO DÕI GIẢI QUYẾT VĂN BẢN ĐẾN",
}
COLUMNS: Final = {
    Form.OUT: (
        "Số, ký hiệu văn bản",
        "Ngày tháng văn bản",
        "Tên loại và trích yếu nội dung văn bản",
        "Người ký",
        "Nơi nhận văn bản",
        "Đơn vị, người nhận bản lưu",
        "Số lượng bản",
        "Ngày chuyển",
        "Ký nhận",
        "Ghi chú",
    ),
    Form.IN: (
        "Ngày đến",
        "Số đến",
        "Tác giả",
        "Số, ký hiệu văn bản",
        "Ngày tháng văn bản",
        "Tên loại và trích yếu nội dung văn bản",
        "Đơn vị hoặc người nhận",
        "Ngày chuyển",
        "Ký nhận",
        "Ghi chú",
    ),
    Form.FOLLOWED: (
        "Số đến",
        "Tên loại, số và ký hiệu, ngày tháng và tác giả văn bản",
        "Đơn vị hoặc người nhận",
        "Thời hạn giải quyết",
        "Tiến độ giải quyết",
        "Số, ký hiệu văn bản trả lời",
        "Ghi chú",
    ),
}


@dataclass(frozen=True, slots=True)
class GapReport:
    """What became of every number of a register in a year: 1 to `last`, each once.

    `documents` bear one, `reserved` are kept back today, `void` were not used and say why; `missing` must be empty.
    """

    book_id: UUID
    year: int
    last: int
    documents: int
    reserved: tuple[int, ...]
    void: tuple[tuple[int, str], ...]
    missing: tuple[int, ...]
    twice: tuple[int, ...]

    @property
    def is_whole(self) -> bool:
        """Tell whether every number is accounted for, once."""
        return not self.missing and not self.twice


_HOLES: Final = """
    SELECT n FROM generate_series(1, %s) AS n
     WHERE NOT EXISTS (SELECT 1 FROM documents_document d WHERE d.book_id = %s AND d.year = %s AND d.number = n)
       AND NOT EXISTS (SELECT 1 FROM documents_reservednumber r WHERE r.book_id = %s AND r.year = %s AND r.number = n)
     ORDER BY n LIMIT 500
"""
_TWICE: Final = """
    SELECT r.number FROM documents_reservednumber r
      JOIN documents_document d ON d.book_id = r.book_id AND d.year = r.year AND d.number = r.number
     WHERE r.book_id = %s AND r.year = %s AND r.used_by IS DISTINCT FROM d.id ORDER BY 1 LIMIT 500
"""


def access_book(actor: Actor, *, book_id: UUID) -> Book:
    """Return a register of the actor's agency. Raises BookMissing."""
    book = Book.objects.filter(pk=book_id).first()
    if book is None or not access.may(actor, READ, book.unit_id):
        raise BookMissing
    return book


def list_books(actor: Actor, *, unit_id: UUID) -> list[Book]:
    """Return the registers of an agency, the open ones first. Raises DocumentMissing."""
    access.unit_required(actor, READ, unit_id)
    return sorted(Book.objects.filter(unit_id=unit_id), key=lambda one: (one.closed_at is not None, one.code))


def gap_report(actor: Actor, *, book_id: UUID, year: int) -> GapReport:
    """Return what became of every number of a register in a year: the proof of no hole. Raises BookMissing."""
    book = access_book(actor, book_id=book_id)
    last = last_number(book, year=year)
    kept = list(ReservedNumber.objects.filter(book=book, year=year, used_by=None).order_by("number")[:500])
    with connection.cursor() as cursor:
        cursor.execute(_HOLES, [last, book.id, year, book.id, year])
        missing = tuple(row[0] for row in cursor.fetchall())
        cursor.execute(_TWICE, [book.id, year])
        twice = tuple(row[0] for row in cursor.fetchall())
    return GapReport(
        book.id,
        year,
        last,
        Document.objects.filter(book=book, year=year, number__isnull=False).count(),
        tuple(one.number for one in kept if one.voided_at is None),
        tuple((one.number, one.void_reason) for one in kept if one.voided_at is not None),
        missing,
        twice,
    )


def register_lines(actor: Actor, *, book_id: UUID, form: Form, first: date, last: date) -> tuple[Book, list[list[str]]]:
    """Return a register's lines by number, for the days given, in the columns of the annex; void numbers stand in it.

    A restricted document shows its number alone to who is not named. Raises BookMissing, BadDocument for a period that
    runs back, is longer than a year, or has more than 2,000 lines.
    """
    book = access_book(actor, book_id=book_id)
    if (form is Form.OUT) is (book.direction == Direction.INCOMING):
        raise BookMissing
    if not 0 <= (last - first).days <= 366:
        raise BadDocument(fields={"den_ngay": _("Chọn khoảng ngày xuôi chiều, không quá một năm.")})
    rows = list(_rows(book, form, first, last)[: MAX_LINES + 1])
    if len(rows) > MAX_LINES:
        raise BadDocument(fields={"tu_ngay": _("Sổ có hơn 2.000 văn bản. Thu hẹp khoảng ngày rồi in từng phần.")})
    names = _named(actor, rows)
    seen = names | {row.id for row in rows if not row.restricted}
    takers = _takers([row for row in rows if row.id in seen])
    answers = _answers([row for row in rows if row.id in seen]) if form is Form.FOLLOWED else {}
    lines = [
        ((row.year, row.number or 0), _LINE[form](row, takers.get(row.id, []), answers.get(row.id, "")))
        if row.id in seen
        else ((row.year, row.number or 0), _hidden(row, form))
        for row in rows
    ]
    if form is Form.OUT:
        void = ReservedNumber.objects.filter(book=book, voided_at__isnull=False, day__gte=first, day__lte=last)
        lines += [((one.year, one.number), _void(one)) for one in void[:MAX_LINES]]
    return book, [line for _key, line in sorted(lines, key=lambda pair: pair[0])]


def _rows(book: Book, form: Form, first: date, last: date) -> Any:
    rows = Document.objects.filter(book=book, year__gte=first.year, year__lte=last.year, number__isnull=False)
    if form is Form.OUT:
        rows = rows.filter(issued_on__gte=first, issued_on__lte=last)
    else:
        rows = rows.filter(registered_at__date__gte=first, registered_at__date__lte=last)
    return rows.defer("search", "search_words").order_by("year", "number")


def _named(actor: Actor, rows: Sequence[Document]) -> set[UUID]:
    hidden = [row.id for row in rows if row.restricted]
    if not hidden or actor.account_id is None:
        return set()
    own = DocumentReader.objects.filter(document__in=hidden, account_id=actor.account_id)
    return set(own.values_list("document_id", flat=True))


def _takers(rows: Sequence[Document]) -> dict[UUID, list[Instruction]]:
    found: dict[UUID, list[Instruction]] = {}
    given = Instruction.objects.filter(document__in=[row.id for row in rows], parent=None).exclude(state="taken_back")
    for one in given.exclude(part=Part.TO_FOLLOW).order_by("id"):
        found.setdefault(one.document_id, []).append(one)
    return found


def _answers(rows: Sequence[Document]) -> dict[UUID, str]:
    pairs = Document.objects.filter(answers__in=[row.id for row in rows], restricted=False).order_by("id")
    return {answered: code for answered, code in pairs.values_list("answers_id", "code") if answered}


def _day(moment: datetime | None) -> str:
    return f"{to_local(moment):%d/%m/%Y}" if moment else ""


def _out(row: Document, _takers: list[Instruction], _answer: str) -> list[str]:
    places = [str(one["name"]) for one in row.recipients]
    shown = "; ".join(places[:SHOWN_PLACES])
    if len(places) > SHOWN_PLACES:
        shown += f" và {len(places) - SHOWN_PLACES} nơi khác"
    notes = {"recalled": f"Đã thu hồi: {row.reason}", "replaced": row.reason}.get(row.state, row.description)
    return [
        row.code,
        f"{row.issued_on:%d/%m/%Y}",
        f"{row.kind_title}: {row.subject}",
        row.signer_name,
        shown,
        row.kept_by,
        str(row.copies or ""),
        _day(row.issued_at),
        "",
        notes,
    ]


def _in(row: Document, takers: list[Instruction], _answer: str) -> list[str]:
    return [
        _day(row.registered_at),
        str(row.number),
        row.issuer_name,
        row.code,
        f"{row.issued_on:%d/%m/%Y}",
        f"{row.kind_title}: {row.subject}",
        "; ".join(one.assignee_name for one in takers),
        _day(takers[0].given_at) if takers else "",
        "; ".join(f"{one.assignee_name} ({_day(one.acknowledged_at)})" for one in takers if one.acknowledged_at),
        row.description,
    ]


def _followed(row: Document, takers: list[Instruction], answer: str) -> list[str]:
    dues = [one.due_at for one in takers if one.due_at]
    progress = [f"{one.assignee_name}: {INSTRUCTION_TITLES[InstructionState(one.state)]}" for one in takers]
    return [
        str(row.number),
        f"{row.kind_title} {row.code} ngày {row.issued_on:%d/%m/%Y} của {row.issuer_name}",
        "; ".join(one.assignee_name for one in takers),
        _day(max(dues)) if dues else (f"{row.due_on:%d/%m/%Y}" if row.due_on else ""),
        "; ".join(progress),
        answer,
        row.description,
    ]


_LINE: Final = {Form.OUT: _out, Form.IN: _in, Form.FOLLOWED: _followed}


def _hidden(row: Document, form: Form) -> list[str]:
    number = {Form.OUT: 0, Form.IN: 1, Form.FOLLOWED: 0}[form]
    line = [""] * len(COLUMNS[form])
    line[number] = str(row.number)
    line[{Form.OUT: 2, Form.IN: 5, Form.FOLLOWED: 1}[form]] = HIDDEN
    return line


def _void(one: ReservedNumber) -> list[str]:
    line = [""] * len(COLUMNS[Form.OUT])
    line[0], line[1], line[-1] = f"{one.number:02d}", f"{one.day:%d/%m/%Y}", f"Số hủy: {one.void_reason}"
    return line


def print_register(actor: Actor, *, book_id: UUID, form: Form, first: date, last: date, now: datetime) -> bytes:
    """Return a register as PDF, landscape. Raises what `register_lines` raises."""
    book, lines = register_lines(actor, book_id=book_id, form=form, first=first, last=last)
    _record(actor, book, form, "pdf", len(lines))
    unit = organisations.get_unit(book.unit_id)
    return prints.render_pdf(
        "so_van_ban",
        {
            "demo": settings.DEMO,
            "letterhead": {
                "parent": "",
                "agency": unit.name.upper(),
                "number": "",
                "place": unit.short_name or unit.name,
                "date": local_day(now),
            },
            "title": TITLES[form],
            "book": book.title,
            "first": first,
            "last": last,
            "columns": list(COLUMNS[form]),
            "rows": lines,
        },
    )


def export_register(actor: Actor, *, book_id: UUID, form: Form, first: date, last: date) -> bytes:
    """Return a register as a workbook (xlsx). Every cell is text: nothing in it is ever a formula."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    book, lines = register_lines(actor, book_id=book_id, form=form, first=first, last=last)
    _record(actor, book, form, "xlsx", len(lines))
    made = Workbook(write_only=True)
    sheet = made.create_sheet(book.code)
    sheet.freeze_panes = "A2"

    def cell(text: str, *, bold: bool = False) -> Any:
        one = WriteOnlyCell(sheet, value="".join(letter for letter in text if letter >= " "))
        one.data_type = "s"
        if bold:
            one.font = Font(bold=True)
        return one

    sheet.append([cell(title, bold=True) for title in COLUMNS[form]])
    for line in lines:
        sheet.append([cell(text) for text in line])
    held = io.BytesIO()
    made.save(held)
    return held.getvalue()


@transaction.atomic
def _record(actor: Actor, book: Book, form: Form, kind: str, count: int) -> None:
    audit.record(
        actor,
        verb="documents.register_taken",
        subject_kind="book",
        subject_id=book.id,
        unit_id=book.unit_id,
        detail={"form": form.value, "as": kind, "lines": count},
    )
