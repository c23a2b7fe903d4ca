"""`/ky-thuat/thu/`: letters that were given up."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.foundation.notifications import public as notifications
from tinhso.foundation.notifications.public import FailedDelivery
from tinhso.kernel import clock
from tinhso.kernel.http import ActorRequest, actor_of
from tinhso.portals.operator.gate import console
from tinhso.portals.operator.scrub import scrub
from tinhso.portals.operator.views.pages import code, confirm, link, page, table
from tinhso.ui.templatetags.ui import moment, number


@require_safe
@console
def show(request: ActorRequest) -> HttpResponse:
    """List letters that were given up."""
    failed = notifications.list_failed(actor_of(request), cursor=request.GET.get("cursor", ""))
    heads = [_("Mã thư"), _("Mẫu thư"), _("Kênh"), _("Số lần gửi"), _("Lý do"), _("Dừng lúc"), _("Thao tác")]
    context = {
        "letters": table(heads, map(_row, failed.items), numeric=frozenset({3})),
        "shown": len(failed.items),
        "next_cursor": failed.next_cursor,
    }
    return page(request, "letters", context)


def _row(one: FailedDelivery) -> list[object]:
    act = link(reverse("operator:retry_letter", args=[one.id]), _("Gửi lại"), str(one.id))
    reason = scrub(one.reason)
    attempts, failed_at = number(one.attempts), moment(one.failed_at)
    return [code(one.id), code(one.template), one.channel.value, attempts, reason, failed_at, act]


@require_http_methods(["GET", "HEAD", "POST"])
@console
def retry(request: ActorRequest, delivery_id: UUID) -> HttpResponse:
    """Confirm, then send one letter again. Whether it is there is the letters' own answer, at the POST."""
    if request.method == "POST":
        notifications.retry(actor_of(request), delivery_id, clock.now())
        messages.success(request, _("Đã xếp thư vào hàng đợi gửi lại."))
        return redirect("operator:letters")
    return confirm(
        request,
        "letters",
        heading=_("Gửi lại thư"),
        consequence=_("Thư được gửi lại từ đầu tới địa chỉ hiện có của tài khoản. Việc này được ghi nhật ký."),
        items=[str(delivery_id)],
        action=_("Gửi lại"),
    )
