"""Where paper may go from where it is."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from tinhso.government.transfers.data import LineState
from tinhso.government.transfers.errors import IllegalTransferMove


class LineMove(StrEnum):
    """What can be said of the paper of one dossier."""

    SEND = "send"
    SKIP = "skip"
    ARRIVE = "arrive"
    MISS = "miss"
    RETURN = "return"


NEXT: Final[Mapping[tuple[LineState, LineMove], LineState]] = {
    (LineState.WAITING, LineMove.SEND): LineState.SENT,
    (LineState.WAITING, LineMove.SKIP): LineState.NOT_NEEDED,
    (LineState.SENT, LineMove.ARRIVE): LineState.ARRIVED,
    (LineState.SENT, LineMove.MISS): LineState.MISSING,
    (LineState.MISSING, LineMove.ARRIVE): LineState.ARRIVED,
    (LineState.MISSING, LineMove.RETURN): LineState.WAITING,
}


def move(state: LineState, by: LineMove) -> LineState:
    """Return where the paper is after a move. Raises IllegalTransferMove."""
    try:
        return NEXT[state, by]
    except KeyError:
        raise IllegalTransferMove from None
