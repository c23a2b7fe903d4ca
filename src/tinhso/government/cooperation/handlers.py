"""Reactions to what happens to dossiers. Each looks at the state first: an event may come twice, or late."""

from collections.abc import Callable, Collection, Sequence
from typing import Any, Final
from uuid import UUID

from tinhso.government.cooperation import linking
from tinhso.government.cooperation.actions import consults, linked
from tinhso.government.dossiers import events
from tinhso.government.dossiers import public as dossiers
from tinhso.kernel.actors import SYSTEM
from tinhso.kernel.events import Envelope, Event

CHILD: Final[tuple[type[Event], ...]] = (
    events.ResultSigned,
    events.DossierRefused,
    events.DossierEnded,
    events.SupplementAsked,
    events.DossierSupplemented,
    events.FeeAsked,
    events.FeePaid,
    events.FeeWaived,
    events.FeeCancelled,
    events.FeeReopened,
    events.ResultReturned,
)
ENDS: Final[tuple[type[Event], ...]] = (events.DossierEnded, events.DossierRefused, events.ResultSigned)
PARENT_ENDS: Final[tuple[type[Event], ...]] = (events.DossierEnded, events.DossierRefused)
PARENT_RUNS: Final[tuple[type[Event], ...]] = (
    events.DossierSupplemented,
    events.FeePaid,
    events.FeeWaived,
    events.FeeCancelled,
)


def split(envelope: Envelope) -> None:
    """Make the parts of a linked procedure once it is received."""
    split_all([envelope])


def split_all(envelopes: Sequence[Envelope]) -> None:
    """Make the parts of those received that are of a linked procedure; one look finds them."""
    found = dossiers.procedures_of(SYSTEM, ids=[_of(one) for one in envelopes])
    _each(envelopes, {key for key, code in found.items() if linking.plan_of(code)}, linked.split)


def follow_child(envelope: Envelope) -> None:
    """Let a part follow its dossier."""
    follow_children([envelope])


def follow_children(envelopes: Sequence[Envelope]) -> None:
    """Let parts follow their dossiers; one look finds which of these are parts."""
    _each(envelopes, linked.children_among([_of(one) for one in envelopes]), linked.follow_child)


def end_parts(envelope: Envelope) -> None:
    """Take back the parts of a parent that has ended."""
    all_end_parts([envelope])


def all_end_parts(envelopes: Sequence[Envelope]) -> None:
    """Take back the parts of the parents among those that have ended."""
    _each(envelopes, linked.parents_among([_of(one) for one in envelopes]), linked.end_parts)


def go_on(envelope: Envelope) -> None:
    """Look again whether a parent that waited for its applicant is finished."""
    all_go_on([envelope])


def all_go_on(envelopes: Sequence[Envelope]) -> None:
    """Look again at the parents among those that waited for their applicants."""
    _each(envelopes, linked.parents_among([_of(one) for one in envelopes]), linked.go_on)


def close_consults(envelope: Envelope) -> None:
    """Close every question about a dossier that has ended or has its result: nothing is shown for it any more."""
    close_all_consults([envelope])


def close_all_consults(envelopes: Sequence[Envelope]) -> None:
    """Close the questions about those that have ended."""
    _each(envelopes, consults.asked_among([_of(one) for one in envelopes]), consults.close_all)


def _of(envelope: Envelope) -> UUID:
    fact: Any = envelope.fact
    return fact.dossier_id  # type: ignore[no-any-return] # every event heard here has one


def _each(envelopes: Sequence[Envelope], wanted: Collection[UUID], act: Callable[..., object]) -> None:
    for one in envelopes:
        if _of(one) in wanted:
            act(_of(one), now=one.recorded_at)
