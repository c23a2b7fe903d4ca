"""Standing decisions, what is cleaned under them, and what was."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.foundation.files import public as files
from tinhso.government.retention.access import SEE, STANDING
from tinhso.government.retention.actions.standing import end_standing, record_standing
from tinhso.government.retention.content import cleaning_rules
from tinhso.government.retention.queries import roads
from tinhso.government.retention.web._common import errors_of, page, uploaded
from tinhso.kernel.clock import now
from tinhso.kernel.errors import DomainError
from tinhso.ui.parse import day_of
from tinhso.ui.people import officer_of


@require_http_methods(["GET", "HEAD", "POST"])
def standing(request: HttpRequest) -> HttpResponse:
    """Show what may be cleaned and by which decision; POST records one."""
    actor, post = officer_of(request, SEE, STANDING), request.POST
    errors: dict[str, str] = {}
    if request.method == "POST":
        officer_of(request, STANDING)
        try:
            record_standing(
                actor,
                number=post.get("so", ""),
                decided_on=day_of(post.get("ngay", "")),
                signer_name=post.get("nguoi_ky", ""),
                kinds=post.getlist("loai"),
                file_id=uploaded(actor, request, "tep", errors),
                now=now(),
            )
            messages.success(request, _("Đã ghi quyết định. Việc dọn dẹp chạy vào 02:35 hằng ngày."))
            return redirect("retention:standing")
        except DomainError as refused:
            errors = {**errors_of(refused), **errors}
    rules = cleaning_rules()
    titles = {kind.value: rule.title for kind, rule in rules.items()}
    context = {
        "rules": list(rules.values()),
        "found": [(one, [rules[kind].title for kind in one.kinds]) for one in roads.list_standing(actor)],
        "runs": [(titles.get(kind, kind), n, at) for kind, n, at in roads.list_runs(actor)],
        "may_record": actor.may(STANDING),
        "typed": post,
        "chosen": set(post.getlist("loai")),
        "errors": errors or None,
        "said": errors,
    }
    return page(request, "standing.html", context, status=422 if errors else 200)


@require_POST
def end(request: HttpRequest, standing_id: UUID) -> HttpResponse:
    """End one standing decision."""
    end_standing(officer_of(request, STANDING), standing_id=standing_id, now=now())
    messages.success(request, _("Quyết định hết hiệu lực từ bây giờ. Không dọn dẹp gì theo quyết định này nữa."))
    return redirect("retention:standing")


@require_safe
def file(request: HttpRequest, standing_id: UUID) -> HttpResponseBase:
    """Open the file of a standing decision."""
    found = roads.get_standing(officer_of(request, SEE, STANDING), standing_id=standing_id)
    return files.respond(found.file_id, inline=True, request=request)
