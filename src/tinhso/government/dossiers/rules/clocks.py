"""Two clocks of one dossier: the province's, which people are promised by, and the national formula's.

They differ where a wait begins after the promise has passed (the province's clock stops all the same: the apology said
so; the national formula takes nothing off), at a second supplement request (late, by the national formula) and after
an extension. Sources: công thức chỉ số 766, mục 2.1; Nghị định 118/2025/NĐ-CP. What of it holds when: `regimes`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tinhso.government.dossiers.data import ClockOperation, Status
from tinhso.government.dossiers.rules.regimes import NationalFormula

Shift = Callable[[datetime, datetime, datetime], datetime]
"""(promise, paused_at, resumed_at) -> the promise moved by the working time between: `calendar.shift` of the unit."""


class Verdict(StrEnum):
    """How a dossier stands by a clock."""

    NONE = "none"  # nothing is promised
    RUNNING = "running"  # in time so far
    WAITING = "waiting"  # the clock stands
    ON_TIME = "on_time"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Wait:
    """A time we waited for the applicant. `kind`: supplement or fee; `resumed_at` is empty while we still wait."""

    kind: str
    paused_at: datetime
    resumed_at: datetime | None


@dataclass(frozen=True, slots=True)
class ClockFacts:
    """What both clocks are reckoned from. `first_promise` is that of the receipt, `promise` the one in force."""

    status: Status
    first_promise: datetime | None
    promise: datetime | None
    finished_at: datetime | None
    waits: Sequence[Wait]
    supplements: int


def pausing(promise: datetime | None, now: datetime) -> ClockOperation:
    """Return the operation by which a clock stops now: PAUSE, or PAUSE_LATE when the promise has passed."""
    return ClockOperation.PAUSE_LATE if promise is not None and now > promise else ClockOperation.PAUSE


def province_verdict(facts: ClockFacts, *, now: datetime) -> Verdict:
    """Return how the dossier stands by the promise the applicant holds."""
    if facts.promise is None:
        return Verdict.NONE
    if facts.finished_at is not None:
        return Verdict.LATE if facts.finished_at > facts.promise else Verdict.ON_TIME
    waiting = next((wait for wait in facts.waits if wait.resumed_at is None), None)
    if waiting is not None:
        return Verdict.LATE if waiting.paused_at > facts.promise else Verdict.WAITING
    return Verdict.LATE if now > facts.promise else Verdict.RUNNING


def national_due(facts: ClockFacts, formula: NationalFormula, *, shift: Shift) -> datetime | None:
    """Return when the national formula wants the dossier done: the first promise, moved by the waits it takes off."""
    due = facts.promise if formula.extension_counts else facts.first_promise
    if due is None or formula.extension_counts:
        return due
    for wait in facts.waits:
        if wait.kind in formula.pauses and wait.resumed_at and (formula.late_pause_counts or wait.paused_at <= due):
            due = shift(due, wait.paused_at, wait.resumed_at)
    return due


def national_verdict(facts: ClockFacts, formula: NationalFormula, *, shift: Shift, now: datetime) -> Verdict:
    """Return how the national index counts the dossier.

    A second supplement request is late whatever else; while we wait the first time, the moment of the request counts
    as the end; without an end, `now` (the end of the period) does.
    """
    due = national_due(facts, formula, shift=shift)
    if due is None:
        return Verdict.NONE
    if formula.second_supplement_is_late and facts.supplements > 1:
        return Verdict.LATE
    waiting = next((w for w in facts.waits if w.resumed_at is None and w.kind in formula.pauses), None)
    end = facts.finished_at or (waiting.paused_at if waiting else now)
    if end > due:
        return Verdict.LATE
    if facts.finished_at is not None:
        return Verdict.ON_TIME
    return Verdict.WAITING if waiting else Verdict.RUNNING
