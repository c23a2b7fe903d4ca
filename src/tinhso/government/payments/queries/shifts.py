"""Cash shifts."""

from uuid import UUID

from django.db.models import Q, Sum

from tinhso.government.payments.access import COLLECT, SEE
from tinhso.government.payments.data import LedgerAccount, ShiftInfo
from tinhso.government.payments.errors import RequestNotFound
from tinhso.government.payments.models import CashShift, LedgerLine
from tinhso.kernel.actors import Actor
from tinhso.kernel.money import Dong


def shift_of(actor: Actor) -> ShiftInfo | None:
    """Return the actor's open shift, None when the drawer is closed."""
    found = CashShift.objects.filter(account_id=actor.account_id, closed_at=None).first() if actor.account_id else None
    return shift_info(found) if found else None


def get_shift(actor: Actor, *, shift_id: UUID) -> ShiftInfo:
    """Return a shift to whoever worked it, and to those who see the unit's payments. Raises RequestNotFound."""
    found = CashShift.objects.filter(id=shift_id).first()
    own = found is not None and found.account_id == actor.account_id and actor.may(COLLECT, found.unit_id)
    if found is None or not (own or actor.may(SEE, found.unit_id)):
        raise RequestNotFound
    return shift_info(found)


def shift_info(shift: CashShift) -> ShiftInfo:
    """Return a shift with its takings summed from the books."""
    taken, paid_out = _moved(shift)
    return ShiftInfo(
        id=shift.id,
        unit_id=shift.unit_id,
        account_id=shift.account_id,
        officer_name=shift.officer_name,
        opened_at=shift.opened_at,
        opening_float=Dong(shift.opening_float),
        takings=Dong(taken),
        paid_out=Dong(paid_out),
        expected=Dong(shift.opening_float + taken - paid_out),
        closed_at=shift.closed_at,
        counted=None if shift.counted is None else Dong(shift.counted),
        reason=shift.reason,
    )


def expected_cash(shift: CashShift) -> int:
    """Return what the drawer should hold, in đồng."""
    taken, paid_out = _moved(shift)
    return shift.opening_float + taken - paid_out


def _moved(shift: CashShift) -> tuple[int, int]:
    """Return what came into the drawer from payers, and what went back to them."""
    lines = LedgerLine.objects.filter(entry__shift_id=shift.id, account=LedgerAccount.DRAWER.value)
    sums = lines.aggregate(
        taken=Sum("amount", filter=Q(entry__what="received")), out=Sum("amount", filter=Q(entry__what="refund_paid"))
    )
    return int(sums["taken"] or 0), -int(sums["out"] or 0)


def list_shifts(actor: Actor) -> tuple[ShiftInfo, ...]:
    """Return the ten newest shifts of the actor's units: all of them for who sees payments, else one's own."""
    rows = CashShift.objects.order_by("-id")
    scope = actor.scope(SEE)
    if not scope:
        rows = rows.filter(account_id=actor.account_id or UUID(int=0))
    elif not scope.everywhere:
        rows = rows.filter(unit_id__in=scope.units)
    return tuple(shift_info(shift) for shift in rows[:10])
