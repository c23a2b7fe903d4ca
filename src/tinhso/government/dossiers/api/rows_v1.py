"""A page of a hundred dossiers as JSON, without passing each through a schema: `DossierPage` still says its shape.

The contract tests validate what comes out against that schema, so the two cannot drift apart.
"""

import json
from datetime import datetime
from typing import Any

from django.http import HttpResponse

from tinhso.government.dossiers.public import DossierInfo


def row_of(info: DossierInfo) -> dict[str, Any]:
    """Return a dossier as `DossierOut` does, of plain values."""
    return {
        "id": str(info.id),
        "code": info.code,
        "token": info.token,
        "procedure_code": info.procedure_code,
        "procedure_name": info.procedure_name,
        "status": int(info.status),
        "title": info.title,
        "channel": str(info.channel),
        "unit_id": str(info.unit_id),
        "unit_name": info.unit_name,
        "applicant": {"name": info.applicant.name, "number": info.applicant.number, "phone": info.applicant.phone},
        "submitted_at": moment(info.submitted_at),
        "received_at": moment(info.received_at),
        "promised_at": moment(info.promised_at),
        "finished_at": moment(info.finished_at),
        "step_task": info.step_task,
        "step_title": info.step_title,
        "step_due_at": moment(info.step_due_at),
        "version": info.version,
    }


def moment(value: datetime | None) -> str | None:
    """Return a UTC moment as the rest of the API writes it (ECMA-262: milliseconds, Z)."""
    if value is None:
        return None
    text = value.isoformat(timespec="milliseconds" if value.microsecond else "seconds")
    return text.removesuffix("+00:00") + "Z" if text.endswith("+00:00") else text


def page_response(items: list[dict[str, Any]], next_cursor: str) -> HttpResponse:
    """Return `DossierPage`."""
    body = json.dumps({"items": items, "next_cursor": next_cursor}, ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(body, content_type="application/json; charset=utf-8")
