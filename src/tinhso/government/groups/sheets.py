"""The list of members as a file: the template to fill in, and reading it back. Text only: no formula is run or kept."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _

from tinhso.government.groups.data import MAX_MEMBERS
from tinhso.government.groups.errors import BadSheet
from tinhso.government.groups.rules.columns import MAX_COLUMNS, Column
from tinhso.kernel.text import nfc

MAX_BYTES: Final = 2 * 1024 * 1024
MAX_UNPACKED: Final = 40 * 1024 * 1024
MAX_CELL: Final = 2000
REQUIRED: Final = " (*)"
EXAMPLE: Final = "Ví dụ:"
"""What the first cell of the line of examples begins with; that line is passed over when the file comes back."""
WIDTH: Final = 24


def template(columns: Sequence[Column], *, form: str) -> tuple[bytes, str]:
    """Return a file to fill in (`form` xlsx or csv) and its media type: the columns' titles, a line of examples."""
    head = [column.title + (REQUIRED if column.required else "") for column in columns]
    lines = (
        [head, [f"{EXAMPLE} {columns[0].example}".strip(), *(one.example for one in columns[1:])]] if columns else []
    )
    if form == "csv":
        return _csv(lines), "text/csv; charset=utf-8"
    return _xlsx(lines), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _csv(lines: Iterable[Sequence[str]]) -> bytes:
    held = io.StringIO()
    writer = csv.writer(held, delimiter=";", quoting=csv.QUOTE_ALL)
    writer.writerows(lines)
    return b"\xef\xbb\xbf" + held.getvalue().encode()


def _xlsx(lines: Sequence[Sequence[str]]) -> bytes:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Danh sach")
    sheet.freeze_panes = "A2"
    for place in range(1, len(lines[0] if lines else ()) + 1):
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = WIDTH
        sheet.column_dimensions[letter].number_format = "@"  # numbers keep the noughts they begin with
    for number, line in enumerate(lines):
        cells = []
        for value in line:
            cell = WriteOnlyCell(sheet, value=value)
            cell.data_type, cell.number_format = "s", "@"
            cell.font = Font(bold=number == 0, italic=number > 0)
            cells.append(cell)
        sheet.append(cells)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def read(data: bytes, columns: Sequence[Column]) -> list[tuple[int, dict[int, str]]]:
    """Return the lines of a file as (line number, {place of a column: what stands there}); empty lines are left out.

    The columns are found by their titles, in whatever order they stand. Raises BadSheet for what is no such file, one
    without a column of ours, or with more lines than a group has members.
    """
    if not data or len(data) > MAX_BYTES:
        raise BadSheet(_("Tệp trống hoặc lớn hơn 2 MB. Gửi tệp .xlsx hoặc .csv theo tệp mẫu."))
    lines = _lines_of_xlsx(data) if data[:2] == b"PK" else _lines_of_csv(data, columns)
    head = next(lines, [])
    places = _places(head, columns)
    if not places:
        raise BadSheet(_("Không thấy cột nào của tệp mẫu ở dòng đầu. Tải lại tệp mẫu rồi điền vào đúng cột."))
    found: list[tuple[int, dict[int, str]]] = []
    for number, line in enumerate(lines, 2):
        row = {place: line[at] for at, place in places.items() if at < len(line) and line[at]}
        if not row or line[0].startswith(EXAMPLE):
            continue
        if len(found) >= MAX_MEMBERS:
            raise BadSheet(
                _("Tệp có hơn %(n)s dòng. Chia thành nhiều nhóm, mỗi nhóm nhiều nhất %(n)s hồ sơ.") % {"n": MAX_MEMBERS}
            )
        found.append((number, row))
    if not found:
        raise BadSheet(_("Tệp chưa có dòng nào. Điền mỗi người một dòng, từ dòng thứ ba, rồi gửi lại."))
    return found


def _places(head: Sequence[str], columns: Sequence[Column]) -> dict[int, int]:
    titles = {_plain(column.title): place for place, column in reversed(list(enumerate(columns)))}
    return {at: titles[_plain(title)] for at, title in enumerate(head) if _plain(title) in titles}


def _plain(title: str) -> str:
    return " ".join(title.removesuffix(REQUIRED).split()).casefold()


def _lines_of_csv(data: bytes, columns: Sequence[Column]) -> Iterator[list[str]]:
    """Yield the lines, parted by whichever mark shows most of our titles: titles themselves have commas."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadSheet(_("Tệp CSV không phải mã UTF-8. Lưu lại theo kiểu «CSV UTF-8» hoặc gửi tệp .xlsx.")) from None
    first = text.splitlines()[0] if text else ""
    try:
        heads = {mark: next(csv.reader([first], delimiter=mark), []) for mark in (";", "\t", ",")}
        delimiter = max(heads, key=lambda mark: len(_places(heads[mark], columns)))
        for line in csv.reader(io.StringIO(text), delimiter=delimiter):
            yield [_cell(value) for value in line[:MAX_COLUMNS]]
    except csv.Error:
        raise BadSheet from None


def _lines_of_xlsx(data: bytes) -> Iterator[list[str]]:
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            is_bomb = sum(one.file_size for one in packed.infolist()) > MAX_UNPACKED
        if is_bomb:
            return
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        for line in sheet.iter_rows(max_row=MAX_MEMBERS * 5, max_col=MAX_COLUMNS, values_only=True):
            yield [_cell(value) for value in line]
    except Exception as broken:  # a workbook may be broken in any way its maker liked
        raise BadSheet from broken


def _cell(value: Any) -> str:
    """Return what a cell shows: days as people write them, whole numbers without a point."""
    if value is None:
        return ""
    if hasattr(value, "strftime"):
        return f"{value:%d/%m/%Y}" if hasattr(value, "year") else f"{value:%H:%M}"
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return nfc(str(value)).strip()[:MAX_CELL]
