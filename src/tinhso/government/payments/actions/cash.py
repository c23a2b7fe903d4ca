"""Cash at the desk: a shift is opened with a float, takes cash, and is closed by counting."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from tinhso.foundation.audit import public as audit
from tinhso.government.payments.access import COLLECT, access_request
from tinhso.government.payments.actions._books import insert_once, post, said_reason
from tinhso.government.payments.actions._settling import add_money, post_money, settle
from tinhso.government.payments.data import (
    MAX_TOTAL,
    NOTHING,
    PAYABLE,
    LedgerAccount,
    Method,
    ReceiptInfo,
    RequestStatus,
    ShiftInfo,
)
from tinhso.government.payments.errors import (
    BadItems,
    ExplainDifference,
    NoShift,
    NotPayable,
    ShiftOpen,
    TooLittle,
)
from tinhso.government.payments.models import CashShift
from tinhso.government.payments.queries.shifts import expected_cash, shift_info
from tinhso.government.payments.rules import ledger
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import local_day
from tinhso.kernel.errors import Forbidden
from tinhso.kernel.money import Dong

SUBJECT: Final = "payments.shift"


@transaction.atomic
def open_shift(actor: Actor, *, opening_float: Dong = NOTHING, now: datetime) -> ShiftInfo:
    """Open the actor's drawer with a float from the unit's safe (mở ca).

    Needs `payments.collect` over the own unit. Raises Forbidden, ShiftOpen when one is open, BadItems for a float out
    of bounds.
    """
    if actor.unit_id is None or actor.account_id is None or not actor.may(COLLECT, actor.unit_id):
        raise Forbidden
    if not 0 <= opening_float.amount <= MAX_TOTAL:
        raise BadItems
    shift = CashShift(
        unit_id=actor.unit_id,
        account_id=actor.account_id,
        officer_name=actor.name,
        opened_at=now,
        opening_float=opening_float.amount,
    )
    if not insert_once(shift):
        raise ShiftOpen
    if opening_float:
        lines = ledger.shift_opened(shift.unit_id, opening_float.amount)
        post(actor, "shift_opened", lines, day=local_day(now), now=now, shift_id=shift.id)
    _record(actor, "payments.shift_opened", shift, float=opening_float.amount)
    return shift_info(shift)


@transaction.atomic
def take_cash(actor: Actor, *, request_id: UUID, tendered: Dong, now: datetime) -> ReceiptInfo:
    """Take what is outstanding in cash, in the actor's open shift; return the first receipt with the change to give.

    Needs `payments.collect` over the request's unit. Raises RequestNotFound, NotPayable, NoShift (none open, or one of
    another unit), TooLittle.
    """
    request = access_request(actor, request_id=request_id, ability=COLLECT, lock=True)
    was = RequestStatus(request.status)
    due = request.total - request.applied
    if was not in PAYABLE:
        raise NotPayable
    shift = locked_shift(actor, request.unit_id)
    if not due <= tendered.amount <= MAX_TOTAL:
        raise TooLittle
    applied, over = add_money(request, due, method=Method.CASH, reference="", at=now)
    post_money(
        actor,
        request,
        LedgerAccount.DRAWER,
        applied=applied,
        over=over,
        day=local_day(now),
        now=now,
        shift_id=shift.id,
    )
    settle(actor, request, was=was, now=now)
    audit.record(
        actor,
        verb="payments.cash_taken",
        subject_kind="payments.request",
        subject_id=request.id,
        unit_id=request.unit_id,
        person_id=request.payer_account_id,
        detail={"code": request.code, "amount": due, "shift": str(shift.id)},
    )
    receipt = request.receipts.filter(voided_at=None).order_by("id").first()
    if receipt is None:
        raise NotPayable
    return receipt.to_info(tendered=tendered.amount, change=tendered.amount - due)


@transaction.atomic
def close_shift(actor: Actor, *, counted: Dong, reason: str = "", now: datetime) -> ShiftInfo:
    """Close the actor's drawer with what was counted; it goes to the safe, a difference needs a reason (đóng ca).

    Raises NoShift, ExplainDifference, BadItems for an amount out of bounds.
    """
    shift = locked_shift(actor, None)
    if not 0 <= counted.amount <= MAX_TOTAL:
        raise BadItems
    expected = expected_cash(shift)
    said = said_reason(reason, ExplainDifference) if counted.amount != expected else ""
    shift.closed_at, shift.counted, shift.expected, shift.reason = now, counted.amount, expected, said
    shift.save(update_fields=["closed_at", "counted", "expected", "reason"])
    if expected or counted:
        lines = ledger.shift_closed(shift.unit_id, expected=expected, counted=counted.amount)
        post(actor, "shift_closed", lines, day=local_day(now), now=now, shift_id=shift.id)
    _record(actor, "payments.shift_closed", shift, expected=expected, counted=counted.amount)
    return shift_info(shift)


def locked_shift(actor: Actor, unit_id: UUID | None) -> CashShift:
    """Return the actor's open shift, locked; of `unit_id`, when one is named. Raises NoShift."""
    rows = CashShift.objects.select_for_update().filter(closed_at=None)
    shift = rows.filter(account_id=actor.account_id).first() if actor.account_id else None
    if shift is None or (unit_id is not None and shift.unit_id != unit_id):
        raise NoShift
    return shift


def _record(actor: Actor, verb: str, shift: CashShift, **detail: int) -> None:
    audit.record(
        actor, verb=verb, subject_kind=SUBJECT, subject_id=shift.id, unit_id=shift.unit_id, detail=dict(detail)
    )
