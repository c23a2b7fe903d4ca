"""One's own page: what is to be done, every dossier and its way, results."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.foundation.access import public as access
from tinhso.foundation.files import public as files
from tinhso.foundation.notifications import public as notifications
from tinhso.foundation.prints import public as prints
from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.public import DossierDetail, LetterState, Status
from tinhso.government.payments import public as payments
from tinhso.government.procedures import public as procedures
from tinhso.government.results import public as results
from tinhso.kernel.clock import now
from tinhso.kernel.http import actor_of
from tinhso.portals.citizen import presenting, texts, uploads
from tinhso.portals.citizen.views._common import applicant_of, session_ends
from tinhso.ui import languages
from tinhso.ui.data import UploadSlot
from tinhso.ui.menu import citizen_menu

PAGE: Final = 20
PRINTS: Final[Mapping[str, str]] = {
    "giay-tiep-nhan": "receipt",
    "phieu-bo-sung": "supplement",
    "phieu-tu-choi": "refusal",
    "to-khai": "application",
    "phieu-xin-loi": "apology",
    "thong-bao-dung": "stop",
}


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Show what is to be done first, then every dossier and every result, newest first."""
    if actor_of(request).is_officer:
        return redirect("citizen:landing")
    actor, moment = applicant_of(request), now()
    page = dossiers.list_dossiers(
        actor,
        wanted=dossiers.DossierFilter(words=request.GET.get("tim", "")[:100]),
        cursor=request.GET.get("cursor", ""),
        size=PAGE,
        now=moment,
    )
    context = {
        "tasks": presenting.tasks_of(actor, now=moment),
        "page": page,
        "rows": [
            {
                "info": info,
                "words": presenting.status_words(info.status),
                "promise": presenting.promise_of(info, now=moment),
            }
            for info in page.items
        ],
        "results": results.list_of_person(actor, cursor=request.GET.get("kq", ""), size=PAGE),
        "unread": notifications.count_unread(actor),
        "search": request.GET.get("tim", ""),
        "places": citizen_menu(),
    }
    return render(request, "citizen/mine.html", context)


