"""The gates of schedules: everyone reads the week of their agency, its office writes it.

Who oversees agencies reads their weeks too, and writes none of them: what a leader does stands in the week their own
office keeps.
"""

from uuid import UUID

from tinhso.foundation.organisations import public as organisations
from tinhso.government.documents import public as documents
from tinhso.government.schedules.data import READ, UNSEEN, WRITE
from tinhso.government.schedules.errors import EntryMissing
from tinhso.government.schedules.models import WeekEntry
from tinhso.kernel.actors import Actor


def agency_for(actor: Actor, unit_id: UUID | None, ability: str = READ) -> UUID:
    """Return the agency whose week is meant: the one named, or the actor's own. Raises EntryMissing."""
    if not actor.is_officer or actor.unit_id is None:
        raise EntryMissing
    try:
        wanted = organisations.agency_of(unit_id or actor.unit_id).id
    except organisations.UnitNotFound:
        raise EntryMissing from None
    if not (writes(actor, wanted) if ability == WRITE else _reads(actor, wanted)):
        raise EntryMissing
    return wanted


def _reads(actor: Actor, unit_id: UUID) -> bool:
    return actor.may(READ, unit_id) or (actor.may(READ, actor.unit_id) and unit_id in documents.home(actor))


def writes(actor: Actor, unit_id: UUID) -> bool:
    """Tell whether the actor writes the week of this agency: their own, or the committee's whose office they are."""
    return actor.is_officer and actor.may(WRITE, actor.unit_id) and unit_id in documents.home(actor)


def concerns(actor: Actor, row: WeekEntry) -> bool:
    """Tell whether the actor leads it or comes to it."""
    return actor.account_id is not None and (actor.account_id == row.chair_id or actor.account_id in row.people)


def sees(actor: Actor, row: WeekEntry) -> bool:
    """Tell whether there is anything for the actor to see in this row, which stands in a week they read."""
    return row.state not in UNSEEN or writes(actor, row.unit_id)


def hides(actor: Actor, row: WeekEntry) -> bool:
    """Tell whether the actor sees only that the time is taken."""
    return row.is_private and not concerns(actor, row) and not writes(actor, row.unit_id)


def access_entry(actor: Actor, *, entry_id: UUID, to_write: bool = False, lock: bool = False) -> WeekEntry:
    """Return an entry the actor may see, or write. Raises EntryMissing."""
    rows = WeekEntry.objects.select_for_update() if lock else WeekEntry.objects.all()
    row = rows.filter(pk=entry_id).first()
    if row is None or not actor.is_officer:
        raise EntryMissing
    if to_write:
        if not writes(actor, row.unit_id):
            raise EntryMissing
        return row
    if not concerns(actor, row):
        agency_for(actor, row.unit_id)
    if not sees(actor, row):
        raise EntryMissing
    return row
