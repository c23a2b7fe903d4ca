"""Comparing both sides and repairing: first ours against the portal's, then the portal's against ours.

A comparison goes on where it stopped, a bounded part at a time, until it is finished. Dossiers whose lane is on its way
are passed over: they are told in any case.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from time import monotonic
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from tinhso.foundation.audit import public as audit
from tinhso.government.dossiers import public as dossiers
from tinhso.government.national.access import operator_required
from tinhso.government.national.actions.queueing import follow, tell_again
from tinhso.government.national.adapters.lgsp import portal
from tinhso.government.national.content import exchange_mapping
from tinhso.government.national.errors import NotConnected
from tinhso.government.national.models import NationalComparison, NationalMirror
from tinhso.government.national.ports import Portal, PortalFault
from tinhso.government.national.rules.payload import compared, moment
from tinhso.kernel import clock
from tinhso.kernel.actors import SYSTEM, Actor

PAGE: Final = 500
A_TURN: Final = 40.0
SAMPLES: Final = 50
EVERY: Final = timedelta(hours=20)
NIGHT: Final = range(1, 5)


@transaction.atomic
def start(actor: Actor, *, now: datetime) -> None:
    """Begin a comparison; one that is under way goes on. Raises NotConnected."""
    operator_required(actor)
    if portal() is None:
        raise NotConnected
    _begin(now)
    audit.record(actor, verb="national.comparison_started", subject_kind="national")


def go_on(*, now: datetime | None = None, seconds: float = A_TURN) -> int:
    """Do the next part of the comparison under way; at night begin one when the last is old. Return dossiers checked.

    The worker calls it each minute.
    """
    other_side, moment_now = portal(), now or clock.now()
    if other_side is None:
        return 0
    run = NationalComparison.objects.filter(finished_at=None).order_by("id").first()
    if run is None and _is_time(moment_now):
        run = _begin(moment_now)
    return _work(run, other_side, until=monotonic() + seconds, now=moment_now) if run else 0


def _is_time(now: datetime) -> bool:
    last = NationalComparison.objects.order_by("-id").first()
    return clock.to_local(now).hour in NIGHT and (last is None or now - last.started_at > EVERY)


def _begin(now: datetime) -> NationalComparison:
    under_way = NationalComparison.objects.filter(finished_at=None).first()
    return under_way or NationalComparison.objects.create(started_at=now)


def _work(run: NationalComparison, other_side: Portal, *, until: float, now: datetime) -> int:
    checked_before = run.checked
    try:
        while run.finished_at is None and monotonic() < until:
            part = _theirs if run.is_ours_done else _ours
            part(run, other_side, now)
            run.error = ""
            run.save()
    except PortalFault as fault:
        run.error = str(fault)[:500]
        run.save()
    return run.checked - checked_before


def _ours(run: NationalComparison, other_side: Portal, now: datetime) -> None:
    """Check a page of our dossiers: whether each is there, and as it is here."""
    briefs = dossiers.exchange_briefs(SYSTEM, after=run.after_id, size=PAGE)
    if not briefs:
        run.is_ours_done = True
        return
    held = {row.get("MaHoSo"): row for row in other_side.look_up([one.code for one in briefs])}
    for brief in _at_rest(briefs):
        _repair(run, brief, held.get(brief.code), now)
    run.checked += len(briefs)
    run.after_id = briefs[-1].id


def _at_rest(briefs: Sequence[dossiers.ExchangeBrief]) -> list[dossiers.ExchangeBrief]:
    ids = [one.id for one in briefs]
    moving = set(NationalMirror.objects.filter(pk__in=ids, next_at__isnull=False).values_list("pk", flat=True))
    return [one for one in briefs if one.id not in moving]


def _repair(run: NationalComparison, brief: dossiers.ExchangeBrief, held: dict[str, Any] | None, now: datetime) -> None:
    if held is None:
        run.missing += 1
        is_told = NationalMirror.objects.filter(pk=brief.id, last_ack_at__isnull=False).exists()
        _again(run, brief, None, now) if is_told else _from_the_start(run, brief, now)
    elif compared(held) != _expected(brief):
        run.different += 1
        _again(run, brief, _status(held), now)


def _from_the_start(run: NationalComparison, brief: dossiers.ExchangeBrief, now: datetime) -> None:
    """Tell the whole story of a dossier the portal never heard of."""
    run.requeued += bool(follow(brief.id, now=now))
    _sample(run, f"thiếu {brief.code}")


def _again(run: NationalComparison, brief: dossiers.ExchangeBrief, status: int | None, now: datetime) -> None:
    tell_again(brief.id, portal_status=status, now=now)
    run.requeued += 1
    _sample(run, f"{'thiếu' if status is None else 'khác'} {brief.code}")


def _theirs(run: NationalComparison, other_side: Portal, now: datetime) -> None:
    """Check a page of the portal's dossiers: which of them nobody here knows."""
    rows, following = other_side.list_dossiers(after=run.after_code, size=PAGE)
    codes = [str(row.get("MaHoSo") or "") for row in rows]
    known = {one.code for one in dossiers.exchange_briefs(SYSTEM, codes=codes)} if codes else set()
    for code in codes:
        if code not in known:
            run.unknown += 1
            _sample(run, f"lạ {code[:60]}")
    run.after_code = following
    if not following:
        run.finished_at = now


def _expected(brief: dossiers.ExchangeBrief) -> dict[str, str]:
    form = exchange_mapping().date_format
    return compared(
        {
            "TrangThaiHoSo": int(brief.status),
            "NgayTiepNhan": moment(brief.received_at, form),
            "NgayHenTra": moment(brief.promised_at, form),
            "NgayKetThucXuLy": moment(brief.finished_at, form),
            "NgayTra": moment(brief.handed_over_at, form),
        }
    )


def _status(held: dict[str, Any]) -> int | None:
    text = str(held.get("TrangThaiHoSo") or "")
    return int(text) if text.isdigit() and 1 <= int(text) <= 10 else None


def _sample(run: NationalComparison, words: str) -> None:
    if len(run.samples) < SAMPLES:
        run.samples = [*run.samples, words]


def ids_of(codes: Sequence[str]) -> dict[str, UUID]:
    """Return the dossiers of codes, for the links of a report."""
    return {one.code: one.id for one in dossiers.exchange_briefs(SYSTEM, codes=codes)} if codes else {}
