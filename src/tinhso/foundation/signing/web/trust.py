"""`/ky-thuat/chung-thu/`: whom this installation believes, who answers about certificates, and a look at one."""

from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tinhso.foundation.signing.errors import CertificateUnreadable
from tinhso.foundation.signing.trust import keeping, lists, store
from tinhso.foundation.signing.trust.checking import check_certificate
from tinhso.foundation.signing.trust.data import CertificateCheck
from tinhso.kernel import clock
from tinhso.kernel.errors import Forbidden
from tinhso.ui.people import officer_of

OPERATE: Final = "signing.operate"
MAX_FILE: Final = 64 * 1024


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """Show authorities and sources; on POST tell what speaks for and against a certificate, keeping nothing of it."""
    officer_of(request, OPERATE, otherwise=Forbidden)
    if request.method != "POST":
        return _page(request, {})
    given = request.FILES.get("tep")
    pasted = request.POST.get("pem", "")[:MAX_FILE].strip().encode()
    try:
        found = _checked(bytes(given.read(MAX_FILE)) if given else pasted)
    except CertificateUnreadable as refused:
        return _page(request, {"errors": {"tep": _(refused.sentence)}}, status=422)
    return _page(request, {"found": found})


def _checked(raw: bytes) -> CertificateCheck:
    """Check the first certificate of a file; those after it are its issuers."""
    from cryptography.x509 import load_pem_x509_certificates

    if not raw.startswith(b"-----BEGIN"):
        return check_certificate(raw, now=clock.now())
    try:
        first, *others = load_pem_x509_certificates(raw)
    except ValueError:
        raise CertificateUnreadable from None
    return check_certificate(first, others=others[:5], now=clock.now())


def _page(request: HttpRequest, more: dict[str, Any], *, status: int = 200) -> HttpResponse:
    context = {"authorities": [one.to_info() for one in lists.authorities()], "sources": store.sources(), **more}
    answer = render(request, "signing/trust.html", context, status=status)
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_POST
def again(request: HttpRequest) -> HttpResponse:
    """Have everything about this installation's own keys asked anew by the worker."""
    officer_of(request, OPERATE, otherwise=Forbidden)
    keys = keeping.sweep()
    store.wake()
    messages.success(request, _("Đã yêu cầu hỏi lại trạng thái của %(count)d chứng thư đang dùng.") % {"count": keys})
    return redirect("signing:trust")
