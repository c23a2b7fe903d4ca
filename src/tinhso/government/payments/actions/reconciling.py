"""The day's comparison of the bank's statement with the books (đối chiếu), and what disagrees."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Sum

from tinhso.foundation.audit import public as audit
from tinhso.foundation.organisations import public as organisations
from tinhso.government.payments.access import RECONCILE
from tinhso.government.payments.actions._books import insert_once, said_reason
from tinhso.government.payments.actions.notices import book_notice
from tinhso.government.payments.adapters.connections import bank as bank_service
from tinhso.government.payments.adapters.connections import connected_banks
from tinhso.government.payments.data import DifferenceInfo, LedgerAccount, NoticeKind, RawNotice
from tinhso.government.payments.errors import BankUnavailable, NoticeNotFound, ReasonNeeded
from tinhso.government.payments.models import (
    AskedReconciliation,
    BankAccount,
    BankNotice,
    BankReconciliation,
    LedgerLine,
    ReconciliationDifference,
    Refund,
)
from tinhso.government.payments.rules.comparing import UNREAD, Difference, Side, compare
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import local_day
from tinhso.kernel.errors import DomainError

MAX_PAGES: Final = 1000
MAX_TRIES: Final = 10


@dataclass(frozen=True, slots=True)
class _Day:
    bank: str
    day: date
    now: datetime


def reconcile_day(bank: str, *, day: date, now: datetime) -> int:
    """Compare one bank's day with the books, book what was missed, keep each unit's totals; return open differences.

    The statement is read before any transaction begins. Done again, it replaces its own findings: a difference that is
    gone is marked so. Raises BankUnavailable when the statement cannot be read to its end.
    """
    statement, unread = _statement(bank, day)
    for raw in statement:
        _book_missed(raw, day, now)
    return _compare(_Day(bank, day, now), statement, unread)


def _statement(bank: str, day: date) -> tuple[list[RawNotice], list[str]]:
    service, rows, unread, cursor = bank_service(bank), list[RawNotice](), list[str](), ""
    if service is None:
        raise BankUnavailable(why="not connected")
    for _page in range(MAX_PAGES):
        page = service.list_transactions(after=cursor, day=day)
        rows += page.rows
        unread += page.unread
        if page.is_last:
            return rows, unread
        cursor = page.cursor
    raise BankUnavailable(why="endless statement")


def _book_missed(raw: RawNotice, day: date, now: datetime) -> None:
    if raw.kind is NoticeKind.DEBIT or local_day(raw.happened_at) != day:
        return
    try:
        book_notice(raw, source="statement", now=now)
    except DomainError:
        return  # it shows as a difference


@transaction.atomic
def _compare(at: _Day, statement: list[RawNotice], unread: list[str]) -> int:
    units = dict(BankAccount.objects.filter(bank=at.bank).values_list("number", "unit_id"))
    root = organisations.root().id
    theirs = {
        raw.transaction_id: Side(units.get(raw.account_number, root), _signed(raw.kind, raw.amount))
        for raw in statement
    }
    found = (
        *compare(theirs, _ours(at)),
        *(Difference(UNREAD, name, root, None, None) for name in dict.fromkeys(unread)),
    )
    for difference in found:
        ReconciliationDifference.objects.update_or_create(
            bank=at.bank,
            day=at.day,
            kind=difference.kind,
            transaction_id=difference.transaction_id,
            unit_id=difference.unit_id,
            defaults={
                "bank_amount": difference.bank_amount,
                "our_amount": difference.our_amount,
                "explanation": difference.explanation,
            },
            create_defaults={
                "bank_amount": difference.bank_amount,
                "our_amount": difference.our_amount,
                "explanation": difference.explanation,
                "found_at": at.now,
            },
        )
    _mark_gone(at, {(one.kind, one.transaction_id, one.unit_id) for one in found})
    _keep_totals(at, theirs, set(units.values()) | {root})
    return ReconciliationDifference.objects.filter(bank=at.bank, day=at.day, resolved_at=None).count()


def _ours(at: _Day) -> dict[str, Side]:
    """Return what the books say moved at the bank that day, by the bank's transaction number."""
    notices = BankNotice.objects.filter(bank=at.bank, day=at.day).values_list(
        "transaction_id", "unit_id", "kind", "amount"
    )
    ours = {number: Side(unit, _signed(NoticeKind(kind), amount)) for number, unit, kind, amount in notices}
    accounts = set(BankAccount.objects.filter(bank=at.bank).values_list("unit_id", flat=True))
    paid = Refund.objects.filter(status="paid", method="transfer", entries__what="refund_paid", entries__day=at.day)
    for number, unit, amount in paid.values_list("reference", "unit_id", "amount"):
        if unit in accounts:
            ours[number] = Side(unit, -amount)
    return ours


