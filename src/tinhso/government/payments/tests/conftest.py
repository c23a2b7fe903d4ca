import pytest

from tinhso.government.payments.testing import MONDAY
from tinhso.testing.cast import officer_actor


@pytest.fixture
def now():
    return MONDAY


@pytest.fixture
def a(units):
    return units.commune_a.id


@pytest.fixture
def kim(units):
    """The accountant of commune A."""
    return officer_actor(
        code="A-KT", name="Đinh Thị Kim", unit_id=units.commune_a.id, roles=("accountant",), title="Kế toán"
    )
