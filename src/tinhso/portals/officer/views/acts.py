"""Acts of the process: receive, take a step, give the work to somebody."""

from uuid import UUID

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tinhso.foundation.calendar import public as calendar
from tinhso.foundation.identity import public as identity
from tinhso.foundation.organisations import public as organisations
from tinhso.foundation.work import public as work
from tinhso.government.dossiers import public as dossiers
from tinhso.government.procedures import public as procedures
from tinhso.kernel import clock
from tinhso.kernel.actors import Actor
from tinhso.kernel.errors import DomainError, Kind, NotFound
from tinhso.portals.officer import acting
from tinhso.portals.officer.acting import Scene

PEOPLE = "handler"


@require_http_methods(["GET", "POST"])
def receive(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Take a dossier in; before that, show the promise it makes."""
    at = acting.scene(request, dossier_id)
    refused = None
    if request.method == "POST":
        now = clock.now()
        info, refused = acting.attempt(
            lambda: dossiers.receive(at.actor, dossier_id=dossier_id, expected_version=at.expected_version, now=now)
        )
        if info is not None:
            return acting.done(at, _("Đã tiếp nhận hồ sơ %(code)s.") % {"code": info.code})
    return acting.show(at, "receive.html", {"promise": _promise(at)}, refused=refused)


def _promise(at: Scene) -> object:
    version = dossiers.edition_of_detail(at.detail)
    channel = "counter" if at.info.channel == dossiers.Channel.COUNTER else "online"
    allowance = procedures.allowance_for(version, at.detail.case, channel)
    return calendar.add_working_time(clock.now(), allowance, unit_id=at.info.unit_id)


class StepForm(django_forms.Form):
    """What a step may ask: who takes it over, and a remark."""

    handler = django_forms.ChoiceField(label=gettext_lazy("Người thụ lý"), required=False)
    remark = django_forms.CharField(
        label=gettext_lazy("Ý kiến"),
        required=False,
        max_length=2000,
        widget=django_forms.Textarea(attrs={"rows": 3}),
    )


@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, dossier_id: UUID, outcome: str) -> HttpResponse:
    """Take the current step with one of its outcomes."""
    at = acting.scene(request, dossier_id)
    version = procedures.get_version(at.detail.version_id)
    current = version.step(at.info.step_task) if at.info.step_task else None
    task = request.POST.get("buoc") or at.info.step_task
    if current is not None and outcome not in current.outcomes and request.method == "GET":
        raise NotFound
    form = _step_form(at, current, outcome)
    refused = None
    if request.method == "POST" and form.is_valid():
        handler = form.cleaned_data.get("handler")
        info, refused = acting.attempt(
            lambda: dossiers.take_step(
                at.actor,
                dossier_id=dossier_id,
                task=task[:100],
                outcome=outcome,
                remark=form.cleaned_data["remark"],
                handler_id=UUID(handler) if handler else None,
                expected_version=at.expected_version,
                now=clock.now(),
            )
        )
        if info is not None:
            return acting.done(at, _("Đã chuyển hồ sơ %(code)s.") % {"code": info.code})
        _name_fields(form, refused)
    title = current.outcomes.get(outcome, outcome) if current else _("Chuyển bước")
    context = {"form": form, "title": title, "step": current, "task": task, "outcome": outcome}
    return acting.show(at, "step.html", context, refused=refused, errors=_ids(form))


def _step_form(at: Scene, current: procedures.Step | None, outcome: str) -> StepForm:
    form = StepForm(at.request.POST if at.request.method == "POST" else None)
    if current is None or current.act != procedures.Act.ASSIGN or outcome != "forward":
        del form.fields[PEOPLE]
    else:
        people = dossiers.handlers_for(at.actor, dossier_id=at.info.id)
        field = form.fields[PEOPLE]
        assert isinstance(field, django_forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = [("", _("Chọn người")), *((str(p.account_id), f"{p.name}, {p.title}") for p in people)]
    if outcome != "forward":
        form.fields["remark"].label = _("Lý do, cần sửa gì")
    return form


def _name_fields(form: django_forms.Form, refused: DomainError | None) -> None:
    for name, sentence in (refused.fields if refused else {}).items():
        form.add_error(name if name in form.fields else None, sentence)


def _ids(form: django_forms.Form) -> dict[str, str]:
    """Return the errors of a form by the id of the field, as the error summary takes them."""
    return {
        (form[name].id_for_label if name in form.fields else ""): str(said[0]) for name, said in form.errors.items()
    }


@require_http_methods(["GET", "POST"])
def assign(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Give the open work of a dossier to one officer."""
    at = acting.scene(request, dossier_id)
    items = work.list_of_subject(at.actor, subject_id=dossier_id)
    if not items:
        raise NotFound(_("Hồ sơ không có việc đang chờ."))
    people = people_for(at.actor, items)
    refused = None
    if request.method == "POST":
        chosen = request.POST.get("nguoi", "")
        if chosen in dict(people):
            refused = _give(at.actor, items, UUID(chosen))
            if refused is None:
                return acting.done(
                    at, _("Đã giao %(code)s cho %(name)s.") % {"code": at.info.code, "name": dict(people)[chosen]}
                )
        else:
            return acting.show(at, "assign.html", {"people": people}, errors={"nguoi": _("Chọn người nhận việc")})
    return acting.show(at, "assign.html", {"people": people}, refused=refused)


def _give(actor: Actor, items: list[work.WorkItemInfo], assignee: UUID) -> DomainError | None:
    try:
        for item in items:
            work.assign(actor, item_id=item.id, assignee_id=assignee, version=item.version)
    except DomainError as refused:
        if refused.kind is Kind.NOT_FOUND:
            raise
        return refused
    return None


def people_for(actor: Actor, items: list[work.WorkItemInfo]) -> list[tuple[str, str]]:
    """Return who could be given these items: the officers who hold their roles where they lie, by account and name."""
    places = {(item.unit_id, item.role) for item in items}
    officers = {
        officer.id: officer
        for unit_id, role in sorted(places, key=str)[:20]
        for officer in organisations.list_officers(unit_id, role=role)
    }
    del actor  # the gate is `work.assign`
    accounts = identity.accounts_of_officers(officers)
    return [(str(accounts[o.id]), f"{o.name}, {o.title}") for o in officers.values() if o.id in accounts]
