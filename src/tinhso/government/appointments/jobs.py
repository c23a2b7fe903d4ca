"""Timed jobs: reminders, bookings nobody used, desks nobody closed."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from tinhso.government.appointments import telling
from tinhso.government.appointments.actions.book import close_missed
from tinhso.government.appointments.actions.serve import close_forgotten
from tinhso.government.appointments.data import BookingState
from tinhso.government.appointments.models import Booking
from tinhso.kernel import clock

BATCH: Final = 200
AHEAD: Final = timedelta(hours=26)
NOT_SOONER: Final = timedelta(hours=2)
"""Who booked less than two hours before the reminder has just been told."""


def remind_all() -> int:
    """Remind everybody whose half hour comes within about a day, batch by batch; return how many."""
    total = 0
    while True:
        done = remind(now=clock.now())
        total += done
        if done < BATCH:
            return total


@transaction.atomic
def remind(*, now: datetime) -> int:
    """Remind one batch, each booking once (a moved one anew); return how many rows were dealt with."""
    rows = list(
        Booking.objects.select_for_update(skip_locked=True)
        .filter(state=BookingState.BOOKED, reminded_at=None, starts_at__gt=now, starts_at__lte=now + AHEAD)
        .order_by("starts_at")[:BATCH]
    )
    for row in rows:
        if row.changed_at <= now - NOT_SOONER:
            telling.tell(row, template="appointment_reminder", once_key=f"{row.id}:{row.version}", now=now)
    Booking.objects.filter(id__in=[row.id for row in rows]).update(reminded_at=now)
    return len(rows)


def tidy() -> tuple[int, int]:
    """Close bookings nobody used and desks nobody closed; return how many of each."""
    now = clock.now()
    return close_missed(now=now), close_forgotten(now=now)
