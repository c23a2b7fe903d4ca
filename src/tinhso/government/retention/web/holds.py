"""Holds: place one, see them, lift one."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tinhso.government.retention.access import HOLD
from tinhso.government.retention.actions.holds import lift_hold, place_hold
from tinhso.government.retention.queries.roads import list_holds
from tinhso.government.retention.web._common import errors_of, page
from tinhso.kernel.clock import now
from tinhso.kernel.errors import DomainError
from tinhso.ui.people import officer_of


@require_http_methods(["GET", "HEAD", "POST"])
def holds(request: HttpRequest) -> HttpResponse:
    """List holds and take a new one (`ma` fills in a dossier's code)."""
    actor, post = officer_of(request, HOLD), request.POST
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            place_hold(
                actor,
                dossier_code=post.get("ma_ho_so", ""),
                number=post.get("so_dinh_danh", ""),
                reason=post.get("ly_do", ""),
                document=post.get("van_ban", ""),
                now=now(),
            )
            messages.success(request, _("Đã phong tỏa. Hồ sơ thuộc diện này không bị hủy cho đến khi gỡ."))
            return redirect("retention:holds")
        except DomainError as refused:
            errors = errors_of(refused)
    context = {
        "found": list_holds(actor, cursor=request.GET.get("cursor", "")),
        "typed": post or {"ma_ho_so": request.GET.get("ma", "")[:48]},
        "errors": errors or None,
        "said": errors,
    }
    return page(request, "holds.html", context, status=422 if errors else 200)


@require_POST
def lift(request: HttpRequest, hold_id: UUID) -> HttpResponse:
    """Lift one hold, saying why."""
    actor = officer_of(request, HOLD)
    try:
        lift_hold(actor, hold_id=hold_id, reason=request.POST.get("ly_do_go", ""), now=now())
    except DomainError as refused:
        said = errors_of(refused)
        messages.error(request, next(iter(said.values())))
        return redirect("retention:holds")
    messages.success(request, _("Đã gỡ phong tỏa."))
    return redirect("retention:holds")
