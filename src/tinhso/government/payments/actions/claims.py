"""Money the bank took back after it was refunded: owed by the person, until repaid or given up by decision.

The refund went out of the unit's own money: what the bank took is the unit's claim on who received it (phải thu hồi).
"""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from tinhso.foundation.audit import public as audit
from tinhso.government.payments.access import APPROVE, RECONCILE, access_notice
from tinhso.government.payments.actions._books import post, said_reason
from tinhso.government.payments.actions._reversals import locked_credit
from tinhso.government.payments.data import NoticeInfo, NoticeKind, NoticeStatus, RefundStatus, Unmatched
from tinhso.government.payments.errors import (
    NoticeNotFound,
    NotUnmatched,
    NotYetClaim,
    OtherAmount,
    ReasonNeeded,
    SameClaimant,
)
from tinhso.government.payments.models import BankNotice, Refund
from tinhso.government.payments.rules import ledger
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import local_day
from tinhso.kernel.text import clean_line

SUBJECT: Final = "payments.notice"
_UNDER_WAY: Final = (RefundStatus.ASKED.value, RefundStatus.APPROVED.value)


@transaction.atomic
def claim_reversal(actor: Actor, *, notice_id: UUID, now: datetime) -> NoticeInfo:
    """Book a waiting reversal as owed by who was refunded (ghi phải thu hồi).

    Needs `payments.reconcile` over the unit. Raises NoticeNotFound, NotUnmatched unless it is a reversal that waits,
    NotYetClaim while its credit is unknown or a refund of that money can still be called off.
    """
    seen = access_notice(actor, notice_id=notice_id)
    credit = locked_credit(seen)
    notice = access_notice(actor, notice_id=notice_id, lock=True)
    if notice.status != NoticeStatus.UNMATCHED.value or notice.why != Unmatched.REVERSAL.value:
        raise NotUnmatched
    if credit is None or credit.unit_id != notice.unit_id or _is_under_way(credit):
        raise NotYetClaim
    notice.status, notice.claimed_by, notice.request_id = (
        NoticeStatus.CLAIMED.value,
        actor.account_id,
        credit.request_id,
    )
    notice.save(update_fields=["status", "claimed_by", "request"])
    lines = ledger.claimed(notice.unit_id, notice.amount)
    post(actor, "claimed", lines, day=local_day(now), now=now, notice_id=notice.id, request_id=notice.request_id)
    _record(actor, "payments.reversal_claimed", notice)
    return notice.to_info()


def _is_under_way(credit: BankNotice) -> bool:
    """Tell whether a refund of this money waits to be decided or paid: called off, it gives the bank its money."""
    refunds = Refund.objects.filter(status__in=_UNDER_WAY)
    of_request = credit.request_id is not None and refunds.filter(request_id=credit.request_id).exists()
    return of_request or refunds.filter(notice_id=credit.id).exists()


@transaction.atomic
def repay_claim(actor: Actor, *, claim_id: UUID, credit_id: UUID, now: datetime) -> NoticeInfo:
    """Settle a claim by a credit in suspense of the same amount (đã nộp lại).

    Needs `payments.reconcile` over the unit. Raises NoticeNotFound, NotUnmatched when the claim is settled, OtherAmount
    unless the credit lies in suspense in the same unit with the same amount.
    """
    claim = _locked_claim(actor, claim_id, RECONCILE)
    credit = access_notice(actor, notice_id=credit_id, lock=True)
    free = (credit.kind, credit.status) == (NoticeKind.CREDIT.value, NoticeStatus.UNMATCHED.value)
    if not free or (credit.unit_id, credit.amount) != (claim.unit_id, claim.amount):
        raise OtherAmount
    _settled(actor, credit, NoticeStatus.REPAID, f"{claim.transaction_id}", now=now)
    _settled(actor, claim, NoticeStatus.REPAID, f"{credit.transaction_id}", now=now)
    lines = ledger.claim_repaid(claim.unit_id, claim.amount)
    post(actor, "claim_repaid", lines, day=local_day(now), now=now, notice_id=credit.id, request_id=claim.request_id)
    _record(actor, "payments.claim_repaid", claim)
    return claim.to_info()


@transaction.atomic
def write_off_claim(actor: Actor, *, claim_id: UUID, decision: str, reason: str, now: datetime) -> NoticeInfo:
    """Give a claim up under the number of a decision, by somebody other than who booked it (xóa khoản phải thu).

    Needs `payments.approve_refund` over the unit. Raises NoticeNotFound, NotUnmatched when it is settled, SameClaimant,
    ReasonNeeded without a decision's number or a reason of 10 to 500 characters, both together.
    """
    claim = _locked_claim(actor, claim_id, APPROVE)
    if claim.claimed_by == actor.account_id:
        raise SameClaimant
    number, said = clean_line(decision)[:60], said_reason(reason, ReasonNeeded)
    if not number:
        raise ReasonNeeded
    _settled(actor, claim, NoticeStatus.LOST, said_reason(f"{number}: {said}", ReasonNeeded), now=now)
    lines = ledger.claim_lost(claim.unit_id, claim.amount)
    post(actor, "claim_lost", lines, day=local_day(now), now=now, notice_id=claim.id, request_id=claim.request_id)
    _record(actor, "payments.claim_lost", claim)
    return claim.to_info()


def _locked_claim(actor: Actor, claim_id: UUID, ability: str) -> BankNotice:
    claim = access_notice(actor, notice_id=claim_id, ability=ability, lock=True)
    if claim.kind != NoticeKind.REVERSAL.value:
        raise NoticeNotFound
    if claim.status != NoticeStatus.CLAIMED.value:
        raise NotUnmatched
    return claim


def _settled(actor: Actor, notice: BankNotice, status: NoticeStatus, note: str, *, now: datetime) -> None:
    notice.status, notice.note, notice.handled_at, notice.handled_by = status.value, note, now, actor.account_id
    notice.save(update_fields=["status", "note", "handled_at", "handled_by"])


def _record(actor: Actor, verb: str, notice: BankNotice) -> None:
    audit.record(
        actor,
        verb=verb,
        subject_kind=SUBJECT,
        subject_id=notice.id,
        unit_id=notice.unit_id,
        detail={"transaction": notice.transaction_id, "amount": notice.amount, "note": notice.note},
    )
