"""Giving money back: one person asks, another approves, then the money goes (hoàn trả phí, lệ phí)."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from tinhso.foundation.audit import public as audit
from tinhso.government.payments.access import (
    APPROVE,
    REFUND,
    access_notice,
    access_refund,
    access_request,
)
from tinhso.government.payments.actions._books import insert_once, post, said_reason
from tinhso.government.payments.actions._reversals import apply_waiting, waiting_of
from tinhso.government.payments.actions.cash import locked_shift
from tinhso.government.payments.actions.receipts import void_receipts
from tinhso.government.payments.data import (
    LedgerAccount,
    Method,
    NoticeKind,
    NoticeStatus,
    RefundInfo,
    RefundStatus,
    Unmatched,
)
from tinhso.government.payments.errors import (
    BadRefund,
    BankTookBack,
    NoShift,
    NotUnmatched,
    NotWholePaid,
    ReasonNeeded,
    RefundMoved,
    SamePerson,
)
from tinhso.government.payments.events import RefundMade
from tinhso.government.payments.models import BankNotice, PaymentRequest, Refund
from tinhso.government.payments.queries.shifts import expected_cash
from tinhso.government.payments.rules import ledger
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import local_day
from tinhso.kernel.money import Dong
from tinhso.kernel.outbox import announce
from tinhso.kernel.text import clean_line

SUBJECT: Final = "payments.refund"


@transaction.atomic
def ask_refund(  # noqa: PLR0913 - a refund is these facts
    actor: Actor,
    *,
    request_id: UUID | None = None,
    notice_id: UUID | None = None,
    amount: Dong | None = None,
    reason: str,
    method: Method = Method.TRANSFER,
    to_name: str,
    to_bank: str = "",
    to_account: str = "",
    now: datetime,
) -> RefundInfo:
    """Ask to give money back, of a request or of a notice in suspense (then all of it).

    For a request, `amount` comes out of what was paid too much first; None gives everything back. Needs
    `payments.refund` over the unit. Raises RequestNotFound, NoticeNotFound, ReasonNeeded, BadRefund for more than there
    is or an incomplete address, NotWholePaid for what is paid in part (it is cancelled first), RefundMoved when another
    refund of the request is under way, NotUnmatched, BankTookBack.
    """
    said = said_reason(reason, ReasonNeeded)
    refund = Refund(
        reason=said,
        method=method.value,
        to_name=clean_line(to_name)[:200],
        to_bank=clean_line(to_bank)[:120],
        to_account=clean_line(to_account)[:34],
        status=RefundStatus.ASKED.value,
        asked_by=actor.account_id,
        asked_by_name=actor.name,
        asked_at=now,
    )
    if not refund.to_name or (method is Method.TRANSFER and not (refund.to_bank and refund.to_account)):
        raise BadRefund
    if (request_id is None) == (notice_id is None):
        raise BadRefund
    if request_id is not None:
        _of_request(refund, access_request(actor, request_id=request_id, ability=REFUND, lock=True), amount)
    elif notice_id is not None:
        _of_notice(refund, access_notice(actor, notice_id=notice_id, ability=REFUND, lock=True))
    _record(actor, "payments.refund_asked", refund)
    return refund.to_info()


def _of_request(refund: Refund, request: PaymentRequest, amount: Dong | None) -> None:
    there = request.applied - request.returned + request.over
    wanted = there if amount is None else amount.amount
    if not 0 < wanted <= there:
        raise BadRefund
    refund.request, refund.unit_id, refund.amount = request, request.unit_id, wanted
    refund.over = min(wanted, request.over)
    refund.income = wanted - refund.over
    if refund.income and request.applied < request.total:
        raise NotWholePaid
    _still_there(request, None)
    if not insert_once(refund):
        raise RefundMoved
    request.returning = refund.income
    request.restate()
    request.save(update_fields=["returning", "status"])


def _of_notice(refund: Refund, notice: BankNotice) -> None:
    if notice.status != NoticeStatus.UNMATCHED.value or notice.why == Unmatched.REVERSAL.value:
        raise NotUnmatched
    _still_there(None, notice)
    refund.notice, refund.unit_id, refund.amount, refund.suspense = notice, notice.unit_id, notice.amount, notice.amount
    insert_once(refund)
    notice.status = NoticeStatus.REFUNDING.value
    notice.save(update_fields=["status"])


@transaction.atomic
def approve_refund(actor: Actor, *, refund_id: UUID, now: datetime) -> RefundInfo:
    """Approve a refund somebody else asked for (duyệt hoàn trả): from now on the unit owes it.

    Needs `payments.approve_refund` over the unit. Raises RefundNotFound, SamePerson, RefundMoved, BadRefund when the
    money is not there any longer, BankTookBack.
    """
    refund, request, notice = _decided(actor, refund_id, now)
    _still_there(request, notice)
    if request is not None:
        if request.over < refund.over or request.applied - request.returned < refund.income:
            raise BadRefund
        request.over -= refund.over
        request.restate()
        request.save(update_fields=["over", "status"])
    refund.status = RefundStatus.APPROVED.value
    refund.save(update_fields=["status", "decided_by", "decided_by_name", "decided_at"])
    lines = ledger.refund_approved(refund.unit_id, income=refund.income, over=refund.over, suspense=refund.suspense)
    post(actor, "refund_approved", lines, day=local_day(now), now=now, **_about(refund))
    _record(actor, "payments.refund_approved", refund)
    return refund.to_info()


@transaction.atomic
def refuse_refund(actor: Actor, *, refund_id: UUID, reason: str, now: datetime) -> RefundInfo:
    """Refuse a refund, with the reason; the money stands as before, or goes where the bank took it meanwhile.

    Needs and raises what `approve_refund` does, and ReasonNeeded.
    """
    said = said_reason(reason, ReasonNeeded)
    refund, request, notice = _decided(actor, refund_id, now)
    refund.status, refund.refusal = RefundStatus.REFUSED.value, said
    refund.save(update_fields=["status", "refusal", "decided_by", "decided_by_name", "decided_at"])
    _off(request, notice, now)
    _record(actor, "payments.refund_refused", refund)
    return refund.to_info()


@transaction.atomic
def recall_refund(actor: Actor, *, refund_id: UUID, reason: str, now: datetime) -> RefundInfo:
    """Call an approved refund off before the money goes (thu hồi), as when the account named was wrong.

    The books get the opposite entry and the money stands as before. Needs `payments.refund` over the unit. Raises
    RefundNotFound, ReasonNeeded, RefundMoved unless it is approved and not paid.
    """
    said = said_reason(reason, ReasonNeeded)
    refund, request, notice = _locked(actor, refund_id, REFUND)
    if refund.status != RefundStatus.APPROVED.value:
        raise RefundMoved
    refund.status, refund.refusal = RefundStatus.RECALLED.value, said
    refund.save(update_fields=["status", "refusal"])
    lines = ledger.refund_recalled(refund.unit_id, income=refund.income, over=refund.over, suspense=refund.suspense)
    post(actor, "refund_recalled", lines, day=local_day(now), now=now, **_about(refund))
    if request is not None:
        request.over += refund.over
    _off(request, notice, now)
    _record(actor, "payments.refund_recalled", refund)
    return refund.to_info()


def _off(request: PaymentRequest | None, notice: BankNotice | None, now: datetime) -> None:
    """Let what a refund held stand again; then apply what the bank took back meanwhile."""
    if request is not None:
        request.returning = 0
        request.restate()
        request.save(update_fields=["returning", "over", "status"])
    if notice is not None:
        notice.status = NoticeStatus.UNMATCHED.value
        notice.save(update_fields=["status"])
    apply_waiting(_money_of(request, notice), now=now)


def _still_there(request: PaymentRequest | None, notice: BankNotice | None) -> None:
    """Raise BankTookBack when the bank took back any of the money a refund would be of."""
    if waiting_of(_money_of(request, notice)).exists():
        raise BankTookBack


def _money_of(request: PaymentRequest | None, notice: BankNotice | None) -> list[BankNotice]:
    """Return, locked, the credits a refund is of."""
    if notice is not None:
        return [notice]
    rows = BankNotice.objects.select_for_update().filter(request=request, kind=NoticeKind.CREDIT.value)
    return list(rows.filter(status=NoticeStatus.MATCHED.value).order_by("id"))


@transaction.atomic
def confirm_refund(actor: Actor, *, refund_id: UUID, reference: str = "", now: datetime) -> RefundInfo:
    """Say that the money went (đã chi): by transfer under the bank's number `reference`, or out of the actor's drawer.

    Needs `payments.refund` over the unit. Receipts become void when all of the fee went back; after a part they stay
    and say so. Raises RefundNotFound, RefundMoved unless it is approved, BadRefund without a fresh reference for a
    transfer, NoShift when the drawer holds too little, BankTookBack.
    """
    refund, request, notice = _locked(actor, refund_id, REFUND)
    if refund.status != RefundStatus.APPROVED.value:
        raise RefundMoved
    _still_there(request, notice)
    refund.reference = clean_line(reference)[:64]
    by_cash = refund.method == Method.CASH.value
    if by_cash == bool(refund.reference) or _is_used(refund.reference):
        raise BadRefund
    shift = locked_shift(actor, refund.unit_id) if by_cash else None
    if shift is not None and expected_cash(shift) < refund.amount:
        raise NoShift
    refund.status, refund.paid_by, refund.paid_at = RefundStatus.PAID.value, actor.account_id, now
    refund.save(update_fields=["status", "paid_by", "paid_at", "reference"])
    out_of = LedgerAccount.DRAWER if by_cash else LedgerAccount.BANK
    lines = ledger.refund_paid(refund.unit_id, out_of, refund.amount)
    post(
        actor,
        "refund_paid",
        lines,
        day=local_day(now),
        now=now,
        shift_id=shift.id if shift else None,
        **_about(refund),
    )
    _paid_out(actor, refund, request, notice, now)
    _record(actor, "payments.refund_paid", refund)
    return refund.to_info()


def _paid_out(
    actor: Actor, refund: Refund, request: PaymentRequest | None, notice: BankNotice | None, now: datetime
) -> None:
    if notice is not None:
        notice.status, notice.handled_at, notice.handled_by = NoticeStatus.REFUNDED.value, now, actor.account_id
        notice.save(update_fields=["status", "handled_at", "handled_by"])
    if request is not None:
        request.returned += refund.income
        request.returning -= refund.income
        request.refunded_total += refund.amount
        request.restate()
        request.save(update_fields=["returned", "returning", "refunded_total", "status"])
        if request.returned == request.total:
            void_receipts(actor, request, reason=f"Đã hoàn trả: {refund.reason}"[:500], now=now)
        about = (request.id, request.subject_kind, request.subject_id)
        announce(RefundMade(*about, refund.amount, now), actor=actor)


def _decided(actor: Actor, refund_id: UUID, now: datetime) -> tuple[Refund, PaymentRequest | None, BankNotice | None]:
    """Lock a refund that waits for a decision and note who decides. Raises SamePerson, RefundMoved."""
    refund, request, notice = _locked(actor, refund_id, APPROVE)
    if refund.asked_by == actor.account_id:
        raise SamePerson
    if refund.status != RefundStatus.ASKED.value:
        raise RefundMoved
    refund.decided_by, refund.decided_by_name, refund.decided_at = actor.account_id, actor.name, now
    return refund, request, notice


def _locked(actor: Actor, refund_id: UUID, ability: str) -> tuple[Refund, PaymentRequest | None, BankNotice | None]:
    """Lock what a refund is of, then the refund: the order in which asking locks them."""
    seen = access_refund(actor, refund_id=refund_id, ability=ability)
    request = PaymentRequest.objects.select_for_update().get(id=seen.request_id) if seen.request_id else None
    notice = BankNotice.objects.select_for_update().get(id=seen.notice_id) if seen.notice_id else None
    refund = access_refund(actor, refund_id=refund_id, ability=ability, lock=True)
    refund.request, refund.notice = request, notice
    return refund, request, notice


def _is_used(reference: str) -> bool:
    return bool(reference) and Refund.objects.filter(reference=reference).exists()


def _about(refund: Refund) -> dict[str, Any]:
    return {"request_id": refund.request_id, "notice_id": refund.notice_id, "refund_id": refund.id}


def _record(actor: Actor, verb: str, refund: Refund) -> None:
    audit.record(
        actor,
        verb=verb,
        subject_kind=SUBJECT,
        subject_id=refund.id,
        unit_id=refund.unit_id,
        person_id=refund.request.payer_account_id if refund.request else None,
        detail={"amount": refund.amount, "request": str(refund.request_id), "notice": str(refund.notice_id)},
    )
