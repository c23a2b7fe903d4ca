"""Builders for the tests of this room and of those above."""

from datetime import datetime
from typing import Any
from uuid import UUID

from tinhso.foundation.files import public as files
from tinhso.foundation.files.testing import make_pdf
from tinhso.government.results.actions import issue
from tinhso.government.results.data import ResultInfo
from tinhso.kernel import clock
from tinhso.kernel.actors import SYSTEM
from tinhso.kernel.ids import uuid7


def make_result(
    *, unit_id: UUID | None = None, person_id: UUID | None = None, now: datetime | None = None, **facts: Any
) -> ResultInfo:
    """Return a result of a made-up owner, signed by a made-up leader, with a small PDF as its file."""
    moment = now or clock.now()
    kept = files.save_bytes(make_pdf(), name="ket-qua.pdf", actor=SYSTEM, now=moment)
    return issue(
        SYSTEM,
        **{
            "dossier_id": uuid7(),
            "procedure_code": "1.001193",
            "person_id": person_id,
            "owner_name": "Nguyễn Thị Minh Họa",
            "owner_number": "000000000001",
            "number": "01/2026",
            "title": "Giấy khai sinh",
            "unit_id": unit_id or uuid7(),
            "signer_name": "Phạm Văn Thử",
            "signer_title": "Chủ tịch",
            "file_id": kept.id,
            "sha256": kept.sha256,
            "now": moment,
            **facts,
        },
    )
