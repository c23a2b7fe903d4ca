"""The payer's page behind a link, and the check of a printed receipt. Works without JavaScript."""

import io
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tinhso.foundation.organisations import public as organisations
from tinhso.government.payments import printing
from tinhso.government.payments.adapters.connections import is_simulated
from tinhso.government.payments.data import QrInfo, RequestInfo
from tinhso.government.payments.errors import NoBankAccount, RequestNotFound
from tinhso.government.payments.queries import requests
from tinhso.government.payments.web.shell import pdf_response
from tinhso.government.payments.words import METHOD, STATUS
from tinhso.kernel.http import actor_of
from tinhso.kernel.text import mask_name


@require_safe
def pay(request: HttpRequest, pay_token: str) -> HttpResponse:
    """Show how to pay, and whether it has arrived; asks again by itself every few seconds.

    Who holds the link may pay and see the receipt: somebody else may pay for one. The payer's name is masked for all
    but the payer.
    """
    info = _known(pay_token)
    title, tone = STATUS[info.status]
    receipts = requests.receipts_of(info.id)
    context: dict[str, Any] = {
        "info": info,
        "status_title": title,
        "status_tone": tone.value,
        "unit_name": printing.collector(info.unit_id),
        "payer": info.payer_name if requests.may_see_payer(actor_of(request), info) else mask_name(info.payer_name),
        "receipts": [r for r in receipts if r.voided_at is None],
        "method": METHOD[info.method] if info.method else "",
        "is_waiting": bool(info.outstanding),
        **_how(info),
    }
    response = render(request, "payments/pay.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


def _how(info: RequestInfo) -> dict[str, Any]:
    """Return the code and the texts to pay by; nothing when nothing is due or the unit has no account."""
    if not info.outstanding:
        return {"qr": None, "try_url": ""}
    try:
        qr: QrInfo = requests.qr_of(info.id)
    except NoBankAccount:
        return {"qr": None, "try_url": "", "no_account": True}
    simulated = is_simulated(qr.account.bank)
    address = f"{settings.SIMULATORS}/bank/?{urlencode({'qr': qr.payload})}" if simulated else ""
    return {"qr": qr, "try_url": address}


@require_safe
def qr_image(_request: HttpRequest, pay_token: str) -> HttpResponse:
    """Return the code as a picture: a phone cannot scan its own screen, but banks read pictures kept on it."""
    import segno

    info = _known(pay_token)
    picture = io.BytesIO()
    segno.make(requests.qr_of(info.id).payload, error="m", micro=False).save(picture, kind="png", scale=10, border=4)
    response = HttpResponse(picture.getvalue(), content_type="image/png")
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def receipt(request: HttpRequest, pay_token: str, paid_receipt_id: UUID) -> HttpResponse:
    """Print a receipt of a request, for who holds its link; a void one says so.

    The name on it is whole for the payer, masked for others who hold the link.
    """
    info = _known(pay_token)
    found = next((one for one in requests.receipts_of(info.id) if one.id == paid_receipt_id), None)
    if found is None:
        raise RequestNotFound
    if not requests.may_see_payer(actor_of(request), info):
        found = replace(found, payer_name=mask_name(found.payer_name))
    return pdf_response(printing.receipt_pdf(found), name=f"bien-lai-{found.number}.pdf")


@require_safe
def check_receipt(request: HttpRequest, receipt_token: str) -> HttpResponse:
    """Say whether a printed receipt is genuine and still valid; shows what stands on it, the name masked."""
    found = requests.find_receipt(receipt_token)
    if found is None:
        raise RequestNotFound
    context = {
        "receipt": found,
        "payer": mask_name(found.payer_name),
        "unit_name": organisations.full_name(found.unit_id),
        "method": METHOD[found.method],
    }
    return render(request, "payments/receipt.html", context)


def _known(token: str) -> RequestInfo:
    info = requests.find_by_token(token)
    if info is None:
        raise RequestNotFound
    return info
