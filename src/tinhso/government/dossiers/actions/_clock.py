"""Operations of a dossier's clock, by name: each changes the promise in one way and leaves a line with its ground."""

from datetime import datetime

from tinhso.foundation.calendar import public as calendar
from tinhso.government.dossiers.data import ClockOperation
from tinhso.government.dossiers.models import ClockEntry, Dossier
from tinhso.government.dossiers.rules import clocks
from tinhso.kernel.actors import Actor


def pause(actor: Actor, dossier: Dossier, *, ground: str, now: datetime) -> ClockEntry:
    """Stop the clock while we wait for the applicant; also when the promise has passed already (pause although late).

    Returns the entry, not yet written; the promise stays as it is until the clock runs again.
    """
    dossier.paused_at = now
    return entry(actor, dossier, clocks.pausing(dossier.promised_at, now), ground=ground, now=now)


def resume(actor: Actor, dossier: Dossier, *, ground: str, now: datetime) -> ClockEntry:
    """Let the clock run again: the promise moves on by the working time we waited."""
    old = dossier.promised_at
    if old is not None and dossier.paused_at is not None:
        dossier.promised_at = calendar.shift(old, paused_at=dossier.paused_at, resumed_at=now, unit_id=dossier.unit_id)
    dossier.paused_at = None
    return entry(actor, dossier, ClockOperation.RESUME, ground=ground, old=old, now=now)


def entry(
    actor: Actor,
    dossier: Dossier,
    operation: ClockOperation,
    *,
    ground: str,
    old: datetime | None = None,
    now: datetime,
) -> ClockEntry:
    """Return one line of the clock's story, not yet written: the new promise is the dossier's, the old one `old`."""
    return ClockEntry(
        dossier=dossier,
        at=now,
        operation=operation,
        ground=ground[:300],
        account_id=actor.account_id,
        who=actor.name,
        old_promise=old if old is not None else dossier.promised_at,
        new_promise=dossier.promised_at,
    )