def _signed(kind: NoticeKind, amount: int) -> int:
    return amount if kind is NoticeKind.CREDIT else -amount


def _mark_gone(at: _Day, found: set[tuple[str, str, UUID]]) -> None:
    for row in ReconciliationDifference.objects.filter(bank=at.bank, day=at.day, resolved_at=None):
        if (row.kind, row.transaction_id, row.unit_id) not in found:
            row.resolved_at, row.resolution = at.now, "Đã khớp ở lần đối chiếu sau."
            row.save(update_fields=["resolved_at", "resolution"])


def _keep_totals(at: _Day, theirs: dict[str, Side], units: set[UUID]) -> None:
    """Keep what bank and books say for each unit; the books' figure is the ledger's own, not the notices'."""
    bank_total: dict[UUID, int] = defaultdict(int)
    count: dict[UUID, int] = defaultdict(int)
    for side in theirs.values():
        bank_total[side.unit_id] += side.amount
        count[side.unit_id] += 1
    lines = LedgerLine.objects.filter(account=LedgerAccount.BANK.value, day=at.day, unit_id__in=units)
    ledger = {row["unit_id"]: int(row["total"]) for row in lines.values("unit_id").annotate(total=Sum("amount"))}
    for unit_id in units:
        if count[unit_id] or unit_id in ledger:
            BankReconciliation.objects.update_or_create(
                bank=at.bank,
                unit_id=unit_id,
                day=at.day,
                defaults={
                    "bank_total": bank_total[unit_id],
                    "our_total": ledger.get(unit_id, 0),
                    "transactions": count[unit_id],
                    "checked_at": at.now,
                },
            )


@transaction.atomic
def explain_difference(actor: Actor, *, difference_id: UUID, reason: str, now: datetime) -> DifferenceInfo:
    """Close a difference with an explanation a person gives; it stays listed (giải trình chênh lệch).

    Needs `payments.reconcile` over the unit. Raises NoticeNotFound, ReasonNeeded.
    """
    row = ReconciliationDifference.objects.select_for_update().filter(id=difference_id).first()
    if row is None or not actor.may(RECONCILE, row.unit_id):
        raise NoticeNotFound
    row.resolution = said_reason(reason, ReasonNeeded)
    row.resolved_at = now
    row.save(update_fields=["resolution", "resolved_at"])
    audit.record(
        actor,
        verb="payments.difference_explained",
        subject_kind="payments.difference",
        subject_id=row.id,
        unit_id=row.unit_id,
        detail={"transaction": row.transaction_id, "day": row.day.isoformat()},
    )
    return row.to_info()


@transaction.atomic
def ask_reconciliation(actor: Actor, *, day: date, now: datetime) -> None:
    """Have the worker compare a day with every connected bank within a minute; asked twice, it is done once.

    Needs `payments.reconcile`; raises NoticeNotFound without it.
    """
    if not actor.may(RECONCILE):
        raise NoticeNotFound
    for bank in connected_banks():
        insert_once(AskedReconciliation(bank=bank, day=day, asked_by=actor.account_id, asked_at=now))
    audit.record(actor, verb="payments.reconciliation_asked", detail={"day": day.isoformat()})


def reconcile_asked(*, now: datetime) -> int:
    """Compare the days somebody asked for, the oldest wish first, at most 10 at a time; return how many were done.

    A bank that cannot be asked keeps its wishes for later, `MAX_TRIES` times; then the wish ends and says so.
    """
    done = 0
    for wish in AskedReconciliation.objects.filter(done_at=None).order_by("id")[:10]:
        try:
            reconcile_day(wish.bank, day=wish.day, now=now)
        except BankUnavailable as error:
            wish.tries, wish.error = wish.tries + 1, error.sentence
            wish.done_at = now if wish.tries >= MAX_TRIES else None
        else:
            wish.done_at, wish.error = now, ""
            done += 1
        wish.save(update_fields=["tries", "error", "done_at"])
    return done


def is_asked(day: date) -> bool:
    """Tell whether a comparison of this day is still to come."""
    return AskedReconciliation.objects.filter(day=day, done_at=None).exists()


def get_difference(actor: Actor, *, difference_id: UUID) -> DifferenceInfo:
    """Return a difference to who reconciles its unit. Raises NoticeNotFound."""
    row = ReconciliationDifference.objects.filter(id=difference_id).first()
    if row is None or not actor.may(RECONCILE, row.unit_id):
        raise NoticeNotFound
    return row.to_info()
