"""The list of procedures and working copies; a copy from offering to publication; versions and their services."""

from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.foundation.calendar.public import allowance_words
from tinhso.foundation.organisations import public as organisations
from tinhso.government.procedures.access import EDIT, PUBLISH, access_copy, may, require
from tinhso.government.procedures.data import CopyState, ProcedureVersion
from tinhso.government.procedures.errors import PackageRefused, ProcedureNotFound
from tinhso.government.procedures.models import PublishedVersion, WorkingCopy
from tinhso.government.procedures.package.archive import MAX_ARCHIVE, ArchiveRefused, write_archive
from tinhso.government.procedures.package.difference import compare
from tinhso.government.procedures.queries import get_version, list_versions, search
from tinhso.government.procedures.services import ServiceInfo, as_offered, list_services, set_service
from tinhso.government.procedures.web.shell import attempt, copy_page, officer, page
from tinhso.government.procedures.workshop import actions
from tinhso.government.procedures.workshop.packages import faults, package_of, package_of_version
from tinhso.kernel import clock
from tinhso.kernel.actors import Actor
from tinhso.kernel.errors import DomainError
from tinhso.ui.format import money_vi
from tinhso.ui.parse import parse_date

MAX_COPIES = 50
STATES = {
    "open": (lazy("Đang soạn"), "new"),
    "offered": (lazy("Chờ ban hành"), "warn"),
    "published": (lazy("Đã ban hành"), "ok"),
    "dropped": (lazy("Đã bỏ"), "end"),
}


@require_safe
def workshop(request: HttpRequest) -> HttpResponse:
    """List working copies at hand, and find published procedures by words."""
    actor = officer(request)
    words = request.GET.get("tim", "")[:100]
    return page(request, "workshop.html", _listed(actor, words))


def _listed(actor: Actor, words: str) -> dict[str, Any]:
    everything = may(actor, EDIT) or may(actor, PUBLISH)
    rows = WorkingCopy.objects.defer("texts", "prints").exclude(state=CopyState.DROPPED)
    newest = rows.order_by("-changed_at", "-id")[:MAX_COPIES] if everything else ()
    return {
        "copies": [(copy, *STATES[copy.state]) for copy in newest],
        "words": words,
        "found": search(words, size=30) if words else [],
    }


