"""Dossiers' events are nudges: what is to be told is read from the dossier itself."""

from typing import Any

from tinhso.government.dossiers import events
from tinhso.government.national.actions.queueing import follow
from tinhso.kernel.events import Envelope, Event


def note(envelope: Envelope) -> None:
    """Queue what is new about a dossier."""
    fact: Any = envelope.fact
    follow(fact.dossier_id, now=envelope.recorded_at)


def heard() -> tuple[type[Event], ...]:
    """Return every event that dossiers announce: each may mean that there is something to tell."""
    found = (value for value in vars(events).values() if isinstance(value, type))
    return tuple(one for one in found if issubclass(one, Event) and one.type_name.startswith("dossiers."))
