"""Asking for money, and asking no longer."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from tinhso.foundation.audit import public as audit
from tinhso.foundation.organisations import public as organisations
from tinhso.government.payments.access import CANCEL, access_request
from tinhso.government.payments.actions._books import insert_once, post, said_reason
from tinhso.government.payments.data import (
    MAX_ITEMS,
    MAX_QUANTITY,
    MAX_TOTAL,
    PAYABLE,
    FeeItem,
    FeeKind,
    RequestInfo,
    RequestStatus,
)
from tinhso.government.payments.errors import BadItems, CannotCancel, OtherItems, ReasonNeeded
from tinhso.government.payments.events import PaymentCancelled
from tinhso.government.payments.models import PaymentRequest
from tinhso.government.payments.models.requests import items_to_json
from tinhso.government.payments.rules import ledger
from tinhso.government.payments.rules.codes import new_code
from tinhso.government.results.public import new_token
from tinhso.kernel.actors import Actor, ActorKind
from tinhso.kernel.clock import local_day
from tinhso.kernel.errors import Forbidden
from tinhso.kernel.outbox import announce
from tinhso.kernel.text import clean_line
from tinhso.kernel.transactions import within_callers

SUBJECT: Final = "payments.request"


@within_callers
def request_payment(  # noqa: PLR0913 - a request is these facts
    actor: Actor,
    *,
    subject_kind: str,
    subject_id: UUID,
    subject_code: str,
    title: str,
    payer_name: str,
    payer_account_id: UUID | None,
    unit_id: UUID,
    items: Sequence[FeeItem],
    due_at: datetime | None = None,
    purpose: str = "fee",
    now: datetime,
) -> RequestInfo:
    """Ask for phí, lệ phí, once for each subject and purpose; the agency `unit_id` belongs to collects.

    The calling room's gate has decided that this actor may ask. Asked again with the same lines (also by two at once),
    the answer is the request that is there; a cancelled one may be followed by a new one. Raises Forbidden to
    strangers, BadItems for lines out of bounds (1 to 20, each more than nothing, at most 100 billion đồng together),
    OtherItems when the same purpose stands with other lines.
    """
    if actor.kind is ActorKind.ANONYMOUS:
        raise Forbidden
    kept = _checked(items)
    unit = organisations.agency_of(unit_id)
    request = PaymentRequest(
        code=new_code(),
        token=new_token(),
        subject_kind=subject_kind[:40],
        subject_id=subject_id,
        subject_code=clean_line(subject_code)[:60],
        title=clean_line(title)[:300],
        purpose=purpose[:40],
        payer_name=clean_line(payer_name)[:200],
        payer_account_id=payer_account_id,
        unit_id=unit.id,
        items=items_to_json(kept),
        total=sum(item.amount.amount for item in kept),
        due_at=due_at,
        created_at=now,
    )
    if not (request.subject_kind and request.purpose and request.title and request.payer_name):
        raise BadItems
    while not insert_once(request):
        standing = _standing(request)
        if standing:
            return standing
        request.code, request.token = new_code(), new_token()  # drawn before: one in billions
    return _asked(request, actor, now)


def _asked(request: PaymentRequest, actor: Actor, now: datetime) -> RequestInfo:
    """Post what is due and put it on record."""
    lines = ledger.raised(request.unit_id, request.total)
    post(actor, "raised", lines, day=local_day(now), now=now, request_id=request.id)
    _record(actor, "payments.requested", request, total=request.total)
    return request.to_info()


def _standing(request: PaymentRequest) -> RequestInfo | None:
    """Return the request that stands for the same purpose. Raises OtherItems when it asks something else."""
    found = PaymentRequest.objects.filter(
        subject_kind=request.subject_kind, subject_id=request.subject_id, purpose=request.purpose, cancelled_at=None
    ).first()
    if found is None:
        return None
    if found.items != request.items or found.unit_id != request.unit_id:
        raise OtherItems
    return found.to_info()


@within_callers
def cancel_request(actor: Actor, *, request_id: UUID, reason: str, now: datetime) -> RequestInfo:
    """Ask no longer (hủy khoản thu); money already paid in part becomes money to give back.

    Needs `payments.cancel` over the unit, or to be the payer while nothing is paid, or the system. Cancelling again
    answers the same. Raises RequestNotFound, ReasonNeeded (10 to 500 characters), CannotCancel once paid in full.
    """
    request = access_request(actor, request_id=request_id, ability=CANCEL, lock=True, payer=True)
    said = said_reason(reason, ReasonNeeded)
    if request.status == RequestStatus.CANCELLED.value:
        return request.to_info()
    if RequestStatus(request.status) not in PAYABLE or (request.applied and not actor.may(CANCEL, request.unit_id)):
        raise CannotCancel
    unpaid, paid = request.total - request.applied, request.applied
    request.cancelled_at, request.cancel_reason = now, said
    request.applied, request.over = 0, request.over + paid
    request.restate()
    request.save(update_fields=["cancelled_at", "cancel_reason", "applied", "over", "status"])
    lines = ledger.cancelled(request.unit_id, unpaid=unpaid, paid=paid)
    post(actor, "cancelled", lines, day=local_day(now), now=now, request_id=request.id)
    _record(actor, "payments.cancelled", request, unpaid=unpaid, paid=paid)
    announce(PaymentCancelled(request.id, request.subject_kind, request.subject_id, now), actor=actor)
    return request.to_info()


def _checked(items: Sequence[FeeItem]) -> tuple[FeeItem, ...]:
    """Return the lines cleaned. Raises BadItems."""
    kept = tuple(
        FeeItem(clean_line(i.code)[:40], clean_line(i.title)[:200], FeeKind(i.kind), i.amount, i.quantity)
        for i in items
    )
    total = sum(item.amount.amount for item in kept)
    good = all(item.title and item.amount.amount > 0 and 1 <= item.quantity <= MAX_QUANTITY for item in kept)
    if not (1 <= len(kept) <= MAX_ITEMS and good and total <= MAX_TOTAL):
        raise BadItems
    return kept


def _record(actor: Actor, verb: str, request: PaymentRequest, **detail: int) -> None:
    audit.record(
        actor,
        verb=verb,
        subject_kind=SUBJECT,
        subject_id=request.id,
        unit_id=request.unit_id,
        person_id=request.payer_account_id,
        detail={"code": request.code, "subject": str(request.subject_id), **detail},
    )
