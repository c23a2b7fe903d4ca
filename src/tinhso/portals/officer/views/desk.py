"""The desk: refuse, ask for what is missing, take it in, stop. What cannot be undone passes an interruption page."""

from collections.abc import Callable
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tinhso.government.dossiers import public as dossiers
from tinhso.government.procedures import public as procedures
from tinhso.kernel import clock
from tinhso.kernel.errors import DomainError, Kind
from tinhso.portals.officer import acting, asking
from tinhso.portals.officer.acting import Scene
from tinhso.portals.officer.phrases import phrases
from tinhso.ui.parse import choice_of, parse_date, uuid_of

SURE: Final = "chac_chan"


@require_http_methods(["GET", "POST"])
def refuse(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Refuse to take a dossier in, each reason with its legal ground (Mẫu 03)."""
    at = acting.scene(request, dossier_id)

    def verb(given: list[dossiers.Reason]) -> dossiers.DossierInfo:
        return dossiers.refuse(
            at.actor, dossier_id=dossier_id, reasons=given, expected_version=at.expected_version, now=clock.now()
        )

    words = {
        "kind": "refusal",
        "heading": _("Từ chối tiếp nhận hồ sơ"),
        "consequence": _(
            "Hồ sơ kết thúc ở đây. Người nộp nhận Phiếu từ chối với đúng các lý do dưới đây và có quyền khiếu nại."
        ),
        "action": _("Từ chối tiếp nhận"),
        "done": _("Đã từ chối tiếp nhận hồ sơ %(code)s."),
    }
    return _with_reasons(at, words, verb)


@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Stop a dossier that cannot be granted, each reason with its legal ground."""
    at = acting.scene(request, dossier_id)

    def verb(given: list[dossiers.Reason]) -> dossiers.DossierInfo:
        return dossiers.stop(
            at.actor, dossier_id=dossier_id, reasons=given, expected_version=at.expected_version, now=clock.now()
        )

    words = {
        "kind": "stop",
        "heading": _("Dừng giải quyết hồ sơ"),
        "consequence": _(
            "Hồ sơ kết thúc mà không có kết quả. Người nộp được báo với đúng các lý do dưới đây và có quyền khiếu nại."
        ),
        "action": _("Dừng giải quyết"),
        "done": _("Đã dừng giải quyết hồ sơ %(code)s."),
    }
    return _with_reasons(at, words, verb)


def _with_reasons(
    at: Scene, words: dict[str, str], verb: Callable[[list[dossiers.Reason]], dossiers.DossierInfo]
) -> HttpResponse:
    """Ask for reasons, then for certainty, then act."""
    post = at.request.POST
    model = phrases(words["kind"])
    rows = asking.reason_rows(post)
    context = {"rows": rows, "phrases": model, **words}
    if at.request.method == "GET" or "sua" in post:
        return acting.show(at, "reasons.html", context)
    given, errors = asking.reasons(rows, model)
    if errors:
        return acting.show(at, "reasons.html", context, errors=errors)
    context["given"] = given
    if SURE not in post:
        return acting.show(at, "reasons_sure.html", context)
    info, refused = acting.attempt(lambda: verb(given))
    if info is not None:
        return acting.done(at, words["done"] % {"code": info.code})
    return acting.show(at, "reasons.html", context, refused=refused)


@require_http_methods(["GET", "POST"])
def ask_supplement(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Ask, once and item by item, for everything that is missing (Mẫu 02); the clock stops."""
    at = acting.scene(request, dossier_id)
    version = procedures.get_version(at.detail.version_id)
    rows = asking.item_rows(version, request.POST)
    context = {
        "rows": rows,
        "phrases": phrases("supplement"),
        "contact": request.POST.get("lien_he", "")[:200],
        "due": request.POST.get("han", "")[:20],
        "is_second": bool(at.detail.supplements),
        "may_confirm": at.actor.may("dossiers.oversee", at.info.unit_id),
        "confirmed": "lanh_dao" in request.POST,
        "held": dossiers.held_in_store(at.actor, dossier_id=dossier_id, now=clock.now()),
    }
    if "lay_tu_kho" in request.POST:
        return _from_store(at, request.POST["lay_tu_kho"])
    if request.method == "GET":
        return acting.show(at, "ask_supplement.html", context)
    given, errors = asking.items(rows)
    due_on = None
    if context["due"]:
        try:
            due_on = parse_date(str(context["due"]))
        except DomainError as refused:
            errors["han"] = refused.sentence
    if due_on is not None and due_on <= clock.today():
        errors["han"] = _("Chọn ngày sau hôm nay")
    if errors:
        return acting.show(at, "ask_supplement.html", context, errors=errors)
    info, refused_by = acting.attempt(
        lambda: dossiers.ask_supplement(
            at.actor,
            dossier_id=dossier_id,
            items=given,
            contact=str(context["contact"]),
            due_on=due_on,
            confirmed_by_head=bool(context["confirmed"]),
            expected_version=at.expected_version,
            now=clock.now(),
        )
    )
    if info is not None:
        return acting.done(at, _("Đã yêu cầu bổ sung hồ sơ %(code)s; thời hạn tạm dừng.") % {"code": info.code})
    return acting.show(at, "ask_supplement.html", context, refused=refused_by)


def _from_store(at: Scene, pressed: str) -> HttpResponse:
    """Let a paper of the applicant's store stand for a component, instead of asking for it."""
    component, _colon, paper = pressed.partition(":")
    try:
        taken = dossiers.attach_from_store_at_counter(
            at.actor,
            dossier_id=at.info.id,
            component=component[:40],
            paper_id=uuid_of(paper) or UUID(int=0),
            now=clock.now(),
        )
    except DomainError as refused:
        messages.error(at.request, _(refused.sentence))
    else:
        messages.success(at.request, _("Đã dùng «%(name)s» từ kho của người nộp.") % {"name": taken.name})
    return redirect(at.request.get_full_path())


@require_http_methods(["GET", "POST"])
def supplement(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Take in at the counter what the applicant brought for the open request."""
    at = acting.scene(request, dossier_id)
    open_request = next((s for s in reversed(at.detail.supplements) if s.answered_at is None), None)
    context = {
        "items": open_request.items if open_request else (),
        "form": choice_of(dossiers.PaperForm, request.POST.get("hinh_thuc", ""), dossiers.PaperForm.PHOTO),
        "got": request.POST.getlist("co"),
    }
    if request.method == "GET" or open_request is None:
        return acting.show(at, "supplement.html", context)
    missing = {
        f"co_{item.component}": _("Nhận «%(name)s» trước khi lưu") % {"name": item.name}
        for item in open_request.items
        if item.component not in request.POST.getlist("co")
    }
    if missing:
        return acting.show(at, "supplement.html", context, errors=missing)
    info, refused = _take_in(at, open_request)
    if info is not None:
        return acting.done(at, _("Đã nhận giấy tờ bổ sung của hồ sơ %(code)s.") % {"code": info.code})
    return acting.show(at, "supplement.html", context, refused=refused)


def _take_in(
    at: Scene, open_request: dossiers.SupplementInfo
) -> tuple[dossiers.DossierInfo | None, DomainError | None]:
    try:
        papers = {
            item.component: asking.save_uploads(at.actor, at.request, f"tep_{item.component}")
            for item in open_request.items
        }
    except DomainError as refused:
        if refused.kind is Kind.NOT_FOUND:
            raise
        return None, refused
    form = choice_of(dossiers.PaperForm, at.request.POST.get("hinh_thuc", ""), dossiers.PaperForm.PHOTO)
    return acting.attempt(
        lambda: dossiers.supplement_at_counter(
            at.actor,
            dossier_id=at.info.id,
            papers=papers,
            form=form,
            expected_version=at.expected_version,
            now=clock.now(),
        )
    )
