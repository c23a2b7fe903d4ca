"""One digitised paper: how far it is, what stands on it beside its picture, signing and keeping, the second check."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.foundation.files import public as files
from tinhso.government.digitisation import queries, reading
from tinhso.government.digitisation.access import REVIEW, SCAN, SEE
from tinhso.government.digitisation.actions import keep as verbs
from tinhso.government.digitisation.data import DigitisedInfo, DigitisedState, PaperDescription, Review
from tinhso.government.digitisation.errors import BadDescription
from tinhso.government.digitisation.web._common import page
from tinhso.government.papers import public as papers
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import now
from tinhso.ui.parse import typed_day
from tinhso.ui.people import officer_of

FIELDS: Final = {
    "paper_type": "loai",
    "name": "ten",
    "number": "so",
    "issued_on": "ngay_cap",
    "valid_until": "het_han",
    "issuer_name": "co_quan",
    "owner_number": "so_dinh_danh",
    "owner_name": "ho_ten",
}


@require_http_methods(["GET", "HEAD", "POST"])
def digitised(request: HttpRequest, digitised_id: UUID) -> HttpResponse:
    """Show one digitised paper; a post describes, signs and keeps it."""
    actor = officer_of(request, SEE)
    info = queries.get_digitised(actor, digitised_id=digitised_id)
    errors: dict[str, str] = {}
    if request.method == "POST":
        answer = _kept(request, actor, info, errors)
        if answer is not None:
            return answer
    typed = request.POST.dict() if errors else _suggested(info)
    context = {
        "one": info,
        "typed": typed,
        "suggested": {name for name, words in _suggested(info).items() if words and name != "ten"},
        "types": [(code, papers.title_of(code)) for code in papers.all_types()],
        "errors": errors or None,
        "said": errors,
        "missing": reading.missing(),
        "may_keep": info.state is DigitisedState.READY and actor.may(SCAN, info.unit_id),
        "may_redo": info.state in (DigitisedState.READY, DigitisedState.FAILED) and actor.may(SCAN, info.unit_id),
        "may_review": info.review is Review.WANTED
        and actor.may(REVIEW, info.unit_id)
        and actor.account_id != info.prepared_by_id
        and actor.name != info.signed_by,
    }
    return page(request, "digitised.html", context, status=422 if errors else 200)


def _suggested(info: DigitisedInfo) -> dict[str, str]:
    found = info.suggestions
    return {
        "loai": found.paper_type,
        "ten": info.name,
        "so": found.number,
        "ngay_cap": f"{found.issued_on:%d/%m/%Y}" if found.issued_on else "",
        "co_quan": found.issuer_name,
    }


def _kept(request: HttpRequest, actor: Actor, info: DigitisedInfo, errors: dict[str, str]) -> HttpResponse | None:
    post = request.POST
    description = PaperDescription(
        paper_type=post.get("loai", ""),
        name=post.get("ten", "")[:1000],
        number=post.get("so", "")[:200],
        issued_on=typed_day(post.get("ngay_cap", ""), "ngay_cap", errors),
        valid_until=typed_day(post.get("het_han", ""), "het_han", errors),
        issuer_name=post.get("co_quan", "")[:1000],
        owner_number=post.get("so_dinh_danh", "")[:40].strip(),
        owner_name=post.get("ho_ten", "")[:1000].strip(),
    )
    if errors:
        return None
    try:
        verbs.keep_digitised(actor, digitised_id=info.id, description=description, now=now())
    except BadDescription as refused:
        errors.update({FIELDS.get(name, "loai"): words for name, words in refused.fields.items()})
        return None
    messages.success(request, _("Đã ký và lưu vào kho của chủ sở hữu."))
    return redirect("digitisation:check", info.dossier_id)


@require_safe
def progress(request: HttpRequest, digitised_id: UUID) -> JsonResponse:
    """Tell how far the work is, for the page that waits."""
    info = queries.watch_digitised(officer_of(request, SEE), digitised_id=digitised_id)
    answer = JsonResponse({"state": info.state, "percent": info.percent, "words": info.state_title})
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_safe
def file(request: HttpRequest, digitised_id: UUID) -> HttpResponseBase:
    """Show the PDF."""
    actor = officer_of(request, SEE)
    return files.respond(queries.open_digitised(actor, digitised_id=digitised_id), inline=True, request=request)


@require_POST
def redo(request: HttpRequest, digitised_id: UUID) -> HttpResponse:
    """Give it to the worker once more."""
    verbs.redo(officer_of(request, SEE), digitised_id=digitised_id, now=now())
    messages.success(request, _("Đã chuyển xử lý lại."))
    return redirect("digitisation:digitised", digitised_id)


@require_POST
def review(request: HttpRequest, digitised_id: UUID) -> HttpResponse:
    """Take the second person's word: `dat` for a good copy, anything else for a bad one with its reason."""
    actor = officer_of(request, SEE)
    is_good = "dat" in request.POST
    try:
        verbs.review(
            actor, digitised_id=digitised_id, is_good=is_good, note=request.POST.get("loi", "")[:1000], now=now()
        )
    except BadDescription as refused:
        messages.error(request, " ".join(refused.fields.values()))
    else:
        messages.success(request, _("Đã ghi kết quả kiểm tra."))
    return redirect("digitisation:digitised", digitised_id)
