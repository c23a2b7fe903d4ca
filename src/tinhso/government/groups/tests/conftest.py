"""Who files groups in these tests."""

import pytest

from tinhso.government.groups.testing import make_employer


@pytest.fixture
def boss(db):
    """An employer."""
    return make_employer()
