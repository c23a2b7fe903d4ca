"""Requests, their QR codes and receipts."""

from collections.abc import Mapping
from uuid import UUID

from tinhso.foundation.organisations import public as organisations
from tinhso.foundation.prints import public as prints
from tinhso.government.payments.access import SEE, access_receipt
from tinhso.government.payments.accounts import ensure_account
from tinhso.government.payments.data import QrInfo, ReceiptInfo, RequestInfo, RequestStatus
from tinhso.government.payments.errors import NotPayable, RequestNotFound
from tinhso.government.payments.models import PaymentRequest, Receipt
from tinhso.government.payments.rules import vietqr
from tinhso.government.payments.rules.codes import is_code, transfer_text
from tinhso.government.results.public import clean_token
from tinhso.kernel.actors import Actor, Scope
from tinhso.kernel.paging import Page, page_by_key


def get_request(request_id: UUID) -> RequestInfo:
    """Return a request to another room, whose own gate decides who sees it. Raises RequestNotFound."""
    found = PaymentRequest.objects.filter(id=request_id).first()
    if found is None:
        raise RequestNotFound
    return found.to_info()


def list_of_subject(subject_id: UUID) -> tuple[RequestInfo, ...]:
    """Return the requests of one subject (a dossier, a stall), newest first, at most 100; no gate, as above."""
    rows = PaymentRequest.objects.filter(subject_id=subject_id).order_by("-id")[:100]
    return tuple(request.to_info() for request in rows)


def find_by_token(token: str) -> RequestInfo | None:
    """Return the request behind a payment link: who holds the link may read it. None for an unknown token."""
    cleaned = clean_token(token)
    found = PaymentRequest.objects.filter(token=cleaned).first() if cleaned else None
    return found.to_info() if found else None


def may_see_payer(actor: Actor, info: RequestInfo) -> bool:
    """Tell whether a page behind the payer's link may show the full name: to the payer alone.

    Officers read it in their own pages, where the look goes on record.
    """
    return actor.is_applicant and actor.account_id is not None and actor.account_id == info.payer_account_id


def qr_of(request_id: UUID) -> QrInfo:
    """Return the VietQR code of what is outstanding: payload, SVG, account and text.

    Raises RequestNotFound; NotPayable when nothing is outstanding; NoBankAccount when the unit has none.
    """
    info = get_request(request_id)
    if not info.outstanding:
        raise NotPayable
    account = ensure_account(organisations.get_unit(info.unit_id)).to_info()
    text = transfer_text(info.code, info.subject_code)
    payload = vietqr.encode(
        vietqr.Transfer(bin=account.bin, account=account.number, amount=info.outstanding.amount, purpose=text)
    )
    return QrInfo(payload, prints.qr_svg(payload), account, info.outstanding, text)


def list_requests(
    actor: Actor, *, status: str = "", words: str = "", cursor: str = "", size: int | None = None
) -> Page[RequestInfo]:
    """Return the requests the actor sees, newest first.

    `words` is a payment code or the beginning of a subject code.
    """
    rows = PaymentRequest.objects.all()
    scope: Scope = actor.scope(SEE)
    if not scope.everywhere:
        rows = rows.filter(unit_id__in=scope.units)
    if status in {one.value for one in RequestStatus}:
        rows = rows.filter(status=status)
    typed = words.strip().upper()[:60]
    if typed:
        rows = rows.filter(code=typed) if is_code(typed) else rows.filter(subject_code__startswith=typed)
    return page_by_key(rows, PaymentRequest.to_info, cursor=cursor, size=size)


def receipts_of(request_id: UUID) -> tuple[ReceiptInfo, ...]:
    """Return the receipts of a request, void ones too, in the order they were made; no gate, as `get_request`."""
    return tuple(
        r.to_info()
        for r in Receipt.objects.select_related("request").filter(request_id=request_id).order_by("id")[:100]
    )


def get_receipt(actor: Actor, *, receipt_id: UUID) -> ReceiptInfo:
    """Return a receipt to its payer and to officers who see its unit's payments. Raises RequestNotFound."""
    return access_receipt(actor, receipt_id=receipt_id).to_info()


def find_receipt(token: str) -> ReceiptInfo | None:
    """Return the receipt with the token printed on it; None for an unknown one. Pages mask the payer's name."""
    cleaned = clean_token(token)
    found = Receipt.objects.select_related("request").filter(token=cleaned).first() if cleaned else None
    return found.to_info() if found else None


def titles_of(ids: list[UUID]) -> Mapping[UUID, RequestInfo]:
    """Return requests by id."""
    return {one.id: one.to_info() for one in PaymentRequest.objects.filter(id__in=ids[:500])}
