"""Mandates to sign: who may sign for the head, by which paper, for what and until when."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tinhso.government.drafting import layouts, people
from tinhso.government.drafting import public as drafting
from tinhso.government.drafting.actions.mandates import may_give
from tinhso.government.drafting.data import SIGN, WRITE
from tinhso.government.drafting.web.typed import errors_of
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import local_day, now
from tinhso.kernel.errors import DomainError
from tinhso.ui.parse import typed_day, uuid_of
from tinhso.ui.people import officer_of


@require_http_methods(("GET", "HEAD", "POST"))
def mandates(request: HttpRequest) -> HttpResponse:
    """Show the mandates of one's agency; the head records a new one by a POST."""
    actor, errors = officer_of(request, WRITE), dict[str, str]()
    if request.method == "POST":
        actor = officer_of(request, SIGN)
        _give(request, actor, errors)
        if not errors:
            messages.success(request, _("Đã ghi ủy quyền ký."))
            return redirect("drafting:mandates")
    return _page(request, actor, errors)


def _page(request: HttpRequest, actor: Actor, errors: dict[str, str], *, asked: UUID | None = None) -> HttpResponse:
    today = local_day(now())
    page = drafting.list_mandates(actor, cursor=request.GET.get("cursor", "")[:200])
    gives = actor.unit_id is not None and may_give(actor, actor.unit_id, on=today)
    titles = {one.key: one.title for one in (*layouts.kinds(), *layouts.copy_kinds())}
    context = {
        "page": page,
        "rows": [(one, [titles.get(key, key) for key in one.kinds], one.standing(today)) for one in page.items],
        "gives": gives,
        "unit_id": actor.unit_id,
        "heads": people.heads_of_parts(actor.unit_id, on=today) if gives and actor.unit_id else [],
        "kinds": titles.items(),
        "chosen": request.POST.getlist("loai"),
        "typed": request.POST,
        "errors": errors,
        "asked": asked,
    }
    return render(request, "drafting/mandates.html", context, status=422 if errors else 200)


def _give(request: HttpRequest, actor: Actor, errors: dict[str, str]) -> None:
    post = request.POST
    begins = typed_day(post.get("tu_ngay", ""), "tu_ngay", errors)
    ends = typed_day(post.get("den_ngay", ""), "den_ngay", errors)
    chosen = uuid_of(post.get("nguoi_duoc_uy_quyen", ""))
    if chosen is None:
        errors["nguoi_duoc_uy_quyen"] = _("Chọn người được ủy quyền.")
    if begins is None:
        errors.setdefault("tu_ngay", _("Nhập ngày bắt đầu, ví dụ 24/11/2026."))
    if ends is None:
        errors.setdefault("den_ngay", _("Nhập ngày kết thúc, ví dụ 31/12/2026."))
    if chosen is None or begins is None or ends is None:
        return
    try:
        drafting.give_mandate(
            actor,
            account_id=chosen,
            document=post.get("van_ban", ""),
            scope=post.get("noi_dung", ""),
            valid_from=begins,
            last_day=ends,
            kinds=post.getlist("loai"),
            now=now(),
        )
    except DomainError as refused:
        errors |= errors_of(refused)


@require_POST
def revoke(request: HttpRequest, signing_mandate_id: UUID) -> HttpResponse:
    """End a mandate before its time."""
    actor = officer_of(request, SIGN)
    try:
        drafting.revoke_mandate(actor, mandate_id=signing_mandate_id, reason=request.POST.get("ly_do", ""), now=now())
    except DomainError as refused:
        return _page(request, actor, errors_of(refused), asked=signing_mandate_id)
    messages.success(request, _("Đã thu hồi ủy quyền."))
    return redirect("drafting:mandates")
