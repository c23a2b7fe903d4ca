"""Intake at the counter: one page, by keyboard alone. Scan, choose, fill in, tick papers, save and print."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tinhso.foundation.access import public as access
from tinhso.foundation.forms import public as forms
from tinhso.foundation.work import public as work
from tinhso.government.dossiers import public as dossiers
from tinhso.kernel import clock
from tinhso.kernel.actors import Actor
from tinhso.kernel.errors import DomainError, Forbidden, Kind
from tinhso.portals.officer import intake, knowing, offline, presenting, shell
from tinhso.portals.officer.intake import Sheet
from tinhso.ui.parse import uuid_of
from tinhso.ui.people import officer_of

RECEIVE = "dossiers.receive"


@require_http_methods(["GET", "POST"])
def counter(request: HttpRequest) -> HttpResponse:
    """Show the counter's sheet; each POST keeps what is on it, and the named buttons save it."""
    actor = officer_of(request)
    access.ability_required(actor, RECEIVE)
    if actor.unit_id is None:
        raise Forbidden
    if request.method == "GET":
        return _fresh(request, actor, actor.unit_id)
    sheet = intake.read_sheet(actor, request, actor.unit_id)
    scanned = request.POST.get("quet", "").strip()
    if scanned:
        intake.scan(actor, sheet, scanned)
    _choose(actor, sheet, request)
    if sheet.version is not None and (request.POST.get("lam") == "dan_cu" or sheet.scanned_name):
        knowing.fill(actor, sheet, now=clock.now())
    if request.POST.get("lam") in ("luu", "luu_in") and not scanned:
        return _save(request, actor, sheet)
    return _show(request, actor, sheet, focus=intake.next_control(sheet), status=422 if sheet.errors else 200)


def _choose(actor: Actor, sheet: Sheet, request: HttpRequest) -> None:
    """Choose the procedure whose button was pressed, or look for the words typed."""
    before = sheet.version
    pressed = request.POST.get("chon", "")
    if pressed:
        intake.choose(sheet, pressed)
        sheet.words = ""
    elif sheet.words:
        intake.find(sheet, sheet.words)
    if sheet.version is not before and sheet.card is not None:
        intake.scan(actor, sheet, _as_scanned(sheet))


def _as_scanned(sheet: Sheet) -> str:
    """Return the kept card as a scan, for a procedure chosen after it."""
    card = sheet.card
    if card is None:
        return ""
    year, month, day = [*card.birth_on.split("-"), "", ""][:3]
    return "|".join([card.number, "", "", f"{day}{month}{year}"])


def _fresh(request: HttpRequest, actor: Actor, unit_id: UUID) -> HttpResponse:
    sheet = Sheet(unit_id)
    code, words = request.GET.get("thu_tuc", "")[:20], request.GET.get("tim_thu_tuc", "").strip()[:100]
    if code:
        intake.choose(sheet, code)
    again = uuid_of(request.GET.get("nhu", ""))
    if again is not None:
        intake.repeat(sheet, dossiers.get_dossier(actor, dossier_id=again))
    if words:
        intake.find(sheet, words)
    context: dict[str, Any] = {}
    finished = uuid_of(request.GET.get("xong", ""))
    if finished is not None:
        detail = dossiers.get_dossier(actor, dossier_id=finished)
        context["finished"], context["was_helped"] = detail.info, detail.filing is not None
        context["printing"] = request.GET.get("in") == "1"
    return _show(request, actor, sheet, focus="quet", **context)


