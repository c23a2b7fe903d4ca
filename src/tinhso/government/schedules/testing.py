"""Builders for tests of this room and of those that look at it."""

from datetime import datetime, timedelta
from uuid import UUID

from tinhso.government.schedules.data import State
from tinhso.government.schedules.models import WeekEntry


def make_entry(*, unit_id: UUID, starts_at: datetime, title: str = "Họp giao ban") -> WeekEntry:
    """Put a published entry of an hour into an agency's week."""
    return WeekEntry.objects.create(
        unit_id=unit_id,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1),
        title=title,
        state=State.PUBLISHED.value,
    )
