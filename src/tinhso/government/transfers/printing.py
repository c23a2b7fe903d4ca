"""The slip as paper: what goes along, with a code that opens its page at the other desk."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from tinhso.foundation.audit import public as audit
from tinhso.foundation.organisations import public as organisations
from tinhso.foundation.prints import public as prints
from tinhso.government.transfers import queries
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import local_day


def slip(actor: Actor, *, transfer_id: UUID, now: datetime) -> bytes:
    """Return a slip as PDF, to go with the paper and be signed on both sides. Raises TransferMissing."""
    del now
    info, lines = queries.get_transfer(actor, transfer_id=transfer_id)
    unit = organisations.get_unit(info.from_unit_id)
    with transaction.atomic():
        audit.record(
            actor,
            verb="transfers.printed",
            subject_kind="paper_transfer",
            subject_id=info.id,
            unit_id=info.from_unit_id,
            detail={"number": info.number, "lines": len(lines)},
        )
    return prints.render_pdf(
        "phieu_ban_giao",
        {
            "demo": settings.DEMO,
            "letterhead": {
                "parent": unit.name.upper(),
                "agency": "BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ",
                "number": info.number,
                "place": unit.short_name or unit.name,
                "date": local_day(info.sent_at),
            },
            "number": info.number,
            "giver": {"unit": info.from_unit_name, "name": info.sent_by},
            "receiver": {"unit": info.to_unit_name, "name": info.closed_by},
            "way": info.way_title,
            "carrier": info.tracking or info.carrier,
            "sent_at": info.sent_at,
            "due_at": info.due_at,
            "rows": [
                {"code": one.code, "name": one.applicant, "papers": "; ".join(one.papers), "state": one.title}
                for one in lines
            ],
            "lookup": {"address": f"{settings.PUBLIC_URL}/ban-giao/{info.id}/", "token": info.number.replace(".", "-")},
        },
    )
