"""A published entry of commune A's week, and an address of a calendar that is nobody's."""

from tinhso.government.schedules.testing import make_entry
from tinhso.kernel import clock

PRIVATE: set[str] = set()


def things(cast):
    """Write it down as the room would."""
    entry = make_entry(unit_id=cast["units"].commune_a.id, starts_at=clock.now())
    return {"entry_id": entry.id, "token": "khong-co"}
