"""Which of the nine states may follow which (Quyết định 28/2018/QĐ-TTg, as practised on the national axis).

Two threads run side by side: what the receiver does with the document, and the question whether it goes back.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from tinhso.foundation.edxml.public import StatusCode
from tinhso.government.correspondence.errors import IllegalStatus

_S = StatusCode
WORK: Final = frozenset({_S.ARRIVED, _S.REFUSED, _S.REGISTERED, _S.ASSIGNED, _S.PROCESSING, _S.DONE})
NEXT: Final[Mapping[StatusCode | None, frozenset[StatusCode]]] = {
    None: frozenset({_S.ARRIVED, _S.REFUSED, _S.REGISTERED}),
    _S.ARRIVED: frozenset({_S.REFUSED, _S.REGISTERED}),
    _S.REFUSED: frozenset(),
    _S.REGISTERED: frozenset({_S.ASSIGNED, _S.PROCESSING, _S.DONE}),
    _S.ASSIGNED: frozenset({_S.PROCESSING, _S.DONE}),
    _S.PROCESSING: frozenset({_S.DONE}),
    _S.DONE: frozenset({_S.ASSIGNED}),
}
"""What the receiver does. A document that was done may be taken up again."""
RECALL_NEXT: Final[Mapping[StatusCode | None, frozenset[StatusCode]]] = {
    None: frozenset({_S.RECALL_ASKED}),
    _S.RECALL_ASKED: frozenset({_S.RECALL_AGREED, _S.RECALL_REFUSED}),
    _S.RECALL_AGREED: frozenset(),
    _S.RECALL_REFUSED: frozenset({_S.RECALL_ASKED}),
}
"""Whether it goes back. A refusal may be asked again."""


@dataclass(frozen=True, slots=True)
class Stand:
    """How a delivery stands in both threads; None: nothing said yet."""

    status: StatusCode | None = None
    recall: StatusCode | None = None


def may_say(stand: Stand, code: StatusCode) -> bool:
    """Tell whether this may be said now. Once it is agreed that it goes back, nothing more is done with it."""
    if code not in WORK:
        arrived = stand.status not in (None, _S.REFUSED)
        return arrived and code in RECALL_NEXT[stand.recall]
    return stand.recall is not _S.RECALL_AGREED and code in NEXT[stand.status]


def said(stand: Stand, code: StatusCode) -> Stand:
    """Return how it stands afterwards. Raises IllegalStatus."""
    if not may_say(stand, code):
        raise IllegalStatus(code=code.value)
    return Stand(code, stand.recall) if code in WORK else Stand(stand.status, code)
