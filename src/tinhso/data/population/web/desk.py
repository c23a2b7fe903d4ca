"""`/dan-cu/`: looking a person up at the desk, and the record of it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.data.population import actions, adapters, queries
from tinhso.data.population.access import LOOK_UP, OVERSEE
from tinhso.data.population.data import EVERYTHING, IDENTITY, Person
from tinhso.data.population.rules.card import read_card
from tinhso.data.population.subjects import subject_for
from tinhso.data.population.web import shell, words
from tinhso.data.population.web.forms import LookUpForm
from tinhso.kernel import clock
from tinhso.kernel.actors import Actor
from tinhso.kernel.errors import DomainError, Forbidden
from tinhso.ui.people import officer_of


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def look_up(request: HttpRequest) -> HttpResponse:
    """Ask for purpose and subject, then for the person; show the answer once.

    The answer stands in the reply to this one POST: no address leads back to it, and asking again is another line of
    the record.
    """
    actor = officer_of(request, LOOK_UP, otherwise=Forbidden)
    if request.method != "POST":
        return _show(request, LookUpForm())
    scanned = request.POST.get("scan", "").strip()
    if scanned or "read" in request.POST:
        return _read_card(request, scanned)
    form = LookUpForm(request.POST)
    if not form.is_valid():
        return _show(request, form, status=422)
    try:
        person = _ask(actor, form.cleaned_data)
    except DomainError as refused:
        form.refuse(refused.fields, refused.sentence)
        return _show(request, form, status=refused.status)
    return _show(request, form, person=person)


def _ask(actor: Actor, asked: dict[str, Any]) -> Person:
    now = clock.now()
    kind, subject_id, code = subject_for(actor, dossier_code=asked["dossier_code"], note=asked["note"], now=now)
    return actions.look_up(
        actor,
        number=asked["number"],
        name=asked["name"],
        birth=asked["birth"],
        purpose=asked["purpose"],
        subject_kind=kind,
        subject_id=subject_id,
        subject_code=code,
        parts=EVERYTHING if asked["family"] else IDENTITY,
        now=now,
    )


def _read_card(request: HttpRequest, scanned: str) -> HttpResponse:
    """Fill in what a scanned card says; what the scanner destroyed is typed."""
    card = read_card(scanned)
    form = LookUpForm(initial={name: request.POST.get(name, "") for name in LookUpForm.base_fields})
    if card is None:
        sentence = _("Không đọc được mã trên thẻ. Quét lại, hoặc nhập số định danh, họ tên và ngày sinh.")
        return _show(request, form, scan_error=sentence, status=422)
    form.initial.update(
        {
            "number": card.number,
            "name": card.name or form.initial["name"],
            "birth": card.birth.words if card.birth else form.initial["birth"],
            "family": bool(request.POST.get("family")),
        }
    )
    return _show(request, form)


def _show(
    request: HttpRequest, form: LookUpForm, *, person: Person | None = None, scan_error: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "errors": {"scan": scan_error} if scan_error else form,
        "scan_error": scan_error,
        "person": person,
        "rows": words.rows_of(person) if person else [],
        "connected": adapters.is_connected(),
    }
    return shell.page(request, "look_up.html", context, status=status)


@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """Show an officer what they asked: purposes and outcomes, no persons."""
    actor = officer_of(request, LOOK_UP, otherwise=Forbidden)
    page = queries.list_own_look_ups(actor, cursor=request.GET.get("cursor", ""))
    context = {"page": page, "lines": [words.line_of(info) for info in page.items], "mine": True}
    return shell.page(request, "record.html", context)


@require_safe
def excess(request: HttpRequest, alert_id: UUID) -> HttpResponse:
    """Show the head of a unit what one of its officers asked when they were held back."""
    actor = officer_of(request, OVERSEE, otherwise=Forbidden)
    page = queries.list_excess(actor, alert_id=alert_id, cursor=request.GET.get("cursor", ""))
    context = {"page": page, "lines": [words.line_of(info) for info in page.items], "mine": False}
    return shell.page(request, "record.html", context)
