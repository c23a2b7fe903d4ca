"""Drafts over HTTP, version 1: an applicant's unfinished requests, kept at every step, theirs alone."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status
from ninja.security import django_auth

from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.api.schemas_drafts_v1 import (
    AttachIn,
    ChooseIn,
    DraftOut,
    PageIn,
    PageOut,
    StartIn,
)
from tinhso.government.dossiers.api.schemas_v1 import DossierOut
from tinhso.kernel import clock
from tinhso.kernel.http import actor_of

router = Router(tags=["drafts"], auth=django_auth)


@router.get("", response=list[DraftOut], summary="Bản khai đang soạn")
def list_drafts(request: HttpRequest) -> Any:
    """The caller's unfinished drafts, newest first, at most 50."""
    return dossiers.list_drafts(actor_of(request))


@router.post("", response={201: DraftOut}, summary="Bắt đầu khai")
def start_draft(request: HttpRequest, body: StartIn) -> Any:
    """Begin a request, prefilled from the account; an unfinished draft of the same procedure is continued."""
    return Status(
        201,
        dossiers.start_draft(
            actor_of(request), procedure_code=body.procedure_code, unit_id=body.unit_id, now=clock.now()
        ),
    )


@router.get("/{uuid:draft_id}", response=DraftOut, summary="Một bản khai")
def get_draft(request: HttpRequest, draft_id: UUID) -> Any:
    """One draft of the caller's."""
    return dossiers.get_draft(actor_of(request), draft_id=draft_id)


@router.patch("/{uuid:draft_id}", response=DraftOut, summary="Chọn nơi nộp, cách nhận kết quả")
def choose(request: HttpRequest, draft_id: UUID, body: ChooseIn) -> Any:
    """Choose where to file and how to get the result."""
    return dossiers.choose(
        actor_of(request), draft_id=draft_id, unit_id=body.unit_id, delivery=body.delivery, now=clock.now()
    )


@router.delete("/{uuid:draft_id}", response={204: None}, summary="Bỏ bản khai")
def discard(request: HttpRequest, draft_id: UUID) -> Any:
    """Throw an unfinished draft away."""
    dossiers.discard(actor_of(request), draft_id=draft_id)
    return Status(204, None)


@router.put("/{uuid:draft_id}/pages/{slug:page}", response=PageOut, summary="Lưu một trang")
def save_page(request: HttpRequest, draft_id: UUID, page: str, body: PageIn) -> Any:
    """Keep one page's answers as typed, right or wrong; `errors` names what is still wrong on it, by JSON pointer."""
    draft, errors = dossiers.save_page(
        actor_of(request),
        draft_id=draft_id,
        page=page,
        answers=body.answers,
        revision=body.revision,
        now=clock.now(),
    )
    return {"draft": draft, "errors": dict(errors)}


@router.post("/{uuid:draft_id}/papers", response={201: DraftOut}, summary="Đính kèm giấy tờ")
def attach(request: HttpRequest, draft_id: UUID, body: AttachIn) -> Any:
    """Attach an uploaded file of the caller's to a component."""
    return Status(
        201,
        dossiers.attach(
            actor_of(request), draft_id=draft_id, component=body.component, file_id=body.file_id, now=clock.now()
        ),
    )


@router.delete("/{uuid:draft_id}/papers/{uuid:paper_id}", response=DraftOut, summary="Gỡ giấy tờ")
def detach(request: HttpRequest, draft_id: UUID, paper_id: UUID) -> Any:
    """Take a file off the draft; one that is not there is passed over."""
    return dossiers.detach(actor_of(request), draft_id=draft_id, paper_id=paper_id, now=clock.now())


@router.post("/{uuid:draft_id}/submit", response=DossierOut, summary="Nộp hồ sơ")
def submit(request: HttpRequest, draft_id: UUID) -> Any:
    """File the draft. However often it is asked, one draft becomes one dossier."""
    return dossiers.submit(actor_of(request), draft_id=draft_id, now=clock.now())
