"""What a desk needs beside the verbs, version 1: acts offered, draft texts, people, duplicates, figures, papers."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import Query, Router
from ninja.security import django_auth

from tinhso.foundation.files import public as files
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.api.acts_v1 import router as acts
from tinhso.government.dossiers.api.schemas_v1 import (
    ActOut,
    CounterAnswerIn,
    CountsIn,
    DossierOut,
    DraftFieldOut,
    HandlerOut,
    UnitCountsOut,
)
from tinhso.kernel import clock
from tinhso.kernel.http import actor_of

router = Router(tags=["dossiers"], auth=django_auth)
router.add_router("", acts)
PDF: Any = {
    "responses": {200: {"content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}}},
}
ANY_FILE: Any = {
    "responses": {
        200: {
            "content": {
                kind: {"schema": {"type": "string", "format": "binary"}}
                for kind in ("application/pdf", "image/jpeg", "image/png", "image/heic")
            }
        }
    },
}


@router.get("/counts", response=list[UnitCountsOut], summary="Số liệu theo đơn vị")
def count_by_unit(request: HttpRequest, wanted: Query[CountsIn]) -> Any:
    """The leader's figures: a row for each unit that has any; each figure is the length of a list of dossiers."""
    return dossiers.count_by_unit(
        actor_of(request),
        received_from=wanted.received_from,
        received_to=wanted.received_to,
        unit_ids=frozenset(wanted.unit_id),
        now=clock.now(),
    )


@router.get("/duplicates", response=list[DossierOut], summary="Hồ sơ trùng trong 30 ngày")
def list_duplicates(
    request: HttpRequest,
    number: Annotated[str, Query(min_length=1, max_length=20)],
    procedure_code: Annotated[str, Query(min_length=1, max_length=40)],
) -> Any:
    """One person's dossiers of the same procedure in the last 30 days that the caller may see, at most 5."""
    return dossiers.recent_duplicates(actor_of(request), number=number, procedure_code=procedure_code, now=clock.now())


@router.get("/{uuid:dossier_id}/acts", response=list[ActOut], summary="Việc có thể làm")
def list_acts(request: HttpRequest, dossier_id: UUID) -> Any:
    """Every act an officer might look for, offered or with the reason why not."""
    return dossiers.available_acts(actor_of(request), dossier_id=dossier_id)


@router.get("/{uuid:dossier_id}/draft-fields", response=list[DraftFieldOut], summary="Các mục của dự thảo kết quả")
def list_draft_fields(request: HttpRequest, dossier_id: UUID) -> Any:
    """The texts of the result's draft, prefilled from the answers, or as kept."""
    return dossiers.draft_fields(actor_of(request), dossier_id=dossier_id)


@router.get("/{uuid:dossier_id}/handlers", response=list[HandlerOut], summary="Người có thể thụ lý")
def list_handlers(request: HttpRequest, dossier_id: UUID) -> Any:
    """The specialists of the dossier's unit, by given name."""
    return dossiers.handlers_for(actor_of(request), dossier_id=dossier_id)


@router.post("/{uuid:dossier_id}/supplement-at-counter", response=DossierOut, summary="Nhận bổ sung tại quầy")
def supplement_at_counter(request: HttpRequest, dossier_id: UUID, body: CounterAnswerIn) -> Any:
    """Take what the applicant brought; an item without a scan counts as the paper itself."""
    return dossiers.supplement_at_counter(
        actor_of(request), dossier_id=dossier_id, papers=body.papers, form=body.form, now=clock.now()
    )


@router.get("/{uuid:dossier_id}/papers/{uuid:paper_id}", openapi_extra=ANY_FILE, summary="Tải một giấy tờ")
def get_paper(request: HttpRequest, dossier_id: UUID, paper_id: UUID) -> HttpResponseBase:
    """The file of one paper. An officer's look is on record for the citizen to read."""
    file_id = dossiers.open_paper(actor_of(request), dossier_id=dossier_id, paper_id=paper_id)
    return files.respond(file_id, request=request)
