"""What the worker does for files."""

from datetime import timedelta
from typing import Final

from tinhso.foundation.files import uploads
from tinhso.foundation.files.stores import get_store, incoming_folder
from tinhso.kernel import clock
from tinhso.kernel.modules import HealthReport

STALE: Final = timedelta(hours=24)


def clean_up() -> int:
    """Remove uploads past their time, and content a killed process left without a name more than a day ago."""
    return uploads.remove_expired() + remove_stale()


def remove_stale() -> int:
    """Remove what lies in the incoming folder for more than a day; return how many. Nothing there has a name yet."""
    oldest, removed = clock.now().timestamp() - STALE.total_seconds(), 0
    for left in incoming_folder().iterdir():
        if left.is_file() and left.stat().st_mtime < oldest:
            left.unlink(missing_ok=True)
            removed += 1
    return removed


def check_store() -> HealthReport:
    """Tell how the store is."""
    return get_store().check()
