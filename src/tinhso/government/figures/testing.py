"""Typed builders of figures for other rooms' tests."""

from tinhso.government.figures.models import WaitingFact
from tinhso.government.figures.projection import follow_all
from tinhso.government.figures.queries import differences
from tinhso.kernel.outbox import deliver_pending
from tinhso.testing.horizon import wait_for_horizon

__all__ = ["catch_up", "differences"]


def catch_up() -> None:
    """Deliver what was announced and bring the figures up to date. For tests with real transactions."""
    wait_for_horizon()
    deliver_pending()
    follow_all()
    assert not WaitingFact.objects.exists()
