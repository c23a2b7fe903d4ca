"""What the tests of the officers' screens share."""

import pytest

from tinhso.government.dossiers.testing import make_submitted


@pytest.fixture
def a(units):
    """Return the unit of commune A."""
    return units.commune_a.id


@pytest.fixture
def filed(an, a):
    """A dossier An has filed on line at commune A."""
    return make_submitted(an, unit_id=a)


@pytest.fixture(autouse=True)
def _settled_calendar():
    """Let no earlier test's change of the calendar cost a look at each row: for a minute after one, every use asks."""
    from tinhso.foundation.calendar import calendars

    calendars.forget()