@require_safe
def dossier(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Show one dossier: where it stands, what comes next, papers, prints, result (W4)."""
    detail = dossiers.get_dossier(applicant_of(request), dossier_id=dossier_id)
    return _show(request, detail)


def _show(
    request: HttpRequest,
    detail: DossierDetail,
    *,
    errors: Mapping[str, str] | None = None,
    kept: Mapping[str, list[files.FileInfo]] | None = None,
) -> HttpResponse:
    info, version = detail.info, procedures.get_version(detail.version_id)
    asked = next((one for one in detail.supplements if one.answered_at is None), None)
    waiting = info.status is Status.WAITING_SUPPLEMENT and asked is not None
    context = {
        "detail": detail,
        "info": info,
        "name": texts.name_of(version.info),
        "words": presenting.status_words(info.status),
        "promise": presenting.promise_of(info, now=now()),
        "road": presenting.road_of(info),
        "timeline": presenting.public_timeline(detail.timeline),
        "sections": presenting.answers(version.form, detail.data),
        "supplement": asked if waiting else None,
        "slots": _slots(asked, errors or {}, kept or {}) if asked and waiting else [],
        "may_withdraw": info.status in presenting.WITHDRAWABLE,
        "prints": _prints(detail),
        "fee": payments.get_request(detail.fee_request_id) if detail.fee_request_id else None,
        "qr": prints.qr_svg(presenting.public_address(info.token)),
        "session_ends": session_ends(request),
        "errors": errors or None,
    }
    return render(request, "citizen/dossier.html", context, status=422 if errors else 200)


def _prints(detail: DossierDetail) -> list[tuple[str, str, str]]:
    """Return (path word, title, why not yet) of the papers there are to print; "" for one that is there."""
    info = detail.info
    found = [("to-khai", _("Tờ khai đã nộp"))]
    if info.received_at is not None:
        found.append(("giay-tiep-nhan", _("Giấy tiếp nhận hồ sơ và hẹn trả kết quả")))
    if detail.supplements:
        found.append(("phieu-bo-sung", _("Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ")))
    if info.status is Status.REFUSED:
        found.append(("phieu-tu-choi", _("Phiếu từ chối tiếp nhận giải quyết hồ sơ")))
    if detail.apologies:
        found.append(("phieu-xin-loi", _("Phiếu xin lỗi và hẹn lại ngày trả kết quả")))
    if info.received_at is not None and info.status in (Status.STOPPED, Status.WITHDRAWN):
        found.append(("thong-bao-dung", _("Thông báo dừng giải quyết hồ sơ")))
    return [(word, title, _why_not_yet(detail, PRINTS[word])) for word, title in found]


def _why_not_yet(detail: DossierDetail, paper: str) -> str:
    """Return why a letter has no file here: it is being signed, or was signed on paper."""
    standing = [one for one in detail.letters if one.kind == paper and one.state is not LetterState.VOID]
    if not standing or standing[-1].state is LetterState.SIGNED:
        return ""
    return _("Đang ký số") if standing[-1].is_open else _("Nhận bản giấy tại Bộ phận Một cửa")


def _slot_name(component: str) -> str:
    return f"bo-sung-{component}"


def _slots(
    asked: dossiers.SupplementInfo, errors: Mapping[str, str], kept: Mapping[str, list[files.FileInfo]]
) -> list[tuple[UploadSlot, list[UUID]]]:
    """Return one slot for each thing asked, with its reason and example, and the ids of files kept from before."""
    slots: dict[str, tuple[UploadSlot, list[UUID]]] = {}
    for item in asked.items:
        name = _slot_name(item.component)
        example = languages.fill(_("Bản đúng: %(example)s"), example=item.example) if item.example else ""
        hint = languages.joined(slots[name][0].hint if name in slots else "", item.reason, example)
        have = kept.get(item.component, [])
        slot = presenting.upload_slot(
            name,
            item.name,
            hint=hint,
            error=errors.get(name, ""),
            files=[presenting.stored_file(info) for info in have],
        )
        slots[name] = (slot, [info.id for info in have])
    return list(slots.values())


@require_POST
def supplement(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Send what was asked for; what was sent is kept when something else is still missing."""
    actor, moment = applicant_of(request), now()
    detail = dossiers.get_dossier(actor, dossier_id=dossier_id)
    asked = next((one for one in detail.supplements if one.answered_at is None), None)
    if asked is None:
        return redirect("citizen:dossier", dossier_id=dossier_id)
    codes = dict.fromkeys(item.component for item in asked.items)
    taken = {code: uploads.take(request, actor, slot=_slot_name(code), now=moment) for code in codes}
    errors = {_slot_name(code): one.error for code, one in taken.items() if one.error}
    if not errors:
        try:
            dossiers.supplement(
                actor,
                dossier_id=dossier_id,
                papers={code: [info.id for info in one.kept] for code, one in taken.items()},
                now=moment,
            )
        except (dossiers.PapersMissing, dossiers.SignatureBroken) as refusal:
            errors = {_slot_name(path.removeprefix("papers/")): said for path, said in refusal.fields.items()}
            taken = {code: one for code, one in taken.items() if _slot_name(code) not in errors}
        else:
            messages.success(request, _("Đã gửi giấy tờ bổ sung. Thời hạn giải quyết được tính tiếp."))
            return redirect("citizen:dossier", dossier_id=dossier_id)
    return _show(request, detail, errors=errors, kept={code: one.kept for code, one in taken.items()})


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Take a dossier back, through a page that says what that means (M-04)."""
    actor = applicant_of(request)
    if request.method == "POST":
        info = dossiers.withdraw(actor, dossier_id=dossier_id, reason=request.POST.get("reason", "")[:500], now=now())
        messages.success(request, _("Đã rút hồ sơ %(code)s.") % {"code": info.code})
        return redirect("citizen:dossier", dossier_id=dossier_id)
    detail = dossiers.get_dossier(actor, dossier_id=dossier_id)
    if detail.info.status not in presenting.WITHDRAWABLE:
        return redirect("citizen:dossier", dossier_id=dossier_id)
    return render(request, "citizen/withdraw.html", {"info": detail.info})


@require_safe
def paper(request: HttpRequest, dossier_id: UUID, paper_id: UUID) -> HttpResponseBase:
    """Show one paper of one's own dossier."""
    file_id = dossiers.open_paper(applicant_of(request), dossier_id=dossier_id, paper_id=paper_id)
    return files.respond(file_id, inline=True, request=request)


@require_safe
def print_paper(request: HttpRequest, dossier_id: UUID, paper: str) -> HttpResponse:
    """Print one of the papers of a dossier as PDF."""
    if paper not in PRINTS:
        raise Http404
    pdf = dossiers.print_paper(applicant_of(request), dossier_id=dossier_id, paper=PRINTS[paper], now=now())
    return HttpResponse(
        pdf,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{paper}.pdf"', "Cache-Control": "private, no-store"},
    )


@require_safe
def result(request: HttpRequest, dossier_id: UUID) -> HttpResponseBase:
    """Download the signed result, byte for byte as it was signed."""
    actor = applicant_of(request)
    access.assurance_required(actor, access.Gate.READ_RESULTS)
    file_id = dossiers.open_result(actor, dossier_id=dossier_id)
    return files.respond(file_id, request=request)


@require_safe
def reads(request: HttpRequest) -> HttpResponse:
    """Lead to the one page that says who looked at one's data: the store of papers keeps it."""
    applicant_of(request)
    return redirect("papers:tracker")
