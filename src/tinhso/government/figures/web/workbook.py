"""A table as a workbook (xlsx)."""

import io
from collections.abc import Sequence
from typing import Any


def write(heads: Sequence[str], lines: Sequence[Sequence[object]]) -> bytes:
    """Return a workbook of one sheet: text as text, numbers as numbers, nothing ever a formula."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font

    book = Workbook(write_only=True)
    sheet = book.create_sheet("So lieu")
    sheet.freeze_panes = "C2"
    sheet.column_dimensions["A"].width = sheet.column_dimensions["B"].width = 36
    sheet.page_setup.orientation = "landscape"

    def cell(value: object, *, head: bool = False) -> Any:
        made = WriteOnlyCell(sheet, value=value)
        if isinstance(value, str):
            made.data_type = "s"
        if head:
            made.font, made.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
        return made

    sheet.append([cell(title, head=True) for title in heads])
    for line in lines:
        sheet.append([cell(value) for value in line])
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()
