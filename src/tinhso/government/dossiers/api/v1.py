"""Dossiers over HTTP, version 1: everything the screens do. Sign-in is the session's; writes carry the CSRF token.

`Idempotency-Key` (8 to 80 letters, digits, . _ -) on a filing makes a retry answer with the same dossier. Refusals are
problem details; lists are keyset pages with `next_cursor`.
"""

import hashlib
import re
from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from ninja import Header, Query, Router, Status
from ninja.security import django_auth

from tinhso.foundation.files import public as files
from tinhso.foundation.identity import public as identity
from tinhso.foundation.mandates.public import Helper
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.actions._write import take_turns
from tinhso.government.dossiers.api.desk_v1 import PDF
from tinhso.government.dossiers.api.doing import do
from tinhso.government.dossiers.api.rows_v1 import page_response, row_of
from tinhso.government.dossiers.api.schemas_v1 import (
    AnswerIn,
    AskIn,
    CounterFilingIn,
    DetailOut,
    DossierOut,
    DossierPage,
    DraftIn,
    FilingIn,
    HandOverIn,
    ListIn,
    LookUpOut,
    RefusalIn,
    StepIn,
    VersionIn,
    WithdrawIn,
)
from tinhso.government.dossiers.models import ApiReplay
from tinhso.kernel import clock
from tinhso.kernel.actors import Actor
from tinhso.kernel.errors import Conflict, DomainError, Unauthenticated
from tinhso.kernel.http import actor_of

router = Router(tags=["dossiers"], auth=django_auth)
_KEY: Final = re.compile(r"^[A-Za-z0-9._-]{8,80}$")


@router.get("/look-up", response=LookUpOut, auth=None)
def look_up(request: HttpRequest, code: Annotated[str, Query(max_length=60)]) -> Any:
    """Public look-up by code or token: names masked. Throttled per address."""
    return dossiers.look_up_throttled(code, address=identity.client_address(request), now=clock.now())


@router.get("", response=DossierPage)
def list_dossiers(request: HttpRequest, wanted: Query[ListIn]) -> Any:
    """One page of the dossiers the caller may see."""
    asked = dossiers.DossierFilter(
        unit_ids=(wanted.unit_id,) if wanted.unit_id else (),
        statuses=(dossiers.Status(wanted.status),) if wanted.status else (),
        procedure_code=wanted.procedure_code,
        words=wanted.words,
        channel=wanted.channel or "",
        light=wanted.light,
        finish=wanted.finish,
        order=wanted.order,
        received_from=wanted.received_from,
        received_to=wanted.received_to,
    )
    page = dossiers.list_dossiers(
        actor_of(request), wanted=asked, now=clock.now(), cursor=wanted.cursor, size=wanted.size
    )
    return page_response([row_of(info) for info in page.items], page.next_cursor)


@router.get("/{uuid:dossier_id}", response=DetailOut)
def get_dossier(request: HttpRequest, dossier_id: UUID) -> Any:
    """One dossier. An officer's look is on record for the citizen to read."""
    detail = dossiers.get_dossier(actor_of(request), dossier_id=dossier_id)
    return _for_reader(actor_of(request), detail)


def _for_reader(actor: Actor, detail: dossiers.DossierDetail) -> dict[str, Any]:
    entries = [e for e in detail.timeline if actor.is_officer or e.is_public]
    return {
        "info": detail.info,
        "case": detail.case,
        "data": dict(detail.data),
        "delivery": detail.delivery,
        "papers": list(detail.papers),
        "supplements": list(detail.supplements),
        "timeline": entries,
        "next_step": detail.next_step,
        "result_token": detail.result_token,
    }


@router.post("", response={201: DossierOut})
def file_dossier(
    request: HttpRequest,
    filing: FilingIn,
    idempotency_key: Annotated[str, Header(max_length=80)] = "",
) -> Any:
    """File a request on line, in one call (nộp hồ sơ)."""
    return Status(
        201,
        _once(request, idempotency_key, lambda actor, now: dossiers.submit_directly(actor, now=now, **_filing(filing))),
    )


@router.post("/counter", response={201: DossierOut})
def file_at_counter(
    request: HttpRequest,
    filing: CounterFilingIn,
    idempotency_key: Annotated[str, Header(max_length=80)] = "",
) -> Any:
    """File and receive at the counter, in one call; `for_unit` decides where the desk receives for another unit."""
    return Status(
        201,
        _once(
            request,
            idempotency_key,
            lambda actor, now: dossiers.receive_at_counter(
                actor, now=now, for_unit=filing.for_unit, helper=_helper(filing), **_filing(filing)
            ),
        ),
    )


def _helper(filing: CounterFilingIn) -> Helper | None:
    return Helper(**filing.helper.dict()) if filing.helper else None


def _filing(filing: FilingIn) -> dict[str, Any]:
    return {
        "procedure_code": filing.procedure_code,
        "unit_id": filing.unit_id,
        "data": filing.data,
        "papers": [dossiers.PaperInput(p.component, p.file_id, p.form, p.count) for p in filing.papers],
        "delivery": filing.delivery,
    }