def _save(request: HttpRequest, actor: Actor, sheet: Sheet) -> HttpResponse:
    """Save once everything is there; otherwise the sheet comes back as it was, with what to mend."""
    if sheet.version is None:
        sheet.errors["tim_thu_tuc"] = _("Chọn thủ tục trước khi lưu")
        return _show(request, actor, sheet, focus="tim_thu_tuc", status=422)
    code = sheet.version.code
    now = clock.now()
    twins = dossiers.recent_duplicates(actor, number=sheet.number, procedure_code=code, now=now)
    if twins and request.POST.get("da_xem_trung") != sheet.number:
        return _show(request, actor, sheet, focus="trung", asked_twice=True)
    try:
        info = _receive(actor, sheet, code, now)
    except DomainError as refused:
        if refused.kind is Kind.NOT_FOUND:
            raise
        sheet.errors = intake.errors_by_id(refused.fields) or {"": refused.sentence}
        return _show(request, actor, sheet, status=refused.status, form_errors=refused.fields)
    knowing.hand_on(sheet, info)
    if request.POST.get("lam") == "luu_in":
        work.queue_print(actor, subject_id=info.id, paper="receipt", code=info.code, now=now)
    query = {"xong": str(info.id), "thu_tuc": code} | ({"in": "1"} if request.POST.get("lam") == "luu_in" else {})
    return redirect(f"{reverse('officer:counter')}?{urlencode(query)}")


@transaction.atomic
def _receive(actor: Actor, sheet: Sheet, code: str, now: datetime) -> dossiers.DossierInfo:
    """Receive what is on the sheet; what stands in the applicant's store is taken from there, not from the person."""
    info = dossiers.receive_at_counter(
        actor,
        procedure_code=code,
        unit_id=sheet.unit_id,
        data=sheet.data,
        papers=intake.papers_given(sheet),
        delivery=sheet.delivery,
        helper=intake.helper(actor, sheet),
        now=now,
    )
    wanted = [row.component.code for row in sheet.papers if row.form == intake.FROM_STORE]
    held = dossiers.held_in_store(actor, dossier_id=info.id, now=now) if wanted else {}
    for component in wanted:
        for paper in held.get(component, [])[:1]:
            dossiers.attach_from_store_at_counter(
                actor, dossier_id=info.id, component=component, paper_id=paper.id, now=now
            )
    return info


def _show(
    request: HttpRequest, actor: Actor, sheet: Sheet, *, status: int = 200, focus: str = "", **more: Any
) -> HttpResponse:
    now = clock.now()
    code = sheet.version.code if sheet.version else ""
    twins = dossiers.recent_duplicates(actor, number=sheet.number, procedure_code=code, now=now) if code else []
    prints = work.list_prints(actor)
    context = {
        "sheet": sheet,
        "version": sheet.version,
        "pages": _pages(sheet),
        "case": intake.case_of(sheet),
        "promise": intake.promise(sheet, now=now),
        "fee": intake.fee(sheet),
        "twins": twins,
        "forms": [(form.value, presenting.FORM_TITLES[form.value]) for form in _PAPER_FORMS],
        "deliveries": [(d.value, presenting.DELIVERY_TITLES[d.value], d is sheet.delivery) for d in dossiers.Delivery],
        "helping": [(code, _(title), code == sheet.helper.get("consent")) for code, title in intake.HELPING.items()],
        "errors": sheet.errors,
        "form_errors": {},
        "card_text": _as_scanned(sheet),
        "known": knowing.known(sheet),
        "held": intake.held(actor, sheet, now=now),
        "store": intake.FROM_STORE,
        "waiting_prints": len(prints),
        "own_print": next((job.id for job in prints if str(job.subject_id) == request.GET.get("xong", "")), ""),
        "offline_on": offline.is_on(),
        "focus": "" if sheet.errors else focus,
        **more,
    }
    return shell.page(request, "counter.html", context, status=status)


_PAPER_FORMS = (dossiers.PaperForm.ORIGINAL, dossiers.PaperForm.CERTIFIED, dossiers.PaperForm.PHOTO)


def _pages(sheet: Sheet) -> list[tuple[str, forms.Page]]:
    """Return the pages of the form with their titles in the page's language."""
    language = get_language() or "vi"
    return [(one.title.text(language), one) for one in (sheet.version.form.pages if sheet.version else ())]
