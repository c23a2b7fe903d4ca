"""Money at the bank: booked once, matched by its code or by hand."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import connection, transaction

from tinhso.foundation.audit import public as audit
from tinhso.foundation.organisations import public as organisations
from tinhso.government.payments.access import RECONCILE, access_notice, access_request
from tinhso.government.payments.actions._books import insert_once, post, said_reason
from tinhso.government.payments.actions._reversals import book_reversal, is_reversed_already
from tinhso.government.payments.actions._settling import add_money, post_money, settle
from tinhso.government.payments.data import (
    MAX_TOTAL,
    PAYABLE,
    LedgerAccount,
    Method,
    NoticeInfo,
    NoticeKind,
    NoticeStatus,
    RawNotice,
    RequestStatus,
    Unmatched,
)
from tinhso.government.payments.errors import (
    BadNotice,
    NoticeDiffers,
    NotPayable,
    NotUnmatched,
    OtherAccount,
    ReasonNeeded,
)
from tinhso.government.payments.models import BankAccount, BankNotice, PaymentRequest
from tinhso.government.payments.rules import ledger
from tinhso.government.payments.rules.codes import find_codes
from tinhso.government.payments.rules.matching import Found, decide
from tinhso.government.payments.rules.status import split
from tinhso.kernel.actors import SYSTEM, Actor
from tinhso.kernel.clock import local_day
from tinhso.kernel.text import clean_line

SUBJECT: Final = "payments.notice"
_OLDEST: Final = timedelta(days=400)
_AHEAD: Final = timedelta(days=1)
_LOCK: Final = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 7305))"


@transaction.atomic
def book_notice(raw: RawNotice, *, source: str, now: datetime) -> NoticeInfo:
    """Book one transaction a bank told of, once; match it by the payment code in its text (ghi sổ báo có).

    The caller has made sure that the bank itself speaks (signature, or our own question). Told again, the answer is
    the same and nothing is done; money is settled, kept as too much, or put into suspense with the reason why. Raises
    BadNotice for facts out of bounds, NoticeDiffers when the number was told before with other facts.
    """
    notice = _notice(raw, source=source, now=now)
    _lock(raw)
    known = BankNotice.objects.filter(bank=notice.bank, transaction_id=notice.transaction_id).first()
    if known is not None:
        return _replay(known, notice)
    account = BankAccount.objects.filter(bank=raw.bank, number=raw.account_number).first()
    notice.unit_id = account.unit_id if account else organisations.root().id
    if raw.kind is NoticeKind.REVERSAL:
        book_reversal(notice, now=now)
    else:
        _book_credit(notice, account.unit_id if account else None, now=now)
    audit.record(
        SYSTEM,
        verb="payments.notice_booked",
        subject_kind=SUBJECT,
        subject_id=notice.id,
        unit_id=notice.unit_id,
        detail={"transaction": notice.transaction_id, "amount": notice.amount, "status": notice.status},
    )
    return notice.to_info()


def _lock(raw: RawNotice) -> None:
    """Let one at a time speak of a transaction: its notice, the notice told again, its reversal."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [f"{raw.bank}:{raw.reverses or raw.transaction_id}"])


def _notice(raw: RawNotice, *, source: str, now: datetime) -> BankNotice:
    texts = {"text": 500, "payer_name": 200, "payer_account": 34}
    kept = {name: clean_line(getattr(raw, name))[:most] for name, most in texts.items()}
    in_bounds = 0 < raw.amount <= MAX_TOTAL and now - _OLDEST < raw.happened_at < now + _AHEAD
    named = 1 <= len(raw.transaction_id) <= 64 and len(raw.account_number) <= 19 and len(raw.reverses) <= 64
    whole = raw.kind is not NoticeKind.DEBIT and (raw.kind is NoticeKind.REVERSAL) == bool(raw.reverses)
    if not (in_bounds and named and whole and len(raw.bank) <= 20) or "\x00" in raw.transaction_id + raw.reverses:
        raise BadNotice
    return BankNotice(
        bank=raw.bank,
        transaction_id=raw.transaction_id,
        account_number=raw.account_number,
        kind=raw.kind.value,
        amount=raw.amount,
        reverses=raw.reverses,
        happened_at=raw.happened_at,
        day=local_day(raw.happened_at),
        received_at=now,
        source=source,
        **kept,
    )


def _replay(known: BankNotice, told: BankNotice) -> NoticeInfo:
    """Return what was booked. Raises NoticeDiffers when money, account or kind are others now."""
    facts = [(n.account_number, n.kind, n.amount, n.reverses) for n in (known, told)]
    if facts[0] != facts[1]:
        raise NoticeDiffers
    return known.to_info(is_replay=True)


