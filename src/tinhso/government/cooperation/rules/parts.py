"""A linked procedure as a state machine: which moves a part may make, what opens next, when the whole is finished."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tinhso.government.cooperation.data import PartState
from tinhso.government.cooperation.errors import IllegalPartMove


class PartMove(StrEnum):
    """What can happen to a part."""

    OPEN = "open"
    ASK = "ask"
    ANSWER = "answer"
    FINISH = "finish"
    REFUSE = "refuse"
    RETURN = "return"
    CANCEL = "cancel"


_S, _M = PartState, PartMove
NEXT: Final[Mapping[tuple[PartState, PartMove], PartState]] = {
    (_S.WAITING, _M.OPEN): _S.WORKING,
    (_S.WORKING, _M.ASK): _S.SUPPLEMENT,
    (_S.SUPPLEMENT, _M.ANSWER): _S.WORKING,
    (_S.WORKING, _M.FINISH): _S.DONE,
    (_S.WORKING, _M.REFUSE): _S.REFUSED,
    (_S.SUPPLEMENT, _M.REFUSE): _S.REFUSED,
    (_S.DONE, _M.RETURN): _S.WORKING,
    (_S.WAITING, _M.CANCEL): _S.CANCELLED,
    (_S.WORKING, _M.CANCEL): _S.CANCELLED,
    (_S.SUPPLEMENT, _M.CANCEL): _S.CANCELLED,
}
ENDED: Final = frozenset({_S.DONE, _S.REFUSED, _S.CANCELLED})
FAILED: Final = frozenset({_S.REFUSED, _S.CANCELLED})


@dataclass(frozen=True, slots=True)
class Piece:
    """A part as the rules see it."""

    key: str
    state: PartState
    after: tuple[str, ...] = ()


class Whole(StrEnum):
    """What has become of a linked procedure."""

    OPEN = "open"
    DONE = "done"
    STOPPED = "stopped"


def move(state: PartState, by: PartMove) -> PartState:
    """Return the state after a move. Raises IllegalPartMove."""
    try:
        return NEXT[state, by]
    except KeyError:
        raise IllegalPartMove(state=state.value, move=by.value) from None


def may(state: PartState, by: PartMove) -> bool:
    """Tell whether the table has such a line."""
    return (state, by) in NEXT


def ready(pieces: Sequence[Piece]) -> list[str]:
    """Return the parts that wait and whose earlier parts all have a result, in order."""
    done = {one.key for one in pieces if one.state is PartState.DONE}
    return [one.key for one in pieces if one.state is PartState.WAITING and done.issuperset(one.after)]


def doomed(pieces: Sequence[Piece]) -> list[str]:
    """Return the parts that wait for a result that will not come, in order; also through others that wait."""
    lost = {one.key for one in pieces if one.state in FAILED}
    found: list[str] = []
    for _turn in pieces:
        more = [
            one.key
            for one in pieces
            if one.state is PartState.WAITING and one.key not in found and lost.intersection(one.after)
        ]
        if not more:
            break
        found += more
        lost.update(more)
    return [one.key for one in pieces if one.key in found]


def whole(pieces: Sequence[Piece]) -> Whole:
    """Return open while any part is; done when all ended and one at least has a result; stopped when none has.

    A late part changes nothing here: the whole is late only by its own promise.
    """
    if any(one.state not in ENDED for one in pieces):
        return Whole.OPEN
    return Whole.DONE if any(one.state is PartState.DONE for one in pieces) else Whole.STOPPED
