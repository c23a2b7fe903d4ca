"""Which act leads from where to where, and how long each step may take (QĐ 766/QĐ-TTg, group 5)."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final

from tinhso.foundation.calendar.public import Allowance, AllowanceUnit
from tinhso.government.petitions.data import Status
from tinhso.government.petitions.errors import PetitionMoved


class Move(StrEnum):
    """The acts on a petition that change its state."""

    CONFIRM = "confirm"
    LAPSE = "lapse"
    ACCEPT = "accept"
    REFUSE = "refuse"
    REDIRECT = "redirect"
    ASK = "ask"
    SUPPLEMENT = "supplement"
    DRAFT = "draft"
    SEND_BACK = "send_back"
    APPROVE = "approve"
    REOPEN = "reopen"


NEXT: Final[Mapping[tuple[Status, Move], Status]] = {
    (Status.UNVERIFIED, Move.CONFIRM): Status.NEW,
    (Status.UNVERIFIED, Move.LAPSE): Status.LAPSED,
    (Status.NEW, Move.ACCEPT): Status.PROCESSING,
    (Status.NEW, Move.REFUSE): Status.REFUSED,
    (Status.NEW, Move.REDIRECT): Status.REDIRECTED,
    (Status.NEW, Move.ASK): Status.WAITING,
    (Status.PROCESSING, Move.ACCEPT): Status.PROCESSING,
    (Status.PROCESSING, Move.ASK): Status.WAITING,
    (Status.PROCESSING, Move.DRAFT): Status.DRAFTED,
    (Status.WAITING, Move.SUPPLEMENT): Status.NEW,
    (Status.WAITING, Move.REFUSE): Status.REFUSED,
    (Status.DRAFTED, Move.SEND_BACK): Status.PROCESSING,
    (Status.DRAFTED, Move.APPROVE): Status.ANSWERED,
    (Status.ANSWERED, Move.REOPEN): Status.NEW,
}
"""After a supplement a petition that had a handler goes on with them (PROCESSING); `after_supplement` says so."""


def _days(number: int) -> Allowance:
    return Allowance(Decimal(number), AllowanceUnit.WORKING_DAY)


REFUSE_WITHIN: Final = _days(2)
ANSWER_WITHIN: Final = _days(15)
LEFT_BY_ASKING: Final = _days(15 - 5)
"""Of the days to answer, those that remain when the five to ask for a supplement are over."""
PUBLISH_WITHIN: Final = _days(2)
WAIT_AT_MOST: Final = _days(10)
"""How long we wait for what was asked before the petition may be refused for it: ours, the index names no limit."""


def after(status: Status, move: Move) -> Status:
    """Return the state an act leads to. Raises PetitionMoved for an act that this state does not allow."""
    try:
        return NEXT[status, move]
    except KeyError:
        raise PetitionMoved from None


def after_supplement(*, has_handler: bool) -> Status:
    """Return the state once the person has sent what was asked: with its handler, else at the receiving desk."""
    return Status.PROCESSING if has_handler else Status.NEW


def is_late(due_at: datetime | None, now: datetime) -> bool:
    """Tell whether a step is done after its time."""
    return due_at is not None and now > due_at
