"""Receipts (biên lai thu phí, lệ phí): one for each kind in a request, numbered without gaps."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from tinhso.foundation.audit import public as audit
from tinhso.foundation.numbering import public as numbering
from tinhso.foundation.numbering.public import Period, Series, Unique
from tinhso.foundation.organisations import public as organisations
from tinhso.government.payments.access import COLLECT, access_request
from tinhso.government.payments.accounts import receipt_form
from tinhso.government.payments.data import SETTLED, FeeKind, ReceiptInfo, RequestStatus
from tinhso.government.payments.errors import NotPayable
from tinhso.government.payments.models import PaymentRequest, Receipt
from tinhso.government.payments.models.requests import items_from_json, items_to_json
from tinhso.government.results.public import new_token
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import local_day

SERIES: Final = {
    kind: Series(f"payments.receipt.{kind.value}", Period.YEAR, "{n:07d}", Unique.PERIOD) for kind in FeeKind
}


@transaction.atomic
def issue_receipt(actor: Actor, *, request_id: UUID, now: datetime) -> tuple[ReceiptInfo, ...]:
    """Return the valid receipts of a paid request, making those that are missing (lập biên lai).

    Receipts are made by themselves when a request is settled; this verb is for what a void left open. Needs
    `payments.collect` over the unit. Raises RequestNotFound; NotPayable while the request is not paid in full.
    """
    request = access_request(actor, request_id=request_id, ability=COLLECT, lock=True)
    if RequestStatus(request.status) not in SETTLED:
        raise NotPayable
    issue_missing(actor, request, now=now)
    found = request.receipts.filter(voided_at=None).order_by("id")
    return tuple(receipt.to_info() for receipt in found)


def issue_missing(actor: Actor, request: PaymentRequest, *, now: datetime) -> None:
    """Make the receipts a settled, locked request lacks, in the caller's transaction."""
    have = set(request.receipts.filter(voided_at=None).values_list("kind", flat=True))
    kinds = dict.fromkeys(item.kind for item in items_from_json(request.items))
    for kind in kinds:
        if kind.value not in have:
            receipt = _issue(actor, request, kind, now)
            if request.receipt_id is None:
                request.receipt_id = receipt.id
                request.save(update_fields=["receipt_id"])


def void_receipts(actor: Actor, request: PaymentRequest, *, reason: str, now: datetime) -> None:
    """Void the valid receipts of a locked request; their numbers stay used."""
    for receipt in request.receipts.filter(voided_at=None):
        receipt.voided_at, receipt.void_reason = now, reason
        receipt.save(update_fields=["voided_at", "void_reason"])
        _record(actor, "payments.receipt_voided", request, receipt)
    if request.receipt_id:
        request.receipt_id = None
        request.save(update_fields=["receipt_id"])


def _issue(actor: Actor, request: PaymentRequest, kind: FeeKind, now: datetime) -> Receipt:
    day = local_day(now)
    items = tuple(item for item in items_from_json(request.items) if item.kind is kind)
    marks = receipt_form(kind.value, day.year)
    owner = organisations.get_unit(request.unit_id).code
    receipt = Receipt(
        request=request,
        unit_id=request.unit_id,
        year=day.year,
        form=marks.form,
        symbol=marks.symbol,
        number=numbering.next_number(SERIES[kind], owner=owner, on=day),
        kind=kind.value,
        payer_name=request.payer_name,
        items=items_to_json(items),
        amount=sum(item.amount.amount for item in items),
        method=request.method,
        collector_name=actor.name if actor.is_officer else "",
        issued_at=now,
        token=new_token(),
    )
    receipt.save(force_insert=True)
    _record(actor, "payments.receipt_issued", request, receipt)
    return receipt


def _record(actor: Actor, verb: str, request: PaymentRequest, receipt: Receipt) -> None:
    audit.record(
        actor,
        verb=verb,
        subject_kind="payments.receipt",
        subject_id=receipt.id,
        unit_id=request.unit_id,
        person_id=request.payer_account_id,
        detail={"request": request.code, "symbol": receipt.symbol, "number": receipt.number},
    )
