"""What waits for the accountant: money nobody can place, refunds under way."""

from typing import Final
from uuid import UUID

from tinhso.foundation.organisations import public as organisations
from tinhso.government.payments.access import APPROVE, RECONCILE, REFUND, SEE, access_notice, access_refund
from tinhso.government.payments.data import (
    NoticeInfo,
    NoticeKind,
    NoticeStatus,
    RefundInfo,
    RefundStatus,
    RequestInfo,
    RequestStatus,
)
from tinhso.government.payments.errors import NoticeNotFound, RefundNotFound
from tinhso.government.payments.models import BankNotice, PaymentRequest, Refund
from tinhso.kernel.actors import Actor
from tinhso.kernel.paging import Page, page_by_key


def list_unmatched(actor: Actor, *, cursor: str = "", size: int | None = None) -> Page[NoticeInfo]:
    """Return money in suspense in the units the actor reconciles, the oldest first (giao dịch chưa khớp)."""
    scope = actor.scope(RECONCILE)
    rows = BankNotice.objects.filter(status=NoticeStatus.UNMATCHED.value)
    if not scope.everywhere:
        rows = rows.filter(unit_id__in=scope.units)
    return page_by_key(rows, BankNotice.to_info, cursor=cursor, size=size, oldest_first=True)


def get_notice(actor: Actor, *, notice_id: UUID) -> NoticeInfo:
    """Return a notice to who reconciles its unit. Raises NoticeNotFound."""
    return access_notice(actor, notice_id=notice_id).to_info()


CLAIMS: Final = (NoticeStatus.CLAIMED, NoticeStatus.REPAID, NoticeStatus.LOST)


def list_claims(actor: Actor, *, status: str = "", cursor: str = "", size: int | None = None) -> Page[NoticeInfo]:
    """Return what people owe since their bank took refunded money back, in units the actor sees, newest first."""
    scope = actor.scope(SEE)
    wanted = [status] if status in {one.value for one in CLAIMS} else [one.value for one in CLAIMS]
    rows = BankNotice.objects.filter(status__in=wanted, kind=NoticeKind.REVERSAL.value)
    if not scope.everywhere:
        rows = rows.filter(unit_id__in=scope.units)
    return page_by_key(rows, BankNotice.to_info, cursor=cursor, size=size)


def get_claim(actor: Actor, *, claim_id: UUID) -> tuple[NoticeInfo, UUID | None]:
    """Return a claim and who booked it, to who sees its unit's payments. Raises NoticeNotFound."""
    found = access_notice(actor, notice_id=claim_id, ability=SEE)
    if found.kind != NoticeKind.REVERSAL.value or NoticeStatus(found.status) not in CLAIMS:
        raise NoticeNotFound
    return found.to_info(), found.claimed_by


def repayments(actor: Actor, claim: NoticeInfo) -> tuple[NoticeInfo, ...]:
    """Return up to 20 credits in suspense of the claim's unit and amount, newest first; none without the ability."""
    if not actor.may(RECONCILE, claim.unit_id):
        return ()
    rows = BankNotice.objects.filter(
        unit_id=claim.unit_id,
        status=NoticeStatus.UNMATCHED.value,
        kind=NoticeKind.CREDIT.value,
        amount=claim.amount.amount,
    )
    return tuple(row.to_info() for row in rows.order_by("-id")[:20])


def candidates(actor: Actor, notice: NoticeInfo, *, words: str = "") -> tuple[RequestInfo, ...]:
    """Return up to 20 requests the money might be for: of its unit, still to pay; by code, else by amount.

    `words` is a payment code, or the beginning of a subject's code.
    """
    payable = [RequestStatus.OPEN.value, RequestStatus.PART_PAID.value]
    rows = PaymentRequest.objects.filter(unit_id=notice.unit_id, status__in=payable).order_by("-id")
    typed = words.strip().upper()[:60]
    if not actor.may(RECONCILE, notice.unit_id):
        return ()
    if typed:
        rows = rows.filter(code=typed) | rows.filter(subject_code__startswith=typed)
    else:
        rows = rows.filter(total=notice.amount.amount)
    return tuple(request.to_info() for request in rows[:20])


def list_refunds(actor: Actor, *, status: str = "", cursor: str = "", size: int | None = None) -> Page[RefundInfo]:
    """Return the refunds of the units whose payments the actor sees, newest first."""
    scope = actor.scope(SEE)
    rows = Refund.objects.select_related("request")
    if not scope.everywhere:
        rows = rows.filter(unit_id__in=scope.units)
    if status in {one.value for one in RefundStatus}:
        rows = rows.filter(status=status)
    return page_by_key(rows, Refund.to_info, cursor=cursor, size=size)


def get_refund(actor: Actor, *, refund_id: UUID) -> RefundInfo:
    """Return a refund to who asks for, approves or sees those of its unit. Raises RefundNotFound."""
    for ability in (SEE, REFUND, APPROVE):
        if actor.may(ability):
            return access_refund(actor, refund_id=refund_id, ability=ability).to_info()
    raise RefundNotFound


def unit_name(unit_id: UUID) -> str:
    """Return a unit's name, as pages show it."""
    return organisations.get_unit(unit_id).name
