"""The drain: takes lanes, tells the portal over a few connections, notes what came of it.

One thread speaks with the database, N with the portal; the lanes are told side by side, the records of a lane one after
the other. Killed anywhere, it leaves claims that run out and records that are doubtful; those are looked up before they
are sent again, so that nothing is there twice even at a portal that takes no notice of idempotency keys.
"""

from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import datetime, timedelta
from functools import lru_cache
from time import monotonic
from typing import Final

import structlog
from django.conf import settings

from tinhso.government.national.actions import lanes
from tinhso.government.national.adapters.lgsp import portal
from tinhso.government.national.data import Ending, Lane, LaneResult, Outcome, Outgoing, RecordKind
from tinhso.government.national.ports import NotArrived, Portal, PortalFault, Refused
from tinhso.government.national.rules.payload import STEP_FIELDS
from tinhso.kernel import clock

log = structlog.get_logger(__name__)

A_TURN: Final = 2.0
LANES_PER_CONNECTION: Final = 8
TICK: Final = 0.05
MARGIN: Final = timedelta(seconds=30)


def run_once() -> bool:
    """Drain for about two seconds (the worker's loop); True when something was told or tried."""
    other_side = portal()
    if other_side is None:
        return False
    return _drain(settings.NATIONAL_CONNECTIONS).run(other_side, seconds=A_TURN) > 0


@lru_cache(maxsize=2)
def _drain(connections: int) -> "Drain":
    return Drain(connections)


class Drain:
    """A pump with `connections` threads towards the portal."""

    def __init__(self, connections: int) -> None:
        self.connections = connections
        self.pool = ThreadPoolExecutor(connections, thread_name_prefix="national")

    def run(self, other_side: Portal, *, seconds: float, now: Callable[[], datetime] = clock.now) -> int:
        """Tell what is due until nothing is, or `seconds` are over; return how many lanes were tried."""
        until, tried, batch = monotonic() + seconds, 0, 2 * self.connections
        flying: set[Future[LaneResult]] = set()
        landed: list[LaneResult] = []
        noted = monotonic()
        while True:
            room = self.connections * LANES_PER_CONNECTION - len(flying)
            claimed = lanes.claim(room, now=now()) if room >= batch and monotonic() < until else []
            tried += len(claimed)
            flying |= {self.pool.submit(tell, other_side, lane, now) for lane in claimed}
            done, flying = wait(flying, timeout=TICK, return_when=FIRST_COMPLETED)
            landed += [one.result() for one in done]
            if landed and (len(landed) >= batch or not flying or monotonic() - noted > TICK):
                lanes.settle(landed, now=now())
                landed, noted = [], monotonic()
            if not flying and not claimed and not landed:
                return tried


def tell(other_side: Portal, lane: Lane, now: Callable[[], datetime] = clock.now) -> LaneResult:
    """Tell a lane's records in order; stop at the first that is not acknowledged, and before the claim runs out."""
    outcomes: list[Outcome] = []
    try:
        arrived = _arrived_before(other_side, lane)
    except PortalFault as fault:
        return LaneResult(lane, (_fault(lane.records[0], fault),))
    for place, record in enumerate(lane.records):
        if place < arrived:
            outcomes.append(Outcome(record, Ending.ACKNOWLEDGED))
            continue
        if now() > lane.until - MARGIN:
            break
        outcomes.append(_tell_one(other_side, record))
        if outcomes[-1].ending is not Ending.ACKNOWLEDGED:
            said = outcomes[-1].error.partition(":")[0]  # the portal's sentence may repeat what it was told
            log.warning("national.not_told", code=lane.code, sequence=record.sequence, error=said)
            break
    return LaneResult(lane, tuple(outcomes))


def _tell_one(other_side: Portal, record: Outgoing) -> Outcome:
    put = other_side.put_progress if record.kind is RecordKind.PROGRESS else other_side.put_dossier
    try:
        put(record.payload, key=str(record.id))
    except PortalFault as fault:
        return _fault(record, fault)
    return Outcome(record, Ending.ACKNOWLEDGED)


def _fault(record: Outgoing, fault: PortalFault) -> Outcome:
    if isinstance(fault, Refused):
        return Outcome(record, Ending.REFUSED, str(fault))
    return Outcome(record, Ending.NOT_ARRIVED if isinstance(fault, NotArrived) else Ending.UNKNOWN, str(fault))


def _arrived_before(other_side: Portal, lane: Lane) -> int:
    """Return how many of the lane's first records the portal holds already.

    Asked only when an earlier attempt is doubtful. Steps are told in order, so all before the last step found arrived.
    A dossier's body that is doubtful is simply sent again: it takes the place of itself.
    """
    doubtful = [record for record in lane.records if record.is_doubtful]
    if not any(record.kind is RecordKind.PROGRESS for record in doubtful):
        return 0
    found = other_side.look_up([lane.code], with_steps=True)
    steps = found[0].get("TienDo", []) if found else []
    held = {_identity(step) for step in steps if isinstance(step, dict)}
    arrived = [
        place
        for place, record in enumerate(lane.records)
        if record.is_doubtful and record.kind is RecordKind.PROGRESS and _identity(record.payload) in held
    ]
    return max(arrived) + 1 if arrived else 0


def _identity(step: object) -> tuple[str, ...]:
    return tuple(str(step.get(name) or "") for name in STEP_FIELDS) if hasattr(step, "get") else ()
