"""Writing: a new draft, the boxes of one, and how it will look on paper."""

import base64
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tinhso.foundation.prints import public as prints
from tinhso.government.drafting import layouts, paper
from tinhso.government.drafting import public as drafting
from tinhso.government.drafting.data import WRITE, Content, Detail
from tinhso.government.drafting.rules.content import cleaned
from tinhso.government.drafting.web.typed import content_of, errors_of, form_of, reader
from tinhso.government.drafting.web.views import pdf_answer
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import local_day, now
from tinhso.kernel.errors import DomainError
from tinhso.ui.parse import uuid_of, whole_of
from tinhso.ui.people import officer_of

READABLE = ("GET", "HEAD", "POST")


@require_http_methods(READABLE)
def new(request: HttpRequest) -> HttpResponse:
    """Choose a kind and say what it is about; `tra_loi` and `thay_the` name the document it answers or replaces."""
    actor = officer_of(request, WRITE)
    given, errors = request.POST or request.GET, dict[str, str]()
    if request.method == "POST":
        try:
            made = drafting.start_draft(
                actor,
                kind=given.get("loai", ""),
                subject=given.get("trich_yeu", ""),
                symbol_tail=given.get("ky_hieu", ""),
                answers_id=uuid_of(given.get("tra_loi", "")),
                replaces_id=uuid_of(given.get("thay_the", "")),
                now=now(),
            )
        except DomainError as refused:
            errors = errors_of(refused)
        else:
            return redirect("drafting:edit", drafted_id=made.id)
    context = {"kinds": layouts.kinds(), "typed": given, "errors": errors}
    return render(request, "drafting/new.html", context, status=422 if errors else 200)


@require_http_methods(READABLE)
def edit(request: HttpRequest, drafted_id: UUID) -> HttpResponse:
    """Show the boxes of a draft; a POST saves a version made from the one that was read (`goc`)."""
    actor = reader(request)
    if request.method == "POST":
        return _save(request, actor, drafted_id)
    detail = drafting.get_draft(actor, draft_id=drafted_id, now=now())
    if "write" not in detail.may:
        messages.info(request, _("Dự thảo đang ở bước khác nên chưa sửa được."))
        return redirect("drafting:draft", drafted_id=drafted_id)
    other = drafting.open_for_editing(actor, draft_id=drafted_id, take_over="nhan" in request.GET, now=now())
    return _form(request, detail, detail.content, base=detail.info.head, other=other)


def _form(
    request: HttpRequest,
    detail: Detail,
    content: Content,
    *,
    base: int,
    other: str = "",
    errors: dict[str, str] | None = None,
) -> HttpResponse:
    context: dict[str, Any] = {
        **form_of(content, detail.info.kind),
        "info": detail.info,
        "base": base,
        "other": other,
        "errors": errors,
    }
    return render(request, "drafting/edit.html", context, status=422 if errors else 200)


def _save(request: HttpRequest, actor: Actor, drafted_id: UUID) -> HttpResponse:
    post, typed = request.POST, content_of(request.POST)
    base = whole_of(post.get("goc", ""), 0)
    try:
        saved = drafting.save_version(
            actor, draft_id=drafted_id, content=typed, base=base, note=post.get("ghi_chu", ""), now=now()
        )
    except DomainError as refused:
        detail = drafting.get_draft(actor, draft_id=drafted_id, now=now())
        return _form(request, detail, typed, base=base, errors=errors_of(refused))
    if saved.is_side:
        messages.warning(
            request,
            _("Người khác vừa lưu bản %(head)d. Bản của Ông/Bà được giữ là bản %(side)d; hợp nhất hai bản ở trang này.")
            % {"head": saved.head, "side": saved.number},
        )
        return redirect("drafting:merge", drafted_id=drafted_id, side=saved.number)
    messages.success(request, _("Đã lưu bản %(n)d.") % {"n": saved.number})
    if "tiep" in post:
        return redirect("drafting:edit", drafted_id=drafted_id)
    drafting.stop_editing(actor, draft_id=drafted_id, now=now())
    return redirect("drafting:draft", drafted_id=drafted_id)


@require_POST
def preview(request: HttpRequest, drafted_id: UUID) -> HttpResponse:
    """Give what is being typed as it will look: a PDF, or with `dang=anh` the pages as pictures (JSON)."""
    found, _saved = drafting.version_content(
        reader(request), draft_id=drafted_id, number=whole_of(request.POST.get("goc", ""), 1)
    )
    content, moment = cleaned(content_of(request.POST)), now()
    if request.POST.get("dang") != "anh":
        return pdf_answer(paper.render(found, content, is_draft=True, now=moment), "xem-truoc.pdf")
    template, data = paper.order_of(found, content, is_draft=True, on=local_day(moment))
    try:
        pages = prints.render_pages(template, data, at=moment, dots=72, most=6)
    except prints.PrintRefused as refused:
        return JsonResponse({"pages": [], "said": refused.sentence}, status=422)
    return JsonResponse({"pages": ["data:image/png;base64," + base64.b64encode(one).decode() for one in pages]})
