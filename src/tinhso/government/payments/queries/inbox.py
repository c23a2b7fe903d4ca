"""What waits for the accountant: money nobody can place, refunds under way."""

from uuid import UUID

from tinhso.foundation.organisations import public as organisations
from tinhso.government.payments.access import APPROVE, RECONCILE, REFUND, SEE, access_notice, access_refund
from tinhso.government.payments.data import (
    NoticeInfo,
    NoticeStatus,
    RefundInfo,
    RefundStatus,
    RequestInfo,
    RequestStatus,
)
from tinhso.government.payments.errors import RefundNotFound
from tinhso.government.payments.models import BankNotice, PaymentRequest, Refund
from tinhso.government.payments.queries._paging import id_in
from tinhso.kernel.actors import Actor
from tinhso.kernel.paging import Page, bounded, encode_cursor


def list_unmatched(actor: Actor, *, cursor: str = "", size: int | None = None) -> Page[NoticeInfo]:
    """Return money in suspense in the units the actor reconciles, the oldest first (giao dịch chưa khớp)."""
    scope = actor.scope(RECONCILE)
    rows = BankNotice.objects.filter(status=NoticeStatus.UNMATCHED.value).order_by("id")
    if not scope.everywhere:
        rows = rows.filter(unit_id__in=scope.units)
    if cursor:
        rows = rows.filter(id__gt=id_in(cursor))
    limit = bounded(size)
    found = list(rows[: limit + 1])
    more = encode_cursor(str(found[limit - 1].id)) if len(found) > limit else ""
    return Page(tuple(notice.to_info() for notice in found[:limit]), more)


def get_notice(actor: Actor, *, notice_id: UUID) -> NoticeInfo:
    """Return a notice to who reconciles its unit. Raises NoticeNotFound."""
    return access_notice(actor, notice_id=notice_id).to_info()


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
    rows = Refund.objects.select_related("request").order_by("-id")
    if not scope.everywhere:
        rows = rows.filter(unit_id__in=scope.units)
    if status in {one.value for one in RefundStatus}:
        rows = rows.filter(status=status)
    if cursor:
        rows = rows.filter(id__lt=id_in(cursor))
    limit = bounded(size)
    found = list(rows[: limit + 1])
    more = encode_cursor(str(found[limit - 1].id)) if len(found) > limit else ""
    return Page(tuple(refund.to_info() for refund in found[:limit]), more)


def get_refund(actor: Actor, *, refund_id: UUID) -> RefundInfo:
    """Return a refund to who asks for, approves or sees those of its unit. Raises RefundNotFound."""
    for ability in (SEE, REFUND, APPROVE):
        if actor.may(ability):
            return access_refund(actor, refund_id=refund_id, ability=ability).to_info()
    raise RefundNotFound


def unit_name(unit_id: UUID) -> str:
    """Return a unit's name, as pages show it."""
    return organisations.get_unit(unit_id).name
