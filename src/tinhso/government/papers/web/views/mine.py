"""«Giấy tờ của tôi»: one's own papers, each with its versions, uses and shares; bringing one's own."""

from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.foundation.files import public as files
from tinhso.foundation.prints import public as prints
from tinhso.government.papers import kinds
from tinhso.government.papers.actions import keep
from tinhso.government.papers.data import STATE_TITLES, Origin, PaperFacts, PaperInfo, PaperState
from tinhso.government.papers.queries import shares, store
from tinhso.government.papers.web.views._common import applicant_of, page
from tinhso.kernel.clock import now
from tinhso.kernel.errors import DomainError, Kind
from tinhso.ui.data import SummaryRow, UploadSlot
from tinhso.ui.parse import typed_day
from tinhso.ui.site import address_of

SIZE: Final = 20
FILTERED: Final = (PaperState.IN_FORCE, PaperState.EXPIRED, PaperState.REVOKED)


@require_safe
def papers_list(request: HttpRequest) -> HttpResponse:
    """List one's own papers; `loai` type, `trang-thai` state, `tim` words, `cursor`."""
    actor = applicant_of(request)
    kind, state = request.GET.get("loai", ""), request.GET.get("trang-thai", "")
    wanted = {
        "type_code": kind if kind in kinds.all_types() else "",
        "state": state if state in FILTERED else "",
        "words": request.GET.get("tim", "")[:100],
    }
    found = store.list_papers(actor, **wanted, cursor=request.GET.get("cursor", ""), size=SIZE, now=now())
    context = {
        "found": found,
        "wanted": wanted,
        "is_filtered": any(wanted.values()),
        "types": type_choices(),
        "states": [(one.value, _(STATE_TITLES[one])) for one in FILTERED],
        "received": shares.list_received(actor, now=now(), size=SIZE),
    }
    return page(request, "mine.html", context)


def type_choices() -> list[tuple[str, str]]:
    """Return (code, name) of every type in the language of the page."""
    return [(code, kinds.title_of(code)) for code in kinds.all_types()]


@require_safe
def paper(request: HttpRequest, own_paper_id: UUID) -> HttpResponse:
    """Show one of one's own papers: facts, code to check it by, versions, uses, shares."""
    actor, moment = applicant_of(request), now()
    info = store.get_paper(actor, paper_id=own_paper_id, now=moment)
    checkable = info.origin in (Origin.RESULT, Origin.CERTIFIED)
    address = f"{settings.PUBLIC_URL}/xac-thuc/{info.code}/"
    context = {
        "paper": info,
        "rows": facts_of(info),
        "qr": prints.qr_svg(address) if checkable else "",
        "check_url": address_of("citizen:verify_token", info.code) if checkable else "",
        "versions": store.list_versions(actor, paper_id=info.id, now=moment),
        "uses": store.list_uses(actor, paper_id=info.id, now=moment),
        "shares": shares.list_shares(actor, paper_id=info.id, size=SIZE).items,
        "moment": moment,
        "may_share": info.state in (PaperState.IN_FORCE, PaperState.EXPIRED),
        "may_put_away": info.origin is Origin.DECLARED and info.state is PaperState.IN_FORCE,
    }
    return page(request, "paper.html", context)


def facts_of(info: PaperInfo, *, with_owner: bool = False) -> list[SummaryRow]:
    """Return what stands on a paper, as questions and answers; empty ones are left out."""
    rows = [
        (_("Chủ sở hữu"), info.owner_name if with_owner else ""),
        (_("Loại giấy tờ"), info.type_name),
        (_("Số, ký hiệu"), info.number),
        (_("Ngày cấp"), _day(info.issued_on)),
        (_("Hiệu lực"), _until(info)),
        (_("Phạm vi hiệu lực"), info.scope),
        (_("Trích yếu"), info.abstract),
        (_("Cơ quan cấp"), info.issuer_name),
        (_("Người ký"), info.signer_name),
        (_("Nguồn"), info.origin_title),
        (_("Mức tin cậy"), f"{info.confidence.value}: {kinds.confidence_title(info.confidence.value)}"),
        (_("Người số hóa"), info.digitised_by if not with_owner else ""),
    ]
    return [SummaryRow(title, value) for title, value in rows if value]


def _until(info: PaperInfo) -> str:
    if info.valid_until is not None:
        return _("Đến hết ngày %(day)s") % {"day": _day(info.valid_until)}
    return _("Vô thời hạn, hoặc ghi trên giấy")


def _day(day: Any) -> str:
    if day is None:
        return ""
    return str(day.strftime("%d/%m/%Y") if not (get_language() or "vi").startswith("en") else day.isoformat())


@require_safe
def file(request: HttpRequest, own_paper_id: UUID) -> HttpResponseBase:
    """Download one's own paper."""
    info = store.get_paper(applicant_of(request), paper_id=own_paper_id, now=now())
    return files.respond(info.file_id, inline="xem" in request.GET, request=request)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Bring a paper of one's own: it is marked as not verified."""
    actor = applicant_of(request)
    errors: dict[str, str] = {}
    if request.method == "POST":
        answer = _added(request, errors)
        if answer is not None:
            return answer
    slot = UploadSlot(
        name="tep",
        label=_("Ảnh hoặc tệp của giấy tờ"),
        multiple=False,
        max_bytes=settings.FILE_MAX_BYTES,
        error=errors.get("tep", ""),
    )
    context = {"typed": request.POST, "types": type_choices(), "slot": slot, "errors": errors or None, "owner": actor}
    return page(request, "add.html", context, status=422 if errors else 200)


def _added(request: HttpRequest, errors: dict[str, str]) -> HttpResponse | None:
    """Keep what was sent; put what is wrong into `errors` and return None."""
    actor, post, moment = applicant_of(request), request.POST, now()
    issued, until = (typed_day(post.get(name, ""), name, errors) for name in ("ngay_cap", "het_han"))
    if post.get("loai", "") not in kinds.all_types():
        errors["loai"] = _("Chọn loại giấy tờ")
    sent = request.FILES.get("tep")
    if sent is None:
        errors["tep"] = _("Chọn ảnh hoặc tệp của giấy tờ")
    if errors or sent is None:
        return None
    try:
        kept = files.save(actor, stream=sent, name=sent.name or "giay-to", now=moment)
        facts = PaperFacts(
            owner_number="",
            owner_name="",
            paper_type=post["loai"],
            file_id=kept.id,
            name=post.get("ten", ""),
            number=post.get("so", ""),
            issued_on=issued,
            valid_until=until,
            issuer_name=post.get("co_quan", ""),
        )
        info = keep.declare(actor, facts=facts, now=moment)
    except DomainError as refused:
        if refused.kind is Kind.NOT_FOUND:
            raise
        fields = {"issued_on": "ngay_cap", "valid_until": "het_han", "paper_type": "loai"}
        errors.update(
            {fields.get(name, "tep"): said for name, said in refused.fields.items()} or {"tep": refused.sentence}
        )
        return None
    messages.success(request, _("Đã đưa giấy tờ vào kho."))
    return redirect("papers:paper", own_paper_id=info.id)


@require_POST
def put_away(request: HttpRequest, own_paper_id: UUID) -> HttpResponse:
    """Take a paper one brought oneself out of use."""
    keep.put_away(applicant_of(request), paper_id=own_paper_id, now=now())
    messages.success(request, _("Đã bỏ giấy tờ khỏi kho. Lịch sử vẫn được lưu."))
    return redirect("papers:mine")
