"""Which act leads from which state to which: the law as a table."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from tinhso.government.documents.data import State
from tinhso.government.documents.errors import IllegalDocumentMove


class Move(StrEnum):
    """What is done to a document."""

    REGISTER = "register"
    REFUSE = "refuse"
    INSTRUCT = "instruct"
    BEGIN = "begin"
    CLOSE = "close"
    REOPEN = "reopen"
    FREEZE = "freeze"
    RECALL = "recall"
    REPLACE = "replace"


NEXT: Final[Mapping[tuple[State, Move], State]] = {
    (State.ARRIVED, Move.REGISTER): State.REGISTERED,
    (State.ARRIVED, Move.REFUSE): State.REFUSED,
    (State.ARRIVED, Move.FREEZE): State.FROZEN,
    (State.REGISTERED, Move.INSTRUCT): State.ASSIGNED,
    (State.REGISTERED, Move.CLOSE): State.DONE,
    (State.REGISTERED, Move.FREEZE): State.FROZEN,
    (State.ASSIGNED, Move.INSTRUCT): State.ASSIGNED,
    (State.ASSIGNED, Move.BEGIN): State.PROCESSING,
    (State.ASSIGNED, Move.CLOSE): State.DONE,
    (State.ASSIGNED, Move.FREEZE): State.FROZEN,
    (State.PROCESSING, Move.INSTRUCT): State.PROCESSING,
    (State.PROCESSING, Move.BEGIN): State.PROCESSING,
    (State.PROCESSING, Move.CLOSE): State.DONE,
    (State.PROCESSING, Move.FREEZE): State.FROZEN,
    (State.DONE, Move.REOPEN): State.ASSIGNED,
    (State.DONE, Move.FREEZE): State.FROZEN,
    (State.ISSUED, Move.RECALL): State.RECALLED,
    (State.ISSUED, Move.REPLACE): State.REPLACED,
}


def moved(state: State, move: Move) -> State:
    """Return the state after an act. Raises IllegalDocumentMove."""
    found = NEXT.get((state, move))
    if found is None:
        raise IllegalDocumentMove(state=state.value, move=move.value)
    return found
