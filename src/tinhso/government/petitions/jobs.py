"""What the worker does for petitions."""

from tinhso.government.petitions.actions.file import lapse
from tinhso.kernel import clock


def lapse_unverified() -> int:
    """Close what nobody confirmed within a day."""
    return lapse(now=clock.now())
