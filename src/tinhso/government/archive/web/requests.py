"""The archive's side of requests: find what is meant, choose the documents, grant, refuse, lend, take back."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tinhso.government.archive import access, request_queries, store_rules
from tinhso.government.archive.actions import granting as verbs
from tinhso.government.archive.data import ALLOW, LEND
from tinhso.government.archive.packages import codes_of
from tinhso.government.archive.request_data import (
    REQUEST_TITLES,
    RequestForm,
    RequestInfo,
    RequestLine,
    RequestState,
)
from tinhso.government.archive.web._common import errors_of, page
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import now
from tinhso.kernel.errors import DomainError
from tinhso.ui.parse import uuid_of, whole_of
from tinhso.ui.people import officer_of


@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """List the requests to this archive (`tim`, `tinh_trang`)."""
    actor = officer_of(request, LEND)
    asked, counts = request.GET.get("tinh_trang", ""), request_queries.count_requests(actor)
    state = next((one for one in RequestState if one.value == asked), None)
    words = request.GET.get("tim", "")[:60]
    cursor = request.GET.get("cursor", "")
    context = {
        "found": request_queries.list_requests(actor, state=state, words=words, cursor=cursor),
        "words": words,
        "state": state.value if state else "",
        "states": [(one.value, _(REQUEST_TITLES[one]), counts[one]) for one in RequestState if counts.get(one)],
        "moment": now(),
    }
    return page(request, "requests.html", context)


@require_safe
def one(request: HttpRequest, archive_request_id: UUID) -> HttpResponse:
    """Show one request: who asks for what, the packages in it, and the next step (`tim`, `goi` to choose from)."""
    return _page(request, archive_request_id, {})


@require_POST
def act(request: HttpRequest, archive_request_id: UUID) -> HttpResponse:
    """Do what the button says (`lam`)."""
    actor, post = officer_of(request, LEND), request.POST
    request_queries.get_request(actor, request_id=archive_request_id)
    verb = _VERBS.get(post.get("lam", ""))
    if verb is None:
        raise Http404
    try:
        said = verb(actor, archive_request_id, post)
    except DomainError as refused:
        return _page(request, archive_request_id, errors_of(refused))
    messages.success(request, said)
    return redirect("archive:request", archive_request_id=archive_request_id)


def _put(actor: Actor, key: UUID, post: QueryDict) -> str:
    package_id = uuid_of(post.get("goi", ""))
    if package_id is None:
        raise Http404
    verbs.put_line(actor, request_id=key, package_id=package_id, paths=post.getlist("tai_lieu")[:5000])
    return _("Đã đưa tài liệu vào yêu cầu.")


def _drop(actor: Actor, key: UUID, post: QueryDict) -> str:
    package_id = uuid_of(post.get("goi", ""))
    if package_id is None:
        raise Http404
    verbs.drop_line(actor, request_id=key, package_id=package_id)
    return _("Đã bỏ gói khỏi yêu cầu.")


def _forward(actor: Actor, key: UUID, _post: QueryDict) -> str:
    verbs.forward(actor, request_id=key, now=now())
    return _("Đã trình lãnh đạo cơ quan.")


def _grant(actor: Actor, key: UUID, post: QueryDict) -> str:
    made = verbs.grant(actor, request_id=key, days=whole_of(post.get("ngay", "")) or 0, now=now())
    if made.form is RequestForm.PAPER:
        return _("Đã cho mượn. Người mượn được báo đến nhận bản giấy.")
    return _("Đã cho khai thác. Bản đọc đang được lập, người yêu cầu được báo khi xong.")


def _refuse(actor: Actor, key: UUID, post: QueryDict) -> str:
    verbs.refuse(actor, request_id=key, reason=post.get("ly_do", ""), now=now())
    return _("Đã từ chối, người yêu cầu được báo lý do.")


def _again(actor: Actor, key: UUID, _post: QueryDict) -> str:
    verbs.make_again(actor, request_id=key, now=now())
    return _("Bản đọc sẽ được lập lại trong ít phút.")


def _lend(actor: Actor, key: UUID, _post: QueryDict) -> str:
    verbs.lend(actor, request_id=key, now=now())
    return _("Đã ghi giao bản giấy.")


def _extend(actor: Actor, key: UUID, _post: QueryDict) -> str:
    verbs.extend(actor, request_id=key, now=now())
    return _("Đã gia hạn.")


def _back(actor: Actor, key: UUID, post: QueryDict) -> str:
    verbs.give_back(actor, request_id=key, remark=post.get("tinh_trang", ""), now=now())
    return _("Đã ghi nhận lại bản giấy.")


_VERBS: Mapping[str, Callable[[Actor, UUID, QueryDict], str]] = {
    "them": _put,
    "bo": _drop,
    "trinh": _forward,
    "cho": _grant,
    "tu_choi": _refuse,
    "lap_lai": _again,
    "giao": _lend,
    "gia_han": _extend,
    "nhan_lai": _back,
}


def _page(request: HttpRequest, key: UUID, errors: dict[str, str]) -> HttpResponse:
    actor = officer_of(request, LEND)
    info, lines = request_queries.get_request(actor, request_id=key)
    context = {
        "request_info": info,
        "lines": lines,
        "purpose": codes_of("purpose").get(info.purpose, info.purpose),
        "fee_object": codes_of("feeObjectType").get(info.fee_object, ""),
        "most": store_rules.value("paper_days" if info.form is RequestForm.PAPER else "read_days"),
        "typed": request.POST,
        "said": errors,
        "errors": errors or None,
        "moment": now(),
        **_steps(actor, info, lines),
        **_choosing(request, actor, info),
    }
    return page(request, "request.html", context, status=422 if errors else 200)


def _steps(actor: Actor, info: RequestInfo, lines: list[RequestLine]) -> dict[str, bool]:
    """Return what this officer may do with it now."""
    answers = info.state in (RequestState.ASKED, RequestState.FORWARDED)
    leads = access.may(actor, ALLOW, info.unit_id)
    needs_leader = info.state is RequestState.FORWARDED or any(one.is_conditional for one in lines)
    return {
        "answers": answers,
        "may_grant": answers and bool(lines) and (leads or not needs_leader),
        "may_forward": info.state is RequestState.ASKED and bool(lines) and needs_leader and not leads,
        "may_refuse": answers or info.state is RequestState.FAILED,
        "may_make": info.state is RequestState.FAILED,
        "may_lend": info.form is RequestForm.PAPER and info.state is RequestState.READY,
        "is_out": info.state is RequestState.LENT,
    }


def _choosing(request: HttpRequest, actor: Actor, info: RequestInfo) -> dict[str, Any]:
    """Return what may be put into it: packages that hold the words, the documents of the one that is opened."""
    if info.state not in (RequestState.ASKED, RequestState.FORWARDED):
        return {}
    words, opened = request.GET.get("tim", "")[:200], uuid_of(request.GET.get("goi", ""))
    offered = request_queries.find_to_lend(actor, request_id=info.id, words=words) if words else []
    documents = request_queries.documents_of(actor, request_id=info.id, package_id=opened) if opened else []
    return {"words": words, "offered": offered, "opened": opened, "documents": documents}
