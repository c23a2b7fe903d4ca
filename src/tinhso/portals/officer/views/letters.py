"""The letters of a dossier: the signed file, and what is done about one that could not be signed."""

from uuid import UUID

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from tinhso.foundation.files import public as files
from tinhso.government.dossiers import public as dossiers
from tinhso.kernel import clock
from tinhso.portals.officer import acting
from tinhso.ui.people import officer_of


@require_GET
def letter(request: HttpRequest, dossier_id: UUID, dossier_letter_id: UUID) -> HttpResponseBase:
    """Show a signed letter, by its own id or that of its entry in the register; the look is on record.

    The register leads here for every paper of a dossier: for a result, on to the result.
    """
    file_id = dossiers.open_letter(officer_of(request), dossier_id=dossier_id, letter_id=dossier_letter_id)
    if file_id is None:
        return redirect("officer:result", dossier_id=dossier_id)
    return files.respond(file_id, inline=True, request=request)


@require_http_methods(["GET", "POST"])
def sign(request: HttpRequest, dossier_id: UUID, dossier_letter_id: UUID) -> HttpResponse:
    """Have a letter that waits signed now."""
    at = acting.scene(request, dossier_id)
    refused = None
    if request.method == "POST":
        info, refused = acting.attempt(
            lambda: dossiers.sign_letter(at.actor, dossier_id=dossier_id, letter_id=dossier_letter_id, now=clock.now())
        )
        if info is not None:
            return acting.done(at, _("Đã đưa phiếu của hồ sơ %(code)s vào hàng đợi để ký.") % {"code": info.code})
    words = {
        "heading": _("Ký lại phiếu"),
        "lead": _(
            "Hệ thống ký số phiếu ngay bây giờ bằng khóa con dấu của cơ quan; nơi chưa có khóa con dấu thì bằng khóa "
            "của người đứng tên trên phiếu. Thời hạn của hồ sơ vẫn tính từ lúc ra phiếu."
        ),
        "action": _("Ký lại ngay"),
    }
    return acting.show(at, "plain_act.html", {"form": django_forms.Form(), **words}, refused=refused)


@require_http_methods(["GET", "POST"])
def by_hand(request: HttpRequest, dossier_id: UUID, dossier_letter_id: UUID) -> HttpResponse:
    """Take a letter out of the queue to be printed and signed with a pen."""
    at = acting.scene(request, dossier_id)
    refused = None
    if request.method == "POST":
        info, refused = acting.attempt(
            lambda: dossiers.sign_letter_by_hand(
                at.actor, dossier_id=dossier_id, letter_id=dossier_letter_id, now=clock.now()
            )
        )
        if info is not None:
            return acting.done(at, _("Phiếu đã vào sổ văn bản đi. Mở bản in trong mục «In» để ký tay, đóng dấu."))
    words = {
        "heading": _("In ra và ký tay"),
        "lead": _(
            "Phiếu rời hàng đợi ký số và vào sổ văn bản đi với số đã cấp. Sau đó Ông/Bà in phiếu, ký tay, đóng dấu và "
            "giao bản giấy cho người nộp; trên mạng, người nộp được báo nhận bản giấy."
        ),
        "action": _("In ra và ký tay"),
    }
    return acting.show(at, "plain_act.html", {"form": django_forms.Form(), **words}, refused=refused)
