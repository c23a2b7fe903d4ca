"""Reactions to what happens to dossiers. Each looks at the state first: an event may come twice, or late."""

from typing import Any, Final

from tinhso.government.cooperation.actions import consults, linked
from tinhso.government.dossiers import events
from tinhso.kernel.events import Envelope, Event

CHILD: Final[tuple[type[Event], ...]] = (
    events.ResultSigned,
    events.DossierRefused,
    events.DossierEnded,
    events.SupplementAsked,
    events.DossierSupplemented,
    events.FeeAsked,
    events.FeePaid,
    events.ResultReturned,
)
ENDS: Final[tuple[type[Event], ...]] = (events.DossierEnded, events.DossierRefused, events.ResultSigned)
PARENT_ENDS: Final[tuple[type[Event], ...]] = (events.DossierEnded, events.DossierRefused)
PARENT_RUNS: Final[tuple[type[Event], ...]] = (events.DossierSupplemented, events.FeePaid)


def split(envelope: Envelope) -> None:
    """Make the parts of a linked procedure once it is received."""
    fact: Any = envelope.fact
    linked.split(fact.dossier_id, now=envelope.recorded_at)


def follow_child(envelope: Envelope) -> None:
    """Let a part follow its dossier."""
    fact: Any = envelope.fact
    linked.follow_child(fact.dossier_id, now=envelope.recorded_at)


def end_parts(envelope: Envelope) -> None:
    """Take back the parts of a parent that has ended."""
    fact: Any = envelope.fact
    linked.end_parts(fact.dossier_id, now=envelope.recorded_at)


def go_on(envelope: Envelope) -> None:
    """Look again whether a parent that waited for its applicant is finished."""
    fact: Any = envelope.fact
    linked.go_on(fact.dossier_id, now=envelope.recorded_at)


def close_consults(envelope: Envelope) -> None:
    """Close every question about a dossier that has ended or has its result: nothing is shown for it any more."""
    fact: Any = envelope.fact
    consults.close_all(fact.dossier_id, now=envelope.recorded_at)
