"""A unit's day in the books beside the bank's statement."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from django.db.models import QuerySet, Sum

from tinhso.government.payments.access import SEE
from tinhso.government.payments.data import (
    DailyReport,
    DifferenceInfo,
    FeeKind,
    LedgerAccount,
    Method,
    ReportRow,
)
from tinhso.government.payments.errors import RequestNotFound
from tinhso.government.payments.models import (
    BankReconciliation,
    LedgerEntry,
    LedgerLine,
    Receipt,
    ReconciliationDifference,
)
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import LOCAL_ZONE
from tinhso.kernel.money import Dong

MAX_ROWS: Final = 5000
_MONEY: Final = {LedgerAccount.BANK: Method.TRANSFER, LedgerAccount.DRAWER: Method.CASH}


def daily_report(actor: Actor, *, day: date, unit_id: UUID) -> DailyReport:
    """Return a unit's day: what came in and how, balances at its end, the bank's total and every difference.

    At most 5,000 entries are listed; sums count all. Needs `payments.see` over the unit. Raises RequestNotFound.
    """
    if not actor.may(SEE, unit_id):
        raise RequestNotFound
    entries = LedgerEntry.objects.filter(unit_id=unit_id, day=day)
    rows = list(
        entries.select_related("request", "notice", "refund").prefetch_related("lines").order_by("id")[:MAX_ROWS]
    )
    checked = BankReconciliation.objects.filter(unit_id=unit_id, day=day).order_by("checked_at")
    return DailyReport(
        day=day,
        unit_id=unit_id,
        taken={method: _taken(unit_id, day, account) for account, method in _MONEY.items()},
        by_kind=_by_kind(unit_id, day),
        refunded=Dong(_sum(unit_id, day, what="refund_paid", account=LedgerAccount.REFUND)),
        count=entries.filter(what="received").count(),
        movements=_sums(LedgerLine.objects.filter(unit_id=unit_id, day=day)),
        balances=_sums(LedgerLine.objects.filter(unit_id=unit_id, day__lte=day)),
        bank_total=Dong(sum(one.bank_total for one in checked)) if checked else None,
        checked_at=max((one.checked_at for one in checked), default=None),
        differences=list_differences(actor, unit_id=unit_id, day=day),
        rows=tuple(_row(entry) for entry in rows),
    )


def list_differences(actor: Actor, *, unit_id: UUID, day: date) -> tuple[DifferenceInfo, ...]:
    """Return what disagrees with the bank on a day, at most 500, explained ones too. Raises RequestNotFound."""
    if not actor.may(SEE, unit_id):
        raise RequestNotFound
    rows = ReconciliationDifference.objects.filter(unit_id=unit_id, day=day).order_by("id")[:500]
    return tuple(row.to_info() for row in rows)


def _taken(unit_id: UUID, day: date, account: LedgerAccount) -> Dong:
    """Return what came in for requests and into suspense, less what the bank took back."""
    kinds = ("received", "suspended", "reversed")
    return Dong(sum(_sum(unit_id, day, what=what, account=account) for what in kinds))


def _sum(unit_id: UUID, day: date, *, what: str, account: LedgerAccount) -> int:
    lines = LedgerLine.objects.filter(unit_id=unit_id, day=day, entry__what=what, account=account.value)
    return int(lines.aggregate(total=Sum("amount"))["total"] or 0)


def _sums(lines: QuerySet[LedgerLine]) -> Mapping[LedgerAccount, int]:
    found = dict.fromkeys(LedgerAccount, 0)
    for row in lines.values("account").annotate(total=Sum("amount")):
        found[LedgerAccount(row["account"])] = int(row["total"])
    return found


def _by_kind(unit_id: UUID, day: date) -> Mapping[FeeKind, Dong]:
    start = datetime.combine(day, time(), tzinfo=LOCAL_ZONE)
    rows = Receipt.objects.filter(
        unit_id=unit_id, voided_at=None, issued_at__gte=start, issued_at__lt=start + timedelta(days=1)
    )
    sums: dict[str, int] = defaultdict(int)
    for row in rows.values("kind").annotate(total=Sum("amount")):
        sums[row["kind"]] = int(row["total"])
    return {kind: Dong(sums[kind.value]) for kind in FeeKind}


def _row(entry: LedgerEntry) -> ReportRow:
    reference = entry.notice.transaction_id if entry.notice else entry.refund.reference if entry.refund else ""
    return ReportRow(
        at=entry.posted_at,
        what=entry.what,
        subject_code=entry.request.subject_code if entry.request else "",
        reference=reference,
        amounts={LedgerAccount(line.account): line.amount for line in entry.lines.all()},
    )
