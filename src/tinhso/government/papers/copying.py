"""The certified copy itself: the scan, page by page, and behind it the page that certifies it; and what it costs."""

import io
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings

from tinhso.foundation.files import public as files
from tinhso.foundation.organisations import public as organisations
from tinhso.foundation.prints import public as prints
from tinhso.government.papers import kinds
from tinhso.government.papers.data import CopyInfo
from tinhso.government.papers.rules import wording
from tinhso.government.procedures import public as procedures
from tinhso.kernel.actors import Actor
from tinhso.kernel.money import Dong


def fee_for_pages(pages: int, copies: int, *, unit_id: UUID, on: date) -> Dong:
    """Return the fee of certifying a paper at a unit, from the procedure in force on a day (226/2016/TT-BTC).

    The agency's own amount stands where it set one. Raises ProcedureNotFound when the procedure is not published here.
    """
    version = procedures.at_agency(procedures.get_current(kinds.certifying().procedure, on=on), unit_id, on=on)
    case = version.cases[0].code
    lines = procedures.fee_for(version, case, "counter", pages=pages, copies=copies)
    return sum((line.amount for line in lines), Dong(0))


def certified_pdf(copy: CopyInfo, *, unit: organisations.UnitInfo, signer: Actor, token: str, on: date) -> bytes:
    """Return the copy, not yet signed: every page of the scan, then the page with the statement.

    The statement stands on a page of its own behind the last, so that nothing of the original is covered.
    """
    import pypdf

    writer = pypdf.PdfWriter()
    for data in (files.read_bytes(copy.scan_file_id), _statement(copy, unit=unit, signer=signer, token=token, on=on)):
        for page in pypdf.PdfReader(io.BytesIO(data)).pages:
            writer.add_page(page)
    writer.add_metadata({"/Title": f"{copy.name} ({kinds.certifying().statement})"})
    kept = io.BytesIO()
    writer.write(kept)
    return kept.getvalue()


def _statement(copy: CopyInfo, *, unit: organisations.UnitInfo, signer: Actor, token: str, on: date) -> bytes:
    data: dict[str, Any] = {
        "letterhead": {
            "agency": wording.issuer(unit.name).upper(),
            "number": copy.number,
            "place": wording.place(unit.name),
            "date": on,
        },
        "statement": kinds.certifying().statement,
        "number": copy.number,
        "rows": [
            [{"label": "Tên giấy tờ, văn bản", "value": copy.name}],
            [{"label": "Cơ quan cấp bản chính", "value": copy.issuer_name}],
            [
                {"label": "Số của bản chính", "value": copy.original_number},
                {"label": "Số trang", "value": str(copy.pages)},
            ],
            [{"label": "Người yêu cầu chứng thực", "value": copy.owner_name}],
            [{"label": "Người đối chiếu", "value": copy.prepared_by}],
        ],
        "signature": {"authority": list(wording.authority(signer.title)), "name": signer.name},
        "lookup": {"address": f"{settings.PUBLIC_URL}/xac-thuc/{token}/", "token": token},
        "demo": settings.DEMO,
    }
    return prints.render_pdf("chung_thuc", data)
