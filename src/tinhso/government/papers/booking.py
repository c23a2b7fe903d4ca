"""The book of certified copies on paper and as a spreadsheet (columns of Circular 01/2020/TT-BTP, annex)."""

import io
from collections.abc import Sequence
from datetime import date
from typing import Final

from django.conf import settings

from tinhso.foundation.prints import public as prints
from tinhso.government.papers.data import CopyInfo
from tinhso.government.papers.rules import wording
from tinhso.government.papers.rules.sheet import disarmed
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import to_local

HEADER: Final = (
    "Số chứng thực",
    "Ngày",
    "Người yêu cầu",
    "Tên bản chính",
    "Người ký",
    "Số bản",
    "Số trang",
    "Phí (đồng)",
    "Ghi chú",
)
TITLE: Final = "Sổ chứng thực bản sao điện tử"


def _cells(copy: CopyInfo) -> tuple[str | int, ...]:
    day = f"{to_local(copy.signed_at):%d/%m/%Y}" if copy.signed_at else ""
    return (
        copy.number,
        day,
        copy.owner_name,
        copy.name,
        copy.signer_name,
        copy.copies,
        copy.pages,
        copy.fee,
        copy.note,
    )


def printed(actor: Actor, rows: Sequence[CopyInfo], *, year: int, on: date) -> bytes:
    """Return the book of a year as PDF/A."""
    pages, fee = sum(one.pages for one in rows), sum(one.fee for one in rows)
    data = {
        "letterhead": {
            "agency": wording.issuer(actor.unit_name).upper(),
            "number": "",
            "place": wording.place(actor.unit_name),
            "date": on,
        },
        "title": TITLE,
        "period": f"Năm {year}",
        "header": list(HEADER),
        "rows": [[_written(cell) for cell in _cells(one)] for one in rows],
        "total": f"Cộng: {_written(len(rows))} bản sao, {_written(pages)} trang, {_written(fee)} đồng.",
        "demo": settings.DEMO,
    }
    return prints.render_pdf("so_chung_thuc", data)


def _written(cell: str | int) -> str:
    return f"{cell:,}".replace(",", ".") if isinstance(cell, int) else cell


def spreadsheet(rows: Sequence[CopyInfo], *, year: int) -> bytes:
    """Return the book of a year as xlsx; no text of it can act as a formula."""
    import openpyxl

    workbook = openpyxl.Workbook(write_only=True)
    sheet = workbook.create_sheet(f"{year}")
    sheet.append(list(HEADER))
    for one in rows:
        sheet.append([disarmed(cell) for cell in _cells(one)])
    kept = io.BytesIO()
    workbook.save(kept)
    return kept.getvalue()
