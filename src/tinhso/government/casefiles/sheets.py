"""Reads a yearly list from a workbook."""

import io
import zipfile
from typing import IO, Final

from django.utils.translation import gettext as _

from tinhso.government.casefiles.content import maintenance_codes
from tinhso.government.casefiles.data import MAX_ENTRIES
from tinhso.government.casefiles.errors import BadList

FIELDS: Final = ("heading", "notation", "title", "maintenance", "keeper_name", "note")
MAX_BYTES: Final = 5 * 1024 * 1024
MAX_ROWS: Final = 2 * MAX_ENTRIES
MAX_UNPACKED: Final = 60 * 1024 * 1024


def read_rows(stream: IO[bytes]) -> list[dict[str, str]]:
    """Return the rows below the titles with their numbers (`row`), empty ones left out.

    Maintenance may be a code or its title. Raises BadList for what is no workbook, and for more rows than a list has:
    none is left out without a word.
    """
    data = stream.read(MAX_BYTES + 1)
    wrong = BadList(fields={"tep": _("Tệp không đọc được. Dùng tệp xlsx theo mẫu, không quá 5 MB.")})
    if len(data) > MAX_BYTES or not _is_sane(data):
        raise wrong
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        raw = list(sheet.iter_rows(min_row=2, max_row=MAX_ROWS, max_col=len(FIELDS), values_only=True))
    except Exception:  # noqa: BLE001 - whatever the parser says of a stranger's file, it is no workbook of ours
        raise wrong from None
    titles = {title.casefold(): code for code, title in maintenance_codes().items()}
    rows = []
    for place, values in enumerate(raw, start=2):
        row = {
            name: str(value).strip() if value is not None else "" for name, value in zip(FIELDS, values, strict=False)
        }
        if any(row.values()):
            given = row.get("maintenance", "")
            row["maintenance"] = titles.get(given.casefold(), given.zfill(2) if given.isdigit() else given)
            rows.append({**row, "row": str(place)})
    if len(rows) > MAX_ENTRIES:
        raise BadList(fields={"tep": _("Tệp có quá %(n)d dòng. Chia bớt rồi nhập lại.") % {"n": MAX_ENTRIES}})
    return rows


def _is_sane(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return sum(one.file_size for one in packed.infolist()) <= MAX_UNPACKED
    except zipfile.BadZipFile:
        return False
