"""Lists for the council, its opinion, the decision, and how far it is carried out."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tinhso.foundation.files import public as files
from tinhso.government.retention import content
from tinhso.government.retention.access import DECIDE, PROPOSE, SEE
from tinhso.government.retention.actions import propose as verbs
from tinhso.government.retention.data import (
    LINE_TITLES,
    CouncilMember,
    DisposalInfo,
    DisposalState,
    LineInfo,
    LineState,
)
from tinhso.government.retention.errors import DisposalNotFound
from tinhso.government.retention.queries import roads
from tinhso.government.retention.web._common import errors_of, page, uploaded
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import now
from tinhso.kernel.errors import DomainError
from tinhso.kernel.paging import Page
from tinhso.ui.parse import day_of, uuid_of
from tinhso.ui.people import officer_of


@require_safe
def disposals(request: HttpRequest) -> HttpResponse:
    """List the disposals of the officer's units."""
    actor = officer_of(request, SEE)
    return page(request, "disposals.html", {"found": roads.list_disposals(actor, cursor=request.GET.get("cursor", ""))})


@require_safe
def disposal(request: HttpRequest, disposal_id: UUID) -> HttpResponse:
    """Show one disposal: its lines, and the next step for who may take it."""
    return _page(request, disposal_id, {})


@require_POST
def opinion(request: HttpRequest, disposal_id: UUID) -> HttpResponse:
    """Record the council's opinion: members one a line, the day, the minutes, what is kept after all."""
    actor, post = officer_of(request, SEE), request.POST
    roads.get_disposal(actor, disposal_id=disposal_id)
    errors: dict[str, str] = {}
    keep = {key: post.get(f"vi_sao_{key}", "") for text in post.getlist("giu") if (key := uuid_of(text))}
    try:
        verbs.record_opinion(
            actor,
            disposal_id=disposal_id,
            council=_members(post.get("hoi_dong", "")),
            met_on=day_of(post.get("ngay_hop", "")),
            minutes_file_id=uploaded(actor, request, "bien_ban", errors),
            keep=keep,
            now=now(),
        )
    except DomainError as refused:
        return _page(request, disposal_id, {**errors_of(refused), **errors})
    messages.success(request, _("Đã ghi ý kiến Hội đồng. Danh mục chờ quyết định của người đứng đầu."))
    return redirect("retention:disposal", disposal_id=disposal_id)


@require_POST
def decision(request: HttpRequest, disposal_id: UUID) -> HttpResponse:
    """Record the decision to destroy."""
    actor, post = officer_of(request, SEE), request.POST
    roads.get_disposal(actor, disposal_id=disposal_id)
    errors: dict[str, str] = {}
    if "hieu_ro" not in post:
        errors["hieu_ro"] = _("Đánh dấu để xác nhận đã đọc danh mục")
        if actor.may(DECIDE):
            return _page(request, disposal_id, errors)
    try:
        made = verbs.decide(
            actor,
            disposal_id=disposal_id,
            number=post.get("so", ""),
            decided_on=day_of(post.get("ngay", "")),
            signer_name=post.get("nguoi_ky", ""),
            file_id=uploaded(actor, request, "tep", errors),
            now=now(),
        )
    except DomainError as refused:
        return _page(request, disposal_id, {**errors_of(refused), **errors})
    hours = content.road("pause_hours")
    messages.success(
        request,
        _("Đã ghi quyết định %(number)s. Việc hủy bắt đầu sau %(hours)d giờ; trước lúc đó vẫn dừng được.")
        % {"number": made.decision_number, "hours": hours},
    )
    return redirect("retention:disposal", disposal_id=disposal_id)


@require_POST
def drop(request: HttpRequest, disposal_id: UUID) -> HttpResponse:
    """Stop a disposal before it begins."""
    actor = officer_of(request, SEE)
    try:
        verbs.drop(actor, disposal_id=disposal_id, reason=request.POST.get("ly_do", ""), now=now())
    except DomainError as refused:
        return _page(request, disposal_id, errors_of(refused))
    messages.success(request, _("Đã dừng. Các hồ sơ trong danh mục trở lại danh sách đến hạn."))
    return redirect("retention:disposal", disposal_id=disposal_id)


@require_safe
def minutes(request: HttpRequest, disposal_id: UUID) -> HttpResponseBase:
    """Open the minutes of the council."""
    return _file(request, disposal_id, "minutes_file_id")


@require_safe
def decision_file(request: HttpRequest, disposal_id: UUID) -> HttpResponseBase:
    """Open the decision."""
    return _file(request, disposal_id, "decision_file_id")


def _file(request: HttpRequest, disposal_id: UUID, column: str) -> HttpResponseBase:
    found = roads.get_disposal(officer_of(request, SEE), disposal_id=disposal_id)
    file_id = getattr(found, column)
    if file_id is None:
        raise DisposalNotFound
    return files.respond(file_id, inline=True, request=request)


def _members(text: str) -> list[CouncilMember]:
    """Read members one a line, «họ tên, chức vụ»."""
    parts = [line.partition(",") for line in text[:4000].splitlines()]
    return [CouncilMember(name, position) for name, _comma, position in parts]


def _page(request: HttpRequest, disposal_id: UUID, errors: Mapping[str, str]) -> HttpResponse:
    actor = officer_of(request, SEE)
    found = roads.get_disposal(actor, disposal_id=disposal_id)
    counts = roads.count_lines(actor, disposal_id=disposal_id)
    kept = {str(key) for text in request.POST.getlist("giu") if (key := uuid_of(text))}
    context: dict[str, Any] = {
        "disposal": found,
        "lines": _lines(request, actor, found),
        "counts": [(_(LINE_TITLES[state]), counts[state]) for state in LineState if counts.get(state)],
        "least": content.road("council"),
        "hours": content.road("pause_hours"),
        "typed": request.POST,
        "kept": kept,
        "may_opine": found.state is DisposalState.LISTED and actor.may(PROPOSE, found.unit_id),
        "may_decide": found.state is DisposalState.OPINED
        and actor.may(DECIDE, found.unit_id)
        and actor.account_id != found.proposed_by_id,
        "may_drop": found.started_at is None and _may_drop(actor, found.state, found.unit_id),
        "signer": actor.name,
        "errors": errors or None,
        "said": errors,
    }
    return page(request, "disposal.html", context, status=422 if errors else 200)


def _lines(request: HttpRequest, actor: Actor, found: DisposalInfo) -> Page[LineInfo]:
    """Return a page of lines; all of them, at most as many as a list has, for who says which are kept."""
    if found.state is not DisposalState.LISTED or not actor.may(PROPOSE, found.unit_id):
        return roads.list_lines(actor, disposal_id=found.id, cursor=request.GET.get("cursor", ""))
    lines: list[LineInfo] = []
    cursor = ""
    while True:
        part = roads.list_lines(actor, disposal_id=found.id, cursor=cursor)
        lines += part.items
        cursor = part.next_cursor
        if not cursor:
            return Page(lines)


def _may_drop(actor: Actor, state: DisposalState, unit_id: UUID) -> bool:
    if state in (DisposalState.LISTED, DisposalState.OPINED):
        return actor.may(PROPOSE, unit_id) or actor.may(DECIDE, unit_id)
    return state is DisposalState.DECIDED and actor.may(DECIDE, unit_id)
