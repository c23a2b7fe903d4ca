"""What money does to a request whose row is locked: figures, status, books, receipts, events."""

from datetime import date, datetime
from uuid import UUID

from tinhso.government.payments.actions._books import post
from tinhso.government.payments.actions.receipts import issue_missing, void_receipts
from tinhso.government.payments.data import SETTLED, LedgerAccount, Method, RequestStatus
from tinhso.government.payments.events import PaymentPart, PaymentReopened, PaymentSettled
from tinhso.government.payments.models import PaymentRequest
from tinhso.government.payments.rules import ledger
from tinhso.government.payments.rules.status import split
from tinhso.kernel.actors import Actor
from tinhso.kernel.events import Event
from tinhso.kernel.outbox import announce


def add_money(
    request: PaymentRequest,
    amount: int,
    *,
    method: Method,
    reference: str,
    at: datetime,
) -> tuple[int, int]:
    """Count new money for a locked request; return what paid the due and what is too much. The caller posts it."""
    applied, over = split(request.standing, amount)
    request.applied += applied
    request.over += over
    request.method, request.reference = method.value, reference
    before = RequestStatus(request.status)
    request.restate()
    if RequestStatus(request.status) in SETTLED and before not in SETTLED:
        request.paid_at = at
    request.save(update_fields=["applied", "over", "method", "reference", "status", "paid_at"])
    return applied, over


def settle(actor: Actor, request: PaymentRequest, *, was: RequestStatus, now: datetime) -> None:
    """After new money is posted: receipts when it is now paid in full, and the event."""
    status = RequestStatus(request.status)
    if status in SETTLED and was not in SETTLED:
        issue_missing(actor, request, now=now)
        announce(_settled(request), actor=actor)
    elif status is RequestStatus.PART_PAID:
        about = (request.id, request.subject_kind, request.subject_id)
        announce(PaymentPart(*about, request.applied, request.total, now), actor=actor)


def take_back(
    actor: Actor,
    request: PaymentRequest,
    *,
    applied: int,
    over: int,
    out_of: LedgerAccount,
    notice_id: UUID,
    day: date,
    now: datetime,
) -> None:
    """The bank took money back from a locked request: figures, books, void receipts, event when it is due again."""
    was = RequestStatus(request.status)
    request.applied -= applied
    request.over -= over
    request.restate()
    if RequestStatus(request.status) not in SETTLED:
        request.paid_at = None
    request.save(update_fields=["applied", "over", "status", "paid_at"])
    lines = ledger.taken_back(request.unit_id, out_of, applied=applied, over=over)
    post(actor, "reversed", lines, day=day, now=now, request_id=request.id, notice_id=notice_id)
    if was in SETTLED and RequestStatus(request.status) not in SETTLED:
        void_receipts(actor, request, reason="Ngân hàng thu hồi khoản tiền đã báo có.", now=now)
        about = (request.id, request.subject_kind, request.subject_id)
        announce(PaymentReopened(*about, request.applied, now), actor=actor)


def post_money(  # noqa: PLR0913 - money has these facts
    actor: Actor,
    request: PaymentRequest,
    into: LedgerAccount,
    *,
    applied: int,
    over: int,
    day: date,
    now: datetime,
    notice_id: UUID | None = None,
    shift_id: UUID | None = None,
) -> None:
    """Write money received for a request into the books."""
    lines = ledger.received(request.unit_id, into, applied=applied, over=over)
    post(actor, "received", lines, day=day, now=now, request_id=request.id, notice_id=notice_id, shift_id=shift_id)


def _settled(request: PaymentRequest) -> Event:
    about = (request.id, request.subject_kind, request.subject_id)
    return PaymentSettled(*about, request.total, request.method, request.paid_at or request.created_at)
