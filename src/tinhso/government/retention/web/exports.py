"""Everything about a person: asked for by themselves, or at the desk on their written request."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.foundation.access import public as access
from tinhso.foundation.files import public as files
from tinhso.government.retention import content
from tinhso.government.retention.access import EXPORT
from tinhso.government.retention.actions.exports import ask_at_desk, ask_own, take_export
from tinhso.government.retention.collecting import rooms
from tinhso.government.retention.queries.roads import list_exports
from tinhso.government.retention.web._common import errors_of, page, uploaded
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import now
from tinhso.kernel.errors import DomainError
from tinhso.ui.people import applicant_of, officer_of


@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """Show one's own exports; POST asks for a new one."""
    actor = applicant_of(request)
    errors: dict[str, str] = {}
    needed = content.exporting("assurance")
    if request.method == "POST":
        try:
            ask_own(actor, now=now())
            messages.success(request, _("Đã nhận yêu cầu. Có thông báo khi tệp sẵn sàng."))
            return redirect("retention:mine")
        except DomainError as refused:
            errors = errors_of(refused)
    context = {
        "found": list_exports(actor),
        "is_proven": access.is_proven(actor, access.Gate.EXPORT, declared=needed),
        "days": content.exporting("keep_days"),
        "rooms": [_(module.title) for module in rooms()],
        "left_out": content.left_out(),
        "errors": errors or None,
    }
    return page(request, "mine.html", context, status=422 if errors else 200)


@require_safe
def own_file(request: HttpRequest, own_export_id: UUID) -> HttpResponseBase:
    """Download one's own export."""
    return _taken(request, applicant_of(request), own_export_id)


@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: HttpRequest) -> HttpResponse:
    """Show what this officer asked for; POST asks for somebody who handed in a written request."""
    actor, post = officer_of(request, EXPORT), request.POST
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            ask_at_desk(
                actor,
                number=post.get("so_dinh_danh", ""),
                name=post.get("ho_ten", ""),
                purpose=post.get("muc_dich", ""),
                request_file_id=uploaded(actor, request, "don", errors),
                now=now(),
            )
            messages.success(request, _("Đã nhận yêu cầu. Có thông báo khi tệp sẵn sàng."))
            return redirect("retention:exports")
        except DomainError as refused:
            errors = {**errors_of(refused), **errors}
    context = {
        "found": list_exports(actor),
        "days": content.exporting("keep_days"),
        "typed": post,
        "errors": errors or None,
        "said": errors,
    }
    return page(request, "exports.html", context, status=422 if errors else 200)


@require_safe
def desk_file(request: HttpRequest, desk_export_id: UUID) -> HttpResponseBase:
    """Download what this very officer asked for."""
    return _taken(request, officer_of(request, EXPORT), desk_export_id)


def _taken(request: HttpRequest, actor: Actor, export_id: UUID) -> HttpResponseBase:
    return files.respond(take_export(actor, export_id=export_id, now=now()), request=request)
