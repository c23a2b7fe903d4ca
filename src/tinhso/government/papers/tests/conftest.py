"""What this room's tests share."""

import pytest

from tinhso.testing.cast import citizen_actor


@pytest.fixture
def khoa(db):
    """Another citizen."""
    return citizen_actor(number="086290000456", name="Lâm Đăng Khoa")
