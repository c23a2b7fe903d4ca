"""A result that is being signed: how far it is, tried again at once, or the decision taken back."""

from uuid import UUID

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.government.dossiers import public as dossiers
from tinhso.kernel import clock
from tinhso.portals.officer import acting
from tinhso.ui.people import officer_of


@require_safe
def state(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Say how far the signing is, for the page that shows it; once it is over that page is loaded anew.

    `?thay=` names what the page shows already: nothing new is no content, so that nobody is read the same twice.
    """
    signing = dossiers.find_signing(officer_of(request), dossier_id=dossier_id)
    if signing is not None and request.GET.get("thay") == signing.mark:
        return HttpResponse(status=204)
    if signing is not None:
        return render(request, "officer/_signing.html", {"signing": signing, "dossier_id": dossier_id})
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Refresh": "true"})
    return redirect("officer:dossier", dossier_id)


@require_http_methods(["GET", "POST"])
def sign_again(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Let the queue try at once the signature a result waits for."""
    at = acting.scene(request, dossier_id)
    refused = None
    if request.method == "POST":
        info, refused = acting.attempt(
            lambda: dossiers.sign_again(
                at.actor, dossier_id=dossier_id, expected_version=at.expected_version, now=clock.now()
            )
        )
        if info is not None:
            return acting.done(at, _("Đã đưa kết quả của hồ sơ %(code)s vào hàng đợi để ký lại.") % {"code": info.code})
    words = {
        "heading": _("Ký lại ngay"),
        "lead": _("Hệ thống thử ký số lại kết quả ngay bây giờ, không chờ đến lượt thử tiếp theo."),
        "action": _("Ký lại ngay"),
    }
    return acting.show(at, "plain_act.html", {"form": django_forms.Form(), **words}, refused=refused)


@require_http_methods(["GET", "POST"])
def take_back(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Take the decision to sign back while the result is not entered yet."""
    at = acting.scene(request, dossier_id)
    refused = None
    if request.method == "POST":
        info, refused = acting.attempt(
            lambda: dossiers.take_back_signing(
                at.actor, dossier_id=dossier_id, expected_version=at.expected_version, now=clock.now()
            )
        )
        if info is not None:
            return acting.done(at, _("Đã rút lại việc ký kết quả của hồ sơ %(code)s.") % {"code": info.code})
    words = {
        "heading": _("Rút lại việc ký"),
        "lead": _(
            "Kết quả chưa ký số xong được rút khỏi hàng đợi; hồ sơ trở lại bước ký. Số đã lấy được giữ cho hồ sơ này."
        ),
        "action": _("Rút lại việc ký"),
        "is_danger": True,
    }
    return acting.show(at, "plain_act.html", {"form": django_forms.Form(), **words}, refused=refused)
