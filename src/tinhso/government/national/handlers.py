"""Dossiers' events are nudges: what is to be told is read from the dossier itself."""

from collections.abc import Sequence
from typing import Any, cast

from tinhso.government.dossiers import events
from tinhso.government.national.actions.queueing import follow_all
from tinhso.kernel.events import Envelope, Event


def note(envelope: Envelope) -> None:
    """Queue what is new about a dossier."""
    note_all([envelope])


def note_all(envelopes: Sequence[Envelope]) -> None:
    """Queue what is new about all of them: however many events a dossier has here, it is looked at once."""
    latest = max(one.recorded_at for one in envelopes)
    follow_all([fact.dossier_id for one in envelopes if (fact := cast("Any", one.fact))], now=latest)


def heard() -> tuple[type[Event], ...]:
    """Return every event that dossiers announce: each may mean that there is something to tell."""
    found = (value for value in vars(events).values() if isinstance(value, type))
    return tuple(one for one in found if issubclass(one, Event) and one.type_name.startswith("dossiers."))
