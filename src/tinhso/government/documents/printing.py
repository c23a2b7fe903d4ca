"""The slip for dealing with an incoming document, with the stamp ĐẾN (Nghị định 30/2020/NĐ-CP, Phụ lục IV)."""

from uuid import UUID

from django.conf import settings
from django.db import transaction

from tinhso.foundation.prints import public as prints
from tinhso.foundation.work.data import Part
from tinhso.government.documents import access
from tinhso.government.documents.actions import _write
from tinhso.government.documents.data import Direction
from tinhso.government.documents.errors import DocumentMissing
from tinhso.government.documents.instruction_data import InstructionInfo, InstructionState
from tinhso.government.documents.queries.infos import info_of
from tinhso.government.documents.queries.instructions import list_instructions
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import local_day, to_local

MOST_LINES = 200


def slip(actor: Actor, *, document_id: UUID) -> bytes:
    """Return the slip as PDF. Raises DocumentMissing for one that has no số đến."""
    row = access.access_document(actor, document_id=document_id)
    if row.direction != Direction.INCOMING or row.registered_at is None:
        raise DocumentMissing
    given = [
        one for one in list_instructions(actor, document_id=document_id) if one.state is not InstructionState.TAKEN_BACK
    ]
    info = info_of(row)
    with transaction.atomic():
        _write.record(actor, row, "printed")
    roots = [one for one in given if one.depth == 0]
    main = next((one.assignee_name for one in roots if one.part is Part.MAIN), "")
    return prints.render_pdf(
        "phieu_giai_quyet",
        {
            "demo": settings.DEMO,
            "stamp": {
                "agency": row.unit_name,
                "number": str(row.number),
                "date": local_day(row.registered_at),
                "to": main,
                "file": "",
            },
            "document": info.name,
            "issued": row.issued_on,
            "issuer": row.issuer_name,
            "subject": row.subject,
            "urgency": info.urgency_title if row.urgency else "",
            "parts": [
                {"title": "1. Ý kiến của lãnh đạo cơ quan", "lines": [_line(one) for one in roots][:MOST_LINES]},
                {
                    "title": "2. Ý kiến của lãnh đạo đơn vị",
                    "lines": [_line(one) for one in given if one.depth > 0][:MOST_LINES],
                },
                {
                    "title": "3. Ý kiến đề xuất của người giải quyết",
                    "lines": [{"text": one.result, "who": one.assignee_name} for one in given if one.result][
                        :MOST_LINES
                    ],
                },
            ],
        },
    )


def _line(one: InstructionInfo) -> dict[str, str]:
    due = f" Hạn: {to_local(one.due_at):%d/%m/%Y}." if one.due_at else ""
    return {
        "text": f"{one.part_title}: {one.assignee_name}. {one.text}{due}",
        "who": f"{one.giver_name}, {to_local(one.given_at):%d/%m/%Y}",
    }
