"""One payment for the members of a group that wait for money, instead of one for each."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tinhso.foundation.audit import public as audit
from tinhso.government.dossiers import public as dossiers
from tinhso.government.groups.access import access_group, may_edit
from tinhso.government.groups.actions._common import touch
from tinhso.government.groups.errors import FeeMoved, GroupMissing, NothingToPay
from tinhso.government.groups.models import DossierGroup, GroupRow
from tinhso.government.payments import public as payments
from tinhso.kernel.actors import SYSTEM, Actor
from tinhso.kernel.money import Dong

SUBJECT_KIND: Final = "groups.group"


@transaction.atomic
def ask_together(actor: Actor, *, group_id: UUID, now: datetime) -> payments.RequestInfo:
    """Ask once for everything the members wait for, line by line of the fees; their own requests end (nộp chung).

    The members go on together when it is paid. One that ends before is taken off and the rest asked anew. What was paid
    in part is left alone. Pressed again, the answer is the request that is there. Raises GroupMissing for who does not
    prepare the group, NothingToPay.
    """
    group = access_group(actor, group_id=group_id, lock=True)
    if not may_edit(actor, group):
        raise GroupMissing
    waits = dossiers.fee_waits(SYSTEM, dossier_ids=_members(group))
    asked = set(group.rows.filter(fee_request_id__isnull=False).values_list("fee_request_id", flat=True))
    own = {dossier_id: one for dossier_id, one in waits.items() if one not in asked}
    shared = [one for one in waits.values() if one in asked]
    if not own and shared:
        return payments.get_request(group.fee_request_id if group.fee_request_id in shared else shared[0])
    if not own:
        raise NothingToPay
    return _ask(actor, group, own, now=now)


def _members(group: DossierGroup) -> list[UUID]:
    found = group.rows.filter(dossier_id__isnull=False).values_list("dossier_id", flat=True)
    return [one for one in found if one]


def _ask(actor: Actor, group: DossierGroup, waits: Mapping[UUID, UUID], *, now: datetime) -> payments.RequestInfo:
    """Ask for what these members wait for, and tie them to it."""
    lines = {}
    for dossier_id, request_id in waits.items():
        own = payments.get_request(request_id)
        if own.status is payments.RequestStatus.OPEN:
            lines[dossier_id] = [[i.code, i.title, i.kind.value, i.amount.amount, i.quantity] for i in own.items]
    if not lines:
        raise NothingToPay
    rows = list(group.rows.filter(dossier_id__in=lines))
    for row in rows:
        row.fee = lines[row.dossier_id] if row.dossier_id else None
    GroupRow.objects.bulk_update(rows, ["fee"])
    return _tie(actor, group, {one: waits[one] for one in lines}, lines.values(), now=now)


def _tie(
    actor: Actor,
    group: DossierGroup,
    waits: Mapping[UUID, UUID],
    lines: Iterable[Sequence[Sequence[Any]]],
    *,
    now: datetime,
) -> payments.RequestInfo:
    """Ask for these lines in one request and let the members wait for it. Each round is a purpose of its own."""
    if group.unit_id is None or group.code is None:
        raise NothingToPay
    made = payments.request_payment(
        actor,
        subject_kind=SUBJECT_KIND,
        subject_id=group.id,
        subject_code=group.code,
        title=_("Phí, lệ phí của nhóm hồ sơ: %(procedure)s") % {"procedure": group.procedure_name},
        payer_name=group.representative_name or group.procedure_name,
        payer_account_id=group.account_id,
        unit_id=group.unit_id,
        items=_together(lines),
        purpose=f"round-{group.version}",
        now=now,
    )
    tied = [
        dossiers.share_fee(
            actor, dossier_id=dossier_id, request_id=made.id, code=group.code, expected=request_id, now=now
        )
        for dossier_id, request_id in waits.items()
    ]
    if not all(tied):  # one was paid, exempted or ended in this very moment: what it owed is asked of nobody
        raise FeeMoved
    group.rows.filter(dossier_id__in=list(waits)).update(fee_request_id=made.id)
    group.fee_request_id = made.id
    touch(group, "fee_request_id", now=now)
    audit.record(
        actor,
        verb="groups.fee_asked",
        subject_kind="dossier_group",
        subject_id=group.id,
        unit_id=group.unit_id,
        person_id=group.account_id,
        detail={"request": str(made.id), "members": len(waits)},
    )
    return made


def _together(lines: Iterable[Sequence[Sequence[Any]]]) -> list[payments.FeeItem]:
    """Return the lines of several members, the same fee as one line: its amounts and pieces together."""
    pieces: dict[tuple[str, str, str], list[int]] = defaultdict(lambda: [0, 0])
    for code, title, kind, amount, quantity in (line for member in lines for line in member):
        found = pieces[code, title, kind]
        found[0] += amount
        found[1] += quantity
    return [
        payments.FeeItem(code, title, payments.FeeKind(kind), Dong(amount), quantity)
        for (code, title, kind), (amount, quantity) in pieces.items()
    ]


@transaction.atomic
def member_ended(*, dossier_id: UUID, now: datetime) -> None:
    """Take a member that ended or owes less off its group's payment while nothing is paid: the rest is asked anew.

    Safe to call again; a dossier of no group, and a payment on its way already, are passed over.
    """
    row = GroupRow.objects.filter(dossier_id=dossier_id, fee__isnull=False, fee_request_id__isnull=False).first()
    if row is None or row.fee_request_id is None:
        return
    group = DossierGroup.objects.select_for_update().get(pk=row.group_id)
    old = payments.get_request(row.fee_request_id)
    if old.status is not payments.RequestStatus.OPEN or dossier_id in _waiting(old.id):
        return
    GroupRow.objects.filter(dossier_id=dossier_id).update(fee=None)
    left = _waiting(old.id)
    rows = group.rows.filter(dossier_id__in=left, fee__isnull=False)
    if left:
        _tie(SYSTEM, group, dict.fromkeys(left, old.id), [row.fee or [] for row in rows], now=now)
    reason = _("Một hồ sơ của nhóm đã kết thúc; khoản thu được tính lại.")
    payments.cancel_request(SYSTEM, request_id=old.id, reason=reason, now=now)


def settled(*, request_id: UUID, at: datetime, now: datetime) -> int:
    """Let every member that waits for this request go on; return how many. Safe to call again."""
    return sum(_tell(dossier_id, request_id, at, now) for dossier_id in _waiting(request_id))


def _waiting(request_id: UUID) -> list[UUID]:
    waits = dossiers.fee_waits(SYSTEM, dossier_ids=_tied(request_id))
    return [dossier_id for dossier_id, one in waits.items() if one == request_id]


def _tied(request_id: UUID) -> list[UUID]:
    """Return the members a payment was asked for."""
    found = GroupRow.objects.filter(fee_request_id=request_id).values_list("dossier_id", flat=True)
    return [one for one in found if one]


def _tell(dossier_id: UUID, request_id: UUID, at: datetime, now: datetime) -> bool:
    total = payments.get_request(request_id).total.amount
    dossiers.fee_settled(dossier_id=dossier_id, request_id=request_id, total=total, at=at, now=now)
    return True


def reopened(*, request_id: UUID, now: datetime) -> None:
    """Let the members wait again: the bank took the money back."""
    for dossier_id in _tied(request_id):
        dossiers.fee_reopened(dossier_id=dossier_id, request_id=request_id, now=now)


def cancelled(*, request_id: UUID, now: datetime) -> None:
    """Let the members go on that waited for a request asked no longer."""
    for dossier_id in _waiting(request_id):
        dossiers.fee_cancelled(dossier_id=dossier_id, request_id=request_id, now=now)
