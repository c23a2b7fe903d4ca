"""What the worker does by the clock."""

import time
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from tinhso.government.national.actions.cataloguing import fetch_catalogues
from tinhso.government.national.actions.comparing import go_on
from tinhso.government.national.actions.filings import pull
from tinhso.government.national.data import FilingState, RecordState
from tinhso.government.national.models import NationalFiling, NationalRecord
from tinhso.government.national.rules.payload import without_person
from tinhso.kernel import clock

KEPT_WHOLE: Final = timedelta(days=30)
AT_ONCE: Final = 1000
A_NIGHT: Final = timedelta(hours=2)
GIVEN_UP: Final = (RecordState.FAILED, RecordState.SUPERSEDED)


def pull_filings() -> int:
    """Fetch and take in what citizens filed at the portal."""
    return pull()


def compare() -> int:
    """Go on with the comparison of both sides."""
    return go_on()


def fetch_national_catalogue() -> int:
    """Fetch the national catalogues."""
    return fetch_catalogues()


def slim_old_records() -> int:
    """Take the person out of what was acknowledged, given up or left behind a month ago.

    The digest stays; the dossier has the rest, and of a filing nobody could take the portal does. Goes on, batch by
    batch, until nothing is left or `A_NIGHT` is over; the next night goes on from there.
    """
    old, until, done = clock.now() - KEPT_WHOLE, time.monotonic() + A_NIGHT.total_seconds(), 0
    whole = NationalRecord.objects.filter(is_slim=False)
    for rows in (
        whole.filter(acknowledged_at__lt=old).order_by("acknowledged_at"),
        whole.filter(state__in=GIVEN_UP, made_at__lt=old).order_by("made_at"),
    ):
        while (slimmed := _slim(rows)) and time.monotonic() < until:
            done += slimmed
        done += slimmed
    filings = NationalFiling.objects.filter(state=FilingState.FAILED, is_slim=False, fetched_at__lt=old)
    return done + filings.update(payload={}, is_slim=True, next_at=None)


def _slim(rows: QuerySet[NationalRecord]) -> int:
    """Slim one batch in a transaction of its own."""
    with transaction.atomic():
        batch = list(rows.select_for_update(skip_locked=True)[:AT_ONCE])
        for row in batch:
            row.payload, row.is_slim = without_person(row.payload), True
        NationalRecord.objects.bulk_update(batch, ["payload", "is_slim"], batch_size=200)
    return len(batch)
