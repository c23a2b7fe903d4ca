"""What time does: certificates end, warnings fall due, holders leave, keys turn up that stand in no register."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

import structlog
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from tinhso.foundation.certificates.actions import block, end, join_key, register, warn
from tinhso.foundation.certificates.data import WARN_DAYS, HolderKind, Move, Reason, Request, State
from tinhso.foundation.certificates.errors import AlreadyRegistered
from tinhso.foundation.certificates.models import Certificate
from tinhso.foundation.certificates.rules import read_certificate
from tinhso.foundation.identity import public as identity
from tinhso.foundation.organisations import public as organisations
from tinhso.foundation.signing import public as signing
from tinhso.kernel import clock
from tinhso.kernel.actors import SYSTEM

log = structlog.get_logger(__name__)
BATCH: Final = 500
_SAID: Final = {
    signing.StandingState.REVOKED: Move.REVOKE,
    signing.StandingState.SUSPENDED: Move.SUSPEND,
}
_CAUSES: Final = {Move.REVOKE: Reason.AUTHORITY}
LIVE: Final = (State.ISSUED.value, State.HANDED_OVER.value, State.IN_USE.value, State.SUSPENDED.value)


def end_due(now: datetime | None = None) -> int:
    """Write down the certificates that have run out; return how many."""
    moment = now or clock.now()
    rows = Certificate.objects.filter(state__in=LIVE, not_after__lte=moment).order_by("not_after", "id")
    reason = _("Hết thời hạn hiệu lực.")
    return _each(rows, lambda one: end(one.id, step=Move.EXPIRE, reason=reason, now=moment))


def warn_due(now: datetime | None = None) -> int:
    """Ask for a decision on what ends within 60, 30 and 7 days, once for each; return how many were asked for."""
    moment = now or clock.now()
    due = Q()
    for days in WARN_DAYS:
        due |= Q(not_after__lte=moment + timedelta(days=days)) & (Q(warned=0) | Q(warned__gt=days))
    rows = Certificate.objects.filter(due, state__in=LIVE, not_after__gt=moment).order_by("not_after", "id")
    return _each(rows, lambda one: warn(one.id, now=moment))


def check_holders(now: datetime | None = None) -> int:
    """Block whatever belongs to somebody who has left, or to a unit that is no more; return how many were blocked."""
    moment = now or clock.now()
    rows = Certificate.objects.filter(state__in=LIVE, blocked="")
    return _each(rows, lambda one: _block_one(one, moment))


def look_at(rows: QuerySet[Certificate], *, now: datetime) -> int:
    """Do the same with a few certificates, after something happened to their holder."""
    return sum(_block_one(row, now) for row in rows.filter(state__in=LIVE, blocked="")[:BATCH])


def _block_one(row: Certificate, now: datetime) -> bool:
    why = _why_not(row, clock.local_day(now))
    return bool(why) and block(row.id, reason=why, now=now)


def _why_not(row: Certificate, day: date) -> str:
    """Return why a certificate may not sign on a day, "" when nothing stands against it."""
    if not organisations.get_unit(row.unit_id, on=day).is_open_on(day):
        return _("Đơn vị đã sáp nhập, chia tách hoặc giải thể.")
    if row.kind != HolderKind.PERSON or row.owner_id is None:
        return ""
    officer_id = identity.get_account(row.owner_id).officer_id
    posts = {one.unit_id for one in organisations.appointments_of(officer_id, day)} if officer_id else set()
    if not posts:
        return _("Người giữ đã thôi việc.")
    return "" if posts & organisations.subtree_ids(row.unit_id) else _("Người giữ đã chuyển sang đơn vị khác.")


def ask_authorities(now: datetime | None = None) -> int:
    """Ask what each authority says of its certificates; write down what it revoked or suspended; return how many.

    Asks outside any transaction. What could not be asked stays as it is.
    """
    moment = now or clock.now()

    def look(row: Certificate) -> bool:
        said = signing.standing_of(row.certificate, now=moment, ask=True)
        return take_word(row, said.state, reason=said.sentence, now=moment)

    return _each(Certificate.objects.filter(state__in=LIVE), look)


def take_word(row: Certificate, state: str, *, reason: str, now: datetime) -> bool:
    """Write down that an authority revoked or suspended a certificate; tell whether that was news."""
    step = _SAID.get(signing.StandingState(state))
    return step is not None and end(row.id, step=step, reason=reason, cause=_CAUSES.get(step), now=now)


def adopt_keys(now: datetime | None = None) -> int:
    """Enter every signing key that stands in no register, as its certificate says; return how many were entered."""
    moment, adopted, after = now or clock.now(), 0, None
    while part := signing.list_keys(after=after, size=BATCH):
        known = set(Certificate.objects.filter(key_id__in=[key.id for key in part]).values_list("key_id", flat=True))
        adopted += sum(_adopt(key, moment) for key in part if key.id not in known)
        after = part[-1].id
    return adopted


def _adopt(key: signing.KeyInfo, now: datetime) -> bool:
    holder = _holder(key, clock.local_day(now))
    if holder is None:
        return False
    facts = read_certificate(signing.certificate_of(key.id).encode())
    try:
        register(SYSTEM, request=holder, facts=facts, now=now)
    except AlreadyRegistered:
        return join_key(key, fingerprint=facts.fingerprint, now=now)
    return True


def _holder(key: signing.KeyInfo, day: date) -> Request | None:
    """Return whose key it is, as far as it can be told."""
    account = identity.list_accounts([key.holder_id]).get(key.holder_id)
    if account is None:
        try:
            unit = organisations.get_unit(key.holder_id)
        except organisations.UnitNotFound:
            return None
        return _found(HolderKind.ORGANISATION, unit.id, unit.name, unit.id, key=key)
    posts = organisations.appointments_of(account.officer_id, day) if account.officer_id else ()
    where = posts[0].unit_id if posts else organisations.root().id
    position = organisations.get_officer(posts[0].officer_id).title if posts else ""
    return _found(HolderKind.PERSON, where, account.name, account.id, key=key, position=position)


def _found(
    kind: HolderKind, unit_id: UUID, name: str, owner_id: UUID, *, key: signing.KeyInfo, position: str = ""
) -> Request:
    return Request(
        kind,
        unit_id,
        name,
        owner_id,
        position=position,
        purposes=_("Ký văn bản điện tử"),
        device=key.kind.value,
        document=_("Đối chiếu kho khóa"),
    )


def _each(rows: QuerySet[Certificate], act: Callable[[Certificate], bool]) -> int:
    """Do something with every line; return how often it made a difference.

    A line that cannot be done does not keep the others from it; the first error is raised when all had their turn.
    """
    done, failed = 0, list[Exception]()
    for part in _walk(rows):
        for row in part:
            try:
                done += act(row)
            except Exception as error:  # noqa: BLE001 - whatever it is, the other lines are not to wait for it
                log.warning("certificates.line_failed", certificate=str(row.id), why=type(error).__name__)
                failed.append(error)
    if failed:
        raise failed[0]
    return done


def _walk(rows: QuerySet[Certificate]) -> Iterator[list[Certificate]]:
    after: UUID | None = None
    while part := list((rows.filter(id__gt=after) if after else rows).order_by("id")[:BATCH]):
        yield part
        after = part[-1].id
