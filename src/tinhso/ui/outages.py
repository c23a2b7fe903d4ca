"""What citizens are told while a system outside is down: one banner on their pages, gone when it is over.

Rooms that know of one are asked by the composition root's provider, at most every fifteen seconds in a process: a page
of a citizen does not wait for it. Nobody's answers are lost meanwhile, and the banner says so.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Final


@dataclass(frozen=True, slots=True)
class Outage:
    """What is down since when, what that means for whoever reads it, and what goes on as before."""

    title: str
    text: str
    since: datetime


ASK_EVERY: Final = 15.0
Provider = Callable[[], Sequence[Outage]]
_provider: list[Provider] = []
_known: list[tuple[float, Sequence[Outage]]] = []


def watch(provider: Provider) -> None:
    """Let `provider` say what is down. Called by the composition root at start."""
    _provider[:] = [provider]
    forget()


def current() -> Sequence[Outage]:
    """Return what is down as far as was known in the last fifteen seconds; nothing when nobody was asked to watch."""
    if not _provider:
        return ()
    if not _known or monotonic() - _known[0][0] > ASK_EVERY:
        _known[:] = [(monotonic(), tuple(_provider[0]()))]
    return _known[0][1]


def forget() -> None:
    """Let the next page ask anew."""
    _known.clear()
