"""`/ky-thuat/chu-ky-lau-dai/`: signed files whose proofs are renewed. Files are not shown here."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from tinhso.foundation.signing.lasting import listing
from tinhso.foundation.signing.lasting.data import LastingInfo, LastingState
from tinhso.foundation.signing.lasting.keeping import attend_now, get_lasting, trail_of
from tinhso.foundation.signing.web.trust import OPERATE
from tinhso.kernel import clock
from tinhso.kernel.errors import Forbidden
from tinhso.ui.people import officer_of

TITLES: Final = {
    "giu": gettext_lazy("Đang giữ"),
    "sap": gettext_lazy("Hết hạn trong một năm tới"),
    "den_han": gettext_lazy("Đến lượt xử lý"),
    "loi": gettext_lazy("Vướng mắc"),
    "lo": gettext_lazy("Đã quá hạn"),
}
STATES: Final = {
    LastingState.NEW: (gettext_lazy("Chưa xem"), "new"),
    LastingState.KEPT: (gettext_lazy("Đang giữ"), "ok"),
    LastingState.LAPSED: (gettext_lazy("Đã quá hạn"), "late"),
    LastingState.REPLACED: (gettext_lazy("Có bản sau"), "end"),
    LastingState.GONE: (gettext_lazy("Không giữ nữa"), "end"),
}


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Show the numbers, each leading to its files, and one list (`hop`), whose turn comes first."""
    officer_of(request, OPERATE, otherwise=Forbidden)
    now = clock.now()
    box = request.GET.get("hop", "")
    box = box if box in TITLES else "giu"
    found = listing.counts(now)
    numbers = zip(TITLES.items(), (found.kept, found.soon, found.due, found.troubled, found.lapsed), strict=True)
    page = listing.listed(box, cursor=request.GET.get("cursor", ""), now=now)
    context = {
        "box": box,
        "page": page,
        "rows": [_row(one) for one in page.items],
        "numbers": [{"box": key, "title": title, "count": count} for (key, title), count in numbers],
    }
    return _answer(render(request, "signing/lasting.html", context))


@require_safe
def one(request: HttpRequest, lasting_id: UUID) -> HttpResponse:
    """Show how a file stands and what became of it: each version by its hash."""
    officer_of(request, OPERATE, otherwise=Forbidden)
    context = {**_row(get_lasting(lasting_id)), "trail": trail_of(lasting_id)}
    return _answer(render(request, "signing/lasting_one.html", context))


@require_POST
def again(request: HttpRequest, lasting_id: UUID) -> HttpResponse:
    """Have the worker attend to a file at once."""
    actor = officer_of(request, OPERATE, otherwise=Forbidden)
    attend_now(actor, lasting_id=lasting_id, now=clock.now())
    messages.success(request, _("Đã đưa tệp lên đầu hàng đợi. Tải lại trang sau ít phút để xem kết quả."))
    return redirect("signing:lasting_one", lasting_id)


def _row(one: LastingInfo) -> dict[str, Any]:
    title, tone = STATES[one.state]
    if one.problem and one.state in (LastingState.NEW, LastingState.KEPT):
        title, tone = gettext_lazy("Vướng mắc"), "warn"
    return {"one": one, "state": title, "tone": tone}


def _answer(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "private, no-store"
    return answer
