"""A clerk of commune A, and a dossier whose term is over."""

from datetime import timedelta

import pytest

from tinhso.government.dossiers import public as dossiers
from tinhso.government.dossiers.testing import MONDAY, make_done
from tinhso.government.retention.testing import make_clerk, use_term
from tinhso.kernel import events
from tinhso.kernel.events import Envelope
from tinhso.kernel.models import OutboxEntry
from tinhso.kernel.modules import subscriptions

LATER = MONDAY + timedelta(days=3 * 365)


def hear_everything():
    """Give every room what was announced, in this test's own transaction: the worker would wait for its end."""
    for row in OutboxEntry.objects.order_by("seq"):
        envelope = Envelope(row.id, events.from_json(row.type, row.data), row.recorded_at, row.account_id)
        for one in subscriptions():
            if one.event.type_name == row.type:
                one.handler(envelope)


@pytest.fixture
def lan(units):
    return make_clerk(units.commune_a.id)


@pytest.fixture
def term(monkeypatch):
    return use_term(monkeypatch)


@pytest.fixture
def later():
    return LATER


@pytest.fixture
def closed(an, binh, ha, chi, units):
    """A dossier handed over, its events heard by every room."""
    done = make_done(an, binh, ha, chi, unit_id=units.commune_a.id)
    dossiers.hand_over(binh, dossier_id=done.id, now=MONDAY + timedelta(hours=2))
    hear_everything()
    return dossiers.get_dossier(an, dossier_id=done.id).info
