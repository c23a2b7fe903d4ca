"""What an officer asked to have signed: waiting, made, not made."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from tinhso.foundation.files import public as files
from tinhso.foundation.signing import public as signing
from tinhso.foundation.signing.data import Profile
from tinhso.foundation.signing.queue.data import RequestState
from tinhso.kernel.clock import now
from tinhso.kernel.errors import DomainError, Kind
from tinhso.ui.people import officer_of

BOXES: Final[dict[str, tuple[RequestState, ...]]] = {
    "cho": (RequestState.WAITING, RequestState.WORKING),
    "xong": (RequestState.DONE,),
    "loi": (RequestState.FAILED, RequestState.CANCELLED),
}
TITLES: Final = {
    RequestState.WAITING: (gettext_lazy("Chờ ký"), "hold"),
    RequestState.WORKING: (gettext_lazy("Đang ký"), "new"),
    RequestState.DONE: (gettext_lazy("Đã ký"), "ok"),
    RequestState.FAILED: (gettext_lazy("Không ký được"), "late"),
    RequestState.CANCELLED: (gettext_lazy("Đã hủy"), "end"),
}
PROFILES: Final = {
    Profile.B_B: gettext_lazy("Không có dấu thời gian"),
    Profile.B_T: gettext_lazy("Có dấu thời gian"),
    Profile.B_LT: gettext_lazy("Dài hạn"),
    Profile.B_LTA: gettext_lazy("Lưu trữ"),
}


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Show this officer's requests of one box (`hop`), newest first."""
    actor = officer_of(request)
    box = request.GET.get("hop", "")
    box = box if box in BOXES else "cho"
    page = signing.list_requests(actor, states=BOXES[box], cursor=request.GET.get("cursor", ""), size=50)
    rows: list[dict[str, Any]] = [
        {"one": one, "title": TITLES[one.state][0], "tone": TITLES[one.state][1], "profile": PROFILES[one.profile]}
        for one in page.items
    ]
    return render(request, "signing/requests.html", {"box": box, "page": page, "rows": rows})


@require_POST
def act(request: HttpRequest, asked_id: UUID) -> HttpResponse:
    """Cancel a request or try it again (`lam`)."""
    actor = officer_of(request)
    again = request.POST.get("lam", "") == "ky_lai"
    try:
        if again:
            signing.try_again(actor, request_id=asked_id, now=now())
            messages.success(request, _("Đã đưa văn bản vào hàng đợi để ký lại."))
        else:
            signing.cancel_request(actor, request_id=asked_id, now=now())
            messages.success(request, _("Đã hủy yêu cầu ký."))
    except DomainError as refused:
        if refused.kind is not Kind.CONFLICT:
            raise
        messages.warning(request, _(refused.sentence))
    return redirect("signing:requests")


@require_safe
def result(request: HttpRequest, asked_id: UUID) -> HttpResponseBase:
    """Give the signed file to who asked for it."""
    found = signing.get_request(officer_of(request), request_id=asked_id)
    if found.result_file_id is None:
        raise signing.RequestNotFound
    return files.respond(found.result_file_id, inline=True, request=request)
