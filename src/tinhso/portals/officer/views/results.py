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
            return acting.done(at, _("Đã quyết định ký kết quả hồ sơ %(code)s; đang ký số.") % {"code": info.code})
    preview = reverse("officer:print", args=[dossier_id, "draft"]) if at.detail.draft_result else ""
    return acting.show(at, "sign.html", {"preview": preview}, refused=refused)


class HandOverForm(django_forms.Form):
    """How the result is given, and who takes it."""

    way = django_forms.ChoiceField(
        label=gettext_lazy("Cách trả"),
        choices=[
            (dossiers.Delivery.COUNTER.value, gettext_lazy("Tại quầy")),
            (dossiers.Delivery.POST.value, gettext_lazy("Qua bưu chính")),
            (dossiers.Delivery.ONLINE.value, gettext_lazy("Trực tuyến, trong tài khoản của người nộp")),
        ],
        required=False,
    )
    to = django_forms.CharField(
        label=gettext_lazy("Người nhận kết quả"),
        help_text=gettext_lazy("Ghi họ tên người đến nhận nếu không phải chủ hồ sơ"),
        required=False,
        max_length=200,
    )
    receiver_number = django_forms.CharField(
        label=gettext_lazy("Số định danh của người nhận"), required=False, max_length=20
    )
    tracking = django_forms.CharField(
        label=gettext_lazy("Mã bưu gửi"),
        help_text=gettext_lazy("Ghi khi trả qua bưu chính"),
        required=False,
        max_length=40,
    )
    remark = django_forms.CharField(
        label=gettext_lazy("Ghi chú ký nhận"),
        help_text=gettext_lazy("Ví dụ: đã ký sổ, đã ký trên máy tính bảng"),
        required=False,
        max_length=500,
    )


@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Hand the result over to the applicant or whom they sent."""
    at = acting.scene(request, dossier_id)
    form = HandOverForm(
        request.POST if request.method == "POST" else None,
        initial={"to": at.info.applicant.name, "way": at.detail.delivery.value},
    )
    refused = None
    if request.method == "POST" and form.is_valid():
        info, refused = acting.attempt(
            lambda: dossiers.hand_over(
                at.actor,
                dossier_id=dossier_id,
                to=form.cleaned_data["to"],
                way=dossiers.Delivery(form.cleaned_data["way"] or dossiers.Delivery.COUNTER),
                receiver_number=form.cleaned_data["receiver_number"],
                tracking=form.cleaned_data["tracking"],
                remark=form.cleaned_data["remark"],
                expected_version=at.expected_version,
                now=clock.now(),
            )
        )
        if info is not None:
            return acting.done(at, _("Đã trả kết quả hồ sơ %(code)s.") % {"code": info.code})
        for name, sentence in (refused.fields if refused else {}).items():
            form.add_error(name if name in form.fields else None, sentence)
    result = reverse("officer:result", args=[dossier_id]) if at.detail.result_file_id else ""
    return acting.show(at, "hand_over.html", {"form": form, "result": result}, refused=refused)
