"""How a made-up dossier went: when it came, was received, had to be supplemented, ended, was handed over."""

import random
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tinhso.foundation.calendar import public as calendar
from tinhso.government.dossiers.data import Channel, Status
from tinhso.government.dossiers.history.moments import PER_DAY, Moments, promise

_CHANNELS: Final = (Channel.NPSP, Channel.COUNTER, Channel.POST)
_CHANNEL_TOTALS: Final = (0.55, 0.95, 1.0)
_LATE: Final = 0.05
_SUPPLEMENTED: Final = 0.04
_ENDS: Final = (Status.REFUSED, Status.WITHDRAWN, Status.STOPPED, Status.HANDED_OVER)
_END_TOTALS: Final = (0.015, 0.022, 0.034, 1.0)


@dataclass(slots=True)
class Life:
    """Places in the list of moments; None for what has not happened (yet)."""

    status: Status
    channel: Channel
    submitted: int
    received: int | None = None
    promised_at: datetime | None = None
    asked: int | None = None
    answered: int | None = None
    ended: int | None = None
    handed_over: int | None = None
    share: float = 0.0
    """How much of the way an open dossier has behind it, 0 to 1."""


def live(dice: random.Random, moments: Moments, *, submitted: int, allowances: dict[str, calendar.Allowance]) -> Life:
    """Return what became, until now, of a dossier filed at a moment. `allowances`: by channel, online or counter."""
    channel = dice.choices(_CHANNELS, cum_weights=_CHANNEL_TOTALS)[0]
    life = Life(Status.NEW, channel, submitted)
    received = submitted + (1 + int(dice.expovariate(0.1)) if channel is Channel.NPSP else 0)
    if received >= len(moments):
        return life
    end = dice.choices(_ENDS, cum_weights=_END_TOTALS)[0]
    if end is Status.REFUSED:
        life.status, life.ended = end, received
        return life
    life.status, life.received = Status.RECEIVED, received
    life.promised_at = promise(moments.at[received], allowances["counter" if channel is Channel.COUNTER else "online"])
    due = moments.upto(life.promised_at)
    late = dice.random() < _LATE
    over = due + 1 + int(dice.expovariate(1 / (20 * PER_DAY))) if late else dice.randint(received, max(due, received))
    over = max(over, received + 1)
    if dice.random() < _SUPPLEMENTED:
        over = _supplement(dice, moments, life, (received, over))
    if life.status is not Status.WAITING_SUPPLEMENT:
        _finish(dice, moments, life, end=end, span=(received, over))
    return life


def _supplement(dice: random.Random, moments: Moments, life: Life, span: tuple[int, int]) -> int:
    """Let the applicant be asked once, half-way; return where the end lies then."""
    received, over = span
    asked = (received + over) // 2
    answered = asked + dice.randint(1, 12 * PER_DAY)
    if asked >= len(moments) or life.promised_at is None:
        return over
    life.asked = asked
    if answered >= len(moments):
        life.status = Status.WAITING_SUPPLEMENT
        return over
    life.answered = answered
    life.promised_at = calendar.shift(life.promised_at, paused_at=moments.at[asked], resumed_at=moments.at[answered])
    return over + answered - asked


def _finish(dice: random.Random, moments: Moments, life: Life, *, end: Status, span: tuple[int, int]) -> None:
    (received, over), now = span, len(moments)
    if over >= now:
        life.share = (now - received) / (over - received + 1)
        return
    life.status, life.ended = end, over
    if end is Status.HANDED_OVER:
        life.handed_over = min(over + dice.randint(0, 2 * PER_DAY), now - 1)