def _once(
    request: HttpRequest, key: str, act: Callable[[Actor, datetime], dossiers.DossierInfo]
) -> dossiers.DossierInfo:
    """Do a filing once per key: the same key with the same body answers with the same dossier."""
    actor, now = actor_of(request), clock.now()
    if not key:
        return act(actor, now)
    if not _KEY.match(key):
        raise DomainError("Idempotency-Key gồm 8 đến 80 chữ cái, chữ số, dấu chấm, gạch dưới hoặc gạch ngang.")
    if actor.account_id is None:
        raise Unauthenticated
    digest = hashlib.sha256(request.body).hexdigest()
    with transaction.atomic():
        take_turns(f"api:{actor.account_id}:{key}")
        kept = ApiReplay.objects.filter(account_id=actor.account_id, key=key).select_related("dossier").first()
        if kept is not None:
            if kept.digest != digest:
                raise Conflict("Idempotency-Key này đã dùng cho một yêu cầu khác. Tạo khóa mới cho yêu cầu mới.")
            return kept.dossier.to_info()
        info = act(actor, now)
        ApiReplay.objects.create(account_id=actor.account_id, key=key, digest=digest, dossier_id=info.id, at=now)
        return info


@router.post("/{uuid:dossier_id}/receive", response=DossierOut)
def receive(request: HttpRequest, dossier_id: UUID, body: VersionIn) -> Any:
    """Take a submitted dossier in (tiếp nhận)."""
    return do(dossiers.receive, request, dossier_id, body)


@router.post("/{uuid:dossier_id}/refuse", response=DossierOut)
def refuse(request: HttpRequest, dossier_id: UUID, body: RefusalIn) -> Any:
    """Refuse to take it in (từ chối tiếp nhận)."""
    return do(dossiers.refuse, request, dossier_id, body, reasons=_reasons(body))


@router.post("/{uuid:dossier_id}/stop", response=DossierOut)
def stop(request: HttpRequest, dossier_id: UUID, body: RefusalIn) -> Any:
    """Stop a dossier that cannot be granted (dừng giải quyết)."""
    return do(dossiers.stop, request, dossier_id, body, reasons=_reasons(body))


def _reasons(body: RefusalIn) -> list[dossiers.Reason]:
    return [dossiers.Reason(reason.text, reason.basis) for reason in body.reasons]


@router.post("/{uuid:dossier_id}/ask-supplement", response=DossierOut)
def ask_supplement(request: HttpRequest, dossier_id: UUID, body: AskIn) -> Any:
    """Ask for what is missing (yêu cầu bổ sung)."""
    items = [dossiers.SupplementItem(item.component, item.name, item.reason, item.example) for item in body.items]
    return do(dossiers.ask_supplement, request, dossier_id, body, items=items)


@router.post("/{uuid:dossier_id}/supplement", response=DossierOut)
def supplement(request: HttpRequest, dossier_id: UUID, body: AnswerIn) -> Any:
    """Bring what was asked (bổ sung)."""
    return do(dossiers.supplement, request, dossier_id, body)


@router.post("/{uuid:dossier_id}/steps", response=DossierOut)
def take_step(request: HttpRequest, dossier_id: UUID, body: StepIn) -> Any:
    """Take the current step (chuyển bước)."""
    return do(dossiers.take_step, request, dossier_id, body)


@router.put("/{uuid:dossier_id}/draft-result", response=DossierOut)
def draft_result(request: HttpRequest, dossier_id: UUID, body: DraftIn) -> Any:
    """Keep the draft of the result (soạn dự thảo)."""
    return do(dossiers.draft_result, request, dossier_id, body)


@router.post("/{uuid:dossier_id}/sign", response=DossierOut)
def sign(request: HttpRequest, dossier_id: UUID, body: VersionIn) -> Any:
    """Sign the result with one's own key (ký số)."""
    return do(dossiers.sign_result, request, dossier_id, body)


@router.post("/{uuid:dossier_id}/hand-over", response=DossierOut)
def hand_over(request: HttpRequest, dossier_id: UUID, body: HandOverIn) -> Any:
    """Hand the result over (trả kết quả)."""
    return do(dossiers.hand_over, request, dossier_id, body)


@router.post("/{uuid:dossier_id}/withdraw", response=DossierOut)
def withdraw(request: HttpRequest, dossier_id: UUID, body: WithdrawIn) -> Any:
    """Take one's own dossier back (rút hồ sơ)."""
    return do(dossiers.withdraw, request, dossier_id, body)


@router.get("/{uuid:dossier_id}/prints/{slug:paper}", openapi_extra=PDF)
def print_paper(request: HttpRequest, dossier_id: UUID, paper: str) -> HttpResponse:
    """One paper of the dossier as PDF: receipt, supplement, refusal, control, application, draft."""
    pdf = dossiers.print_paper(actor_of(request), dossier_id=dossier_id, paper=paper, now=clock.now())
    return HttpResponse(pdf, content_type="application/pdf")


@router.get("/{uuid:dossier_id}/result", openapi_extra=PDF)
def result(request: HttpRequest, dossier_id: UUID) -> HttpResponseBase:
    """The signed result as PDF."""
    return files.respond(dossiers.open_result(actor_of(request), dossier_id=dossier_id), request=request)
