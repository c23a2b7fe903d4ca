"""Linked procedures: for the unit, for the desk that carries parts outside, for the applicant."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.foundation.files import public as files
from tinhso.government.cooperation import public as cooperation
from tinhso.government.cooperation.data import OUTSIDE, PartState
from tinhso.government.cooperation.queries.parts import brought_of, open_brought
from tinhso.government.cooperation.web._common import errors_of, page, uploaded
from tinhso.government.dossiers import public as dossiers
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import now
from tinhso.kernel.errors import DomainError, NotFound, Unauthenticated
from tinhso.kernel.http import actor_of
from tinhso.ui.parse import uuid_of
from tinhso.ui.people import applicant_of, officer_of


@require_http_methods(["GET", "HEAD", "POST"])
def part(request: HttpRequest, part_id: UUID) -> HttpResponse:
    """Show what is passed to an outside agency; a POST writes down what it, or the applicant, answered (`viec`)."""
    actor = officer_of(request, "dossiers.see")
    shown = cooperation.get_part(actor, part_id=part_id)
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            messages.success(request, _write(actor, request, part_id, now()))
            return redirect("cooperation:part", part_id=part_id)
        except DomainError as refused:
            errors = errors_of(refused)
    context = {
        "one": shown,
        "brought": brought_of(actor, part_id=part_id),
        "is_open": shown.is_outside and shown.state is PartState.WORKING and actor.may(OUTSIDE),
        "is_asked": shown.is_outside and shown.state is PartState.SUPPLEMENT and actor.may(OUTSIDE),
        "demo": settings.DEMO,
        "typed": request.POST,
        "errors": errors,
    }
    return page(request, "part.html", context, status=422 if errors else 200)


def _write(actor: Actor, request: HttpRequest, part_id: UUID, moment: datetime) -> str:
    post = request.POST
    if post.get("viec") == "xong":
        kept = uploaded(actor, request, "tep")
        cooperation.finish_part(
            actor,
            part_id=part_id,
            number=post.get("so", ""),
            words=post.get("ghi_chu", ""),
            file_id=kept[0] if kept else None,
            now=moment,
        )
        return _("Đã ghi kết quả của cơ quan giải quyết.")
    if post.get("viec") == "tra-loi":
        kept = uploaded(actor, request, "tep")
        cooperation.answer_part(actor, part_id=part_id, text=post.get("tra_loi", ""), file_ids=kept, now=moment)
        return _("Đã ghi trả lời của người nộp.")
    if post.get("viec") == "tu-choi":
        cooperation.refuse_part(actor, part_id=part_id, reason=post.get("noi_dung", ""), now=moment)
        return _("Đã ghi việc không giải quyết và lý do.")
    if post.get("viec") == "bo-sung":
        cooperation.ask_applicant(actor, part_id=part_id, what=post.get("noi_dung", ""), now=moment)
        return _("Đã chuyển yêu cầu bổ sung đến người nộp.")
    raise NotFound


@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Show the applicant all parts of one linked dossier; a POST answers what an agency asked."""
    actor = applicant_of(request)
    info = dossiers.get_dossier(actor, dossier_id=dossier_id).info
    found = cooperation.list_parts(actor, parent_id=dossier_id)
    if not found:
        raise NotFound
    errors: dict[str, str] = {}
    if request.method == "POST":
        part_id = uuid_of(request.POST.get("phan_viec", ""))
        if part_id not in [one.id for one in found]:
            raise NotFound
        try:
            _bring(actor, request, part_id)
            messages.success(request, _("Đã gửi trả lời."))
            return redirect("cooperation:mine", dossier_id=dossier_id)
        except DomainError as refused:
            errors = errors_of(refused)
    context: dict[str, Any] = {"info": info, "parts": found, "errors": errors, "typed": request.POST}
    return page(request, "mine.html", context, status=422 if errors else 200)


def _bring(actor: Actor, request: HttpRequest, part_id: UUID | None) -> None:
    if part_id is None:
        raise NotFound
    kept = uploaded(actor, request, "tep")
    words = request.POST.get("tra_loi", "")
    cooperation.answer_part(actor, part_id=part_id, text=words, file_ids=kept, now=now())


@require_safe
def result(request: HttpRequest, part_id: UUID) -> HttpResponseBase:
    """Give the paper of a part's result to the applicant and the unit."""
    actor = actor_of(request)
    if actor.account_id is None:
        raise Unauthenticated
    return files.respond(cooperation.open_part_result(actor, part_id=part_id), inline=True, request=request)


@require_safe
def brought_file(request: HttpRequest, part_id: UUID, brought_id: UUID) -> HttpResponseBase:
    """Give a file the applicant brought for a part to them and the unit."""
    actor = actor_of(request)
    if actor.account_id is None:
        raise Unauthenticated
    return files.respond(open_brought(actor, part_id=part_id, file_id=brought_id), inline=True, request=request)
