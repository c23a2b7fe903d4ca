"""The result: draft it, sign it, hand it over."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tinhso.government.dossiers import public as dossiers
from tinhso.kernel import clock
from tinhso.portals.officer import acting

MAX_TEXT: Final = 4000


@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Write the texts of the result; the preview shows the paper they make."""
    at = acting.scene(request, dossier_id)
    fields = dossiers.draft_fields(at.actor, dossier_id=dossier_id)
    form = _draft_form(fields, request)
    refused = None
    errors: dict[str, str] = {}
    if request.method == "POST" and form.is_valid():
        info, refused = acting.attempt(
            lambda: dossiers.draft_result(
                at.actor,
                dossier_id=dossier_id,
                fields=form.cleaned_data,
                expected_version=at.expected_version,
                now=clock.now(),
            )
        )
        if info is not None and "xem" not in request.POST:
            return acting.done(at, _("Đã lưu dự thảo kết quả của hồ sơ %(code)s.") % {"code": info.code})
        if info is not None:
            at = acting.scene(request, dossier_id)
        errors = {f"id_{name}": sentence for name, sentence in (refused.fields if refused else {}).items()}
        for name, sentence in (refused.fields if refused else {}).items():
            form.add_error(name if name in form.fields else None, sentence)
    preview = reverse("officer:print", args=[dossier_id, "draft"]) if at.detail.draft_result else ""
    return acting.show(at, "draft.html", {"form": form, "preview": preview}, refused=refused, errors=errors)


def _draft_form(fields: Sequence[Any], request: HttpRequest) -> django_forms.Form:
    """Return a form with one text for each field of the draft; what is empty is the verb's to refuse."""
    form = django_forms.Form(request.POST if request.method == "POST" else None)
    for one in fields:
        long = getattr(one, "kind", "") in ("block", "textarea", "long")
        form.fields[one.key] = django_forms.CharField(
            label=one.title,
            help_text=one.hint,
            initial=one.value,
            required=False,
            max_length=MAX_TEXT,
            widget=django_forms.Textarea(attrs={"rows": 4}) if long else django_forms.TextInput(),
        )
    return form


@require_http_methods(["GET", "POST"])
def sign(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Sign the result: the page shows the paper and says what signing does; one named button signs."""
    at = acting.scene(request, dossier_id)
    refused = None
    if request.method == "POST":
        info, refused = acting.attempt(
            lambda: dossiers.sign_result(
                at.actor, dossier_id=dossier_id, expected_version=at.expected_version, now=clock.now()
            )
        )
        if info is not None:
            return acting.done(at, _("Đã ký kết quả của hồ sơ %(code)s.") % {"code": info.code})
    preview = reverse("officer:print", args=[dossier_id, "draft"]) if at.detail.draft_result else ""
    return acting.show(at, "sign.html", {"preview": preview}, refused=refused)


class HandOverForm(django_forms.Form):
    """Who takes the result."""

    to = django_forms.CharField(
        label=gettext_lazy("Người nhận kết quả"),
        help_text=gettext_lazy("Ghi họ tên người đến nhận nếu không phải chủ hồ sơ"),
        required=False,
        max_length=200,
    )


@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Hand the result over to the applicant or whom they sent."""
    at = acting.scene(request, dossier_id)
    form = HandOverForm(request.POST if request.method == "POST" else None, initial={"to": at.info.applicant.name})
    refused = None
    if request.method == "POST" and form.is_valid():
        info, refused = acting.attempt(
            lambda: dossiers.hand_over(
                at.actor,
                dossier_id=dossier_id,
                to=form.cleaned_data["to"],
                expected_version=at.expected_version,
                now=clock.now(),
            )
        )
        if info is not None:
            return acting.done(at, _("Đã trả kết quả hồ sơ %(code)s.") % {"code": info.code})
    result = reverse("officer:result", args=[dossier_id]) if at.detail.result_file_id else ""
    return acting.show(at, "hand_over.html", {"form": form, "result": result}, refused=refused)
