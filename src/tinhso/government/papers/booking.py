"""The book of certified copies on paper and as a spreadsheet (columns of Circular 01/2020/TT-BTP, annex)."""

from collections.abc import Iterable, Sequence
from datetime import date
from tempfile import TemporaryFile
from typing import IO, Final

from django.conf import settings

from tinhso.foundation.prints import public as prints
from tinhso.government.papers.data import BookSums, CopyInfo
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


def printed(
    actor: Actor, rows: Sequence[CopyInfo], *, year: int, part: tuple[int, int, int], whole: BookSums, on: date
) -> bytes:
    """Return a part of the book of a year as PDF/A: `part` is which, of how many, and its first number.

    It says from which number to which it goes, and sums up both itself and the whole year.
    """
    which, of, first = part
    last = rows[-1].ordinal if rows else first
    own = BookSums(len(rows), sum(one.pages for one in rows), sum(one.fee for one in rows), last or first)
    period = f"Năm {year}"
    if of > 1:
        period = f"Năm {year}, phần {which}/{of}: từ số {_written(first)} đến số {_written(own.last)}"
    total = f"Cộng cả năm: {_sums(whole)}"
    data = {
        "letterhead": {
            "agency": wording.issuer(actor.unit_name).upper(),
            "number": "",
            "place": wording.place(actor.unit_name),
            "date": on,
        },
        "title": TITLE,
        "period": period,
        "header": list(HEADER),
        "rows": [[_written(cell) for cell in _cells(one)] for one in rows],
        "total": f"Cộng phần này: {_sums(own)} {total}" if of > 1 else total,
        "demo": settings.DEMO,
    }
    return prints.render_pdf("so_chung_thuc", data)


def _sums(sums: BookSums) -> str:
    return f"{_written(sums.count)} bản sao, {_written(sums.pages)} trang, {_written(sums.fee)} đồng."


def _written(cell: str | int) -> str:
    return f"{cell:,}".replace(",", ".") if isinstance(cell, int) else cell


def spreadsheet(rows: Iterable[CopyInfo], *, year: int) -> IO[bytes]:
    """Return the whole book of a year as xlsx, in a temporary file at its beginning; no text can act as a formula.

    Rows are written as they come, so that memory does not grow with the book.
    """
    import openpyxl

    workbook = openpyxl.Workbook(write_only=True)
    sheet = workbook.create_sheet(f"{year}")
    sheet.append(list(HEADER))
    for one in rows:
        sheet.append([disarmed(cell) for cell in _cells(one)])
    kept: IO[bytes] = TemporaryFile()  # noqa: SIM115 - the answer closes it
    workbook.save(kept)
    kept.seek(0)
    return kept