@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Make a working copy of a published version, or of an imported zip."""
    actor = officer(request)
    require(actor, EDIT)
    upload = request.FILES.get("goi")
    if upload is not None and not isinstance(upload, list):
        data = upload.read(MAX_ARCHIVE + 1)
        verb = partial(actions.start_from_archive, actor, data=data, now=clock.now())
        made, refused = attempt(verb)
    else:
        made, refused = attempt(partial(_from_version, actor, request.POST.get("phien_ban", "")))
    if made is None:
        errors = {"goi": refused.sentence if refused else ""}
        status = refused.status if refused else 422
        return page(request, "workshop.html", {**_listed(actor, ""), "errors": errors}, status=status)
    messages.success(request, _("Đã lập bản thảo."))
    return redirect("procedures:copy", made)


def _from_version(actor: Actor, given: str) -> UUID:
    try:
        version_id = UUID(given)
    except ValueError:
        raise ArchiveRefused(_("Chọn một tệp .zip hoặc một phiên bản đã ban hành.")) from None
    return actions.start_from_version(actor, version_id=version_id, now=clock.now())


@require_http_methods(["GET", "POST"])
def copy(request: HttpRequest, working_copy_id: UUID) -> HttpResponse:
    """Show what is wrong with a working copy and what it changes; offer, send back, give up or publish it."""
    actor = officer(request)
    found = access_copy(actor, copy_id=working_copy_id)
    errors: dict[str, str] = {}
    status = 200
    if request.method == "POST":
        done, refused = attempt(partial(_act, request, actor, found))
        if refused is None and done is not None:
            messages.success(request, done)
            return redirect("procedures:copy", working_copy_id)
        status = refused.status if refused else 422
        errors = _said(refused)
        found = access_copy(actor, copy_id=working_copy_id)
    new = package_of(found)
    problems = faults(new) if found.state in ("open", "offered") else []
    based_on = found.based_on
    changes = compare(package_of_version(based_on), new) if based_on else []
    words, tone = STATES[found.state]
    context = {
        "errors": errors,
        "problems": [problem for problem in problems if not problem.is_warning],
        "warnings": [problem for problem in problems if problem.is_warning],
        "changes": changes,
        "based_on": based_on,
        "state_words": words,
        "state_tone": tone,
        "own": actor.account_id in found.editors,
        "given_day": request.POST.get("ngay", "")[:20],
    }
    return copy_page(request, "copy_overview.html", found, context, status=status)


def _act(request: HttpRequest, actor: Actor, found: WorkingCopy) -> str | None:
    """Do what a button of the overview says; return the sentence of success."""
    what, now = request.POST.get("lam", ""), clock.now()
    if what == "trinh":
        actions.offer(actor, copy_id=found.id, now=now)
        return _("Đã trình ban hành.")
    if what == "tra_lai":
        actions.send_back(actor, copy_id=found.id, remark=request.POST.get("y_kien", ""), now=now)
        return _("Đã trả lại bản thảo.")
    if what == "bo":
        actions.drop(actor, copy_id=found.id, now=now)
        return _("Đã bỏ bản thảo.")
    if what == "ban_hanh":
        day = parse_date(request.POST.get("ngay", "")[:20])
        actions.publish_copy(actor, copy_id=found.id, on=day, now=now)
        return _("Đã ban hành, áp dụng từ ngày %(day)s.") % {"day": f"{day:%d/%m/%Y}"}
    return None


def _said(refused: DomainError | None) -> dict[str, str]:
    if refused is None:
        return {"viec": _("Chọn một việc.")}
    if isinstance(refused, PackageRefused):
        return {"loi": _("Bản thảo còn lỗi. Sửa từng dòng nêu ở mục “Lỗi cần sửa”.")}
    return {"ngay" if refused.code in ("bad_date", "past_day") else "viec": refused.sentence}


@require_safe
def export(request: HttpRequest, working_copy_id: UUID) -> HttpResponse:
    """Give a working copy as a zip."""
    found = access_copy(officer(request), copy_id=working_copy_id)
    package = package_of(found)
    return _zip(write_archive(found.texts, found.prints, place=package.place), package.place)


def _zip(data: bytes, place: str) -> HttpResponse:
    response = HttpResponse(data, content_type="application/zip")
    name = "".join(letter if letter.isalnum() or letter in ".-" else "-" for letter in place)
    response["Content-Disposition"] = f'attachment; filename="{name}.zip"'
    return response


def _published(published_id: UUID) -> PublishedVersion:
    found = PublishedVersion.objects.select_related("procedure").filter(id=published_id).first()
    if found is None:
        raise ProcedureNotFound
    return found


@require_http_methods(["GET", "POST"])
def version(request: HttpRequest, published_id: UUID) -> HttpResponse:
    """Show a published version: its sisters to compare with, how agencies offer it; retire it."""
    actor = officer(request)
    row = _published(published_id)
    errors: dict[str, str] = {}
    status = 200
    if request.method == "POST":
        done, refused = attempt(partial(_retired, request, actor, published_id))
        if done:
            messages.success(request, done)
            return redirect("procedures:version", published_id)
        status = refused.status if refused else 422
        errors = dict(refused.fields or {"ngay": refused.sentence}) if refused else {}
    code = row.procedure.code
    shown = get_version(published_id)
    services = [(one, organisations.get_unit(one.unit_id).name, _own(shown, one)) for one in list_services(code)]
    context = {
        "row": row,
        "errors": errors,
        "version": shown,
        "sisters": [one for one in list_versions(code) if one.id != published_id],
        "services": services,
    }
    return page(request, "version.html", context, status=status)


def _own(version: ProcedureVersion, service: ServiceInfo) -> list[str]:
    """Return what an agency charges and promises in words, where it differs from what is published."""
    own = as_offered(version, service)
    fees = [f"{fee.name}: {money_vi(fee.amount)}" for fee in own.fees if fee.code in service.fees]
    spans = [
        f"{case.name}: {allowance_words(case.limit.allowance)}" for case in own.cases if case.code in service.limits
    ]
    return fees + spans


def _retired(request: HttpRequest, actor: Actor, published_id: UUID) -> str:
    day = parse_date(request.POST.get("ngay", "")[:20])
    reason = request.POST.get("ly_do", "")[:500]
    actions.retire(actor, version_id=published_id, on=day, reason=reason, now=clock.now())
    return _("Phiên bản hết hiệu lực từ ngày %(day)s.") % {"day": f"{day:%d/%m/%Y}"}


@require_safe
def export_version(request: HttpRequest, published_id: UUID) -> HttpResponse:
    """Give a published version as a zip."""
    officer(request)
    package = package_of_version(_published(published_id))
    return _zip(write_archive(package.texts, package.own_prints, place=package.place), package.place)


@require_safe
def compare_versions(request: HttpRequest, published_id: UUID, other_published_id: UUID) -> HttpResponse:
    """Show what changed from one published version to another."""
    officer(request)
    new, old = _published(published_id), _published(other_published_id)
    changes = compare(package_of_version(old), package_of_version(new))
    return page(request, "compare.html", {"new": new, "old": old, "changes": changes})


@require_http_methods(["GET", "POST"])
def service(request: HttpRequest, published_id: UUID) -> HttpResponse:
    """Say how one agency offers a procedure from a day on."""
    actor = officer(request)
    row = _published(published_id)
    shown = get_version(published_id)
    errors: dict[str, str] = {}
    status = 200
    if request.method == "POST":
        done, refused = attempt(partial(_set, request, actor, row.procedure.code, shown))
        if done is not None:
            messages.success(request, _("Đã lưu cách cung cấp."))
            return redirect("procedures:version", published_id)
        status = refused.status if refused else 422
        errors = dict(refused.fields or {"ngay": refused.sentence}) if refused else {}
    units = [unit for unit in organisations.list_units(on=clock.today()) if unit.is_agency]
    context = {
        "row": row,
        "version": shown,
        "units": units,
        "errors": errors,
        "post": request.POST,
        "spans": [
            (case.code, case.name, allowance_words(case.limit.allowance), request.POST.get(f"han-{case.code}", ""))
            for case in shown.cases
        ],
    }
    return page(request, "service.html", context, status=status)


def _set(request: HttpRequest, actor: Actor, code: str, shown: Any) -> UUID:
    post = request.POST
    day = parse_date(post.get("ngay", "")[:20])
    given = {fee.code: post.get(f"phi-{fee.code}", "").strip().replace(".", "") for fee in shown.fees}
    spans = {case.code: post.get(f"han-{case.code}", "").strip().replace(",", ".")[:8] for case in shown.cases}
    try:
        unit_id = UUID(post.get("don_vi", ""))
        fees = {key: int(value) for key, value in given.items() if value}
        limits = {key: Decimal(value) for key, value in spans.items() if value}
    except (ValueError, InvalidOperation):
        raise BadUnit from None
    return set_service(
        actor,
        code=code,
        unit_id=unit_id,
        valid_from=day,
        offered=post.get("tiep_nhan") == "co",
        online=post.get("truc_tuyen", "")[:8],
        fees=fees,
        limits=limits,
        basis=post.get("can_cu", "")[:500],
        now=clock.now(),
    )


class BadUnit(DomainError):
    """No agency was chosen, or an amount is no number."""

    code = "bad_unit"
    sentence = "Chọn cơ quan trong danh sách; nhập mức thu, thời hạn bằng chữ số."
