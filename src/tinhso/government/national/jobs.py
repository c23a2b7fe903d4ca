"""What the worker does by the clock."""

from datetime import timedelta
from typing import Final

from tinhso.government.national.actions.cataloguing import fetch_catalogues
from tinhso.government.national.actions.comparing import go_on
from tinhso.government.national.actions.filings import pull
from tinhso.government.national.models import NationalRecord
from tinhso.government.national.rules.payload import without_person
from tinhso.kernel import clock

KEPT_WHOLE: Final = timedelta(days=30)
AT_ONCE: Final = 2000


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
    """Take the person out of what was acknowledged a month ago: the digest stays, the dossier has the rest."""
    old = clock.now() - KEPT_WHOLE
    rows = list(
        NationalRecord.objects.filter(acknowledged_at__lt=old, is_slim=False).order_by("acknowledged_at")[:AT_ONCE]
    )
    for row in rows:
        row.payload, row.is_slim = without_person(row.payload), True
    NationalRecord.objects.bulk_update(rows, ["payload", "is_slim"], batch_size=200)
    return len(rows)
