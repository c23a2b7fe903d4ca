"""API v1 of procedures: read only, open to everyone. Refusals are problem details (RFC 9457), pages are keyset."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from tinhso.government.procedures import public as procedures
from tinhso.government.procedures.data import (
    Audience,
    Level,
    LifeEvent,
    OnlineLevel,
    ProcedureInfo,
    ProcedureVersion,
    TimeLimit,
)
from tinhso.kernel.paging import Page

router = Router(tags=["Thủ tục hành chính"])


class ProcedureOut(Schema):
    """A version of a procedure as a list shows it. `valid_to` is the first day it is no longer in force."""

    id: str
    code: str
    valid_from: date
    valid_to: date | None
    name: str
    name_en: str
    slug: str
    short_code: str
    summary: str
    life_event: LifeEvent
    field: str = Field(description="Mã lĩnh vực")
    level: Level
    department: str
    online_level: OnlineLevel
    channels: dict[str, str | bool]
    audience: list[Audience]


class ProcedurePage(Schema):
    """A part of a list; `next_cursor` is empty on the last."""

    items: list[ProcedureOut]
    next_cursor: str


class LimitOut(Schema):
    """A span as the law writes it."""

    amount: float
    unit: str
    mark: str


class CaseOut(Schema):
    """One case (trường hợp)."""

    code: str
    name: str
    allowance: LimitOut
    allowance_online: LimitOut | None


class FeeOut(Schema):
    """A charge or fee in đồng."""

    code: str
    name: str
    amount: int
    per: str
    channel: str
    cases: list[str]
    mark: str
    note: str


class ComponentOut(Schema):
    """A paper of the dossier (thành phần hồ sơ)."""

    code: str
    name: str
    kind: str
    count: int
    required: bool
    cases: list[str]
    from_form: bool
    hint: str


class LegalBasisOut(Schema):
    """A legal document it rests on."""

    number: str
    name: str
    mark: str


class ProcedureDetail(ProcedureOut):
    """Everything Nghị định 63/2010/NĐ-CP, Điều 8 asks of a procedure; the form is JSON Schema 2020-12 with layout."""

    agency: str
    who: str
    prepare: list[str]
    procedure_text: list[str]
    requirements: list[str]
    copies: int
    cases: list[CaseOut]
    fees: list[FeeOut]
    components: list[ComponentOut]
    results: list[str]
    legal_basis: list[LegalBasisOut]
    digest: str = Field(description="SHA-256 của gói thủ tục đã ban hành")


class Filters(Schema):
    """Filters of the list; all may be left out."""

    field: str = Field("", max_length=20)
    level: Level | None = None
    audience: Audience | None = None
    life_event: LifeEvent | None = None
    online_level: OnlineLevel | None = None
    department: str = Field("", max_length=40)
    on: date | None = None
    cursor: str = Field("", max_length=2000)
    size: int = Field(50, ge=1, le=100)


class Words(Schema):
    """What is looked for."""

    q: str = Field(max_length=100)
    on: date | None = None
    size: int = Field(20, ge=1, le=100)


def _limit(limit: TimeLimit) -> dict[str, Any]:
    return {"amount": float(limit.amount), "unit": limit.unit, "mark": limit.mark}


def _info(info: ProcedureInfo) -> dict[str, Any]:
    return {
        "id": str(info.id),
        "code": info.code,
        "valid_from": info.valid_from,
        "valid_to": info.valid_to,
        "name": info.name,
        "name_en": info.name_en,
        "slug": info.slug,
        "short_code": info.short_code,
        "summary": info.summary,
        "life_event": info.life_event,
        "field": info.field_code,
        "level": info.level,
        "department": info.department,
        "online_level": info.online_level,
        "channels": {"online": info.online, "counter": info.counter},
        "audience": list(info.audience),
    }


def _detail(version: ProcedureVersion) -> dict[str, Any]:
    return {
        **_info(version.info),
        "agency": version.agency,
        "who": version.who,
        "prepare": version.prepare,
        "procedure_text": version.procedure_text,
        "requirements": version.requirements,
        "copies": version.copies,
        "cases": [
            {
                "code": case.code,
                "name": case.name,
                "allowance": _limit(case.limit),
                "allowance_online": _limit(case.limit_online) if case.limit_online else None,
            }
            for case in version.cases
        ],
        "fees": [
            {
                "code": fee.code,
                "name": fee.name,
                "amount": fee.amount.amount,
                "per": fee.per,
                "channel": fee.channel,
                "cases": fee.cases,
                "mark": fee.mark,
                "note": fee.note,
            }
            for fee in version.fees
        ],
        "components": [
            {
                "code": one.code,
                "name": one.name,
                "kind": one.kind,
                "count": one.count,
                "required": one.required,
                "cases": one.cases,
                "from_form": one.from_form,
                "hint": one.hint,
            }
            for one in version.components
        ],
        "results": [result.name for result in version.results],
        "legal_basis": [{"number": b.number, "name": b.name, "mark": b.mark} for b in version.legal_basis],
        "digest": version.digest,
    }


@router.get("", response=ProcedurePage, auth=None, summary="Danh mục thủ tục đang có hiệu lực")
def list_procedures(request: HttpRequest, filters: Query[Filters]) -> dict[str, Any]:  # noqa: ARG001 - ninja's shape
    """Return the procedures in force on a day (today when left out), filtered, in Vietnamese order."""
    page: Page[ProcedureInfo] = procedures.list_procedures(
        field=filters.field,
        level=filters.level or "",
        audience=filters.audience or "",
        life_event=filters.life_event or "",
        online_level=filters.online_level or "",
        department=filters.department,
        on=filters.on,
        cursor=filters.cursor,
        size=filters.size,
    )
    return {"items": [_info(info) for info in page.items], "next_cursor": page.next_cursor}


@router.get("/search", response=list[ProcedureOut], auth=None, summary="Tìm thủ tục, có dấu hoặc không dấu")
def search(
    request: HttpRequest,  # noqa: ARG001 - ninja's shape
    words: Query[Words],
) -> list[dict[str, Any]]:
    """Return what the words find, the best first."""
    return [_info(info) for info in procedures.search(words.q, on=words.on, size=words.size)]


@router.get("/{code}", response=ProcedureDetail, auth=None, summary="Một thủ tục")
def get_procedure(
    request: HttpRequest,  # noqa: ARG001 - ninja's shape
    code: str,
    on: date | None = None,
) -> dict[str, Any]:
    """Return the version of a national code in force on a day; 404 when there is none."""
    return _detail(procedures.get_current(code, on))


@router.get("/{code}/form", auth=None, summary="Biểu mẫu điện tử (JSON Schema 2020-12)")
def get_form(
    request: HttpRequest,  # noqa: ARG001 - ninja's shape
    code: str,
    on: date | None = None,
) -> HttpResponse:
    """Return form.json as published; answers are checked by exactly this document."""
    from django.http import JsonResponse

    version = procedures.get_current(code, on)
    return JsonResponse(
        procedures.get_raw_form(version.id),
        content_type="application/schema+json",
        headers={"ETag": f'"{version.digest}"'},
        json_dumps_params={"ensure_ascii": False},
    )


@router.get("/{code}/process", auth=None, summary="Quy trình nội bộ (BPMN 2.0)")
def get_process(
    request: HttpRequest,  # noqa: ARG001 - ninja's shape
    code: str,
    on: date | None = None,
) -> HttpResponse:
    """Return process.bpmn as published."""
    version = procedures.get_current(code, on)
    return HttpResponse(procedures.get_process(version.id), content_type="application/xml; charset=utf-8")


__all__ = ["router"]
