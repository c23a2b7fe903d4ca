"""Two versions beside each other, and two that have to become one."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.government.drafting import public as drafting
from tinhso.government.drafting.rules.comparing import Line
from tinhso.government.drafting.web.typed import box_title, content_of, errors_of, form_of, reader
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import now
from tinhso.kernel.errors import DomainError
from tinhso.ui.parse import whole_of


@require_safe
def compare(request: HttpRequest, drafted_id: UUID) -> HttpResponse:
    """Show what changed from version `tu` to version `den`, word by word."""
    actor = reader(request)
    detail = drafting.get_draft(actor, draft_id=drafted_id, now=now())
    newer = whole_of(request.GET.get("den", ""), detail.info.head)
    older = whole_of(request.GET.get("tu", ""), max(1, newer - 1))
    found = drafting.compare(actor, draft_id=drafted_id, older=older, newer=newer)
    context = {
        "info": detail.info,
        "versions": detail.versions,
        "found": found,
        "boxes": titled(found.boxes),
        "head": detail.info.head,
    }
    return render(request, "drafting/compare.html", context)


def titled(boxes: dict[str, list[Line]]) -> list[tuple[str, list[Line]]]:
    """Return the boxes of a comparison by what they are called."""
    return [(box_title(name), lines) for name, lines in boxes.items()]


@require_http_methods(("GET", "HEAD", "POST"))
def merge(request: HttpRequest, drafted_id: UUID, side: int) -> HttpResponse:
    """Show the version beside the head with what both make together; a POST keeps what a person made of them."""
    actor, errors = reader(request), dict[str, str]()
    if request.method == "POST":
        try:
            saved = drafting.merge_side(
                actor,
                draft_id=drafted_id,
                side=side,
                content=content_of(request.POST),
                head=whole_of(request.POST.get("goc", ""), 0),
                now=now(),
            )
        except DomainError as refused:
            errors = errors_of(refused)
        else:
            messages.success(request, _("Đã hợp nhất thành bản %(n)d.") % {"n": saved.number})
            return redirect("drafting:draft", drafted_id=drafted_id)
    return _proposal(request, actor, drafted_id, side, errors=errors)


def _proposal(
    request: HttpRequest, actor: Actor, drafted_id: UUID, side: int, *, errors: dict[str, str]
) -> HttpResponse:
    detail = drafting.get_draft(actor, draft_id=drafted_id, now=now())
    proposal = drafting.propose_merge(actor, draft_id=drafted_id, side=side)
    content = content_of(request.POST) if errors else proposal.content
    context = {
        **form_of(content, detail.info.kind),
        "info": detail.info,
        "base": proposal.head,
        "proposal": proposal,
        "boxes": titled(proposal.boxes),
        "errors": errors,
    }
    return render(request, "drafting/merge.html", context, status=422 if errors else 200)
