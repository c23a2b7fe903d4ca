"""The acts of the lifecycle over HTTP, version 1: fees, the promise set anew, what is taken back, the register."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from ninja.security import django_auth

from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.api.doing import do
from tinhso.government.dossiers.api.schemas_acts_v1 import (
    ClockOut,
    ExemptionIn,
    ExtensionIn,
    FeeIn,
    HandlerIn,
    RegisterIn,
    RegisterOut,
    UndoIn,
    WhyIn,
)
from tinhso.government.dossiers.api.schemas_v1 import DossierOut
from tinhso.kernel import clock
from tinhso.kernel.http import actor_of

router = Router(tags=["dossiers"], auth=django_auth)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _file(kind: str) -> Any:
    return {"responses": {200: {"content": {kind: {"schema": {"type": "string", "format": "binary"}}}}}}


@router.get("/register", response=RegisterOut, summary="Sổ theo dõi hồ sơ")
def get_register(request: HttpRequest, wanted: Query[RegisterIn]) -> Any:
    """One part of the register of a unit (Mẫu số 06). The names it shows are on record."""
    actor, asked = actor_of(request), _asked(wanted)
    return {
        "rows": dossiers.register_rows(actor, wanted=asked, part=wanted.part),
        "part": wanted.part,
        "parts": dossiers.count_parts(actor, wanted=asked),
    }


@router.get("/register.pdf", openapi_extra=_file("application/pdf"), summary="In sổ theo dõi hồ sơ")
def print_register(request: HttpRequest, wanted: Query[RegisterIn]) -> HttpResponse:
    """One part of the register as PDF. The taking is on the audit."""
    pdf = dossiers.print_register(actor_of(request), wanted=_asked(wanted), part=wanted.part, now=clock.now())
    return HttpResponse(pdf, content_type="application/pdf")


@router.get("/register.xlsx", openapi_extra=_file(XLSX), summary="Tải sổ theo dõi hồ sơ")
def export_register(request: HttpRequest, wanted: Query[RegisterIn]) -> HttpResponse:
    """The whole register as a workbook. The taking is on the audit."""
    book = dossiers.export_register(actor_of(request), wanted=_asked(wanted))
    return HttpResponse(
        book, content_type=XLSX, headers={"Content-Disposition": 'attachment; filename="so-theo-doi.xlsx"'}
    )


def _asked(wanted: RegisterIn) -> dossiers.RegisterFilter:
    return dossiers.RegisterFilter(wanted.unit_id, wanted.first, wanted.last, wanted.field_code)


@router.get("/{uuid:dossier_id}/clock", response=ClockOut, summary="Đồng hồ thời hạn")
def get_clock(request: HttpRequest, dossier_id: UUID) -> Any:
    """Every operation of the clock with its ground, and the apologies. An officer's look is on record."""
    detail = dossiers.get_dossier(actor_of(request), dossier_id=dossier_id)
    return {
        "promised_at": detail.info.promised_at,
        "reappointed_at": detail.info.reappointed_at,
        "paused_at": detail.info.paused_at,
        "operations": list(detail.clock),
        "apologies": list(detail.apologies),
    }


@router.post("/{uuid:dossier_id}/ask-fee", response=DossierOut, summary="Yêu cầu nộp phí, lệ phí")
def ask_fee(request: HttpRequest, dossier_id: UUID, body: FeeIn) -> Any:
    """Ask for what is due; the clock stands until the money is there. The amount is the procedure's."""
    return do(dossiers.ask_fee, request, dossier_id, body)


@router.post("/{uuid:dossier_id}/exemption", response=DossierOut, summary="Miễn, giảm phí, lệ phí")
def grant_exemption(request: HttpRequest, dossier_id: UUID, body: ExemptionIn) -> Any:
    """Let who is exempt pay less or nothing; with nothing left to pay the dossier goes on at once."""
    return do(dossiers.grant_exemption, request, dossier_id, body)


@router.post("/{uuid:dossier_id}/extend", response=DossierOut, summary="Xin lỗi và hẹn lại ngày trả")
def extend(request: HttpRequest, dossier_id: UUID, body: ExtensionIn) -> Any:
    """Apologise, say why and promise another day; the slip is signed with the caller's own key (Mẫu số 04)."""
    return do(dossiers.extend, request, dossier_id, body)


@router.post("/{uuid:dossier_id}/recompute", response=DossierOut, summary="Tính lại thời hạn")
def recompute(request: HttpRequest, dossier_id: UUID, body: WhyIn) -> Any:
    """Reckon the promise again from the receipt, the calendar as it is now and the waits on record."""
    return do(dossiers.recompute, request, dossier_id, body)


@router.post("/{uuid:dossier_id}/return", response=DossierOut, summary="Thu hồi kết quả để sửa")
def return_for_correction(request: HttpRequest, dossier_id: UUID, body: WhyIn) -> Any:
    """Revoke a signed result not handed over yet, and send the dossier back to whoever drafted it."""
    return do(dossiers.return_for_correction, request, dossier_id, body)


@router.post("/{uuid:dossier_id}/stop-at-wish", response=DossierOut, summary="Dừng theo đề nghị của người nộp")
def stop_at_wish(request: HttpRequest, dossier_id: UUID, body: WhyIn) -> Any:
    """Stop a dossier because its applicant asks the desk to; a numbered notice is given."""
    return do(dossiers.stop_at_wish, request, dossier_id, body)


@router.post("/{uuid:dossier_id}/undo", response=DossierOut, summary="Hủy một việc làm nhầm")
def undo(request: HttpRequest, dossier_id: UUID, body: UndoIn) -> Any:
    """Undo one act in sight of everybody; `acts` names the line that can be undone now."""
    return do(dossiers.undo, request, dossier_id, body)


@router.post("/{uuid:dossier_id}/reassign", response=DossierOut, summary="Đổi người thụ lý")
def reassign(request: HttpRequest, dossier_id: UUID, body: HandlerIn) -> Any:
    """Give the dossier to another specialist of its unit: who oversees the unit may."""
    return do(dossiers.reassign, request, dossier_id, body)