def _book_credit(notice: BankNotice, account_unit: UUID | None, *, now: datetime) -> None:
    """Match a credit, or put it into suspense."""
    codes = find_codes(notice.text)
    known = {r.code: r for r in PaymentRequest.objects.select_for_update().filter(code__in=codes)} if codes else {}
    found = {code: Found(r.id, r.unit_id, RequestStatus(r.status)) for code, r in known.items()}
    request_id, why = decide(codes, found, account_unit=account_unit)
    if is_reversed_already(notice, now=now):
        request_id, why = None, None
        notice.status = NoticeStatus.REVERSED.value
    elif request_id is None and why is not None:
        notice.status, notice.why = NoticeStatus.UNMATCHED.value, why.value
    if request_id is None:
        insert_once(notice)
        lines = ledger.suspended(notice.unit_id, notice.amount)
        post(SYSTEM, "suspended", lines, day=notice.day, now=now, notice_id=notice.id)
        return
    request = next(r for r in known.values() if r.id == request_id)
    _book_match(notice, request, now=now)


def _book_match(notice: BankNotice, request: PaymentRequest, *, now: datetime) -> None:
    was = RequestStatus(request.status)
    notice.applied, notice.over = split(request.standing, notice.amount)
    notice.request, notice.status = request, NoticeStatus.MATCHED.value
    insert_once(notice)
    _add(notice, request)
    post_money(
        SYSTEM,
        request,
        LedgerAccount.BANK,
        applied=notice.applied,
        over=notice.over,
        day=notice.day,
        now=now,
        notice_id=notice.id,
    )
    settle(SYSTEM, request, was=was, now=now)


def _add(notice: BankNotice, request: PaymentRequest) -> None:
    add_money(
        request,
        notice.amount,
        method=Method.TRANSFER,
        reference=notice.transaction_id,
        at=notice.happened_at,
    )


@transaction.atomic
def match_notice(actor: Actor, *, notice_id: UUID, request_id: UUID, now: datetime) -> NoticeInfo:
    """Match money in suspense to a request by hand (khớp tay).

    Needs `payments.reconcile` over both units, which must be the same: the money lies in that unit's account. Raises
    NoticeNotFound, RequestNotFound, NotUnmatched, OtherAccount, NotPayable.
    """
    notice = _unmatched(actor, notice_id)
    request = access_request(actor, request_id=request_id, ability=RECONCILE, lock=True)
    was = RequestStatus(request.status)
    if notice.why == Unmatched.REVERSAL.value:
        raise NotUnmatched
    if request.unit_id != notice.unit_id:
        raise OtherAccount
    if was not in PAYABLE:
        raise NotPayable
    notice.applied, notice.over = split(request.standing, notice.amount)
    notice.request = request
    _handled(actor, notice, NoticeStatus.MATCHED, now=now)
    _add(notice, request)
    lines = ledger.matched(notice.unit_id, applied=notice.applied, over=notice.over)
    post(actor, "matched", lines, day=local_day(now), now=now, request_id=request.id, notice_id=notice.id)
    settle(actor, request, was=was, now=now)
    _record(actor, "payments.notice_matched", notice)
    return notice.to_info()


@transaction.atomic
def dismiss_notice(actor: Actor, *, notice_id: UUID, reason: str, now: datetime) -> NoticeInfo:
    """Take money out of the list of the unmatched, with the reason; it stays in suspense in the books (để lại chờ).

    Needs `payments.reconcile` over the unit. Raises NoticeNotFound, ReasonNeeded, NotUnmatched.
    """
    notice = _unmatched(actor, notice_id)
    notice.note = said_reason(reason, ReasonNeeded)
    _handled(actor, notice, NoticeStatus.DISMISSED, now=now)
    _record(actor, "payments.notice_dismissed", notice)
    return notice.to_info()


def _unmatched(actor: Actor, notice_id: UUID) -> BankNotice:
    notice = access_notice(actor, notice_id=notice_id, lock=True)
    if notice.status != NoticeStatus.UNMATCHED.value:
        raise NotUnmatched
    return notice


def _handled(actor: Actor, notice: BankNotice, status: NoticeStatus, *, now: datetime) -> None:
    notice.status, notice.handled_at, notice.handled_by = status.value, now, actor.account_id
    notice.save(update_fields=["status", "handled_at", "handled_by", "note", "request", "applied", "over"])


def _record(actor: Actor, verb: str, notice: BankNotice) -> None:
    audit.record(
        actor,
        verb=verb,
        subject_kind=SUBJECT,
        subject_id=notice.id,
        unit_id=notice.unit_id,
        detail={"transaction": notice.transaction_id, "amount": notice.amount, "request": str(notice.request_id)},
    )
